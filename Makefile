# What a developer types. Every target sets up .venv by itself and reuses it: python3 (3.11 or newer) and make are enough.

PYTHON ?= python3
PYTEST_ARGS ?= -n 2
DEMO_ARGS ?=
CHAOS_ARGS ?=
FUZZ_ARGS ?=
BENCH_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
# The environment is made anew when what it depends on changes: the pins, the package, the Python, the place.
KEY := $(shell { $(PYTHON) -VV; pwd; cat requirements.lock pyproject.toml; } 2>&1 | cksum | cut -d ' ' -f 1)
READY := $(VENV)/ready-$(KEY)

.PHONY: help demo demo-reset run story pictures test chaos fuzz bench check audit bench-idle format lock clean
.DELETE_ON_ERROR:

help:
	@echo "make demo     see it in a browser, as an owner and as the clinic, until Ctrl-C; nothing needed (DEMO_ARGS='--port 0')"
	@echo "make demo-reset  forget what was done in the demo"
	@echo "make story    play the whole front desk as a conversation in the terminal; nothing needed"
	@echo "make pictures draw the pictures of a week and of the statistics for the documentation"
	@echo "make run      run the bot for real: BOT_TOKEN and ADMIN_CHAT_ID in .env (see .env.example)"
	@echo "make test     run the tests (PYTEST_ARGS='-n 2')"
	@echo "make chaos    people act at random while everything breaks; then all must be right (CHAOS_ARGS='--minutes 3 --seed 1 --owners 30')"
	@echo "make fuzz     20,000 random updates at the bot (FUZZ_ARGS='--updates 2000 --seed 7')"
	@echo "make bench    how fast it is, against goals, into docs/benchmarks.md (some: BENCH_ARGS='taps latency')"
	@echo "make check    linters, types, import rules, dependencies, migrations"
	@echo "make bench-idle  how often an idle bot wakes its database"
	@echo "make audit    known weaknesses in what requirements.lock pins; asks a service on the network"
	@echo "make format   let the formatter and the linter mend what they can"
	@echo "make lock     pin the newest versions that pyproject.toml allows"
	@echo "make clean    remove the environment and all caches"

demo: $(READY)
	@exec $(BIN)/python -m bot demo $(DEMO_ARGS)

demo-reset: $(READY)
	@exec $(BIN)/python -m bot demo --reset

run: $(READY)
	@exec $(BIN)/python -m bot run

story: $(READY)
	@exec $(BIN)/python -m bot.sandbox.story

pictures: $(READY)
	@exec $(BIN)/python -m bot.sandbox.demo.pictures

test: $(READY)
	$(BIN)/pytest $(PYTEST_ARGS)

chaos: $(READY)
	@$(BIN)/python -m tests.chaos $(CHAOS_ARGS)

fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz $(FUZZ_ARGS)

bench: $(READY)
	@exec $(BIN)/python -m bench $(BENCH_ARGS)

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	$(BIN)/pytest -q tests/migrations

bench-idle: $(READY)
	@exec $(BIN)/python -m bench.idle

# Not a part of `check`: it asks a service on the network, and what it answers depends on the day.
# The tool has a place of its own: installed beside the bot it would change what is pinned there.
audit: $(READY)
	@test -d $(VENV)/audit || $(BIN)/python -m pip install --quiet --disable-pip-version-check --target $(VENV)/audit pip-audit
	@PYTHONPATH=$(VENV)/audit $(BIN)/python -m pip_audit --strict --requirement requirements.lock --disable-pip --no-deps \
		--progress-spinner off || { echo "not everything was audited, or something was found: see above" \
		"(what can't be reached or is unknown at https://pypi.org counts as not audited)" >&2; exit 1; }

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra dev \
		--no-header --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "vetbot needs Python 3.11 or newer, and '$(PYTHON)' is: $$($(PYTHON) -V 2>&1)." \
			"Name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	@test "$$($(BIN)/python -VV 2>/dev/null)" = "$$($(PYTHON) -VV)" || rm -rf $(VENV)
	@rm -f $(VENV)/ready-*
	@echo "setting up $(VENV) with $$($(PYTHON) -V)"
	@# Debian's Python has no ensurepip without its package python3-venv, but the system's pip can fill the environment.
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null && $(PYTHON) -m venv $(VENV) || \
		{ $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; } || \
		{ echo "'$(PYTHON)' cannot make a virtual environment; install python3-venv, or its pip, and try again" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@
