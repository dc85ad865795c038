"""`vetbot doctor`: each thing the bot needs, looked at once, with the fix for what is wrong."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from telegram import Chat, ChatFullInfo, ChatMember, ChatMemberRestricted
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.api import telegram_bot
from bot.database import database_url
from bot.kinds import ALLOWED_UPDATES
from bot.ui.texts import languages
from core.clock import SystemClock
from core.config import Settings, SettingsError, load_settings
from core.database.embedded import EmbeddedError
from core.database.engine import create_engine, parse_target
from core.database.errors import reason
from core.database.migrations import current_version, knows_version, newest_version

GROUPS = (Chat.GROUP, Chat.SUPERGROUP)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, in the words of whoever runs the clinic's bot."""

    subject: str
    said: str
    fix: str | None = None
    """What to do; None when all is well."""

    @property
    def well(self) -> bool:
        return self.fix is None

    def __str__(self) -> str:
        line = f"{'✓' if self.well else '✗'} {self.subject}: {self.said}"
        return line if self.fix is None else f"{line}\n  → {self.fix}"


async def examine() -> AsyncIterator[Finding]:
    """Looks at everything, from the settings outwards; what depends on a missing thing is left out."""
    try:
        settings = load_settings()
    except SettingsError as error:
        name, _, fix = str(error).partition(": ")
        yield Finding("settings", name, fix)
        return
    yield _language(settings)
    if (lax := _env_file(Path(".env"))) is not None:
        yield lax
    yield _time_zone(settings)
    for finding in await _database(settings):
        yield finding
    if settings.bot_token is None:
        yield Finding(
            "token", "BOT_TOKEN is missing", "create a bot with @BotFather (/newbot) and put its token into .env"
        )
        return
    for finding in await _telegram(settings, settings.bot_token.get_secret_value()):
        yield finding


def _language(settings: Settings) -> Finding:
    chosen = settings.default_language
    if chosen in languages():
        return Finding("settings", f"{settings.clinic_name}, speaking {chosen} by default")
    return Finding("settings", f"DEFAULT_LANGUAGE is {chosen}", f"set it to one of {', '.join(languages())}")


def _env_file(path: Path) -> Finding | None:
    """The file with the token and the database's password is for whoever runs the bot alone."""
    if not path.exists() or not path.stat().st_mode & 0o077:
        return None
    return Finding("secrets", "others on this machine can read .env, which holds the token", "chmod 600 .env")


def _time_zone(settings: Settings) -> Finding:
    now = SystemClock().now().astimezone(settings.zone)
    unset = "" if "clinic_timezone" in settings.model_fields_set else " (CLINIC_TIMEZONE is not set)"
    return Finding("time zone", f"{settings.clinic_timezone}{unset}; there it is {now:%H:%M on %Y-%m-%d}")


async def _database(settings: Settings) -> list[Finding]:
    where = "the embedded PostgreSQL" if settings.database_url is None else "DATABASE_URL"
    try:
        async with database_url(settings) as url:
            target = parse_target(url).direct()
            engine = create_engine(target, pooling=False)
            try:
                found = await current_version(engine)
            finally:
                await engine.dispose()
    except EmbeddedError as error:
        return [Finding("database", f"{where} does not start", str(error))]
    except Exception as error:
        fix = "compare DATABASE_URL with the database's console, and see that this machine may connect to it"
        return [Finding("database", f"can't be reached ({reason(error)})", fix)]
    place = f"under {settings.data_dir}" if settings.database_url is None else f"on {target.url.host}"
    return [Finding("database", f"{where} {place} answers"), _schema(found)]


def _schema(found: str | None) -> Finding:
    newest = newest_version()
    if found == newest:
        return Finding("schema", f"at {newest}, the newest")
    if found is None:
        return Finding("schema", "the database is empty", "vetbot migrate (or just start the bot, which does the same)")
    if not knows_version(found):
        return Finding("schema", f"at {found}, which this version of vetbot does not know", "update vetbot")
    return Finding("schema", f"at {found}, not at {newest}", "vetbot migrate (or just start the bot)")


