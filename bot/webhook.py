"""Updates by webhook: told to Telegram, taken from it, stored before it is told that they arrived."""

import asyncio
import hmac
import json
import logging
import time
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram import Update, WebhookInfo
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.intake import Intake, TokenRefused
from bot.kinds import ALLOWED_UPDATES
from bot.metrics import Metrics
from bot.reading import readable
from core.config import Settings, SettingsError
from core.database.errors import is_away

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_CONNECTIONS = 40
"""How many updates Telegram may deliver side by side. The messages of a chat it sends one after the other, and the
presses of a person."""
LARGEST_BODY = 1 << 20
"""Bytes. Updates are a few kilobytes; a message is 4096 characters at most."""
BODY_SECONDS = 10
CHECK_SECONDS = 60
"""How often Telegram is asked whether the webhook is still ours."""
_COMPLAIN_EVERY = 60
_UNREAD = frozenset({401, 408, 413})
"""Answered before the body was read."""


def secret_of(settings: Settings, token: str) -> str:
    """What Telegram proves itself with. Derived from the token, all replicas have the same without being told."""
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    return _derived(token, "webhook secret")


def address_of(settings: Settings, token: str) -> str:
    """The webhook's URL, with a fingerprint of its secret: Telegram does not tell which secret it was given, and so
    shows whether it is the present one. Without the token nothing can be concluded from it."""
    parts = urlsplit(settings.webhook_url or "")
    mark = f"v={_derived(token, secret_of(settings, token))[:8]}"
    return urlunsplit(parts._replace(query=f"{parts.query}&{mark}" if parts.query else mark))


def _derived(token: str, purpose: str) -> str:
    return hmac.new(token.encode(), purpose.encode(), "sha256").hexdigest()


class Webhook:
    """The webhook's two ends: what Telegram is told, and what it sends."""

    def __init__(self, settings: Settings, token: str, bot: "ExtBot[Any]", intake: Intake, metrics: Metrics) -> None:
        self._bot = bot
        self._intake = intake
        self._metrics = metrics
        self._secret = secret_of(settings, token)
        self._address = address_of(settings, token)
        self._complained_at = float("-inf")

    async def keep(self) -> None:
        """Sets the webhook unless it is set, and again when it is not ours any more, until cancelled.

        Raises TokenRefused, and SettingsError when Telegram refuses the address; waits out everything else.
        """
        failures = 0
        ours = False
        while True:
            try:
                info = await self._bot.get_webhook_info()
                if not self._is_ours(info):
                    if ours:
                        log.error(
                            "the webhook was changed: another process takes this bot's updates; stop it. Set again"
                        )
                    await self._set()
                elif info.last_error_date is not None and info.pending_update_count:
                    log.warning(
                        "Telegram could not deliver at %s: %s",
                        info.last_error_date.isoformat(),
                        info.last_error_message,
                    )
                ours, failures = True, 0
                await asyncio.sleep(CHECK_SECONDS)
            except InvalidToken:
                raise TokenRefused from None
            except TelegramError as error:
                failures = await self._intake.wait_out(error, failures)

    async def _set(self) -> None:
        try:
            await self._bot.set_webhook(
                self._address,
                secret_token=self._secret,
                max_connections=MAX_CONNECTIONS,
                allowed_updates=ALLOWED_UPDATES,
            )
        except BadRequest as error:
            raise SettingsError(f"WEBHOOK_URL is refused by Telegram: {error.message}") from None
        log.info("the webhook is set")

    def _is_ours(self, info: WebhookInfo) -> bool:
        return (
            info.url == self._address
            and info.max_connections == MAX_CONNECTIONS
            and set(info.allowed_updates or ()) == set(ALLOWED_UPDATES)
        )

    async def take(self, request: Request) -> Response:
        """One update from Telegram. 200 means stored: whatever else is answered, Telegram sends it again."""
        status, outcome = await self._take(request)
        self._metrics.posts.labels(outcome).inc()
        # Whoever was not listened to the end is hung up on, instead of reading what they still send.
        return Response(status_code=status, headers={"Connection": "close"} if status in _UNREAD else None)

    async def _take(self, request: Request) -> tuple[int, str]:
        said = request.headers.get(HEADER, "")
        if not hmac.compare_digest(said.encode(), self._secret.encode()):
            self._complain("somebody without the webhook's secret posts to it")
            return 401, "stranger"
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _read(request)
        except (TimeoutError, ClientDisconnect):
            return 408, "cut_short"
        if body is None:
            log.error("a post of more than %d bytes to the webhook was refused", LARGEST_BODY)
            return 413, "too_large"
        try:
            data = json.loads(body)
            update_id = int(data["update_id"])
        except (ValueError, TypeError, KeyError):  # cut short on its way: the next time it may come whole
            log.error("a post to the webhook is no update (%d bytes)", len(body))
            return 400, "malformed"
        cleaned = readable(data)
        if len(cleaned) < len(data):  # what we can't read today we can't read when it comes again
            return 200, "unreadable"
        try:
            await self._intake.store([Update.de_json(cleaned, self._bot)])
        except Exception as error:
            if is_away(error):
                log.warning("the database is away (%s): update %s stays with Telegram", type(error).__name__, update_id)
                return 503, "database_away"
            log.exception("update %s can't be stored", update_id)
            return 500, "failed"
        return 200, "stored"

    def _complain(self, what: str) -> None:
        """Strangers must not be able to fill the log."""
        if time.monotonic() - self._complained_at >= _COMPLAIN_EVERY:
            self._complained_at = time.monotonic()
            log.warning(what)


async def _read(request: Request) -> bytes | None:
    """The body; None when it is larger than it may be, as far as that is known without reading it all."""
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > LARGEST_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
