"""What the demo takes from its surroundings."""

from pathlib import Path

import pytest

from bot.cli import CannotBegin
from bot.sandbox.demo import runner
from bot.sandbox.demo.runner import DemoSettings, desktop_found

TOKEN = "123456789:AAH-abcdefghijklmnopqrstuvwxyz_12345"


def test_settings_come_from_the_demo_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "BOT_TOKEN": TOKEN,
        "database_url": "postgresql://clinic:secret@db/clinic",
        "ADMIN_CHAT_ID": "-5",
        "CLINIC_NAME": "A real clinic",
    }.items():
        monkeypatch.setenv(name, value)
    settings = DemoSettings(clinic_timezone="Europe/Berlin")
    assert (settings.bot_token, settings.database_url, settings.admin_chat_id) == (None, None, None)
    assert settings.clinic_name == "The Vet Clinic"


def test_no_env_file_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"BOT_TOKEN={TOKEN}\n")
    assert DemoSettings().bot_token is None


@pytest.mark.parametrize(
    ("env", "zone"),
    [
        ({}, "Europe/Berlin"),
        ({"CLINIC_TIMEZONE": " "}, "Europe/Berlin"),
        ({"CLINIC_TIMEZONE": "America/Lima"}, "America/Lima"),
    ],
)
def test_the_time_zone_is_the_environments(monkeypatch: pytest.MonkeyPatch, env: dict[str, str], zone: str) -> None:
    monkeypatch.delenv("CLINIC_TIMEZONE", raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert runner._settings()["CLINIC_TIMEZONE"] == zone


@pytest.mark.parametrize("zone", ["Mars/Base", "../etc/passwd", "Europe"])
def test_a_wrong_time_zone_is_one_line(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("CLINIC_TIMEZONE", zone)
    with pytest.raises(CannotBegin, match="CLINIC_TIMEZONE is wrong"):
        runner._settings()


@pytest.mark.parametrize(
    ("env", "platform", "found"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({"CI": "true", "DISPLAY": ":0"}, "linux", False),
        ({"CI": "true"}, "darwin", False),
    ],
)
def test_a_browser_is_opened_where_somebody_sees_it(env: dict[str, str], platform: str, found: bool) -> None:
    assert desktop_found(env, platform) is found
