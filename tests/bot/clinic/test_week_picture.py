"""The week as a picture, in the clinic's group."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from bot.appointments.clinic_callbacks import SendWeekPicture, TurnWeekPicture
from core.users.schemas import SYSTEM, Actor
from tests.bot.conftest import labels

STAFF = Actor.staff("Vera")
MONDAY = date(2026, 3, 2)
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=UTC)
LIGHT, DARK = (255, 255, 255), (23, 33, 43)


@pytest.fixture
async def visits(world: Any, new_owner: Any, ask: Any) -> Any:
    """A visit that is agreed, and a request that waits."""
    _, anna = await new_owner("Anna")
    agreed = await ask(anna)
    async with world.desk.unit() as services:
        await services.appointments.confirm(SYSTEM, agreed.id)
    return [agreed, await ask(anna, at=TUESDAY + timedelta(days=1))]


async def paper(world: Any, photo: Any) -> tuple[int, ...]:
    """The colour of the picture's corner."""
    with Image.open(io.BytesIO(await world.client.download(photo.file.link))) as image:
        assert (image.format, image.width) == ("PNG", 1080)
        return image.convert("RGB").getpixel((1, 1))  # type: ignore[return-value]  # of an RGB image it is three


async def vets(world: Any) -> list[UUID]:
    async with world.desk.unit() as services:
        return [vet.id for vet in await services.clinic.vets(active_only=False)]


async def test_light_dark_and_other_weeks(world: Any, visits: Any, again: Any) -> None:
    text = await world.staff.say("/week")
    photo = await world.staff.tap("As a picture", on=text)
    assert photo.kind == "photo"
    assert photo.text.splitlines()[0].endswith("Mon 2 Mar – Sun 8 Mar")
    assert photo.text.splitlines()[1] == "One appointment · ⏳ 1 waiting"
    assert labels(photo) == [["‹", "🌙 Dark", "›"], ["Week"]]
    assert await paper(world, photo) == LIGHT
    assert (await again(text)).buttons == text.buttons  # the text stays as it was

    # In place of the picture: dark, then the next week, still dark, then light again.
    before = len(await world.staff.messages())
    dark = await world.staff.tap("Dark", on=photo)
    assert (dark.kind, labels(dark)[0]) == ("photo", ["‹", "☀️ Light", "›"])
    assert await paper(world, dark) == DARK
    following = await world.staff.tap("›", on=dark)
    assert "Mon 9 Mar – Sun 15 Mar" in following.text
    assert "No appointments" in following.text
    assert await paper(world, following) == DARK
    light = await world.staff.tap("Light", on=following)
    assert await paper(world, light) == LIGHT
    assert len(await world.staff.messages()) == before

    # And back to the text, below.
    await world.staff.tap("Week", on=light)
    assert (await world.staff.screen()).text.startswith("Mon 9 Mar – Sun 15 Mar")
    assert await paper(world, await world.staff.tap("Dark picture")) == DARK


async def test_each_vet_has_a_picture(world: Any, visits: Any) -> None:
    async with world.desk.unit() as services:
        first = (await services.clinic.vets())[0]
        await services.clinic.add_vet(STAFF, "<Dr. Ümit> שרה")
    await world.staff.say("/week")
    photo = await world.staff.tap("As a picture")
    assert labels(photo)[0][0] == f"• {first.name}"
    other = await world.staff.tap("Ümit", on=photo)
    assert other.kind == "photo"
    assert "<Dr. Ümit>" in other.text
    assert "No appointments" in other.text
    # Off duty they go, as long as nothing is booked with them; the button of before shows who is there.
    async with world.desk.unit() as services:
        second = (await services.clinic.vets())[1]
        await services.clinic.set_vet_active(STAFF, second.id, False)
    shown = await world.staff.tap("Ümit", on=other)
    assert first.name in shown.text
    assert labels(shown)[0] == ["‹", "🌙 Dark", "›"]
    # And whoever is off duty and booked is still there.
    async with world.desk.unit() as services:
        await services.clinic.set_vet_active(STAFF, second.id, True)
        await services.clinic.set_vet_active(STAFF, first.id, False)
    shown = await world.staff.tap("Dark", on=shown)
    assert [label.startswith("•") for label in labels(shown)[0]] == [False, True]
    assert "One appointment · ⏳ 1 waiting" in (await world.staff.tap(first.name, on=shown)).text


async def test_old_and_forged_buttons(world: Any, visits: Any, new_owner: Any) -> None:
    screen = await world.staff.say("/week")
    before = len(await world.staff.messages())
    [vet] = await vets(world)
    for data in (
        SendWeekPicture(MONDAY + timedelta(days=1), 0).pack(),
        SendWeekPicture(date(9999, 12, 27), 0).pack(),
        SendWeekPicture(MONDAY, 2).pack(),
        TurnWeekPicture(MONDAY, vet, -1).pack(),
        TurnWeekPicture(MONDAY + timedelta(days=6), vet, 0).pack(),
        "wk:",
        "wt:20260302:x:0",
    ):
        await world.staff.tap_data(data, screen)
        assert "button" in (await world.staff.toast()).lower()
    assert len(await world.staff.messages()) == before
    mallory, _ = await new_owner("Mallory")
    theirs = await mallory.screen()
    for payload in (SendWeekPicture(MONDAY, 0), TurnWeekPicture(MONDAY, vet, 0)):
        await mallory.tap_data(payload.pack(), theirs)
        assert "Only the clinic" in await mallory.toast()
    assert not any(message.kind == "photo" for message in await mallory.messages())
    # Nobody has that id: the first vet's week.
    assert (await world.staff.tap_data(TurnWeekPicture(MONDAY, uuid4(), 0).pack(), screen)).kind == "photo"


async def test_a_picture_that_cannot_be_drawn_leaves_its_words_and_an_apology(
    world: Any, visits: Any, again: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.staff.say("/week")
    photo = await world.staff.tap("As a picture")
    before = len(await world.staff.messages())
    with monkeypatch.context() as patch:

        def broken(*_: Any) -> bytes:
            raise ZeroDivisionError

        patch.setattr("bot.appointments.week.picture.draw", broken)
        await world.staff.tap("›", on=photo)
        words, told = (await world.staff.messages())[before:]
        assert words.kind == "text"
        assert "Mon 9 Mar – Sun 15 Mar" in words.text
        assert "Sorry, something went wrong" in words.text
        assert labels(words) == labels(photo)
        assert "ZeroDivisionError" in told.text
        assert (await again(photo)).kind == "photo"  # the one that was there stays
        # A second time the clinic hears nothing new within the hour, and the update is not tried again.
        await world.staff.tap("›", on=photo)
        assert len(await world.staff.messages()) == before + 3
    assert (await world.staff.tap("‹", on=words)).kind == "photo"
