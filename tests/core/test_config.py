"""The settings: what a wrong one says, and that secrets stay secret."""

import os
import traceback
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.config import Settings, SettingsError, default_data_dir, load_settings, parse_duration

TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_0123"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is set, and no `.env` lies about."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def refusal(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    return str(error.value)


WRONG = [
    ("BOT_TOKEN", "hunter2", "@BotFather"),
    ("BOT_TOKEN", TOKEN + " and more", "@BotFather"),
    ("BOT_TOKEN", ":" + "a" * 30, "@BotFather"),
    ("ADMIN_CHAT_ID", "@clinic", "-1001234567890"),
    ("ADMIN_CHAT_ID", "0", "vetbot doctor"),
    ("ADMIN_CHAT_ID", "1.5", "-1001234567890"),
    ("ADMIN_EMAIL", "owner at example", "owner@example.org"),
    ("DATABASE_URL", "mysql://u:hunter2@host/db", "postgresql://"),
    ("DATABASE_URL", "postgresql://u:hunter2@host:port/db", "postgresql://user:password@host/database"),
    ("DATABASE_URL", "postgresql://u:hunter2@host", "postgresql://user:password@host/database"),
    ("CLINIC_NAME", "x" * 101, "1 to 100 characters"),
    ("CLINIC_NAME", "   ", "1 to 100 characters"),
    ("CLINIC_TIMEZONE", "Mars/Base", "Europe/Berlin"),
    ("CLINIC_TIMEZONE", "Europe", "Europe/Berlin"),
    ("CLINIC_TIMEZONE", "../../etc/passwd", "Europe/Berlin"),
    ("CLINIC_TIMEZONE", "Mars\nBase", "Europe/Berlin"),
    ("CLINIC_COUNTRY", "Germany", "DE"),
    ("CLINIC_CURRENCY", "€", "EUR"),
    ("DEFAULT_LANGUAGE", "English", "like en"),
    ("REMINDER_OFFSETS", "24h,soon", "90m, 24h or 2d"),
    ("REMINDER_OFFSETS", "24", "90m, 24h or 2d"),
    ("REMINDER_OFFSETS", "-2h", "90m, 24h or 2d"),
    ("REMINDER_OFFSETS", "9" * 30 + "h", "90m, 24h or 2d"),
    ("QUIET_HOURS", "21-8", "21:00-08:00"),
    ("QUIET_HOURS", "21:00-24:00", "21:00-08:00"),
    ("BOOKING_HORIZON_DAYS", "0", "from 1 to 365"),
    ("BOOKING_HORIZON_DAYS", "two", "from 1 to 365"),
    ("BOOKING_MAX_OPEN_REQUESTS", "-1", "from 1 to 50"),
    ("BOOKING_GRID_MINUTES", "1", "from 5 to 60"),
    ("BOOKING_CANCEL_CUTOFF", "P2H", "90m, 24h or 2d"),
    ("BOOKING_MOVE_CUTOFF", "2", "90m, 24h or 2d"),
    ("BOOKING_CALL_AFTER", "soon", "90m, 24h or 2d"),
    ("BOOKING_MAX_MOVES", "-1", "from 0 to 50"),
    ("BOOKING_ANSWER_WITHIN", "5m", "10m or longer, like 24h"),
    ("BOOKING_ANSWER_WITHIN", "a day", "90m, 24h or 2d"),
    ("BOOKING_NUDGE_BEFORE", "2", "90m, 24h or 2d"),
    ("BOOKING_APPROVAL", "sometimes", "always, new or never"),
    ("TELEGRAM_API_URL", "api.telegram.org", "https://"),
    ("TELEGRAM_API_URL", "https:// x", "https://"),
    ("WEBHOOK_URL", "bot.example.org", "https://"),
    ("WEBHOOK_SECRET", "hunter2 hunter2!", "letters, digits"),
    ("BOOKING_PROPOSAL_HELD", "soon", "like 90m, 24h or 2d"),
    ("SENTRY_DSN", "sentry.example", "DSN"),
    ("SENTRY_DSN", "https://sentry.example/1", "DSN"),
    ("SENTRY_DSN", "https://key@host", "DSN"),
    ("PORT", "http", "from 1 to 65535"),
    ("PORT", "65536", "from 1 to 65535"),
    ("METRICS_PORT", "0", "from 1 to 65535"),
    ("LISTEN_HOST", "localhost", "127.0.0.1"),
    ("REPLICAS", "0", "from 1 to 20"),
    ("MESSAGES_PER_SECOND", "0", "from 1 to 10000"),
    ("LOG_LEVEL", "debug", "DEBUG, INFO"),
    ("LOG_FORMAT", "xml", "console or json"),
]


@pytest.mark.parametrize(("name", "value", "fix"), WRONG)
def test_a_wrong_value_is_one_line_that_names_the_variable_and_the_fix(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, fix: str
) -> None:
    line = refusal(monkeypatch, name, value)
    assert line.startswith(f"{name} is wrong: ")
    assert fix in line
    assert "\n" not in line
    assert "hunter2" not in line
    assert "pattern" not in line  # nobody has to read a regular expression


def test_every_setting_that_can_be_wrong_is_tried() -> None:
    anything_goes = {"clinic_phone", "clinic_address", "data_dir"}
    assert {name.lower() for name, _, _ in WRONG} == set(Settings.model_fields) - anything_goes


def test_a_secret_is_not_in_the_traceback_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "hunter2")
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert "hunter2" not in "".join(traceback.format_exception(error.value))


