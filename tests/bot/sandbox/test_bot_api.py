"""The local Telegram against the Bot API as python-telegram-bot knows it: every method, every parameter, every field.

A release of python-telegram-bot that adds a parameter to a method that is served makes this fail until somebody has
looked at it.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    Contact,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    KeyboardButton,
    LinkPreviewOptions,
    Location,
    MenuButtonCommands,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
    SuggestedPostParameters,
    TelegramObject,
    Venue,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest

from bot.sandbox import SandboxClient, SandboxServer
from bot.sandbox.methods import METHODS
from bot.sandbox.people import SMALL_PNG
from bot.sandbox.shapes import UserView
from tests.bot.sandbox.conftest import PLAIN

BY_TRANSPORT = {"getupdates", "setwebhook", "deletewebhook", "getwebhookinfo"}
"""Served beside the table of methods: they are about how updates travel."""
SERVED = {*METHODS, *BY_TRANSPORT}
NOT_SENT = {"self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs"}
"""Parameters of python-telegram-bot's methods that never reach Telegram."""
INLINE = "inline_message_id"
"""The other way to name a message: those of inline mode, which is not there."""

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
BOLD = [MessageEntity(MessageEntity.BOLD, 0, 3)]
PDF = b"%PDF-1.7"


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def _methods() -> dict[str, str]:
    """The methods of the Bot API that python-telegram-bot knows, and what it calls them."""
    public = {name for name, _ in inspect.getmembers(Bot, inspect.iscoroutinefunction) if not name.startswith("_")}
    aliases = {name for name in public if not name.islower()}
    helpers = {"initialize", "shutdown", "do_api_request"}
    return {_camel(name).lower(): name for name in public - aliases - helpers}


KNOWN = _methods()


@dataclass
class Stage:
    """A chat with Anna and a group in which the bot is an administrator, and something in each."""

    anna: int
    group: int
    text: int
    """A text of the bot's in Anna's chat."""
    document: int
    """A document of the bot's there, and the id of its file."""
    file: str
    query: str
    """A press that waits for its answer."""


@pytest.fixture
async def stage(bot: Bot, telegram: SandboxClient, anna: UserView) -> Stage:
    group = await telegram.create_group("Clinic", [anna], kind="supergroup", bot_status="administrator")
    await telegram.send_text(anna, "/hello", chat=group.id)
    text = await bot.send_message(anna.id, "one", reply_markup=KEYBOARD)
    document = await bot.send_document(anna.id, PDF)
    assert document.document is not None
    seen = (await telegram.view(anna)).message(text.message_id)
    press = await telegram.press(anna, seen, "Go")
    return Stage(anna.id, group.id, text.message_id, document.message_id, document.document.file_id, press.id)


DELIVERY: dict[str, Any] = {
    "disable_notification": True,
    "protect_content": True,
    "message_thread_id": 7,
    "message_effect_id": "5104841245755180586",
    "allow_paid_broadcast": True,
    "direct_messages_topic_id": 3,
    "suggested_post_parameters": SuggestedPostParameters(send_date=datetime(2026, 3, 2, tzinfo=UTC)),
}
BUSINESS = {"business_connection_id": "b1"}
REPLY = {"reply_parameters": ReplyParameters(1)}
OLD_REPLY = {"reply_to_message_id": 77, "allow_sending_without_reply": True}
CAPTION = {"caption": "<b>two</b>", "parse_mode": "HTML"}
CAPTION_ENTITIES = {"caption": "two", "caption_entities": BOLD}
PLACE = {"latitude": 52.5, "longitude": 13.4}
CUPBOARD = ReplyKeyboardMarkup([[KeyboardButton("Share", request_contact=True)]], resize_keyboard=True)

