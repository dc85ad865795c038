"""The settings: the one place that reads the environment (and an `.env` file)."""

import os
import re
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.appointments.policy import BookingPolicy
from core.contacts import normalise_email

_DURATION = re.compile(r"(\d+)\s*(m|min|h|d)")
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
    """Every setting of the bot, checked. Names are those of the environment, in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    bot_token: SecretStr | None = None
    admin_chat_id: int | None = None
    admin_email: str | None = None

    database_url: SecretStr | None = None
    data_dir: Path = Field(default_factory=default_data_dir)

    clinic_name: Annotated[str, Field(min_length=1, max_length=100)] = "The Vet Clinic"
    clinic_timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    clinic_phone: str | None = None
    clinic_address: str | None = None
    clinic_country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "DE"
    """ISO 3166 code of the country whose phone numbers may be typed without a prefix."""
    clinic_currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    default_language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"

    reminder_offsets: Annotated[tuple[timedelta, ...], NoDecode, BeforeValidator(_durations)] = (
        timedelta(hours=24),
        timedelta(hours=2),
    )
    quiet_hours: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")] = "21:00-08:00"
    """Local wall times between which no reminder is pushed."""

    booking_horizon_days: Annotated[int, Field(ge=1, le=365)] = 60
    booking_max_open_requests: Annotated[int, Field(ge=1, le=50)] = 3
    booking_grid_minutes: Annotated[int, Field(ge=5, le=60)] = 15
    booking_cancel_cutoff: Annotated[timedelta, BeforeValidator(_one_duration)] = timedelta(hours=2)
    """Until how long before the visit an owner may cancel by themselves."""

    telegram_api_url: str = "https://api.telegram.org"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    port: Annotated[int, Field(ge=1, le=65535)] = 8080
    log_level: Annotated[str, Field(pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")] = "INFO"
    log_format: Annotated[str, Field(pattern=r"^(console|json)$")] = "console"

    @field_validator("bot_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"\d+:[A-Za-z0-9_-]{20,}", value.get_secret_value()):
            raise ValueError("this is no bot token; copy the whole line that @BotFather gave, like 123456:ABC-DEF…")
        return value

    @field_validator("admin_email")
    @classmethod
    def _an_email(cls, value: str | None) -> str | None:
        return None if value is None else normalise_email(value)

    @field_validator("database_url")
    @classmethod
    def _postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.match(r"postgres(ql)?(\+asyncpg)?://", value.get_secret_value()):
            raise ValueError("it must begin with postgresql://; paste the connection string as the console shows it")
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _http(cls, value: str) -> str:
        if not re.match(r"https?://[^/\s]+", value):
            raise ValueError("it must begin with https:// or http://")
        return value.rstrip("/")

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
            reminder_offsets=self.reminder_offsets,
            quiet_hours=self.quiet_hours,
        )

    def require_telegram(self) -> tuple[str, int]:
        """The token and the admin chat; SettingsError when either is missing."""
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
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name} is wrong: {reason}") from None
