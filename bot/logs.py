"""Logs: structured, without a token and without what people typed."""

import logging
import re
import sys
import traceback
from typing import Any

import structlog

from core.database.errors import quotes_values

HIDDEN = "(what it says may quote what was typed)"

_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}")
_PASSWORD_IN_URL = re.compile(r"(://[^:/@\s]+:)[^@\s]+@")


def scrub(text: str) -> str:
    """The text without bot tokens and without passwords in URLs."""
    return _PASSWORD_IN_URL.sub(r"\1…@", _TOKEN.sub("…token…", text))


class _Scrubbing(logging.Formatter):
    """The last thing before a line is written: whatever it holds, tokens and passwords are gone."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return scrub(self._inner.format(record))


def traceback_of(exc_info: Any) -> str:
    """The traceback, without the messages of database errors: PostgreSQL and its driver quote the values in them."""
    parts: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        message = HIDDEN if quotes_values(error) else str(error)
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{frames}{type(error).__qualname__}: {message}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nand upon that:\n\n".join(reversed(parts))


def configure_logging(level: str, style: str) -> None:
    """Logs to stderr: `console` for people, `json` for collectors."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(traceback_of),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Scrubbing(formatter))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # httpx logs every URL, and the Bot API's hold the token; APScheduler tells of every timer.
    for chatty in ("httpx", "httpcore", "apscheduler", "telegram.ext", "alembic", "asyncio", "uvicorn"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