Arguments = dict[str, Any]
CALLS: dict[str, list[Callable[[Stage], Arguments]]] = {
    "answer_callback_query": [
        lambda s: {"callback_query_id": s.query, "text": "Done", "show_alert": True, "cache_time": 5},
        lambda s: {"callback_query_id": s.query, "url": "https://t.me/vet?start=1"},
    ],
    "close": [lambda s: {}],
    "copy_message": [
        lambda s: {
            **DELIVERY, **REPLY, **CAPTION, "chat_id": s.group, "from_chat_id": s.anna, "message_id": s.document,
            "reply_markup": KEYBOARD, "show_caption_above_media": True, "video_start_timestamp": 1,
        },
        lambda s: {
            **OLD_REPLY, **CAPTION_ENTITIES, "chat_id": s.group, "from_chat_id": s.anna, "message_id": s.document,
        },
    ],
    "delete_message": [lambda s: {"chat_id": s.anna, "message_id": s.text}],
    "delete_messages": [lambda s: {"chat_id": s.anna, "message_ids": [s.text, s.document]}],
    "delete_my_commands": [lambda s: {"scope": BotCommandScopeChat(s.anna), "language_code": "de"}],
    "delete_webhook": [lambda s: {"drop_pending_updates": True}],
    "edit_message_caption": [
        lambda s: {
            **CAPTION, **BUSINESS, "chat_id": s.anna, "message_id": s.document, "reply_markup": KEYBOARD,
            "show_caption_above_media": True,
        },
        lambda s: {**CAPTION_ENTITIES, "chat_id": s.anna, "message_id": s.document},
    ],
    "edit_message_media": [
        lambda s: {
            **BUSINESS, "chat_id": s.anna, "message_id": s.document, "reply_markup": KEYBOARD,
            "media": InputMediaDocument(PDF, caption="two", filename="visit.pdf", thumbnail=SMALL_PNG),
        },
    ],
    "edit_message_reply_markup": [
        lambda s: {**BUSINESS, "chat_id": s.anna, "message_id": s.text, "reply_markup": None},
    ],
    "edit_message_text": [
        lambda s: {
            **BUSINESS, "chat_id": s.anna, "message_id": s.text, "text": "<b>two</b>", "parse_mode": "HTML",
            "reply_markup": KEYBOARD, "link_preview_options": LinkPreviewOptions(is_disabled=True),
        },
        lambda s: {
            "chat_id": s.anna, "message_id": s.text, "text": "two", "entities": BOLD, "disable_web_page_preview": True,
        },
    ],
    "forward_message": [
        lambda s: {
            **{name: value for name, value in DELIVERY.items() if name != "allow_paid_broadcast"},
            "chat_id": s.group, "from_chat_id": s.anna, "message_id": s.text, "video_start_timestamp": 1,
        },
    ],
    "get_chat": [lambda s: {"chat_id": s.anna}, lambda s: {"chat_id": s.group}],
    "get_chat_administrators": [lambda s: {"chat_id": s.group, "return_bots": True}],
    "get_chat_member": [lambda s: {"chat_id": s.group, "user_id": s.anna}],
    "get_chat_member_count": [lambda s: {"chat_id": s.group}],
    "get_chat_menu_button": [lambda s: {"chat_id": s.anna}],
    "get_file": [lambda s: {"file_id": s.file}],
    "get_me": [lambda s: {}],
    "get_my_commands": [lambda s: {"scope": BotCommandScopeChat(s.anna), "language_code": "de"}],
    "get_my_description": [lambda s: {"language_code": "de"}],
    "get_my_name": [lambda s: {"language_code": "de"}],
    "get_my_short_description": [lambda s: {"language_code": "de"}],
    "get_updates": [lambda s: {"offset": 0, "limit": 100, "timeout": 1, "allowed_updates": ["message"]}],
    "get_webhook_info": [lambda s: {}],
    "leave_chat": [lambda s: {"chat_id": s.group}],
    "log_out": [lambda s: {}],
    "pin_chat_message": [lambda s: {**BUSINESS, "chat_id": s.anna, "message_id": s.text, "disable_notification": True}],
    "send_chat_action": [
        lambda s: {**BUSINESS, "chat_id": s.anna, "action": ChatAction.UPLOAD_DOCUMENT, "message_thread_id": 7},
    ],
    "send_contact": [
        lambda s: {
            **DELIVERY, **BUSINESS, **REPLY, "chat_id": s.anna, "phone_number": "+4930901820", "first_name": "Paws",
            "last_name": "& Co", "vcard": "BEGIN:VCARD\nEND:VCARD", "reply_markup": KEYBOARD,
        },
        lambda s: {**OLD_REPLY, "chat_id": s.anna, "contact": Contact("+4930901820", "Paws")},
    ],
    "send_document": [
        lambda s: {
            **DELIVERY, **BUSINESS, **REPLY, **CAPTION, "chat_id": s.anna, "document": b"BEGIN:VCALENDAR",
            "filename": "visit.ics", "thumbnail": SMALL_PNG, "disable_content_type_detection": True,
            "reply_markup": KEYBOARD,
        },
        lambda s: {**OLD_REPLY, **CAPTION_ENTITIES, "chat_id": s.anna, "document": s.file},
    ],
    "send_location": [
        lambda s: {
            **DELIVERY, **BUSINESS, **REPLY, **PLACE, "chat_id": s.anna, "reply_markup": KEYBOARD, "live_period": 60,
            "horizontal_accuracy": 10, "heading": 90, "proximity_alert_radius": 50,
        },
        lambda s: {**OLD_REPLY, "chat_id": s.anna, "location": Location(13.4, 52.5)},
    ],
    "send_message": [
        lambda s: {
            **DELIVERY, **BUSINESS, **REPLY, "chat_id": s.anna, "text": "<b>two</b>", "parse_mode": "HTML",
            "reply_markup": KEYBOARD, "link_preview_options": LinkPreviewOptions(is_disabled=True),
        },
        lambda s: {
            **OLD_REPLY, "chat_id": s.anna, "text": "two", "entities": BOLD, "disable_web_page_preview": True,
            "reply_markup": ForceReply(selective=True, input_field_placeholder="Why?"),
        },
        lambda s: {"chat_id": s.anna, "text": "Your number?", "reply_markup": CUPBOARD},
    ],
    "send_photo": [
        lambda s: {
            **DELIVERY, **BUSINESS, **REPLY, **CAPTION, "chat_id": s.anna, "photo": SMALL_PNG, "filename": "week.png",
            "has_spoiler": True, "show_caption_above_media": True, "reply_markup": KEYBOARD,
        },
        lambda s: {**OLD_REPLY, **CAPTION_ENTITIES, "chat_id": s.anna, "photo": SMALL_PNG},
    ],
    "send_venue": [
        lambda s: {
            **DELIVERY, **BUSINESS, **REPLY, **PLACE, "chat_id": s.anna, "title": "Paws & Co",
            "address": "12 Linden Street", "foursquare_id": "f", "foursquare_type": "pets/vet",
            "google_place_id": "g", "google_place_type": "veterinary_care", "reply_markup": KEYBOARD,
        },
        lambda s: {**OLD_REPLY, "chat_id": s.anna, "venue": Venue(Location(13.4, 52.5), "Paws", "Linden Street")},
    ],
    "set_chat_menu_button": [lambda s: {"chat_id": s.anna, "menu_button": MenuButtonCommands()}],
    "set_message_reaction": [
        lambda s: {"chat_id": s.anna, "message_id": s.text, "reaction": [ReactionTypeEmoji("👍")], "is_big": True},
    ],
    "set_my_commands": [
        lambda s: {
            "commands": [BotCommand("book", "Book")], "scope": BotCommandScopeChat(s.anna), "language_code": "de",
        },
    ],
    "set_my_description": [lambda s: {"description": "The front desk", "language_code": "de"}],
    "set_my_name": [lambda s: {"name": "Paws", "language_code": "de"}],
    "set_my_short_description": [lambda s: {"short_description": "The front desk", "language_code": "de"}],
    "set_webhook": [
        lambda s: {
            "url": "http://127.0.0.1:9/hook", "certificate": b"PEM", "ip_address": "127.0.0.1", "max_connections": 4,
            "allowed_updates": ["message"], "drop_pending_updates": True, "secret_token": "s3cret",
        },
    ],
    "unpin_all_chat_messages": [lambda s: {"chat_id": s.anna}],
    "unpin_chat_message": [lambda s: {**BUSINESS, "chat_id": s.anna, "message_id": s.text}],
}  # fmt: skip


