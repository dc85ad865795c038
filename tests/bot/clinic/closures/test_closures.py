"""/closure: whom a closure hits, and what becomes of them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.clinic.closures.callbacks import AddClosure, RemoveClosure, ShowClosure, ShowClosures
from bot.conversations.steps import StepPress
from core.appointments.schemas import AppointmentStatus
from core.clinic.schemas import Closure
from core.config import Settings
from core.users.schemas import SYSTEM


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def closures(world: Any) -> list[Closure]:
    async with world.desk.unit() as services:
        found: list[Closure] = await services.clinic.closures(world.clock.now())
        return found


async def status(world: Any, visit: Any) -> AppointmentStatus:
    async with world.desk.unit() as services:
        now: AppointmentStatus = (await services.appointments.get(SYSTEM, visit.id)).status
        return now


async def summary(who: Any, span: str = "tomorrow", reason: str | None = None) -> Any:
    """Up to the choice of what becomes of the visits."""
    await who.say("/closure")
    await who.tap("Add a closure")
    await who.say(span)
    if reason is None:
        return await who.tap("Skip")
    await who.tap("Type a reason")
    return await who.say(reason)


async def test_a_day_off_tells_each_owner(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    staff = world.staff
    anna, anns = await new_owner("Anna", pet="Rex <b>")
    ben, bens = await new_owner("Ben", pet="Mia")
    first, second = await ask(anns), await ask(bens, at=datetime(2026, 3, 3, 14, 0, tzinfo=UTC))
    await staff.tap("Confirm", on=await message("#1002"))
    listed = await staff.say("/closure")
    assert "There are none." in listed.text
    assert labels(listed) == ["➕ Add a closure"]
    asked = await staff.tap("Add a closure")
    assert "Vera Vet, from when until when is the clinic closed?" in asked.text
    for wrong, problem in (
        ("next week", "I can't read “next week” as a time"),
        ("tomorrow 14:00", "Until when?"),
        ("1.3.", "a closure ends after it begins, and not in the past"),
        ("24.12. - 20.12.", "a closure ends after it begins"),
    ):
        again = await staff.say(wrong)
        assert problem in again.text
        assert "from when until when" in again.text
    why = await staff.say("tomorrow")
    assert "⛔ Tue 3 Mar. Why?" in why.text
    assert labels(why) == ["✏️ Type a reason", "Skip", "‹ Back", "✕ Cancel"]
    assert "Vera Vet, why (Tue 3 Mar)?" in (await staff.tap("Type a reason")).text
    assert "The reason is too long" in (await staff.say("x" * 201)).text
    shown = await staff.say("Water <damage>")
    assert "⛔ Tue 3 Mar\nThe whole clinic: Water <damage>" in shown.text
    assert "2 appointments lie in that time:" in shown.text
    assert "⏳ #1001 · Tue 3 Mar, 10:00 · Rex <b> · Anna\n✅ #1002 · Tue 3 Mar, 14:00 · Mia · Ben" in shown.text
    assert labels(shown) == [
        "⛔ Close, cancel these 2, tell each owner", "📞 Close, keep them: we phone", "‹ Back", "✕ Cancel",
    ]  # fmt: skip
    assert await closures(world) == []

    await staff.tap("Close, cancel these 2")
    done = await message("Closed. 2 appointments are cancelled; each owner is told")
    assert "No appointment lies in that time." in done.text
    assert labels(done) == ["🟢 Remove", "‹ Back"]
    assert [await status(world, visit) for visit in (first, second)] == [AppointmentStatus.CANCELLED] * 2
    for owner, number in ((anna, 1001), (ben, 1002)):
        told = await owner.screen()
        assert f"We had to cancel your appointment #{number}." in told.text
        assert "Reason: Water <damage>" in told.text
        *free, again = labels(told)
        assert again == "📅 Book another time"
        assert len(free) == 3
        assert not any("Tue 3 Mar" in time for time in free)
    assert "Cancelled by Vera Vet" in (await message("#1001")).text
    # The time can't be booked any more, and another one is a tap away.
    days = await anna.tap("Book another time")
    assert "d20260303" not in "".join(button.data or "" for row in days.buttons for button in row)
    # A second tap on the same button changes nothing.
    await staff.tap_data(StepPress("closure", "sum", "cancel").pack(), done)
    assert len(await closures(world)) == 1


async def test_keeping_what_is_booked(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    staff = world.staff
    anna, actor = await new_owner()
    visit = await ask(actor)
    before = await anna.messages()
    await summary(staff, "3.3. 9:30-12")
    done = await staff.tap("keep them: we phone")
    assert "nobody can book in that time any more. One appointment in it stays booked." in done.text
    assert "⛔ Tue 3 Mar, 09:30–12:00\nThe whole clinic\n" in done.text
    assert "One appointment lies in that time and is still booked" in done.text
    assert labels(done) == ["⏳ #1001 · Tue 3 Mar, 10:00 · Rex", "🟢 Remove", "‹ Back"]
    assert await status(world, visit) is AppointmentStatus.PENDING
    assert await anna.messages() == before
    assert "Request #1001" in (await staff.tap("#1001")).text
    assert labels(await staff.say("/closure"))[0] == "Tue 3 Mar, 09:30–12:00"


async def test_removing_asks_and_gives_the_time_back(world: Any) -> None:
    staff = world.staff
    await summary(staff, "24.12. - 2.1.", "Holidays")
    done = await staff.tap("⛔ Close")
    assert "⛔ Thu 24 Dec – Sat 2 Jan 2027\nThe whole clinic: Holidays" in done.text
    (closure,) = await closures(world)
    listed = await staff.tap("Back")
    assert labels(listed) == ["Thu 24 Dec – Sat 2 Jan 2027 · Holidays", "➕ Add a closure"]
    await staff.tap("24 Dec")
    question = await staff.tap("Remove")
    assert "Remove this closure? Owners can book in that time again." in question.text
    await staff.tap("Back")
    await staff.tap("Remove")
    listed = await staff.tap("Yes, remove it")
    assert "Removed: Thu 24 Dec" in await staff.toast()
    assert "There are none." in listed.text
    assert await closures(world) == []
    # Old buttons of what is gone.
    for data in (ShowClosure(closure.id, 1), RemoveClosure(closure.id, 0), RemoveClosure(closure.id, 1)):
        await staff.tap_data(data.pack(), listed)
        assert await staff.toast() == "This closure has been removed already."
        assert "There are none." in (await staff.screen()).text


async def test_a_booking_since_the_summary_shows_it_again(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    staff = world.staff
    _, actor = await new_owner()
    shown = await summary(staff)
    assert labels(shown)[0] == "⛔ Close"
    visit = await ask(actor)
    await staff.tap("⛔ Close", on=shown)
    shown = await message("Meanwhile more has been booked: one appointment lies in that time by now.")
    assert "#1001 · Tue 3 Mar, 10:00 · Rex" in shown.text
    assert await closures(world) == []
    assert await status(world, visit) is AppointmentStatus.PENDING
    await staff.tap("Close, cancel it, tell the owner", on=shown)
    assert len(await closures(world)) == 1
    assert await status(world, visit) is AppointmentStatus.CANCELLED


async def test_an_owner_who_is_about_to_book_into_it(world: Any, new_owner: Any) -> None:
    anna, _ = await new_owner()
    await anna.say("/book")
    for label in ("Check-up", "3", "10:00", "Skip"):
        await anna.tap(label)
    await summary(world.staff, "tomorrow", "Water damage")
    await world.staff.tap("⛔ Close")
    refused = await anna.tap("Send")
    assert "We are closed then (Water damage)." in refused.text
    assert "Tue 3 Mar" not in "".join(labels(refused))
    async with world.desk.unit() as services:
        assert (await services.appointments.pending(SYSTEM)).total == 0


async def test_the_summary_counts_what_does_not_fit(world: Any, new_owner: Any, ask: Any) -> None:
    for number in range(14):
        _, actor = await new_owner(f"Owner {number}", pet=f"Pet {number}")
        at = datetime(2026, 3, 3 + number // 7, 9, 0, tzinfo=UTC) + timedelta(minutes=30 * (number % 7))
        await ask(actor, at=at, service="emergency")
    shown = await summary(world.staff, "3.3. - 4.3.")
    assert "14 appointments lie in that time:" in shown.text
    assert shown.text.count("#10") == 12
    assert "… and 2 more" in shown.text
    done = await world.staff.tap("keep them")
    assert "14 appointments in it stay booked." in done.text
    await world.staff.tap("›")
    assert labels(await world.staff.screen())[0].startswith("⏳ #1009")


async def test_a_vet_is_away(world: Any, new_owner: Any, ask: Any) -> None:
    staff = world.staff
    async with world.desk.unit() as services:
        (first,) = await services.clinic.vets()
        second = await services.clinic.add_vet(SYSTEM, "Bea")
    _, actor = await new_owner()
    await ask(actor)
    await staff.say("/closure")
    who = await staff.tap("Add a closure")
    assert labels(who) == ["The whole clinic", first.name, "Bea", "✕ Cancel"]
    assert "from when until when is Bea away?" in (await staff.tap("Bea")).text
    why = await staff.say("tomorrow")
    assert "from when until when is Bea away?" in (await staff.tap("Back")).text
    await staff.say("4 Mar")
    shown = await staff.tap("Skip")
    assert "⛔ Wed 4 Mar\nBea\n" in shown.text
    assert "Wed 4 Mar. Why?" in (await staff.tap("Back")).text
    await staff.tap("Skip")
    await staff.tap("⛔ Close")
    (closure,) = await closures(world)
    assert closure.vet_id == second.id
    assert labels(await staff.say("/closure"))[0] == "Wed 4 Mar · Bea"
    assert why.text != shown.text


async def test_a_reply_to_the_buttons_is_the_reason_too(world: Any) -> None:
    staff, ben = world.staff, await world.staff_member("Ben")
    await staff.say("/closure")
    await staff.tap("Add a closure")
    why = await staff.say("tomorrow")
    await world.client.send_text(staff.user, "Who wants coffee?", chat=staff.chat_id, plain=True)
    await world.client.send_text(ben.user, "Me", chat=staff.chat_id, reply_to=why)
    await world.settle()
    assert await staff.screen() == why
    await world.client.send_text(staff.user, "Training", chat=staff.chat_id, reply_to=why)
    await world.settle()
    assert "The whole clinic: Training" in (await staff.screen()).text


async def test_ways_out(world: Any) -> None:
    staff = world.staff
    await staff.say("/closure")
    await staff.tap("Add a closure")
    assert (await staff.say("/cancel")).text.startswith("Cancelled. Nothing has changed.")
    await summary(staff)
    left = await staff.tap("Cancel")
    assert left.text.startswith("Cancelled. Nothing has changed.")
    assert labels(left) == ["➕ Add a closure"]
    assert await closures(world) == []


async def test_the_span_may_come_with_the_command(world: Any) -> None:
    staff = world.staff
    assert "⛔ Tue 3 Mar, 14:00–16:00. Why?" in (await staff.say("/closure tomorrow 14-16")).text
    await staff.tap("Skip")
    await staff.tap("⛔ Close")
    (closure,) = await closures(world)
    assert closure.starts_at == datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
    for typed, problem in (
        ("soon", "⚠️ I can't read “soon” as a time."),
        ("tomorrow 14:00", "⚠️ Until when?"),
        ("1.3.", "⚠️ From Sun 1 Mar, 00:00 to Mon 2 Mar, 00:00 can't be"),
    ):
        listed = await staff.say(f"/closure {typed}")
        assert listed.text.startswith(problem)
        assert labels(listed) == ["Tue 3 Mar, 14:00–16:00", "➕ Add a closure"]
    async with world.desk.unit() as services:
        await services.clinic.add_vet(SYSTEM, "Bea")
    assert "Who is away?" in (await staff.say("/closure 4.3.")).text
    assert "Wed 4 Mar. Why?" in (await staff.tap("Bea")).text
    assert "Who is away?" in (await staff.tap("Back")).text


async def test_two_staff_at_once(world: Any, new_owner: Any, ask: Any) -> None:
    staff, ben = world.staff, await world.staff_member("Ben")
    anna, actor = await new_owner()
    await ask(actor)
    mine = await summary(staff)
    theirs = await summary(ben)
    await ben.tap("cancel it", on=mine)
    assert "somebody else's question" in await ben.toast()
    assert await closures(world) == []
    await staff.tap("cancel it", on=mine)
    await ben.tap("cancel it", on=theirs)
    assert len(await closures(world)) == 2
    assert "Nothing had to be cancelled any more." in "".join(each.text for each in await ben.messages())
    told = [each for each in await anna.messages() if "We had to cancel" in each.text]
    assert len(told) == 1


async def test_it_is_over_by_the_time_somebody_chooses(world: Any) -> None:
    shown = await summary(world.staff, "today 9-10")
    await world.advance(hours=3)
    await world.staff.tap("⛔ Close", on=shown)
    asked = await world.staff.screen()
    assert "a closure ends after it begins, and not in the past" in asked.text
    assert "from when until when" in asked.text
    assert await closures(world) == []


async def test_owners_and_forgers_change_nothing(world: Any, new_owner: Any) -> None:
    anna, _ = await new_owner()
    await summary(world.staff)
    await world.staff.tap("⛔ Close")
    (closure,) = await closures(world)
    screen = await anna.say("/closure")
    assert "/book" in screen.text
    for data in (ShowClosures(1), ShowClosure(closure.id, 1), AddClosure(), RemoveClosure(closure.id, 1)):
        await anna.tap_data(data.pack(), screen)
        assert (await anna.toast()).startswith("Only the clinic can do that.")
    for step, value in (("who", "all"), ("sum", "cancel"), ("sum", "keep")):
        await anna.tap_data(StepPress("closure", step, value).pack(), screen)
        assert "is over" in await anna.toast()
    assert await closures(world) == [closure]
    listed = await world.staff.say("/closure")
    await world.staff.tap_data(ShowClosures(-5).pack(), listed)
    await world.staff.tap_data(ShowClosure(UUID(int=5), 1).pack(), listed)
    assert "removed already" in await world.staff.toast()
    await world.staff.tap("Add a closure", on=listed)
    assert "from when until when" in (await world.staff.screen()).text


async def test_presses_that_no_button_of_the_first_question_has(world: Any) -> None:
    async with world.desk.unit() as services:
        await services.clinic.add_vet(SYSTEM, "Bea")
    await world.staff.say("/closure")
    who = await world.staff.tap("Add a closure")
    for value, said in (("nobody", "choose with the buttons"), ("AAAAAAAAAAAAAAAAAAAABQ", "no longer with us")):
        await world.staff.tap_data(StepPress("closure", "who", value).pack(), who)
        who = await world.staff.screen()
        assert said in who.text
        assert "Who is away?" in who.text


class TestInBerlin:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"clinic_timezone": "Europe/Berlin", "default_language": "de"})

    async def test_a_whole_day_on_which_the_clocks_change(self, world: Any) -> None:
        await world.staff.say("/closure")
        await world.staff.tap("hinzufügen")
        await world.staff.say("29.3.")
        shown = await world.staff.tap("Überspringen")
        assert "⛔ So., 29. März\nDie ganze Praxis" in shown.text
        await world.staff.tap("⛔ Schließen")
        (closure,) = await closures(world)
        assert closure.ends_at - closure.starts_at == timedelta(hours=23)
        assert (await world.staff.screen()).text.startswith("⛔ Geschlossen: In dieser Zeit kann niemand mehr buchen.")