async def _telegram(settings: Settings, token: str) -> list[Finding]:
    bot = telegram_bot(settings, token)
    try:
        async with bot:
            found = [Finding("token", f"it is @{bot.username}'s")]
            found += await _webhook(bot, settings, token)
            if settings.admin_chat_id is None:
                return [*found, await _missing_chat(bot)]
            return [*found, *await _admin_chat(bot, settings.admin_chat_id)]
    except InvalidToken:
        return [Finding("token", "Telegram refuses it", "copy the whole line from @BotFather into BOT_TOKEN again")]
    except TelegramError as error:
        fix = f"see that this machine reaches {settings.telegram_api_url} (TELEGRAM_API_URL)"
        return [Finding("Telegram", f"can't be asked ({error.message})", fix)]


async def _webhook(bot: "ExtBot[None]", settings: Settings, token: str) -> list[Finding]:
    """Whether Telegram delivers, where updates are to come by webhook."""
    if settings.webhook_url is None:
        return []
    from bot.webhook import address_of

    info = await bot.get_webhook_info()
    if info.url != address_of(settings, token):
        return [Finding("webhook", "not set yet; the bot sets it when it starts")]
    if info.last_error_message and info.pending_update_count:
        fix = f"see that {settings.webhook_url} leads through the reverse proxy to PORT ({settings.web_port})"
        return [Finding("webhook", f"Telegram can't deliver: {info.last_error_message}", fix)]
    return [Finding("webhook", f"set; {info.pending_update_count} updates wait at Telegram")]


async def _missing_chat(bot: "ExtBot[None]") -> Finding:
    """The chats that wrote lately, so that the id can be copied. Nothing is confirmed: the bot still gets it all."""
    missing = "ADMIN_CHAT_ID is missing"
    try:
        updates = await bot.get_updates(timeout=0, allowed_updates=ALLOWED_UPDATES)
    except Conflict:
        return Finding(
            "admin chat", missing, "stop the process (or remove the webhook) that takes this bot's updates, try again"
        )
    chats = {chat.id: chat for update in updates if (chat := update.effective_chat)}
    if not chats:
        return Finding(
            "admin chat",
            missing,
            "add the bot to the clinic's group, send /start there (or write to the bot yourself), then try again",
        )
    lines = "".join(f"\n      ADMIN_CHAT_ID={chat.id}   {_described(chat)}" for chat in chats.values())
    return Finding("admin chat", missing, f"put one of those that wrote lately into .env:{lines}")


def _described(chat: Chat | ChatFullInfo) -> str:
    return f"the group {chat.title}" if chat.type in GROUPS else f"{chat.effective_name or chat.type}, in private"


async def _admin_chat(bot: "ExtBot[None]", chat_id: int) -> list[Finding]:
    subject = "admin chat"
    try:
        chat = await bot.get_chat(chat_id)
        member = await bot.get_chat_member(chat_id, bot.id) if chat.type in GROUPS else None
    except ChatMigrated as error:
        fix = f"set ADMIN_CHAT_ID={error.new_chat_id}"
        return [Finding(subject, f"the group {chat_id} became a supergroup", fix)]
    except (BadRequest, Forbidden) as error:
        return [
            Finding(
                subject,
                f"{chat_id} can't be reached ({error.message})",
                "add the bot to the clinic's chat and send /start there; without ADMIN_CHAT_ID, doctor lists the ids",
            )
        ]
    if member is not None and not _may_write(member):
        return [Finding(subject, f"the bot may not write in {_described(chat)}", "make it a member of the group")]
    findings = [Finding(subject, f"{_described(chat)}")]
    if member is not None:
        findings += [_privacy(bot, member), _members(member)]
    return findings


def _may_write(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)


def _privacy(bot: "ExtBot[None]", member: ChatMember) -> Finding:
    """Both are fine; it only explains what the bot hears."""
    if bot.can_read_all_group_messages or member.status == ChatMember.ADMINISTRATOR:
        return Finding("group privacy", "the bot reads every message of the group")
    return Finding("group privacy", "the bot hears commands, buttons and replies to itself; it needs no more")


def _members(member: ChatMember) -> Finding:
    """Both are fine here, too."""
    subject = "who is staff"
    if member.status == ChatMember.ADMINISTRATOR:
        return Finding(subject, "the bot hears at once who joins and leaves the group")
    return Finding(
        subject, "the bot asks every few hours who left; as an administrator it hears at once, and needs no right"
    )