def _parameters(name: str) -> set[str]:
    return set(inspect.signature(getattr(Bot, name)).parameters) - NOT_SENT


def test_every_method_served_is_one_of_the_bot_apis() -> None:
    assert SERVED - set(KNOWN) == set()


def test_every_method_served_is_called_below() -> None:
    assert {KNOWN[method] for method in SERVED} == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_every_parameter_is_sent_below(name: str) -> None:
    nothing = Stage(1, 2, 3, 4, "5", "6")
    sent = {parameter for call in CALLS[name] for parameter in call(nothing)}
    assert sent == _parameters(name) - {INLINE}


@pytest.mark.parametrize(
    ("name", "call"),
    [(name, call) for name, calls in CALLS.items() for call in calls],
    ids=[f"{name}-{number}" for name, calls in CALLS.items() for number in range(len(calls))],
)
async def test_every_parameter_is_taken_and_every_field_known(
    bot: Bot, stage: Stage, name: str, call: Callable[[Stage], Arguments]
) -> None:
    if name == "unpin_chat_message":
        await bot.pin_chat_message(stage.anna, stage.text)
    answer = await getattr(bot, name)(**call(stage))
    unknown = {f"{type(each).__name__}.{field}" for each in _objects(answer) for field in each.api_kwargs}
    # Kept by Telegram for old clients; python-telegram-bot has dropped it.
    assert unknown - {"Chat.all_members_are_administrators"} == set()


