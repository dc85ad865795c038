"""The settings: the one place that reads the environment (and an `.env` file)."""

import os
import re
from datetime import timedelta
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from core.appointments.policy import Approval, BookingPolicy
from core.contacts import normalise_email

_DURATION = re.compile(r"(\d{1,5})\s*(m|min|h|d)")
_WALL_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
DEFAULT_PORT = 8080
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}


class SettingsError(Exception):
    """A setting is wrong or missing; the text is one line that names the variable and the fix."""


def parse_duration(text: str) -> timedelta:
    """`90m`, `24h` or `2d` as a timedelta; ValueError otherwise."""
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None:
        raise ValueError(f"'{text}' is not a duration; write it like 90m, 24h or 2d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _durations(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(parse_duration(part) for part in value.split(",") if part.strip())
    return value


def _one_duration(value: Any) -> Any:
    return parse_duration(value) if isinstance(value, str) else value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"'{value}' is no time zone; write one like Europe/Berlin") from None
    return value


def default_data_dir() -> Path:
    """Where the embedded database lives unless `DATA_DIR` says otherwise.

    Root's own home must stay private, while PostgreSQL refuses to run as root: so root keeps it where
    every parent folder is public anyway.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/vetbot")
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "vetbot"


class Settings(BaseSettings):
    """Every setting of the bot, checked. Names are those of the environment, in lower case.

    A field's description completes the sentence "… must be": it is what somebody reads who got it wrong.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    bot_token: SecretStr | None = None
    admin_chat_id: Annotated[int | None, Field(description="the chat's id, a whole number like -1001234567890")] = None
    admin_email: str | None = None

    database_url: SecretStr | None = None
    data_dir: Path = Field(default_factory=default_data_dir)

    clinic_name: Annotated[str, Field(min_length=1, max_length=100, description="1 to 100 characters")] = (
        "The Vet Clinic"
    )
    clinic_timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    clinic_phone: str | None = None
    clinic_address: str | None = None
    clinic_country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="two capital letters, like DE")] = "DE"
    """ISO 3166 code of the country whose phone numbers may be typed without a prefix."""
    clinic_currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="three capital letters, like EUR")] = "EUR"
    default_language: Annotated[str, Field(pattern=r"^[a-z]{2}$", description="two small letters, like en")] = "en"

    reminder_offsets: Annotated[tuple[timedelta, ...], NoDecode, BeforeValidator(_durations)] = (
        timedelta(hours=24),
        timedelta(hours=2),
    )
    quiet_hours: Annotated[
        str, Field(pattern=rf"^{_WALL_TIME}-{_WALL_TIME}$", description="two times of day, like 21:00-08:00")
    ] = "21:00-08:00"
    """Local wall times between which no reminder is pushed."""

    booking_horizon_days: Annotated[int, Field(ge=1, le=365, description="a whole number from 1 to 365")] = 60
    booking_max_open_requests: Annotated[int, Field(ge=1, le=50, description="a whole number from 1 to 50")] = 3
    booking_grid_minutes: Annotated[int, Field(ge=5, le=60, description="a whole number from 5 to 60")] = 15
    booking_cancel_cutoff: Annotated[timedelta, BeforeValidator(_one_duration)] = timedelta(hours=2)
    """Until how long before the visit an owner may cancel by themselves."""
    booking_move_cutoff: Annotated[timedelta, BeforeValidator(_one_duration)] = timedelta(hours=2)
    """Until how long before a confirmed visit its owner may ask to move it."""
    booking_max_moves: Annotated[int, Field(ge=0, le=50, description="a whole number from 0 to 50")] = 3
    """How often an owner may move one visit or ask to."""
    booking_call_after: Annotated[timedelta, BeforeValidator(_one_duration)] = timedelta(hours=4)
    """How long after the first reminder an owner who did not answer is to be phoned."""
    booking_answer_within: Annotated[
        timedelta,
        BeforeValidator(_one_duration),
        Field(ge=timedelta(minutes=10), description="10m or longer, like 24h"),
    ] = timedelta(hours=24)
    """How long the clinic has to answer a request; never longer than until the visit."""
    booking_nudge_before: Annotated[timedelta, BeforeValidator(_one_duration)] = timedelta(hours=2)
    """How long before that the clinic is nudged; 0m: never."""
    booking_proposal_held: Annotated[
        timedelta,
        BeforeValidator(_one_duration),
        Field(ge=timedelta(minutes=10), description="10m or longer, like 24h"),
    ] = timedelta(hours=24)
    """How long the times that the clinic proposes with its refusal are held for the owner."""
    booking_approval: Annotated[Approval, Field(description="always, new or never")] = Approval.ALWAYS
    """Whose requests the clinic has to answer."""

    telegram_api_url: str = "https://api.telegram.org"
    messages_per_second: Annotated[int, Field(ge=1, le=10_000, description="a whole number from 1 to 10000")] = 30
    """How many messages the Bot API server takes of the bot in a second; 30 are what Telegram itself allows."""
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    port: Annotated[int | None, Field(ge=1, le=65535, description="a whole number from 1 to 65535")] = None
    """Where the webhook and the health checks are served; None: 8080 with a webhook, else nowhere."""
    metrics_port: Annotated[int | None, Field(ge=1, le=65535, description="a whole number from 1 to 65535")] = None
    """Where /metrics is served; it may be `port`. None: nowhere."""
    listen_host: str = "127.0.0.1"
    """The address of this machine that both ports are opened on."""
    replicas: Annotated[int, Field(ge=1, le=20, description="a whole number from 1 to 20")] = 1
    """How many processes serve the clinic at once."""
    sentry_dsn: SecretStr | None = None
    log_level: Annotated[
        str, Field(pattern=r"^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR")
    ] = "INFO"
    log_format: Annotated[str, Field(pattern=r"^(console|json)$", description="console or json")] = "console"

    @field_validator("*", mode="before")
    @classmethod
    def _without_blanks_around(cls, value: Any) -> Any:
        return value.strip() if isinstance(value, str) else value

    @field_validator("bot_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"\d+:[A-Za-z0-9_-]{20,}", value.get_secret_value()):
            raise ValueError("this is no bot token; copy the whole line that @BotFather gave, like 123456:ABC-DEF…")
        return value

    @field_validator("admin_email")
    @classmethod
    def _an_email(cls, value: str | None) -> str | None:
        try:
            return None if value is None else normalise_email(value)
        except ValueError:
            raise ValueError("this is no email address; write one like owner@example.org") from None

    @field_validator("database_url")
    @classmethod
    def _postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        if not re.match(r"postgres(ql)?(\+asyncpg)?://", value.get_secret_value()):
            raise ValueError("it must begin with postgresql://; paste the connection string as the console shows it")
        try:
            database = make_url(value.get_secret_value()).database
        except (ArgumentError, ValueError):
            database = None
        if not database:
            raise ValueError("it must look like postgresql://user:password@host/database")
        return value

    @field_validator("admin_chat_id")
    @classmethod
    def _a_chat(cls, value: int | None) -> int | None:
        if value == 0:
            raise ValueError("no chat has the id 0; `vetbot doctor` shows the ids of the chats that the bot is in")
        return value

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^/\s]\S*", value):
            raise ValueError("it must begin with https:// or http://")
        return value and value.rstrip("/")

    @field_validator("listen_host")
    @classmethod
    def _an_address(cls, value: str) -> str:
        try:
            return str(ip_address(value))
        except ValueError:
            raise ValueError("it must be an IP address, like 127.0.0.1, or 0.0.0.0 for all of this machine's") from None

    @field_validator("sentry_dsn")
    @classmethod
    def _a_dsn(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"https?://\w+(:\w+)?@[^/\s]+(/\S*)?/\d+", value.get_secret_value()):
            raise ValueError("this is no DSN; copy it from the project's settings, like https://key@host/1")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _as_telegram_takes_it(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("it must be 1 to 256 letters, digits, _ or -, like the output of: openssl rand -hex 32")
        return value

    @property
    def web_port(self) -> int | None:
        """The port of the webhook and the health checks; None: they are not served."""
        return self.port if self.port is not None or self.webhook_url is None else DEFAULT_PORT

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.clinic_timezone)

    @cached_property
    def booking(self) -> BookingPolicy:
        """The booking policy, as the rules in `core.appointments` read it."""
        return BookingPolicy(
            zone=self.zone,
            horizon=timedelta(days=self.booking_horizon_days),
            max_open_requests=self.booking_max_open_requests,
            grid=timedelta(minutes=self.booking_grid_minutes),
            cancel_cutoff=self.booking_cancel_cutoff,
            move_cutoff=self.booking_move_cutoff,
            max_moves=self.booking_max_moves,
            call_after=self.booking_call_after,
            answer_within=self.booking_answer_within,
            nudge_before=self.booking_nudge_before,
            proposal_held=self.booking_proposal_held,
            approval=self.booking_approval,
            reminder_offsets=self.reminder_offsets,
            quiet_hours=self.quiet_hours,
        )

    def require_telegram(self) -> tuple[str, int]:
        """The token and the admin chat; SettingsError when either is missing."""
        if self.replicas > 1 and self.webhook_url is None:
            raise SettingsError("REPLICAS is above 1, and only one process can poll: set WEBHOOK_URL, or remove it")
        if self.replicas > 1 and self.database_url is None:
            raise SettingsError("REPLICAS is above 1, and replicas share one database: set DATABASE_URL, or remove it")
        if self.bot_token is None:
            raise SettingsError("BOT_TOKEN is missing: create a bot with @BotFather and put its token into .env")
        if self.admin_chat_id is None:
            raise SettingsError(
                "ADMIN_CHAT_ID is missing: add the bot to the clinic's chat, send /start there, "
                "then `vetbot doctor` shows the id to put into .env"
            )
        return self.bot_token.get_secret_value(), self.admin_chat_id


def load_settings(**overrides: Any) -> Settings:
    """The settings from the environment; SettingsError with one line for the first wrong one."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        field = Settings.model_fields.get(name)
        if first["type"] != "value_error" and field is not None and field.description is not None:
            reason = f"it must be {field.description}"
        else:
            reason = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(" ".join(f"{name.upper()} is wrong: {reason}".split())) from None
