"""Owners whom no message reaches: what the clinic reads, and the list of calls until somebody has phoned."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from bot.appointments.clinic_callbacks import CloseCall, ReopenCall
from core.config import Settings
from core.notifications.schemas import Kind
from core.users.schemas import SYSTEM, Actor

TUESDAY_TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
TUESDAY_ELEVEN = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)


def labels(message: Any) -> list[list[str]]:
    return [[button.text for button in row] for row in message.buttons]


def first_data(message: Any) -> str:
    data: str = message.buttons[0][0].data
    return data


async def leave_telegram(world: Any, owner: Actor) -> None:
    """As those are whom the clinic has entered by itself: without an account."""
    async with world.desk.unit() as services:
        for account in await services.users.accounts_of(owner.user_id):
            await services.users.logout(account)


async def confirm(world: Any, visit: Any) -> None:
    async with world.desk.unit() as services:
        await services.appointments.confirm(SYSTEM, visit.id)
    await world.settle()


async def test_blocked_phoned_and_done(world: Any, new_owner: Any, ask: Any, message: Any, again: Any) -> None:
    anna_in_chat, anna = await new_owner("Anna <3")
    await ask(anna)
    await world.client.block(anna_in_chat.user)
    await world.settle()
    await world.staff.tap("Confirm", on=await message("#1001"))
    news = await message("Please phone")
    assert news.text == (
        "📞 Please phone: Telegram could not deliver a message.\n"
        "👤 Anna <3 · +4915112345678\n"
        "📵 Appointment confirmed: Tue 3 Mar, 10:00, Rex, #1001\n"
        "Not delivered, Mon 2 Mar, 08:00: has blocked the bot."
    )
    assert labels(news) == [["✔️ Done"], ["Show the card", "👤 Owner"]]
    assert "#1001 confirmed" in (await world.staff.tap("Show the card", on=news)).text
    assert "Anna <3" in (await world.staff.tap("Owner", on=news)).text

    listed = await world.staff.say("/calls")
    assert "One owner is to be phoned" in listed.text
    assert labels(listed) == [["✔️ Done: 10:00 Rex", "Card"]]
    rita = await world.staff_member("Rita")
    await rita.tap("Done", on=listed)
    assert "Noted: Anna <3" in await rita.toast()
    assert "Nobody needs to be phoned" in (await again(listed)).text
    done = await again(news)
    assert done.text.startswith("✔️ Done by Rita, Mon 2 Mar, 08:00\n👤 Anna <3")
    assert labels(done) == [["↩️ Not done yet"], ["Show the card", "👤 Owner"]]

    # Whoever taps Done on what they still see, or once more, reads who was first.
    await world.advance(minutes=12)
    for person in (world.staff, rita):
        await person.tap_data(first_data(news), news)
        assert await person.toast() == "Rita has done that already: Mon 2 Mar, 08:00."
    await world.staff.tap("Not done yet", on=await again(news))
    assert await world.staff.toast() == "Anna <3 is to be phoned again."
    assert labels(await again(news))[0] == ["✔️ Done"]
    await world.staff.tap("Done", on=await again(news))
    assert (await again(news)).text.startswith("✔️ Done by Vera Vet, Mon 2 Mar, 08:12")


async def test_they_come_back_and_still_do_not_know(world: Any, new_owner: Any, ask: Any) -> None:
    person, anna = await new_owner("Anna")
    visit = await ask(anna)
    await world.client.block(person.user)
    await confirm(world, visit)
    assert "Appointment confirmed" in (await world.staff.say("/calls")).text
    await world.client.unblock(person.user)
    await world.advance(minutes=1)
    assert "Appointment confirmed" in (await world.staff.say("/calls")).text
    async with world.desk.unit() as services:  # the next news reaches them, and says it all
        await services.appointments.move(SYSTEM, visit.id, TUESDAY_ELEVEN)
    await world.settle()
    assert "Tuesday 3 March" in (await person.screen()).text
    assert "Nobody needs to be phoned" in (await world.staff.say("/calls")).text


async def test_a_deleted_account(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    person, anna = await new_owner("Anna")
    visit = await ask(anna)
    await world.client.deactivate(person.user)
    await confirm(world, visit)
    assert "the Telegram account is gone" in (await message("Please phone")).text


async def test_one_of_two_accounts_is_enough(world: Any, new_owner: Any, ask: Any) -> None:
    person, anna = await new_owner("Anna")
    tablet = await world.person("Anna")
    await tablet.say("/start")
    async with world.desk.unit() as services:
        await services.users.link(tablet.user.id, anna.user_id)
    first = await ask(anna)
    await world.client.block(tablet.user)
    await confirm(world, first)
    assert "Confirmed!" in (await person.screen()).text
    assert "Nobody needs to be phoned" in (await world.staff.say("/calls")).text
    async with world.desk.unit() as services:
        await services.appointments.cancel(SYSTEM, first.id)
    await world.settle()
    second = await ask(anna, at=TUESDAY_ELEVEN)
    await world.client.block(person.user)
    await confirm(world, second)
    listed = await world.staff.say("/calls")
    assert "#1001" not in listed.text
    assert listed.text.count("#1002") == 1


async def test_who_is_not_on_telegram(world: Any, new_owner: Any, ask: Any, message: Any, again: Any) -> None:
    _, anna = await new_owner("Anna")
    _, ben = await new_owner("Ben", pet="Tom", phone=None)
    first, second = await ask(anna), await ask(ben, at=TUESDAY_ELEVEN)
    for owner in (anna, ben):
        await leave_telegram(world, owner)
    await confirm(world, first)
    await confirm(world, second)
    news = await message("Email:")
    assert "👤 Ben · no phone number\nEmail: owner" in news.text
    assert "not on Telegram." in news.text
    assert "One other owner is to be phoned: /calls" in news.text
    # The reminder is there once it is due, and then there is nothing more to say than that.
    await world.set_clock(datetime(2026, 3, 2, 9, 59, tzinfo=UTC))
    assert "Reminder" not in (await world.staff.say("/calls")).text
    await world.set_clock(datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
    listed = await world.staff.say("/calls")
    assert "📵 Reminder of Tue 3 Mar, 10:00, Rex, #1001" in listed.text
    assert "Appointment confirmed: Tue 3 Mar, 10:00" not in listed.text
    assert labels(listed)[0] == ["👍 Coming: 10:00 Rex", "✔️ Done", "Card"]
    reminder = await message("📵 Reminder of Tue 3 Mar, 10:00")
    await world.staff.tap("Coming: 10:00 Rex", on=listed)
    assert "#1001" not in (await again(listed)).text
    assert "Done by Vera Vet" in (await again(reminder)).text
    confirmation = await message("Appointment confirmed: Tue 3 Mar, 10:00")
    assert confirmation.text.startswith("✔️ No phone call is needed any more.")  # the reminder says it all


async def test_what_no_longer_matters_says_so(world: Any, new_owner: Any, ask: Any, message: Any, again: Any) -> None:
    person, anna = await new_owner("Anna")
    visit = await ask(anna)
    await world.client.block(person.user)
    await confirm(world, visit)
    news = await message("Please phone")
    async with world.desk.unit() as services:
        await services.appointments.cancel(anna, visit.id)
    await world.settle()
    assert (await again(news)).text.startswith("✔️ No phone call is needed any more.")
    assert labels(await again(news)) == [["Show the card", "👤 Owner"]]
    await world.staff.tap_data(first_data(news), news)
    assert "No phone call is needed about that any more" in await world.staff.toast()


async def test_a_cancellation_that_they_never_heard_of(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    person, anna = await new_owner("Anna")
    visit = await ask(anna)
    await confirm(world, visit)
    await world.client.block(person.user)
    async with world.desk.unit() as services:
        await services.appointments.cancel(Actor.staff("Vera"), visit.id, "The vet <is> ill")
    await world.settle()
    listed = await world.staff.say("/calls")
    assert "Appointment cancelled: Tue 3 Mar, 10:00, Rex, #1001. Reason: The vet <is> ill" in listed.text
    await world.advance(hours=1)
    morning = await message("Good morning")
    assert "One owner is to be phoned: /calls\n👤 Anna · +4915112345678" in morning.text


async def test_many(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    for number in range(9):
        _, owner = await new_owner(f"Owner {number}", pet=f"Pet {number}")
        starts_at = TUESDAY_TEN.replace(minute=15 * (number % 4), hour=10 + number // 4)
        visit = await ask(owner, at=starts_at, service="emergency")
        await leave_telegram(world, owner)
        await confirm(world, visit)
    listed = await world.staff.say("/calls")
    assert "9 owners are to be phoned" in listed.text
    assert labels(listed)[-1] == ["‹", "1 / 2", "›"]
    assert len(labels(listed)) == 9
    await world.advance(hours=1)
    morning = await message("Good morning")
    assert morning.text.count("👤 Owner") == 5
    assert morning.text.endswith("…")


async def test_deleted_data(world: Any, new_owner: Any, ask: Any, message: Any, again: Any) -> None:
    person, anna = await new_owner("Anna")
    visit = await ask(anna)
    await world.client.block(person.user)
    await confirm(world, visit)
    news = await message("Please phone")
    async with world.desk.unit() as services:
        await services.own_data.delete(anna)
    await world.settle()
    assert "whose data was deleted" in (await again(news)).text
    assert "Anna" not in (await again(news)).text
    await world.staff.tap_data(first_data(news), news)
    assert "nothing to phone about" in await world.staff.toast()
    assert "Nobody needs to be phoned" in (await world.staff.say("/calls")).text


async def test_forged_presses(world: Any, new_owner: Any, ask: Any, message: Any, again: Any) -> None:
    person, anna = await new_owner("Anna")
    visit = await ask(anna)
    await world.client.block(person.user)
    await confirm(world, visit)
    news = await message("Please phone")
    done = first_data(news)
    stranger = await world.person("Mallory")
    await stranger.say("/start")
    for data in (done, ReopenCall(CloseCall.unpack(done).undelivered).pack()):
        await stranger.tap_data(data, await stranger.screen())
        assert "Only the clinic" in await stranger.toast()
    assert (await again(news)).text == news.text
    for forged in (CloseCall(uuid4(), 0), CloseCall(uuid4(), 1), CloseCall(visit.id, -7), ReopenCall(visit.id)):
        copy = await world.staff.say("/calls")
        await world.staff.tap_data(forged.pack(), copy)
        assert "nothing to phone about" in await world.staff.toast()
    async with world.desk.unit() as services:
        [call] = await services.appointments.calls(Actor.staff("Vera"))
    assert call.undelivered is not None


async def test_about_no_visit(world: Any, new_owner: Any, message: Any) -> None:
    _, cleo = await new_owner("Cleo", phone=None)
    await leave_telegram(world, cleo)
    async with world.desk.unit() as services:
        await services.notifications.enqueue(Kind.CONFIRMED, dedupe_key="x", user_id=cleo.user_id)
    await world.settle()
    news = await message("Telegram could not deliver a message")
    assert "👤 Cleo · no phone number\nEmail: owner" in news.text
    assert "📵 A message\nNot delivered" in news.text
    assert labels(news) == [["✔️ Done"], ["👤 Owner"]]
    assert labels(await world.staff.say("/calls")) == [["✔️ Done: Cleo", "👤 Owner"]]


class TestInGerman:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"default_language": "de"})

    async def test_the_push(self, world: Any, new_owner: Any, ask: Any, message: Any) -> None:
        person, anna = await new_owner("Anna")
        visit = await ask(anna)
        await world.client.block(person.user)
        await confirm(world, visit)
        news = await message("Bitte anrufen")
        assert "📵 Termin bestätigt: Di., 3. März, 10:00, Rex, #1001" in news.text
        assert "hat den Bot blockiert" in news.text
        await world.staff.tap("Erledigt", on=news)
        assert "Anna weiß Bescheid" in await world.staff.toast()
