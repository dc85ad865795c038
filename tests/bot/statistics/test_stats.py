"""/stats in the clinic's group."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from bot.statistics.callbacks import SendPicture, ShowStatistics
from bot.statistics.views import bar
from core.clinic.schemas import ServiceChanges
from core.users.schemas import Actor
from tests.bot.conftest import labels

STAFF = Actor.staff("Vera")


@pytest.fixture
async def visits(world: Any, new_owner: Any, ask: Any) -> Any:
    """Four requests of last week: two came, one did not, one was declined; and one that waits."""
    _, anna = await new_owner("Anna")
    _, ben = await new_owner("Ben")
    start = datetime(2026, 2, 24, 10, tzinfo=UTC)
    await world.set_clock(start - timedelta(days=1, hours=2))
    made = []
    for number, service in enumerate(("routine", "routine", "vaccination", "vaccination")):
        made.append(await ask((anna, ben)[number % 2], at=start + timedelta(days=number), service=service))
    await world.advance(minutes=20)
    async with world.desk.unit() as services:
        for visit in made[:3]:
            await services.appointments.confirm(STAFF, visit.id)
        await services.appointments.decline(STAFF, made[3].id, "vet_away")
    await world.set_clock(start + timedelta(days=3))
    async with world.desk.unit() as services:
        for visit in made[:2]:
            await services.appointments.complete(STAFF, visit.id)
        await services.appointments.no_show(STAFF, made[2].id)
    await world.set_clock(datetime(2026, 3, 2, 8, tzinfo=UTC))
    made.append(await ask(anna))
    return made


async def test_nothing_is_a_sentence(world: Any) -> None:
    screen = await world.staff.say("/stats")
    assert "No appointments and no requests in the last 8 weeks (Mon 12 Jan – Sun 8 Mar)." in screen.text
    assert labels(screen) == [["4 weeks", "• 8 weeks", "26 weeks"]]
    await world.staff.tap_data(SendPicture(8).pack(), screen)
    assert "there is nothing to draw" in (await world.staff.screen()).text


async def test_the_weeks_in_numbers(world: Any, visits: Any, again: Any) -> None:
    screen = await world.staff.say("/stats")
    for text in (
        "📊 The last 8 weeks\nMon 12 Jan – Sun 8 Mar",
        "3 visits (confirmed, completed or missed)\n• Check-up: 2\n• Vaccination: 1",
        "23 Feb ██████████ 3\n 2 Mar            0",
        "5 requests from owners",
        "Answered: 4 (half of them within 20 minutes, nine of ten within 20 minutes)",
        "Not answered in time: 0",
        "From request to visit: 2 days (median)",
        "No-shows: 33% (1 of 3 marked as here or not)",
    ):
        assert text in screen.text
    assert "<code>12 Jan" in screen.html
    assert labels(screen) == [["4 weeks", "• 8 weeks", "26 weeks"], ["📊 As a picture"]]
    assert max(map(len, screen.text.splitlines())) < 90
    before = len(await world.staff.messages())
    await world.staff.tap("26 weeks", on=screen)
    longer = await again(screen)
    assert "The last 26 weeks\nMon 8 Sept 2025 – Sun 8 Mar" in longer.text
    assert labels(longer)[0] == ["4 weeks", "8 weeks", "• 26 weeks"]
    await world.staff.tap("4 weeks", on=screen)  # the button as it stood at first works as well
    assert "The last 4 weeks" in (await again(screen)).text
    assert len(await world.staff.messages()) == before


async def test_as_a_picture(world: Any, visits: Any, again: Any) -> None:
    screen = await world.staff.say("/stats")
    photo = await world.staff.tap("As a picture")
    assert photo.kind == "photo"
    assert "3 visits, Mon 12 Jan – Sun 8 Mar" in photo.text
    with Image.open(io.BytesIO(await world.client.download(photo.file.link))) as image:
        assert (image.format, image.width) == ("PNG", 1080)
    assert (await again(screen)).text == screen.text


async def test_old_and_forged_buttons(world: Any, visits: Any, new_owner: Any) -> None:
    screen = await world.staff.say("/stats")
    for data in (ShowStatistics(7).pack(), SendPicture(0).pack(), SendPicture(-1).pack(), "ws:", "wp:x"):
        await world.staff.tap_data(data, screen)
        assert "button" in (await world.staff.toast()).lower()
    mallory, _ = await new_owner("Mallory")
    theirs = await mallory.screen()
    for payload in (ShowStatistics(8), SendPicture(8)):
        await mallory.tap_data(payload.pack(), theirs)
        assert "Only the clinic" in await mallory.toast()
    assert "weeks" not in (await mallory.say("/stats")).text
    assert not any(message.kind == "photo" for message in await mallory.messages())


async def test_services_with_any_names(world: Any, visits: Any) -> None:
    async with world.desk.unit() as services:
        routine = next(each for each in await services.clinic.services() if each.code == "routine")
        await services.clinic.edit_service(STAFF, routine.id, ServiceChanges(name="<b>💉</b> & Co"))
    assert "• <b>💉</b> & Co: 2" in (await world.staff.say("/stats")).text
    assert (await world.staff.tap("As a picture")).kind == "photo"


@pytest.mark.parametrize(
    ("value", "most", "drawn"),
    [(0, 0, ""), (0, 9, ""), (9, 9, "█" * 10), (1, 10, "█"), (1, 2, "█" * 5), (1, 1000, "▏"), (1, 16, "▋")],
)
def test_bars(value: int, most: int, drawn: str) -> None:
    assert bar(value, most) == drawn
