# The bot, for a database of its own (DATABASE_URL). Two stages, so that no tools to build with are left in the image.
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS build
RUN python3 -m venv /opt/venv
WORKDIR /app
# What it depends on changes less often than what it is: these two steps are kept between builds.
COPY pyproject.toml requirements.lock README.md LICENSE ./
RUN mkdir bot core && touch bot/__init__.py core/__init__.py \
    && /opt/venv/bin/pip install --no-cache-dir --constraint requirements.lock --editable '.[sentry]'
COPY alembic.ini ./
COPY alembic alembic
COPY core core
COPY bot bot
RUN /opt/venv/bin/python -m compileall -q bot core alembic && /opt/venv/bin/python -m pip uninstall --quiet --yes setuptools pip

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin vetbot
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER 10001
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 LOG_FORMAT=json LISTEN_HOST=0.0.0.0 PORT=8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["vetbot"]
CMD ["run"]