def test_secrets_are_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner:hunter2@host/db")
    monkeypatch.setenv("WEBHOOK_SECRET", "sesame-sesame")
    settings = load_settings()
    for shown in (repr(settings), str(settings), settings.model_dump_json(), f"{settings.database_url}"):
        assert TOKEN not in shown
        assert "hunter2" not in shown
        assert "sesame" not in shown
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://owner:hunter2@host/db"


def test_without_anything_it_is_a_clinic_that_works() -> None:
    settings = load_settings()
    assert settings.database_url is None
    assert settings.zone == ZoneInfo("UTC")
    assert settings.booking.reminder_offsets == (timedelta(hours=24), timedelta(hours=2))
    assert (settings.booking.quiet_from, settings.booking.quiet_until) == (time(21), time(8))
    assert settings.booking.horizon == timedelta(days=60)


def test_what_the_environment_says_becomes_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "CLINIC_TIMEZONE": "America/New_York",
        "REMINDER_OFFSETS": " 2d , 90m,",
        "QUIET_HOURS": "22:30-07:15",
        "BOOKING_HORIZON_DAYS": "7",
        "BOOKING_MAX_OPEN_REQUESTS": "1",
        "BOOKING_GRID_MINUTES": "30",
        "BOOKING_CANCEL_CUTOFF": "1d",
        "BOOKING_ANSWER_WITHIN": "4h",
        "BOOKING_NUDGE_BEFORE": "0m",
        "BOOKING_APPROVAL": "new",
    }.items():
        monkeypatch.setenv(name, value)
    policy = load_settings().booking
    assert policy.zone == ZoneInfo("America/New_York")
    assert policy.reminder_offsets == (timedelta(days=2), timedelta(minutes=90))
    assert (policy.quiet_from, policy.quiet_until) == (time(22, 30), time(7, 15))
    assert (policy.horizon, policy.max_open_requests) == (timedelta(days=7), 1)
    assert policy.approval == "new"
    assert (policy.answer_within, policy.nudge_before) == (timedelta(hours=4), timedelta(0))
    assert (policy.grid, policy.cancel_cutoff) == (timedelta(minutes=30), timedelta(days=1))


def test_an_env_file_is_read_and_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"BOT_TOKEN={TOKEN}\nADMIN_CHAT_ID=-100\nPORT=9000\nSOMEBODY_ELSES=1\n")
    monkeypatch.setenv("PORT", "9001")
    settings = load_settings()
    assert settings.require_telegram() == (TOKEN, -100)
    assert settings.port == 9001


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "ADMIN_CHAT_ID", "DATABASE_URL", "PORT", "CLINIC_NAME"):
        monkeypatch.setenv(name, "")
    settings = load_settings()
    assert (settings.bot_token, settings.admin_chat_id, settings.database_url) == (None, None, None)
    assert settings.port is None


def test_blanks_around_a_pasted_value_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", f"  {TOKEN}\n")
    monkeypatch.setenv("ADMIN_CHAT_ID", " -100 ")
    monkeypatch.setenv("DATABASE_URL", " postgresql://u:p@host/db\n")
    settings = load_settings()
    assert settings.require_telegram() == (TOKEN, -100)
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://u:p@host/db"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_every_spelling_of_postgresql_is_taken(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://u:p@h-pooler.neon.tech/db?sslmode=require&channel_binding=require")
    assert load_settings().database_url is not None


def test_an_email_and_an_address_are_brought_to_one_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_EMAIL", "Owner@Example.ORG")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    settings = load_settings()
    assert settings.admin_email == "owner@example.org"
    assert settings.telegram_api_url == "http://127.0.0.1:8081"


def test_what_only_telegram_needs_is_asked_for_when_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN is missing: .*@BotFather"):
        load_settings().require_telegram()
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    with pytest.raises(SettingsError, match=r"^ADMIN_CHAT_ID is missing: ") as error:
        load_settings().require_telegram()
    assert TOKEN not in str(error.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90m", timedelta(minutes=90)),
        ("90 min", timedelta(minutes=90)),
        ("24H", timedelta(hours=24)),
        (" 2d ", timedelta(days=2)),
        ("0m", timedelta()),
    ],
)
def test_durations(text: str, expected: timedelta) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize("text", ["", "h", "2", "2 weeks", "1.5h", "-1h", "2h30m", "2h,", "999999d"])
def test_no_durations(text: str) -> None:
    with pytest.raises(ValueError, match="90m, 24h or 2d"):
        parse_duration(text)


def test_root_keeps_its_data_where_parents_are_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert default_data_dir() == Path("/var/lib/vetbot")


def test_everybody_else_keeps_it_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert default_data_dir() == tmp_path / ".local" / "share" / "vetbot"
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert default_data_dir() == Path("/data/vetbot")


def test_the_port_is_open_with_a_webhook_or_when_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().web_port is None
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.org/telegram/")
    assert load_settings().web_port == 8080
    monkeypatch.setenv("PORT", "9000")
    assert load_settings().web_port == 9000
    monkeypatch.delenv("WEBHOOK_URL")
    assert load_settings().web_port == 9000


@pytest.mark.parametrize(
    ("given", "missing"),
    [({}, "WEBHOOK_URL"), ({"WEBHOOK_URL": "https://bot.example.org"}, "DATABASE_URL")],
)
def test_replicas_need_a_webhook_and_a_database_to_share(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], missing: str
) -> None:
    for name, value in {"BOT_TOKEN": TOKEN, "ADMIN_CHAT_ID": "-100", "REPLICAS": "2", **given}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^REPLICAS is above 1.* set {missing}"):
        load_settings().require_telegram()
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@host/db")
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.org")
    assert load_settings().require_telegram() == (TOKEN, -100)
