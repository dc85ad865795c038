"""/book in the clinic's group: for whom, for which pet, when, and it is booked."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from bot.conversations.steps import StepPress
from bot.phone_bookings.callbacks import BookForOwner
from bot.ui.callbacks import short
from core.appointments.schemas import AppointmentFilter, AppointmentStatus
from core.clinic.schemas import Status
from core.pets.schemas import Species
from core.users.schemas import SYSTEM, Actor
from tests.bot.conftest import labels

TUESDAY_TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


async def visits(world: Any) -> list[Any]:
    async with world.desk.unit() as services:
        return list((await services.appointments.find(SYSTEM, AppointmentFilter(), size=50)).items)


async def owners(world: Any, words: str) -> list[str]:
    async with world.desk.unit() as services:
        return [hit.full_name for hit in (await services.directory.find(SYSTEM, words)).items]


async def to_summary(staff: Any, *, service: str = "Check-up", day: str = "3", time: str = "10:00") -> Any:
    """From the pet on."""
    await staff.tap(service)
    await staff.tap(day)
    await staff.tap(time)
    return await staff.tap("Skip")


async def test_a_known_owner_in_one_word(world: Any, enter: Any) -> None:
    await enter()
    staff = world.staff
    screen = await staff.say("/book berg")
    assert "Booking by phone · Anna Berg · +49 1511 2345678" in screen.text
    assert labels(screen) == [["🐶 Rex"], ["➕ Another pet"], ["‹ Back", "✕ Cancel"]]
    await staff.tap("Rex")
    summary = await to_summary(staff)
    assert "Anna Berg" in summary.text
    assert "Tuesday 3 March" in summary.text
    done = await staff.tap("Book it")
    (visit,) = await visits(world)
    assert (visit.status, visit.decided_by, visit.starts_at) == (AppointmentStatus.CONFIRMED, "Vera Vet", TUESDAY_TEN)
    assert f"#{visit.number} is booked." in done.text
    assert "Not on Telegram: phone them." in done.text
    assert labels(done) == [["Show the card"], ["🎟 Code for Telegram"], ["📅 Book once more for this owner"]]
    assert done.message_id == summary.message_id  # and no card besides: who booked knows

    # A second tap, which came late.
    await staff.tap_data(summary.buttons[0][0].data, summary)
    assert await staff.toast() == ""
    assert len(await visits(world)) == 1
    card = await staff.tap("Show the card", on=done)
    assert f"#{visit.number} confirmed" in card.text
    assert "🔇 Not on Telegram: phone them." in card.text
    assert "Booked by Vera Vet on Mon 2 Mar, 08:00" in card.text
    assert "Confirmed by" not in card.text


async def test_somebody_new_from_what_was_typed(world: Any) -> None:
    staff = world.staff
    screen = await staff.say("/book Karla Kolumna")
    assert "Nobody fits “Karla Kolumna”. Is it somebody new?" in screen.text
    assert labels(screen) == [["➕ New owner: Karla Kolumna"], ["➕ New owner"], ["‹ Back", "✕ Cancel"]]
    asked = await staff.tap("New owner: Karla Kolumna")
    assert "on which number can we reach Karla Kolumna?" in asked.text
    assert "doesn't look like a phone number" in (await staff.say("12")).text
    assert "what is Karla Kolumna's pet called?" in (await staff.say("030 998877")).text
    assert "at least one letter" in (await staff.say("42")).text
    await staff.say("Bello <b>")
    await staff.tap("Dog")
    await staff.tap("Check-up")
    await staff.tap("3")
    await staff.tap("10:00")
    await staff.tap("Type it")
    summary = await staff.say("Limps & growls")
    assert "👤 Karla Kolumna · +49 30 998877" in summary.text
    assert "📝 Limps & growls" in summary.text
    assert await owners(world, "Karla") == []  # nothing is stored yet
    done = await staff.tap("Book it")
    assert "is booked" in done.text
    (visit,) = await visits(world)
    assert (visit.owner.full_name, visit.owner.phone) == ("Karla Kolumna", "+4930998877")
    assert (visit.pet.name, visit.pet.species, visit.notes) == ("Bello <b>", Species.DOG, "Limps & growls")


async def test_somebody_new_from_a_phone_number(world: Any) -> None:
    staff = world.staff
    screen = await staff.say("/book 030 998877")
    assert labels(screen)[0] == ["➕ New owner: +49 30 998877"]
    await staff.tap("New owner")
    assert "pet called" in (await staff.say("Karla Kolumna")).text  # the number is there already
    await staff.say("Bello")
    await staff.tap("Cat")
    summary = await to_summary(staff)
    assert "👤 Karla Kolumna · +49 30 998877" in summary.text


async def test_several_who_fit_and_another_search(world: Any, enter: Any) -> None:
    await enter("Anna Berg")
    await enter("Ben Bergmann", phone="+4930901820", pets=("Mia",))
    staff = world.staff
    asked = await staff.say("/book")
    assert "who is calling?" in asked.text
    assert "nothing in that to look for" in (await staff.say("?!")).text
    listed = await staff.say("berg")
    assert "2 owners fit “berg”. Who is calling?" in listed.text
    assert labels(listed)[:3] == [
        ["Anna Berg · Rex · +4915112345678"], ["Ben Bergmann · Mia · +4930901820"], ["➕ New owner: berg"],
    ]  # fmt: skip
    chosen = await staff.tap("Ben")
    assert "Ben Bergmann" in chosen.text
    assert "2 owners fit" in (await staff.tap("Back")).text
    await world.client.send_text(staff.user, "mia", chat=staff.chat_id, reply_to=await staff.screen())
    await world.settle()
    assert "Booking by phone · Ben Bergmann" in (await staff.screen()).text


async def test_a_number_that_is_known_is_offered(world: Any, enter: Any) -> None:
    await enter("Anna Berg", phone="+4930998877")
    staff = world.staff
    await staff.say("/book Karla Kolumna")
    await staff.tap("New owner: Karla")
    screen = await staff.say("+49 30 998877")
    assert "+49 30 998877 is known already." in screen.text
    assert labels(screen) == [["Anna Berg"], ["➕ No, Karla Kolumna is somebody else"], ["‹ Back", "✕ Cancel"]]
    await staff.tap("somebody else")
    await staff.say("Bello")
    assert "What kind of animal is Bello?" in (await staff.screen()).text
    for expected in ("pet called", "is known already"):
        back = await (staff.tap("Back") if "kind" in (await staff.screen()).text else staff.say("/cancel"))
        assert expected in back.text
    chosen = await staff.tap("Anna Berg")
    assert "🐶 Rex" in str(labels(chosen))


async def test_a_colleague_enters_the_same_number_meanwhile(world: Any, enter: Any) -> None:
    staff = world.staff
    await staff.say("/book Karla Kolumna")
    await staff.tap("New owner: Karla")
    await staff.say("030 998877")
    await staff.say("Bello")
    await staff.tap("Dog")
    await to_summary(staff)
    await enter("Karla Kolumna", phone="+4930998877", pets=())
    screen = await staff.tap("Book it")
    assert "A colleague has just entered somebody with this number" in screen.text
    assert await visits(world) == []
    screen = await staff.tap("Karla Kolumna")
    await staff.tap("Another pet")
    await staff.say("Bello")
    await staff.tap("Dog")
    await to_summary(staff)
    assert "is booked" in (await staff.tap("Book it")).text
    assert await owners(world, "Karla") == ["Karla Kolumna"]


async def test_a_second_pet_and_one_that_is_there_already(world: Any, enter: Any) -> None:
    await enter()
    staff = world.staff
    await staff.say("/book rex")
    await staff.tap("Another pet")
    screen = await staff.say("rex")
    assert "There is a pet called Rex already" in screen.text
    assert "🐶 Rex" in str(labels(screen))
    await staff.tap("Another pet")
    await staff.say("Mia")
    screen = await staff.tap("Cat")
    assert "What does Mia need?" in screen.text
    assert "What kind of animal is Mia?" in (await staff.tap("Back")).text
    assert "pet called?" in (await staff.tap("Back")).text
    assert "Which pet is it about?" in (await staff.say("/cancel")).text
    await staff.tap("Rex")
    await to_summary(staff)
    await staff.tap("Book it")
    assert [visit.pet.name for visit in await visits(world)] == ["Rex"]
    async with world.desk.unit() as services:
        hit = (await services.directory.find(SYSTEM, "rex")).items[0]
    assert hit.pets == ("Rex",)  # Mia was never said to be booked


async def test_back_through_every_step_and_cancel_leaves(world: Any, enter: Any) -> None:
    await enter()
    staff = world.staff
    await staff.say("/book")
    await staff.say("anna")
    await staff.tap("Rex")
    await to_summary(staff)
    for expected in (
        "the vet should know",
        "What time",
        "Which day",
        "What does Rex need",
        "Which pet",
        "One owner fits",
    ):
        assert expected in (await staff.tap("Back")).text
    assert "who is calling?" in (await staff.tap("Back")).text
    assert "Nothing is booked" in (await staff.say("/cancel")).text
    assert await visits(world) == []
    assert "nothing to cancel" in (await staff.say("/cancel")).text


async def test_an_owner_in_telegram_gets_the_confirmation_and_reminders(world: Any, new_owner: Any) -> None:
    person, anna = await new_owner("Anna Berg")
    card = await world.staff.say("/find anna")
    chosen = await world.staff.tap("Book", on=card)
    assert labels(chosen)[-1] == ["✕ Cancel"]  # it began with the owner
    await world.staff.tap("Rex")
    await to_summary(world.staff)
    done = await world.staff.tap("Book it")
    assert "The owner gets the confirmation in Telegram" in done.text
    push = await person.screen()
    assert "Confirmed! We look forward to seeing you, Anna Berg." in push.text
    assert push.kind == "document"
    (visit,) = await visits(world)
    assert visit.owner.id == anna.user_id
    await world.advance(hours=2)
    assert "A reminder, Anna Berg" in (await person.screen()).text


async def test_without_telegram_no_reminder_is_lost_silently(world: Any, enter: Any) -> None:
    await enter()
    await world.staff.say("/book berg")
    await world.staff.tap("Rex")
    await to_summary(world.staff)
    await world.staff.tap("Book it")
    shown = len(await world.staff.messages())
    await world.advance(hours=2)
    told = (await world.staff.messages())[shown:]
    assert any("+4915112345678" in message.text for message in told)
    assert "Anna Berg" in (await world.staff.say("/calls")).text


async def test_the_slot_is_taken_meanwhile(world: Any, enter: Any, new_owner: Any, ask: Any) -> None:
    await enter()
    _, ben = await new_owner("Ben", phone=None)
    staff = world.staff
    await staff.say("/book anna berg")
    await staff.tap("Rex")
    await to_summary(staff)
    await ask(ben)
    form = next(message for message in await staff.messages() if "Booking by phone" in message.text)
    await staff.tap("Book it", on=form)
    form = next(message for message in await staff.messages() if "Somebody was faster" in message.text)
    assert "10:45" in str(labels(form))
    await staff.tap("10:45", on=form)
    form = next(message for message in await staff.messages() if "the vet should know" in message.text)
    await staff.tap("Skip", on=form)
    form = next(message for message in await staff.messages() if "Booking by phone" in message.text)
    await staff.tap("Book it", on=form)
    assert sorted(f"{visit.starts_at:%H:%M}" for visit in await visits(world)) == ["10:00", "10:45"]


async def test_two_of_staff_at_once_in_one_group(world: Any, enter: Any) -> None:
    await enter("Anna Berg")
    await enter("Ben Stone", phone="+4930901820", pets=("Mia",))
    eva = await world.staff_member("Eva")
    mine = await world.staff.say("/book anna")
    theirs = await eva.say("/book ben")
    await eva.tap("Rex", on=mine)
    assert "somebody else's question" in await eva.toast()
    await world.staff.tap("Rex", on=mine)
    await eva.tap("Mia", on=theirs)

    async def go_on(person: Any, message: Any, *taps: str) -> None:
        for label in taps:
            now = next(each for each in await person.messages() if each.message_id == message.message_id)
            await person.tap(label, on=now)

    await go_on(world.staff, mine, "Check-up", "3", "10:00")
    await go_on(eva, theirs, "Check-up", "3", "10:00", "Skip", "Book it")
    await go_on(world.staff, mine, "Skip", "Book it", "09:00", "Skip", "Book it")
    booked = {visit.pet.name: (visit.decided_by, f"{visit.starts_at:%H:%M}") for visit in await visits(world)}
    assert booked == {"Mia": ("Eva", "10:00"), "Rex": ("Vera Vet", "09:00")}


async def test_closed_blocked_and_at_short_notice_it_is_booked_with_a_word(world: Any, enter: Any) -> None:
    owner = await enter()
    async with world.desk.unit() as services:
        await services.clinic.set_status(SYSTEM, Status.CLOSE, message="Power cut")
        await services.users.records.block(SYSTEM, owner.id)
    staff = world.staff
    await staff.say("/book berg")
    await staff.tap("Rex")
    summary = await to_summary(staff, service="Surgery", day="2", time="09:00")  # it wants a day's notice
    for word in ("The clinic is closed at the moment", "can't ask for appointments", "shorter notice"):
        assert word in summary.text
    assert "is booked" in (await staff.tap("Book it")).text
    # Further ahead than owners may.
    await staff.tap("Book once more")
    await staff.tap("Rex")
    await staff.tap("Check-up")
    for _ in range(4):
        screen = await staff.tap("›")
    assert "July 2026" in str(labels(screen))
    await staff.tap("6")
    await staff.tap("10:00")
    await staff.tap("Skip")
    assert "is booked" in (await staff.tap("Book it")).text


async def test_the_pet_has_a_visit_then(world: Any, enter: Any) -> None:
    owner = await enter()
    async with world.desk.unit() as services:
        await services.clinic.add_vet(SYSTEM, "Dr. Weiß")
    staff = world.staff
    for vet in ("Dr. Weiß", "No preference"):
        await staff.tap_data(BookForOwner(owner.id).pack(), await staff.say("/status"))
        await staff.tap("Rex")
        await staff.tap("Check-up")
        await staff.tap(vet)
        await staff.tap("3")
        await staff.tap("10:00")
        await staff.tap("Skip")
        screen = await staff.tap("Book it")
    assert "The pet has another appointment at that time: #1001" in screen.text
    assert "Another day" in str(labels(screen))
    assert len(await visits(world)) == 1


async def test_the_owner_is_gone_by_then(world: Any, enter: Any) -> None:
    owner = await enter()
    staff = world.staff
    await staff.say("/book berg")
    await staff.tap("Rex")
    await to_summary(staff)
    async with world.desk.unit() as services:
        await services.own_data.delete(Actor.owner(owner.id, owner.full_name))
    screen = await staff.tap("Book it")
    assert "is booked" not in screen.text
    assert await visits(world) == []
    await staff.tap_data(BookForOwner(owner.id).pack(), screen)
    assert "no longer exists" in await staff.toast()


async def test_forged_presses_reach_nothing(world: Any, enter: Any, new_owner: Any) -> None:
    owner = await enter()
    other = await enter("Ben Stone", phone="+4930901820", pets=("Mia",))
    async with world.desk.unit() as services:
        mia = (await services.pets.of_owner(SYSTEM, other.id))[0]
    screen = await world.staff.say("/book anna")
    for value in (short(mia.id), short(uuid4()), "nonsense", "", "A" * 22):
        await world.staff.tap_data(StepPress("phone", "pet", value).pack(), screen)
        await world.staff.toast()
        assert "Which pet is it about?" in (await world.staff.screen()).text
    mallory, _ = await new_owner("Mallory", pet="Bella")
    at = await mallory.screen()
    await mallory.tap_data(BookForOwner(owner.id).pack(), at)
    assert "Only the clinic" in await mallory.toast()
    await mallory.tap_data(StepPress("phone", "book", "ok").pack(), at)
    assert await visits(world) == []
    # In private the command is the owner's own.
    assert "What does Bella need?" in (await mallory.say("/book anna")).text


@pytest.mark.parametrize("typed", ["<b>Bob</b>", "x" * 300, "🐶🐶", "#1001", "Robert'); DROP TABLE users;--"])
async def test_whatever_is_typed(world: Any, typed: str) -> None:
    screen = await world.staff.say(f"/book {typed}")
    assert any(word in screen.text for word in ("Is it somebody new?", "nothing in that to look for"))
