"""A request's card, from the push to the last button."""

import asyncio
from typing import Any
from uuid import UUID

from bot.appointments.clinic_callbacks import CallOff, Confirm, Decline, MarkInDay, PostCard, ShowCard, ShowDay
from bot.clinic.callbacks import TurnSwitch
from bot.directory.callbacks import OpenOwner
from core.appointments.schemas import AppointmentStatus


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def test_one_tap_confirms(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner(pet="Rex <b>")
    await ask(actor, notes="Limps\n& <i>bites</i>")
    card = await message("#1001")
    for fact in (
        "Request #1001", "Tuesday", "3 March", "10:00–10:45", "Check-up", "Rex <b>", "Dog", "Collie", "3 years",
        "12.5 kg", "vaccination not known", "Anna", "+4915112345678", "Limps", "& <i>bites</i>", "2 Mar, 08:00",
    ):  # fmt: skip
        assert fact in card.text
    assert "missed" not in card.text
    assert labels(card) == ["✅ Confirm", "🚫 Decline", "🔁 Move", "👤 Owner"]

    await world.staff.tap("Confirm", on=card)
    assert await world.staff.toast() == "Confirmed: #1001 Rex <b>, Tue 3 Mar, 10:00"
    card = await message("#1001")
    assert "#1001 confirmed" in card.text
    assert "Confirmed by Vera Vet on Mon 2 Mar, 08:00" in card.text
    assert labels(card) == ["🔁 Move", "✖️ Cancel appointment", "👤 Owner"]
    assert "Confirmed" in (await anna.screen()).text
    assert len(await world.staff.messages()) == 1

    # On the day the card is asked for again and has what now makes sense.
    await world.set_clock(card.date.replace(year=2026, month=3, day=3, hour=10, minute=5))
    await world.staff.say("/today")
    await world.staff.tap("10:00 Rex")
    card = await world.staff.screen()
    assert labels(card) == ["☑️ Arrived", "👻 No-show", "🔁 Move", "✖️ Cancel appointment", "👤 Owner"]
    await world.staff.tap("No-show", on=card)
    cards = [each for each in await world.staff.messages() if "👤" in each.text]
    assert [("did not come" in each.text, labels(each)) for each in cards] == [(True, ["👤 Owner"])] * 2


async def test_a_second_tap_and_a_second_colleague_read_who_was_first(
    world: Any, new_owner: Any, ask: Any, message: Any
) -> None:
    _, actor = await new_owner()
    visit = await ask(actor)
    card = await message("#1001")
    ben = await world.staff_member("Ben")
    await asyncio.gather(
        *(world.client.forge(who.user, card, Confirm(visit.id).pack(), chat=who.chat_id) for who in (ben, ben)),
        world.client.forge(world.staff.user, card, Decline(visit.id, "please_phone").pack(), chat=ben.chat_id),
    )
    await world.settle()
    async with world.desk.unit() as services:
        history = await services.appointments.history(actor, visit.id)
    assert len(history) == 2
    winner = history[-1].to_status
    card = await message("#1001")
    assert str(winner) in card.text

    await ben.tap_data(Decline(visit.id, "fully_booked").pack(), card)
    query = await world.client.query(ben.last_query)
    assert query.show_alert
    assert f"{winner} already" in query.text
    assert "2 Mar, 08:00" in query.text


async def test_a_refused_press_brings_the_card_up_to_date(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    _, actor = await new_owner()
    visit = await ask(actor)
    card = await message("#1001")
    await world.staff.tap("Decline", on=card)
    asking = await message("#1001")
    assert "Why do you decline?" in asking.text
    assert labels(asking) == [
        "We are fully booked at that time", "It needs another kind of appointment", "Please phone us about it",
        "The vet is away", "✏️ Another reason: type it", "‹ Back",
    ]  # fmt: skip
    async with world.desk.unit() as services:
        await services.appointments.cancel(actor, visit.id, "Rex is well again")
    await world.settle()
    assert "cancelled by the owner, Anna. Reason: Rex is well again" in (await world.staff.screen()).text
    card = await message("Cancelled by Anna")
    assert labels(card) == ["👤 Owner"]
    # Old buttons, on a screen that was not redrawn yet.
    for data in (Decline(visit.id, "vet_away"), Confirm(visit.id), CallOff(visit.id)):
        await world.staff.tap_data(data.pack(), card)
        assert "#1001 was cancelled already – Anna" in await world.staff.toast()
    # A card that nobody redrew, as after a restart: the press brings it up to date.
    stale = await world.staff.screen()
    await world.staff.tap_data(Confirm(visit.id).pack(), stale)
    assert "Cancelled by Anna" in next(
        each.text for each in await world.staff.messages() if each.message_id == stale.message_id
    )
    # One that can't be edited any more, deleted or not the bot's own: the card as it stands comes below.
    copy = await world.client.forward(world.staff.user, card, world.clinic, chat=world.clinic, keep_keyboard=True)
    await world.staff.tap_data(Confirm(visit.id).pack(), copy)
    below = await world.staff.screen()
    assert below.message_id > copy.message_id
    assert "Cancelled by Anna" in below.text
    await world.staff.tap_data(ShowCard(visit.id).pack(), below)
    assert await world.staff.screen() == below


async def test_declining_with_a_reason_of_the_list(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor)
    card = await message("#1001")
    await world.staff.tap("Decline", on=card)
    await world.staff.tap("Back", on=await message("#1001"))
    assert labels(await message("#1001")) == ["✅ Confirm", "🚫 Decline", "🔁 Move", "👤 Owner"]
    await world.staff.tap_data(Decline(visit.id, "because").pack(), card)
    assert "no longer does anything" in await world.staff.toast()
    await world.staff.tap("Decline", on=card)
    await world.staff.tap("Please phone us", on=await message("#1001"))
    assert (await world.staff.toast()).startswith("Declined: #1001 Rex")
    card = await message("#1001")
    assert "Declined by Vera Vet on Mon 2 Mar, 08:00: Please phone us about it" in card.text
    assert "Please phone us about it" in (await anna.screen()).text


async def test_declining_with_typed_words(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor)
    card = await message("#1001")
    await world.staff.tap("Decline", on=card)
    await world.staff.tap("type it", on=await message("#1001"))
    prompt = await world.staff.screen()
    assert "Vera Vet, why do you decline #1001 (Rex, Check-up, Tue 3 Mar, 10:00)?" in prompt.text
    assert labels(await message("Request #1001")) == ["✅ Confirm", "🚫 Decline", "🔁 Move", "👤 Owner"]
    ben = await world.staff_member("Ben")
    assert (await world.client.view(ben.user, ben.chat_id)).reply_keyboard is None
    assert (await world.client.view(world.staff.user, ben.chat_id)).reply_keyboard.force_reply

    # What the colleagues say to each other is no reason, even where the bot hears it.
    for reply_to in (None, card):
        await world.client.send_text(
            world.staff.user, "Who wants coffee?", chat=ben.chat_id, reply_to=reply_to, plain=True
        )
    await world.client.send_text(ben.user, "Me!", chat=ben.chat_id, reply_to=prompt)
    await world.settle()
    assert labels(await message("Request #1001")) == ["✅ Confirm", "🚫 Decline", "🔁 Move", "👤 Owner"]

    for wrong in ("x" * 301, "\u200b \u2800"):
        prompt = await world.staff.say(wrong)
        assert "A reason has 1 to 300 characters" in prompt.text
        assert "why do you decline" in prompt.text
    choice = await world.staff.say("No <b>vaccine</b> left & no more this week")
    assert "“No <b>vaccine</b> left & no more this week”" in choice.text
    assert labels(await message("Request #1001")) == [
        "✅ Confirm",
        "🚫 Decline",
        "🔁 Move",
        "👤 Owner",
    ]  # nothing is declined yet
    done = await world.staff.tap("without proposing")
    assert done.text == "🚫 #1001 (Rex, Tue 3 Mar, 10:00) is declined. The owner gets your reason."
    assert "No <b>vaccine</b> left & no more" in (await message("Declined by Vera Vet")).text
    assert "No <b>vaccine</b> left & no more" in (await anna.screen()).text

    # Too late: the request is over while somebody types.
    visit = await ask(actor)
    await world.staff.tap("Decline", on=await message("Request #1002"))
    await world.staff.tap("type it", on=await message("Request #1002"))
    await ben.tap_data(Confirm(visit.id).pack(), await message("Request #1002"))
    said = await world.staff.say("No time")
    assert "#1002 is confirmed already – Ben" in said.text
    assert "why do you decline" not in "".join(each.text for each in await world.staff.messages())
    assert (await world.client.view(world.staff.user, ben.chat_id)).reply_keyboard is None


async def test_cancelling_a_confirmed_visit(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    for _ in range(2):
        await ask(actor, service="routine", at=(await _next_free(world)))
    for number in ("#1001", "#1002"):
        await world.staff.tap("Confirm", on=await message(number))
        await world.staff.tap("Cancel appointment", on=await message(number))
        assert "The owner is told at once" in (await message(number)).text
    await world.staff.tap("Yes, cancel it", on=await message("#1001"))
    assert "The owner is told" in await world.staff.toast()
    assert "Cancelled by Vera Vet" in (await message("#1001")).text
    assert "cancel your appointment #1001" in (await anna.screen()).text

    await world.staff.tap("with a reason", on=await message("#1002"))
    assert "why do you cancel #1002" in (await world.staff.screen()).text
    await world.staff.say("/cancel")
    assert "Cancelled. Nothing was sent." in (await world.staff.screen()).text
    assert "#1002 confirmed" in (await message("#1002")).text
    await world.staff.tap("Cancel appointment", on=await message("#1002"))
    await world.staff.tap("with a reason", on=await message("#1002"))
    assert "is cancelled" in (await world.staff.say("The vet is ill")).text
    assert "The vet is ill" in (await anna.screen()).text


async def _next_free(world: Any) -> Any:
    async with world.desk.unit() as services:
        offered = {each.code: each.id for each in await services.clinic.services()}
        day = world.clock.now().date().replace(day=3)
        return (await services.appointments.free_slots(offered["routine"], None, day))[0].starts_at


async def test_clinic_buttons_elsewhere_do_nothing(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor)
    stranger = await world.person("Mallory")
    await stranger.say("/start")
    day = world.clock.now().date()
    for who in (anna, stranger):
        for data in (
            Confirm(visit.id), Decline(visit.id, "vet_away"), CallOff(visit.id), PostCard(visit.id), ShowCard(visit.id),
            MarkInDay(visit.id, 1, day, 1), ShowDay(day, 1), TurnSwitch("close"),
        ):  # fmt: skip
            screen = await who.screen()
            await who.tap_data(data.pack(), screen)
            assert (await who.toast()).startswith("Only the clinic can do that.")
            assert await who.screen() == screen
    # The same on a card that was forwarded into another group, where it kept its buttons.
    group = await world.client.create_group("Friends", [world.staff.user, anna.user])
    copy = await world.client.forward(
        world.staff.user, await message("#1001"), group, chat=world.clinic, keep_keyboard=True
    )
    for who in (anna, world.staff):
        query = await world.client.press(who.user, copy, data=copy.button("Confirm").data, chat=group)
        await world.settle()
        assert "Only the clinic can do that." in str((await world.client.query(query)).text)
    async with world.desk.unit() as services:
        assert (await services.appointments.get(actor, visit.id)).status is AppointmentStatus.PENDING
        assert (await services.clinic.status()).status == "open"


async def test_data_that_no_button_has(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    _, actor = await new_owner()
    visit = await ask(actor)
    card = await message("#1001")
    gone = UUID(int=0)
    await world.staff.tap_data(Confirm(gone).pack(), card)
    assert "can't find that appointment" in await world.staff.toast()
    assert "can't find that appointment" in (await message("can't find")).text
    for data in (
        "cy:",
        "cy:x",
        f"cm:{Confirm(visit.id).pack()[3:]}:x",
        "cd:99991231:1",
        "cd:00010101:1",
        "cs:shut",
        "cd:20260302:-5",
    ):
        await world.staff.tap_data(data, card)
        assert (await world.staff.toast()) in (
            "", "This button no longer does anything. Send /start for the menu."
        ), data  # fmt: skip
    # A card that Telegram no longer tells about.
    await world.client.forge(world.staff.user, card, Confirm(visit.id).pack(), chat=card.chat_id, inaccessible=True)
    await world.settle()
    assert "#1001 confirmed" in (await world.staff.screen()).text


async def test_the_card_says_what_is_noted_about_the_owner_and_leads_to_them(
    world: Any, new_owner: Any, ask: Any, message: Any
) -> None:
    anna, actor = await new_owner("Anna")
    visit = await ask(actor)
    card = await message("#1001")
    await world.staff.tap("Owner", on=card)
    owner = await world.staff.screen()
    assert owner.text.startswith("👤 Anna")
    await world.staff.tap("Note", on=owner)
    await world.staff.say("Pays <b>late</b>\n& " + "x" * 300)

    # The card shows it from its next change on: on one line, escaped, and no more than its beginning.
    await world.staff.tap("Confirm", on=card)
    card = await message("#1001 confirmed")
    (line,) = [line for line in card.text.splitlines() if "🗒" in line]
    assert line.startswith("🗒 Pays <b>late</b> & xxx")
    assert line.endswith("x…")
    assert len(line) < 160
    assert not any("late" in each.text for each in await anna.messages())  # nothing for the owner's eyes

    # From an old card, and whatever became of the visit, the owner is a tap away; for nobody else.
    await world.staff.tap("Owner", on=card)
    assert "Pays <b>late</b>" in (await world.staff.screen()).text
    await anna.tap_data(OpenOwner(actor.user_id).pack(), await anna.screen())
    assert "Only the clinic" in await anna.toast()

    # Whose data is gone is nobody's card any more.
    async with world.desk.unit() as services:
        await services.own_data.delete(actor)
    await world.settle()
    await world.staff.tap_data(ShowCard(visit.id).pack(), card)
    gone = next(each for each in await world.staff.messages() if each.message_id == card.message_id)
    assert "late" not in gone.text
    assert labels(gone) == []
    await world.staff.tap_data(OpenOwner(actor.user_id).pack(), gone)
    assert "late" not in (await world.staff.screen()).text
