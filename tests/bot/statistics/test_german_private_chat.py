"""A clinic whose chat is one person's private chat, in German, by Berlin's wall clock."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.config import Settings
from core.users.schemas import Actor

OWNER_OF_THE_CLINIC = 4242
STAFF = Actor.staff("Vera")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(
        update={
            "admin_chat_id": OWNER_OF_THE_CLINIC,
            "default_language": "de",
            "clinic_timezone": "Europe/Berlin",
            "booking_answer_within": timedelta(days=60),  # the request waits a month
        }
    )


async def test_the_clinics_numbers_and_its_list(world: Any, new_owner: Any, ask: Any) -> None:
    vet = await world.person("Vera", user_id=OWNER_OF_THE_CLINIC)
    await vet.say("/start")
    _, anna = await new_owner("Anna", pet="=Rex")
    await ask(anna, at=datetime(2026, 3, 30, 7, 0, tzinfo=UTC))  # after the night without an hour
    empty = await vet.say("/stats")
    assert "Keine Termine und keine Anfragen in den letzten 8 Wochen" in empty.text
    message = await vet.say("/export")
    assert message.file.name == "termine-2026-03-01-bis-2026-03-31.csv"
    assert "Ein Termin, So., 1. März – Di., 31. März" in message.text
    content = (await world.client.download(message.file.link)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content, newline=""), delimiter=";")
    assert (row["Tag"], row["Beginn"], row["Ende"]) == ("2026-03-30", "09:00", "09:45")
    assert (row["Status"], row["Tier"], row["Tierart"]) == ("angefragt", "'=Rex", "Hund")
    assert row["Telefon"] == "+49 1511 2345678"

    await world.set_clock(datetime(2026, 3, 30, 6, 0, tzinfo=UTC))
    screen = await vet.say("/stats")
    assert "Keine Besuche" in screen.text
    assert "Eine Anfrage von Besitzern" in screen.text
    async with world.desk.unit() as services:
        request = (await services.appointments.pending(STAFF)).items[0]
        await services.appointments.confirm(STAFF, request.id)
    assert "Ein Besuch" in (await vet.say("/stats")).text
    assert (await vet.tap("Als Bild")).kind == "photo"
