"""The Bot API client's connections, and what is known of Telegram from how calls ended."""

import time
from dataclasses import dataclass, field
from typing import Any

from httpx_aiohttp import AiohttpTransport
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.metrics import Metrics
from bot.reading import PollingRequest, without_content


@dataclass
class Contact:
    """Whether Telegram is there, as the last call found it."""

    metrics: Metrics = field(default_factory=Metrics)
    heard_at: float = float("-inf")
    """When it last answered, on the monotonic clock."""
    lost: bool = False
    """Whether the last call got no answer."""

    def note(self, url: str, code: int | None, seconds: float) -> None:
        """A call ended: with a status, or without an answer (None)."""
        self.lost = code is None or code >= 500
        if not self.lost:
            self.heard_at = time.monotonic()
        method = url.rpartition("/")[2]
        if "/file/" in url:
            method = "file"
        self.metrics.calls.labels(method, _outcome(code)).inc()
        if method != "getUpdates":
            self.metrics.call_seconds.labels(method).observe(seconds)


def _outcome(code: int | None) -> str:
    if code is None:
        return "unreachable"
    if code == 429:
        return "flood"
    if code >= 500:
        return "failed"
    return "refused" if code >= 400 else "ok"


class Line(HTTPXRequest):
    """A pool of connections to Telegram that notes how each call ended."""

    def __init__(self, contact: Contact, timeout: float) -> None:
        # httpx's own transport is the client's speed limit: httpcore scans its pool at every request.
        super().__init__(
            read_timeout=timeout, connect_timeout=10, httpx_kwargs={"transport": AiohttpTransport(retries=0)}
        )
        self._contact = contact

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        answer = HTTPXRequest.parse_json_payload(payload)
        sent = answer.get("result")
        if isinstance(sent, dict) and "message_id" in sent:
            answer["result"] = without_content(sent)
        return answer

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        begun = time.monotonic()
        try:
            code, payload = await super().do_request(url, *args, **kwargs)
        except TelegramError:
            self._contact.note(url, None, time.monotonic() - begun)
            raise
        self._contact.note(url, code, time.monotonic() - begun)
        return code, payload


class PollingLine(PollingRequest, Line):
    """The same for getUpdates, whose answer may hold an update that nobody can read."""
