"""/services: what can be booked, for how long and for how much."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from bot.clinic.services.callbacks import AddService, EditService, SetOffered, ShowService, ShowServices
from core.clinic.schemas import Service
from core.config import Settings


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def service(world: Any, code: str = "surgery") -> Service:
    async with world.desk.unit() as services:
        found: Service = next(each for each in await services.clinic.services(active_only=False) if each.code == code)
        return found


async def test_the_list_and_one_service(world: Any) -> None:
    listed = await world.staff.say("/services")
    assert "Vaccination: 30 min, 2 h notice · €45.00" in listed.text
    assert "Surgery: 2 h + 30 min pause, 2 days notice" in listed.text
    assert labels(listed) == ["Vaccination", "Check-up", "Surgery", "Emergency", "➕ Add a service"]
    shown = await world.staff.tap("Surgery")
    for fact in ("Duration: 2 h", "Pause afterwards: 30 min", "Notice: 2 days", "No appointment of this kind"):
        assert fact in shown.text
    assert labels(shown) == ["⏱ Duration", "🧹 Pause", "⏳ Notice", "💶 Price", "🔴 Off: take no bookings", "‹ Back"]
    assert labels(await world.staff.tap("Back")) == labels(listed)


@pytest.mark.parametrize(
    ("press", "asked", "wrong", "problem", "typed", "field", "value"),
    [
        ("Duration", "how long does Surgery take? It is 2 h now.", "long", "I can't read “long” as a length",
         "1 h 30", "duration", timedelta(minutes=90)),
        ("Duration", "how long", "3", "The length lies between 5 and 720 minutes", "1:15", "duration",
         timedelta(minutes=75)),
        ("Pause", "It is 30 min now", "5 h", "The pause afterwards lies between 0 and 240", "-", "buffer",
         timedelta(0)),
        ("Notice", "It is 2 days now", "31 d", "The notice lies between 0 and 43,200", "24", "minimum_notice",
         timedelta(hours=24)),
        ("Price", "what does Surgery cost?", "60€50", "I can't read “60€50” as a price", "60,50 €", "price",
         Decimal("60.50")),
        ("Price", "what does Surgery cost?", "1000000", "A price lies between 0 and 999,999", "-", "price", None),
    ],
)  # fmt: skip
async def test_a_value_is_asked_for_until_it_can_be(
    world: Any, press: str, asked: str, wrong: str, problem: str, typed: str, field: str, value: Any
) -> None:
    staff = world.staff
    await staff.say("/services")
    await staff.tap("Surgery")
    question = await staff.tap(press)
    assert question.text.startswith("Vera Vet, ")
    assert asked in question.text
    again = await staff.say(wrong)
    assert problem in again.text
    assert asked in again.text
    saved = await staff.say(typed)
    assert saved.text.startswith("✅ Saved: Surgery. What is booked already keeps its time and its length.")
    assert labels(saved)[-1] == "‹ Back"
    assert getattr(await service(world), field) == value
    assert [asked in message.text for message in await staff.messages()].count(True) == 0


async def test_a_new_service_has_a_name_that_can_be_changed(world: Any) -> None:
    staff = world.staff
    await staff.say("/services")
    assert "what is the new service called?" in (await staff.tap("Add a service")).text
    assert "A name has 1 to 60 characters" in (await staff.say("\u200b")).text
    assert "how long does Dental <care> take?" in (await staff.say(" Dental  <care>")).text
    assert "how long does Dental <care> take?" in (await staff.say("soon")).text
    added = await staff.say("20")
    assert "✅ Dental <care> can be booked from now on." in added.text
    assert "Duration: 20 min" in added.text
    await staff.tap("Rename")
    assert "🩺 Dental check" in (await staff.say("Dental check")).text
    assert "Dental check" in labels(await staff.tap("Back"))
    await staff.tap("Add a service")
    await staff.say("Another")
    left = await staff.say("/cancel")
    assert left.text.startswith("Cancelled. Nothing has changed.")
    assert "Another" not in left.text


async def test_off_the_list_is_not_cancelled(world: Any, new_owner: Any, ask: Any) -> None:
    staff = world.staff
    _, actor = await new_owner()
    await ask(actor)
    await staff.say("/services")
    shown = await staff.tap("Check-up")
    assert "One appointment of this kind lies ahead. Whatever you change here, it keeps its time" in shown.text
    off = await staff.tap("Off")
    assert await staff.toast() == "Check-up is off the list. What is booked stays booked."
    assert "Check-up is off: owners can't book it." in off.text
    assert labels(off)[0] == "⏳ #1001 · Tue 3 Mar, 10:00 · Rex"
    assert "Check-up (off): 45 min" in (await staff.tap("Back")).text
    await staff.tap("Check-up")
    await staff.tap("On")
    assert await staff.toast() == "Check-up can be booked."
    for code in ("vaccination", "surgery", "emergency"):
        await staff.tap_data(SetOffered((await service(world, code)).id, 0).pack(), off)
    await staff.tap_data(SetOffered((await service(world, "routine")).id, 0).pack(), off)
    assert "the only service that can be booked" in await staff.toast()
    assert (await service(world, "routine")).active


async def test_two_staff_change_one_service(world: Any) -> None:
    staff, ben = world.staff, await world.staff_member("Ben")
    surgery = await service(world)
    listed = await staff.say("/services")
    other = await ben.say("/services")
    await staff.tap_data(EditService(surgery.id, "duration").pack(), listed)
    asked = await staff.screen()
    await ben.tap_data(EditService(surgery.id, "price").pack(), other)
    await world.client.send_text(staff.user, "45", chat=staff.chat_id, reply_to=asked)
    await world.settle()
    await ben.say("300")
    now = await service(world)
    assert (now.duration, now.price) == (timedelta(minutes=45), Decimal(300))


async def test_owners_and_forgers_change_nothing(world: Any, new_owner: Any) -> None:
    anna, _ = await new_owner()
    surgery = await service(world)
    screen = await anna.say("/services")
    assert "/book" in screen.text
    for data in (
        ShowServices(), ShowService(surgery.id, 1), AddService(), EditService(surgery.id, "price"),
        SetOffered(surgery.id, 0),
    ):  # fmt: skip
        await anna.tap_data(data.pack(), screen)
        assert (await anna.toast()).startswith("Only the clinic can do that.")
    listed = await world.staff.say("/services")
    for data in (ShowService(UUID(int=5), 1), EditService(UUID(int=5), "price"), SetOffered(UUID(int=5), 0)):
        await world.staff.tap_data(data.pack(), listed)
        assert "This service no longer exists" in await world.staff.toast()
    for field in ("name", "code", "active", "", "id"):  # a service that every language names keeps its name
        await world.staff.tap_data(EditService(surgery.id, field).pack(), listed)
        assert "no longer does anything" in await world.staff.toast()
    assert await service(world) == surgery


class TestInGerman:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"default_language": "de"})

    async def test_prices_and_lengths(self, world: Any) -> None:
        await world.staff.say("/services")
        await world.staff.tap("Operation")
        assert "was kostet Operation (bisher ist kein Preis genannt)?" in (await world.staff.tap("Preis")).text
        assert "Preis: 60,50\xa0€" in (await world.staff.say("60,50")).text
        await world.staff.tap("Vorlauf")
        assert "Vorlauf: 3 Tage" in (await world.staff.say("3 Tage")).text