def _objects(answer: Any) -> Iterator[TelegramObject]:
    """The answer's objects, however deep they lie."""
    if isinstance(answer, TelegramObject):
        yield answer
        for name in _slots(answer):
            yield from _objects(getattr(answer, name, None))
    elif isinstance(answer, list | tuple):
        for each in answer:
            yield from _objects(each)


def _slots(answer: TelegramObject) -> Iterator[str]:
    for base in type(answer).__mro__:
        yield from (name for name in getattr(base, "__slots__", ()) if not name.startswith("_"))


@pytest.mark.parametrize("name", [name for name in CALLS if INLINE in _parameters(name)])
async def test_messages_of_inline_mode_are_not_there(bot: Bot, stage: Stage, name: str) -> None:
    arguments = {key: value for key, value in CALLS[name][0](stage).items() if key not in {"chat_id", "message_id"}}
    with pytest.raises(BadRequest, match="Message_id_invalid"):
        await getattr(bot, name)(**arguments, inline_message_id="AAA")


async def test_every_other_method_is_unknown(sandbox: SandboxServer) -> None:
    others = [*sorted(set(KNOWN) - SERVED), "sendMessages", "", "getMe/x"]
    assert len(others) > 100
    async with httpx.AsyncClient(base_url=f"{sandbox.base_url}/bot{sandbox.token}", **PLAIN) as http:
        for name in others:
            answer = await http.post(f"/{name}", json={"chat_id": 1, "text": "x"})
            assert (answer.status_code, answer.json()) == (
                404, {"ok": False, "error_code": 404, "description": "Not Found"},
            ), name  # fmt: skip


async def test_a_wrong_token_is_unauthorised(sandbox: SandboxServer) -> None:
    async with httpx.AsyncClient(base_url=sandbox.base_url, **PLAIN) as http:
        answer = await http.post("/bot123456:" + "A" * 35 + "/getMe")
        assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")
