"""Every refusal that staff can meet has its words, with all of its data."""

import inspect
from dataclasses import fields
from datetime import UTC, datetime, time
from typing import Any, cast, get_type_hints
from uuid import uuid4

import pytest

from bot.clinic.wording import reason_text, service_name
from bot.errors import explain, toast_for
from bot.scene import Scene
from core.appointments import errors as decisions
from core.appointments.schemas import AppointmentStatus, DeclineReason
from core.clinic import errors as clinic
from core.config import Settings
from core.errors import DomainError
from core.users.schemas import Account

MOMENT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
VALUES: dict[Any, Any] = {int: 7, str: "x <y>", datetime: MOMENT, time: time(9, 30)}
DECISIONS = [
    decisions.AppointmentNotFound(),
    *(decisions.AlreadyDecided(1001, status, "Vera", MOMENT) for status in AppointmentStatus),
    decisions.AlreadyDecided(1001, AppointmentStatus.CANCELLED, None, None),
    decisions.NotConfirmedYet(1001),
    decisions.RequestExpired(1001, MOMENT),
    decisions.VisitStarted(1001, MOMENT),
    decisions.VisitOver(1001, MOMENT),
    decisions.TooEarly(1001, MOMENT),
    decisions.InvalidReason(300),
]


@pytest.fixture
def scene() -> Scene:
    settings = Settings(_env_file=None, clinic_timezone="Europe/Berlin")
    account = Account(telegram_user_id=1, chat_id=1, display_name="Vera")
    return Scene(cast("Any", None), settings, account, 1, True, MOMENT)


def refusals_of_the_clinic() -> list[DomainError]:
    classes = [each for _, each in inspect.getmembers(clinic, inspect.isclass) if each.__module__ == clinic.__name__]
    return [_made(each) for each in classes]


def _made(error: Any) -> DomainError:
    hints = get_type_hints(error)
    made: DomainError = error(**{field.name: VALUES.get(hints[field.name], uuid4()) for field in fields(error)})
    return made


@pytest.mark.parametrize("error", [*refusals_of_the_clinic(), *DECISIONS], ids=lambda error: str(error.code))
def test_a_refusal_in_words(scene: Scene, error: DomainError) -> None:
    notice = explain(error, scene)
    words = scene.t(notice.key, **notice.args)
    assert "none" not in words
    assert "<y>" not in words
    assert toast_for(error, scene)[-1] != "…"
    if "number" in error.data:
        assert f"#{error.data['number']}" in words
    if MOMENT in error.data.values():
        assert "Tue 3 Mar, 11:00" in words


def test_names_of_services_and_reasons(scene: Scene) -> None:
    class Service:
        code = "surgery"
        name: str | None = None

    assert service_name(scene, Service()) == "Surgery"
    own = Service()
    own.code, own.name = "own-1", "Acupuncture"
    assert service_name(scene, own) == "Acupuncture"
    own.name = None
    assert service_name(scene, own) == "own-1"
    assert all(" " in reason_text(scene, code) for code in DeclineReason)
    assert reason_text(scene, "We moved <house>") == "We moved <house>"
