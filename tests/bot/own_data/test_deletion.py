"""/delete: two questions, then nothing is left, and everybody who has to knows."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from telegram.error import NetworkError

from bot.answerer import Answerer
from bot.own_data.callbacks import DELETE, DeleteData
from core.appointments.schemas import AppointmentStatus
from core.users.schemas import SYSTEM


async def delete(person: Any) -> Any:
    """Through both questions."""
    await person.command("/delete")
    await person.tap("Go on")
    return await person.tap("Yes, delete everything")


async def deleted(world: Any, user_id: Any) -> bool:
    async with world.desk.unit() as services:
        return bool(await services.own_data.is_deleted(user_id))


async def test_it_asks_twice_and_can_be_left(world: Any, owner: Any, visit: Any) -> None:
    anna, actor = await owner("Anna")
    await visit(actor)
    await visit(actor, world.clock.now() + timedelta(days=3, hours=2), confirm=False)
    await anna.command("/profile")
    first = await anna.tap("Delete my data")
    assert "Delete everything we have about you?" in first.text
    assert "My data as a file" in str(first.button_texts)
    await anna.tap("No, keep everything")
    await anna.tap("Delete my data")
    second = await anna.tap("Go on")
    assert second.message_id == first.message_id
    assert "2 appointments and requests are cancelled" in second.text
    assert "What stays says nothing about you" in second.text
    assert "Your details" in (await anna.tap("No, keep everything")).text
    assert not await deleted(world, actor.user_id)


async def test_everything_goes_and_the_clinic_knows(world: Any, owner: Any, visit: Any) -> None:
    anna, actor = await owner("Anna", pet="Rexi")
    made = await visit(actor)
    assert "👤 Anna" in str([message.text for message in await world.staff.messages()])
    screen = await delete(anna)
    assert "Everything we had about you is deleted. One appointment or request was cancelled" in screen.text
    assert "Register" in str(screen.button_texts)
    assert await deleted(world, actor.user_id)

    texts = [message.text for message in await world.staff.messages()]
    assert not any("Anna" in text or "Rexi" in text for text in texts)
    (card,) = (text for text in texts if "👤" in text)
    assert f"#{made.number} cancelled" in card
    assert "👤 deleted account · no phone number" in card
    assert "Cancelled by deleted account" in card
    assert "the owner had their data deleted" in card
    (news,) = (text for text in texts if "was cancelled by the owner" in text)
    assert "Wed 4 Mar, 10:00" in news
    await world.staff.say("/today")

    count = len(await anna.messages())
    await world.set_clock(made.starts_at + timedelta(hours=1))
    assert len(await anna.messages()) == count  # no reminder, no calendar file
    assert "Welcome!" in (await anna.say("/start")).text


async def test_past_visits_cards_are_drawn_anew(world: Any, owner: Any, visit: Any) -> None:
    anna, actor = await owner("Anna")
    made = await visit(actor)
    await world.set_clock(made.starts_at)
    async with world.desk.unit() as services:
        await services.appointments.complete(SYSTEM, made.id)
    await world.settle()
    assert "Everything we had about you is deleted. If you come back" in (await delete(anna)).text
    (card,) = (m.text for m in await world.staff.messages() if "👤" in m.text)
    assert "deleted account" in card
    assert f"#{made.number} arrived" in card
    day = await world.staff.say("/today")
    assert "(deleted account)" in day.text


async def test_a_second_press_and_old_buttons_explain_themselves(world: Any, owner: Any, visit: Any) -> None:
    anna, actor = await owner("Anna")
    await visit(actor)
    await anna.say("/start")
    await anna.tap("My appointments")
    screen = await delete(anna)
    assert actor.user_id is not None
    yes = DeleteData(DELETE, actor.user_id).pack()
    again = await anna.tap_data(yes, screen)
    assert "deleted already" in await anna.toast()
    assert "Welcome!" in again.text
    for old in await anna.messages():
        for row in old.buttons:
            for button in row:
                await anna.tap_data(button.data, old)
                assert (await world.client.query(anna.last_query)).answered

    # Whoever registers here later is somebody else, and the left-over button means them no harm.
    await anna.say("/cancel")
    await anna.register("anna.again@example.org")
    await anna.tap_data(yes, await anna.screen())
    assert "deleted already" in await anna.toast()
    assert "anna.again@example.org" in (await anna.say("/profile")).text


async def test_data_that_no_button_had(world: Any, owner: Any) -> None:
    anna, actor = await owner("Anna")
    _, ben = await owner("Ben", pet="Bello")
    assert actor.user_id is not None
    assert ben.user_id is not None
    screen = await anna.command("/delete")
    for data in (DeleteData(DELETE, ben.user_id), DeleteData(DELETE, uuid4()), DeleteData(7, actor.user_id)):
        await anna.tap_data(data.pack(), screen)
        assert "no longer does anything" in await anna.toast()
    stranger = await world.person("Carl")
    await stranger.tap_data(DeleteData(DELETE, actor.user_id).pack(), await stranger.say("/start"))
    assert "Please register first" in await stranger.toast()
    assert "Please register first" in (await stranger.command("/delete")).text
    await world.staff.tap_data(DeleteData(DELETE, actor.user_id).pack(), await world.staff.say("/status"))
    for user in (actor, ben):
        assert not await deleted(world, user.user_id)


async def test_the_other_telegram_account_is_told(world: Any, owner: Any, visit: Any) -> None:
    anna, actor = await owner("Anna")
    await visit(actor)
    tablet = await world.person("Anna", language_code="de")
    await tablet.say("/start")
    async with world.desk.unit() as services:
        await services.users.link(tablet.user.id, actor.user_id)
    await delete(anna)
    told = await tablet.screen()
    assert "von einem anderen Telegram-Konto aus gelöscht" in told.text
    assert "+49 30 901820" in told.text
    assert "Registrieren" in str(told.button_texts)
    assert "registrieren Sie sich zuerst" in (await tablet.command("/profile")).text


async def test_in_the_middle_of_something_else(world: Any, owner: Any) -> None:
    """The form that was under way is gone, and so is its keyboard."""
    anna, actor = await owner("Anna")
    await anna.command("/profile")
    await anna.tap("Phone")
    assert (await world.client.view(anna.user, anna.chat_id)).reply_keyboard is not None
    screen = await delete(anna)
    assert "is deleted" in screen.text
    assert (await world.client.view(anna.user, anna.chat_id)).reply_keyboard is None
    assert await deleted(world, actor.user_id)
    assert "Welcome!" in (await anna.say("+49 30 1234567")).text


async def test_killed_after_the_commit_it_is_only_shown_again(world: Any, owner: Any, visit: Any) -> None:
    anna, actor = await owner("Anna")
    made = await visit(actor)
    await anna.command("/delete")
    await anna.tap("Go on")
    with patch.object(Answerer, "answer", side_effect=NetworkError("down")):
        await anna.tap("Yes, delete everything")
    assert await deleted(world, actor.user_id)
    await world.bot.intake.recover()
    await world.settle()
    assert "One appointment or request was cancelled" in (await anna.screen()).text
    async with world.desk.unit() as services:
        assert (await services.appointments.get(SYSTEM, made.id)).status is AppointmentStatus.CANCELLED
        assert list(await services.inbox.unfinished()) == []
