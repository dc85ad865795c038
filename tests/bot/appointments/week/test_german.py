"""A German clinic by Berlin's wall clock, in the week in which the clocks go forward."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.config import Settings
from core.users.schemas import SYSTEM
from tests.bot.clinic.conftest import ask, new_owner
from tests.bot.conftest import labels

__all__ = ["ask", "new_owner"]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"default_language": "de", "clinic_timezone": "Europe/Berlin"})


async def test_the_week_in_german(world: Any, new_owner: Any, ask: Any) -> None:
    await world.set_clock(datetime(2026, 3, 27, 8, tzinfo=UTC))
    _, anna = await new_owner("Anna")
    visit = await ask(anna, at=datetime(2026, 3, 28, 9, tzinfo=UTC))
    async with world.desk.unit() as services:
        await services.appointments.confirm(SYSTEM, visit.id)
    text = await world.staff.say("/week")
    assert ["🖼 Als Bild", "🌙 Dunkles Bild"] in labels(text)
    photo = await world.staff.tap("Als Bild", on=text)
    assert photo.kind == "photo"
    assert "Mo., 23. März – So., 29. März" in photo.text
    assert photo.text.splitlines()[1] == "Ein Termin"
    assert labels(photo) == [["‹", "🌙 Dunkel", "›"], ["Woche"]]
