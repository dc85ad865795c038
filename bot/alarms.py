"""Errors to Sentry, where `SENTRY_DSN` names one: what is logged as an error, with what the log would hide hidden."""

import logging
from typing import TYPE_CHECKING, Any

import structlog

from bot.logs import HIDDEN, scrub
from core.config import Settings, SettingsError
from core.database.errors import quotes_values
from core.version import this_version

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint


def send_alarms(settings: Settings) -> None:
    """Begins to send errors to Sentry, if one is set. SettingsError when its client is not installed.

    Neither local variables nor lines of the source nor breadcrumbs are sent: they hold what people typed.
    """
    if settings.sentry_dsn is None:
        return
    try:
        import sentry_sdk
        from sentry_sdk.integrations.logging import LoggingIntegration
    except ModuleNotFoundError:
        raise SettingsError("SENTRY_DSN is set, and its client is missing: pip install 'vetbot[sentry]'") from None
    sentry_sdk.init(
        dsn=settings.sentry_dsn.get_secret_value(),
        release=f"vetbot@{this_version()}",
        before_send=hidden,
        default_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
    )


def hidden(event: "Event", hint: "Hint") -> "Event":
    """The event as it may leave the house: see `bot.logs`. The update or notification it is about becomes a tag."""
    error: BaseException | None = (hint.get("exc_info") or (None, None, None))[1]
    quoting = error is not None and any(quotes_values(each) for each in _chain(error))
    for value in event.get("exception", {}).get("values", []) if quoting else []:
        value["value"] = HIDDEN
    event.pop("breadcrumbs", None)
    event["tags"] = {**event.get("tags", {}), **structlog.contextvars.get_contextvars()}
    clean: Event = _scrubbed(event)
    return clean


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    while error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__ or error
    return chain


def _scrubbed(value: Any) -> Any:
    match value:
        case str():
            return scrub(value)
        case dict():
            return {key: _scrubbed(item) for key, item in value.items()}
        case list() | tuple():
            return [_scrubbed(item) for item in value]
        case _:
            return value
