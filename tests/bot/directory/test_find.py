"""/find and an owner's card, in the clinic's group."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.directory.callbacks import LONGEST_SEARCH, Block, OpenOwner, ShowOwnerVisits, TurnFound, TypeNote
from bot.directory.views import searched
from core.users.schemas import SYSTEM
from tests.bot.conftest import labels

TUESDAY_TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


async def again(world: Any, message: Any) -> Any:
    """The message as it now looks."""
    return next(each for each in await world.staff.messages() if each.message_id == message.message_id)


async def test_from_a_word_to_the_card(world: Any, new_owner: Any, ask: Any) -> None:
    _, anna = await new_owner("Anna Berg", pet="Rex")
    await new_owner("Ben <b>Bergmann</b>", pet="Mia & Co", phone=None)
    visit = await ask(anna)
    listed = await world.staff.say("/find berg")
    assert "2 owners fit “berg”" in listed.text
    assert labels(listed) == [["Anna Berg · Rex · +4915112345678"], ["Ben <b>Bergmann</b> · Mia & Co"]]

    card = await world.staff.tap("Anna", on=listed)
    assert "👤 Anna Berg" in card.text
    assert "🐶 Rex · Dog · Collie · 3 years" in card.text
    assert "One appointment so far. Ahead:" in card.text
    assert labels(card) == [
        ["⏳ #1001 · Tue 3 Mar, 10:00 · Rex"],
        ["🗓 All appointments"],
        ["📅 Book", "🎟 Code for Telegram"],
        ["📝 Note"],
        ["🚫 Block"],
    ]
    shown = await world.staff.tap("#1001", on=card)
    assert f"Request #{visit.number}" in shown.text
    await world.staff.tap("All appointments", on=card)
    assert labels(await again(world, card)) == [["⏳ #1001 · Tue 3 Mar, 10:00 · Rex"], ["‹ Back"]]
    await world.staff.tap("Back", on=await again(world, card))
    assert labels(await again(world, card)) == labels(card)
    # The list is where it was, and works still.
    assert "👤 Ben <b>Bergmann</b>" in (await world.staff.tap("Ben", on=await again(world, listed))).text


async def test_found_by_phone_number_and_number_of_a_visit(world: Any, new_owner: Any, ask: Any) -> None:
    _, anna = await new_owner("Anna Berg")
    await new_owner("Ben", pet="Tom", phone="+4930901820")
    await ask(anna)
    for words in ("0151 1234", "#1001"):  # a single one: the card itself
        assert "👤 Anna Berg" in (await world.staff.say(f"/find {words}")).text
    assert "Nobody fits “4711”" in (await world.staff.say("/find 4711")).text
    assert "nothing in that to look for" in (await world.staff.say("/find 🐶")).text


async def test_without_words_it_asks_and_a_reply_answers(world: Any, new_owner: Any) -> None:
    await new_owner("Anna Berg")
    asked = await world.staff.say("/find")
    assert "whom are you looking for?" in asked.text
    # The group's privacy mode: what is no reply never reaches the bot; the phone makes it one.
    refused = await world.staff.say("?!")
    assert "nothing in that to look for" in refused.text
    assert "👤 Anna Berg" in (await world.staff.say("anna brg")).text


async def test_pages(world: Any, new_owner: Any) -> None:
    for number in range(9):
        await new_owner(f"Owner {number}", phone=None)
    first = await world.staff.say("/find owner")
    assert labels(first)[-1] == ["‹", "1 / 2", "›"]
    await world.staff.tap("›", on=first)
    assert labels(await again(world, first)) == [["Owner 8 · Rex"], ["‹", "2 / 2", "›"]]


async def test_a_note_that_only_the_clinic_reads(world: Any, new_owner: Any) -> None:
    person, _ = await new_owner("Anna Berg")
    card = await world.staff.say("/find anna")
    asked = await world.staff.tap("Note", on=card)
    assert "what should be noted about Anna Berg?" in asked.text
    assert "too long: 500" in (await world.staff.say("x" * 501)).text
    noted = await world.staff.say("Rex bites.\n<b>Pays cash</b>")
    assert "📝 Rex bites.\n<b>Pays cash</b> (Vera Vet)" in noted.text
    assert labels(noted)[1] == ["📝 Change the note", "🗑 Erase it"]
    for screen in ("/profile", "/start", "/appointments"):
        assert "bites" not in (await person.say(screen)).text
    # A colleague's old card erases it; both cards say how it stands when they are looked at.
    eva = await world.staff_member("Eva")
    await eva.tap("Erase it", on=noted)
    assert await eva.toast() == "The note is gone."
    assert "bites" not in (await again(world, noted)).text


async def test_blocked_owners_are_asked_to_phone(world: Any, new_owner: Any, ask: Any) -> None:
    person, anna = await new_owner("Anna Berg")
    await ask(anna)
    card = await world.staff.say("/find anna")
    await world.staff.tap("Block", on=card)
    asking = await again(world, card)
    assert "Take no requests from this owner in the chat?" in asking.text
    await world.staff.tap("Back", on=asking)
    assert labels(await again(world, card)) == labels(card)
    await world.staff.tap("Block", on=await again(world, card))
    await world.staff.tap("Yes", on=await again(world, card))
    assert "Can't ask for appointments here since Mon 2 Mar, 08:00 (Vera Vet)" in (await again(world, card)).text

    refused = await person.say("/book")
    assert "We take no requests from you here at the moment. Please phone us: +49 30 901820" in refused.text
    # What was asked for stays, and can be seen and cancelled.
    assert "#1001" in (await person.tap("Rex", on=await person.say("/appointments"))).text

    await world.staff.tap("Unblock", on=await again(world, card))
    assert await world.staff.toast() == "They can ask for appointments again."
    assert "What does Rex need?" in (await person.say("/book")).text


async def test_blocked_in_the_middle_of_a_booking(world: Any, new_owner: Any) -> None:
    person, anna = await new_owner("Anna Berg")
    await person.say("/book")
    await person.tap("Check-up")
    await person.tap("3")
    await person.tap("10:00")
    summary = await person.tap("Skip")
    async with world.desk.unit() as services:
        await services.users.records.block(SYSTEM, anna.user_id)
    refused = await person.tap("Send", on=summary)
    assert "We take no requests from you here" in refused.text
    async with world.desk.unit() as services:
        assert (await services.appointments.pending(SYSTEM)).total == 0


async def test_owners_can_do_nothing_with_the_clinics_buttons(world: Any, new_owner: Any) -> None:
    _, anna = await new_owner("Anna Berg")
    mallory, _ = await new_owner("Mallory", pet="Bella")
    screen = await mallory.screen()
    for payload in (OpenOwner(anna.user_id), Block(anna.user_id), TurnFound(1, "anna")):
        await mallory.tap_data(payload.pack(), screen)
        assert "Only the clinic" in await mallory.toast()
    assert "Anna Berg" not in (await mallory.say("/find anna")).text
    async with world.desk.unit() as services:
        assert (await services.users.records.get(SYSTEM, anna.user_id)).bookings_blocked_at is None


async def test_a_card_of_somebody_who_is_gone(world: Any, new_owner: Any) -> None:
    _, anna = await new_owner("Anna Berg")
    card = await world.staff.say("/find anna")
    async with world.desk.unit() as services:
        await services.users.set_active(SYSTEM, anna.user_id, False)
    for payload in (TypeNote(anna.user_id), Block(anna.user_id), ShowOwnerVisits(anna.user_id, 1)):
        await world.staff.tap_data(payload.pack(), card)
        assert "no longer exists" in (await again(world, card)).text
    await world.set_clock(TUESDAY_TEN + timedelta(days=30))
    assert "Nobody fits" in (await world.staff.say("/find anna")).text


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("berg  rex", "berg rex"),
        ("x" * 60, "x" * LONGEST_SEARCH),
        ("Müller " * 9, "Müller Müller Müller Müller Müller Müller"),
        ("🐶" * 13, "🐶" * 12),
    ],
)
def test_a_search_fits_into_a_button(words: str, kept: str) -> None:
    assert searched(words) == kept
    assert len(TurnFound(99, searched(words)).pack().encode()) <= 64
