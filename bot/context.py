"""The typed PTB context: what a handler has at hand while one update is handled in its unit of work."""

from typing import Any, TypeAlias

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.ext import Application, CallbackContext, ExtBot

from bot.errors import shorten
from bot.house import House
from bot.reply import Draw, Place, Reply
from bot.scene import Scene

AnyDict: TypeAlias = dict[Any, Any]


class Context(CallbackContext["ExtBot[Any]", AnyDict, AnyDict, AnyDict]):
    """`scene` and `reply` are those of the present update, set by `bot.turns` before a handler runs."""

    scene: Scene
    reply: Reply
    prepared: Any = None
    """What the present step prepared before the transaction."""
    shown_if_refused: list[Draw]
    """What is shown besides the explanation when the handler's wish is refused; set by `bot.turns` too."""

    @property
    def house(self) -> House:
        """The bot's parts, put together by the composition root."""
        house: House = self.bot_data["house"]
        return house

    def show(self, view: str, *, at: int | None = None, even_if_refused: bool = False, **args: Any) -> None:
        """Draws a view: on the message `at`, or below.

        `even_if_refused` brings an outdated message up to date also when a refusal follows: say it before.
        """
        place = Place.BELOW if at is None else Place.HERE
        draw = Draw(view=view, args=args, place=place, message_id=at)
        self.reply.draws.append(draw)
        if even_if_refused:
            self.shown_if_refused.append(draw)

    def toast(self, key: str, *, alert: bool = False, **args: Any) -> None:
        """Answers the press with a sentence: a toast, or a box that must be closed."""
        self.reply.toast, self.reply.alert = shorten(self.scene.t.plain(key, **args)), alert


BotApplication: TypeAlias = Application["ExtBot[Any]", Context, AnyDict, AnyDict, AnyDict, Any]


def pressed(update: Update) -> tuple[str, int]:
    """The data of the pressed button and the message it stands on (0 when Telegram no longer tells)."""
    query = query_of(update)
    return query.data or "", query.message.message_id if query.message else 0


def query_of(update: Update) -> CallbackQuery:
    if update.callback_query is None:
        raise LookupError("no callback query in this update")
    return update.callback_query


def message_of(update: Update) -> Message:
    if update.effective_message is None:
        raise LookupError("no message in this update")
    return update.effective_message


def name_of(user: User) -> str:
    """As Telegram shows it; empty for a deleted account, of which python-telegram-bot makes None."""
    return user.full_name or ""


def chat_of(update: Update) -> Chat:
    if update.effective_chat is None:
        raise LookupError("no chat in this update")
    return update.effective_chat
