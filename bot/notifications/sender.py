"""Puts what the outbox holds into words and sends it. Each kind has its wording in `bot.notifications.pushes`."""

from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError
from telegram.error import RetryAfter as TelegramRetryAfter

from bot.answerer import is_deleted, is_gone
from bot.house import House
from bot.notifications.pushes import PUSHES
from bot.notifications.redraw import Redraw
from bot.scene import Scene
from core.front_desk import Services
from core.notifications.errors import DeliveryError, Permanent, RetryAfter, Temporary, Unreachable
from core.notifications.schemas import Audience, Dropped, Outgoing, Sent
from core.users.schemas import Account


class TelegramSender:
    """The outbox's way to Telegram (`core.notifications.dispatcher.Sender`)."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._answerer = house.answerer.for_pushes()

    async def send(self, outgoing: Outgoing) -> Sent | Dropped:
        """Renders in one short unit of work, as things stand now, and sends after it."""
        outcome = "failed"
        try:
            done = await self._send(outgoing)
            outcome = type(done).__name__.lower()
        except DeliveryError as error:
            outcome = type(error).__name__.lower()
            raise
        finally:
            self._house.metrics.pushes.labels(outgoing.kind, outcome).inc()
        return done

    async def _send(self, outgoing: Outgoing) -> Sent | Dropped:
        async with self._house.desk.unit() as services:
            scene = await self._scene(services, outgoing)
            drawn = await PUSHES[outgoing.kind](scene, outgoing)
        if isinstance(drawn, Dropped):
            return drawn
        try:
            if isinstance(drawn, Redraw):
                for message in drawn.messages:
                    await self._answerer.edit(message.chat_id, message.message_id, drawn.screen)
                return Sent(chat_id=scene.chat_id, message_id=None)
            return Sent(chat_id=scene.chat_id, message_id=await self._answerer.send(scene.chat_id, drawn))
        except TelegramError as error:
            return await self._translate(error, outgoing)

    async def _scene(self, services: Services, outgoing: Outgoing) -> Scene:
        house = self._house
        now = house.desk.clock.now()
        if outgoing.audience is Audience.ADMIN or outgoing.telegram_user_id is None:
            chat_id = house.admin_chat_id
            account = Account(telegram_user_id=chat_id, chat_id=chat_id, display_name=house.settings.clinic_name)
            return Scene(services, house.settings, account, chat_id, True, now)
        account = await services.users.account(outgoing.telegram_user_id)
        return Scene(services, house.settings, account, account.chat_id, False, now)

    async def _translate(self, error: TelegramError, outgoing: Outgoing) -> Sent | Dropped:
        """Telegram's errors as the outbox knows them. `BadRequest` is a `NetworkError` in PTB: it comes first."""
        if isinstance(error, TelegramRetryAfter):
            wait = error.retry_after
            raise RetryAfter(float(wait if isinstance(wait, int | float) else wait.total_seconds())) from None
        if isinstance(error, ChatMigrated):
            await self._house.move_admin_chat(error.new_chat_id)
            raise Temporary("the clinic's chat changed its id") from None
        if is_gone(error):
            raise Unreachable(outgoing.telegram_user_id, gone=is_deleted(error)) from None
        if isinstance(error, BadRequest):
            raise Permanent(error.message) from None
        if isinstance(error, NetworkError):
            raise Temporary(type(error).__name__) from None
        raise Permanent(type(error).__name__) from None
