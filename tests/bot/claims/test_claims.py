"""From the code that the clinic reads out to the owner's own chat."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image

from bot.claims import qr
from bot.claims.callbacks import AskCode, MakeCode
from bot.conversations.steps import StepPress
from core.appointments.schemas import PhoneBooking
from core.claims import codes
from core.users.schemas import SYSTEM
from tests.bot.conftest import labels

TUESDAY_TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
CODE = re.compile(r"^[2-9C-Y]{3}(-[2-9C-Y]{3}){2}$", re.MULTILINE)


async def give_code(world: Any, words: str = "anna") -> tuple[str, Any]:
    """The code as it is read out, and the message that it stands in."""
    card = await world.staff.say(f"/find {words}")
    question = await world.staff.tap("Code for Telegram", on=card)
    shown = await world.staff.tap("Make a code", on=question)
    found = CODE.search(shown.text)
    assert found, shown.text
    return found[0], shown


async def booked(world: Any, owner: Any) -> Any:
    async with world.desk.unit() as services:
        pet = (await services.pets.of_owner(SYSTEM, owner.id))[0]
        service = next(each for each in await services.clinic.services() if each.code == "routine")
        booking = PhoneBooking(owner=owner.id, pet=pet.id, service_id=service.id, starts_at=TUESDAY_TEN)
        visit = await services.appointments.book_by_phone(SYSTEM, booking)
    await world.settle()
    return visit


async def test_read_out_on_the_phone_and_typed(world: Any, enter: Any) -> None:
    owner = await enter("Anna Berg")
    visit = await booked(world, owner)
    shown_card = await world.staff.tap("#1001", on=await world.staff.say("/find anna"))
    assert "Not on Telegram" in shown_card.text
    code, shown = await give_code(world)
    assert "Code for Anna Berg" in shown.text
    assert shown.kind == "photo"

    anna = await world.person("Annie")
    welcome = await anna.say("/start")
    assert ["🎟 I have a code from the clinic"] in labels(welcome)
    await anna.tap("I have a code")
    assert "doesn't work" in (await anna.say("K7M-4QX")).text
    question = await anna.say(code.lower().replace("-", " "))
    assert "This code opens Anna's account at Paws & Co." in question.text
    assert "Berg" not in question.text
    home = await anna.tap("Yes, I am Anna")
    assert "Welcome, Anna Berg!" in home.text
    assert "Rex" in str(labels(await anna.say("/pets")))
    assert "Rex" in str(labels(await anna.say("/appointments")))
    assert any("Anna Berg has entered the code" in message.text for message in await world.staff.messages())
    card = next(each for each in await world.staff.messages() if each.message_id == shown_card.message_id)
    assert "Not on Telegram" not in card.text  # it is kept up to date

    await world.set_clock(visit.starts_at - timedelta(hours=24))
    assert "A reminder, Anna Berg" in (await anna.screen()).text
    await world.staff.say("/find anna")
    assert "Not in Telegram" not in (await world.staff.screen()).text


async def test_the_link_that_the_picture_shows(world: Any, enter: Any) -> None:
    await enter("Anna Berg")
    code, shown = await give_code(world)
    link = f"https://t.me/front_desk_bot?start={code.replace('-', '')}"
    assert link in shown.text
    assert await world.client.download(shown.file.link) == qr.draw(link)

    anna = await world.person("Annie")
    await world.client.start(anna.user, code.replace("-", ""))
    await world.settle()
    assert "This code opens Anna's account" in (await anna.screen()).text
    back = await anna.tap("Back")
    assert "Please type the code" in back.text
    await anna.tap("Cancel")
    assert "Welcome!" in (await anna.say("/start")).text
    assert "This code opens" in (await anna.say(f"/start {code}")).text  # typed by hand
    await anna.tap("Yes")
    assert "What does Rex need?" in (await anna.say("/book")).text


async def test_in_the_middle_of_the_registration(world: Any, enter: Any) -> None:
    await enter("Anna Berg")
    code, _ = await give_code(world)
    anna = await world.person("Annie")
    asked = await anna.say("/book")  # which asks newcomers to register
    assert ["🎟 I have a code from the clinic"] in labels(asked)
    await anna.tap("Annie")
    await world.client.start(anna.user, code.replace("-", ""))
    await world.settle()
    home = await anna.tap("Yes")
    assert "Welcome, Anna Berg!" in home.text  # and no registration goes on
    assert "nothing to cancel" in (await anna.say("/cancel")).text

    ben = await world.person("Ben")
    await ben.say("/book")
    assert "Please type the code" in (await ben.tap("I have a code")).text
    assert "Registration" in (await ben.say("/book")).text  # the other way round, too
    await ben.tap("Ben")
    await ben.say("ben@example.org")
    await ben.key("Skip")
    assert "pet called" in (await ben.tap("Skip")).text


async def test_wrong_used_expired_and_replaced_codes_are_answered_alike(world: Any, enter: Any) -> None:
    await enter("Anna Berg")
    replaced, _ = await give_code(world)
    used, _ = await give_code(world)
    anna, eve = await world.person("Annie"), await world.person("Eve")
    await anna.say(f"/start {used}")
    await anna.tap("Yes")
    expired, _ = await give_code(world)
    await world.advance(days=8)
    answers = []
    for code in (codes.show(codes.make()), replaced, used, expired):
        screen = await eve.say(f"/start {code}")
        answers.append((screen.text, labels(screen)))
        await world.advance(minutes=16)
    assert len({str(answer) for answer in answers}) == 1
    assert "ask the clinic for a new one: +49 30 901820" in answers[0][0]
    assert ["🎟 I have a code from the clinic"] in answers[0][1]


async def test_guessing_is_throttled_in_both_ways(world: Any, enter: Any) -> None:
    await enter("Anna Berg")
    code, _ = await give_code(world)
    eve = await world.person("Eve")
    await eve.say("/start")
    await eve.tap("I have a code")
    for _ in range(3):
        assert "doesn't work" in (await eve.say(codes.show(codes.make()))).text
    for _ in range(2):
        assert "doesn't work" in (await eve.say(f"/start {codes.make()}")).text
    assert "Too many attempts" in (await eve.say(f"/start {code}")).text
    assert "Too many attempts" in (await eve.say(code)).text
    await world.advance(minutes=15)
    assert "This code opens Anna's account" in (await eve.say(code)).text


async def test_an_account_that_is_somebodys_is_offered_to_log_out(world: Any, enter: Any, new_owner: Any) -> None:
    await enter("Anna Berg")
    code, _ = await give_code(world)
    ben, _ = await new_owner("Ben", phone=None)
    screen = await ben.say(f"/start {code}")
    assert "This Telegram account belongs to Ben already" in screen.text
    assert "Anna" not in screen.text
    assert labels(screen) == [["🚪 Log out"], ["🏠 Menu"]]
    await ben.tap("Log out")
    await ben.tap("Yes, log out")
    await ben.say(f"/start {code}")
    assert "Welcome, Anna Berg!" in (await ben.tap("Yes")).text


async def test_the_code_is_used_by_somebody_else_before_the_yes(world: Any, enter: Any) -> None:
    await enter("Anna Berg")
    code, _ = await give_code(world)
    anna, eve = await world.person("Annie"), await world.person("Eve")
    hers = await eve.say(f"/start {code}")
    await anna.say(f"/start {code}")
    await anna.tap("Yes")
    screen = await eve.tap("Yes", on=hers)
    assert "doesn't work" in screen.text
    assert "Please type the code" in screen.text
    # A double tap, and a forged one, change nothing.
    await anna.tap_data(StepPress("claim", "yes", "ok").pack(), await anna.screen())
    await eve.tap_data(StepPress("claim", "yes", "ok").pack(), screen)
    async with world.desk.unit() as services:
        assert (await services.users.account(eve.user.id)).user is None


async def test_other_links_lead_to_the_menu_as_before(world: Any) -> None:
    anna = await world.person("Anna")
    for payload in ("flyer", "website2026", "x" * 60):
        assert "Welcome!" in (await anna.say(f"/start {payload}")).text
    assert "This is the clinic's chat" in (await world.staff.say("/start K7M4QXR2D")).text


async def test_two_taps_make_one_code_and_a_later_one_replaces_it(world: Any, enter: Any) -> None:
    await enter("Anna Berg")
    card = await world.staff.say("/find anna")
    question = await world.staff.tap("Code for Telegram", on=card)
    assert "make sure that it is really them" in question.text
    data = question.buttons[0][0].data
    first = await world.staff.tap("Make a code", on=question)
    again = await world.staff.tap_data(data, card)  # the second tap: the question itself is gone
    assert "Code for Telegram" not in str(labels(again))
    assert "A new code was made in the meantime" in await world.staff.toast()
    question = await world.staff.tap("Code for Telegram", on=card)
    assert "The code of Mon 2 Mar, 08:00 then no longer works." in question.text
    second = await world.staff.tap("Make a code", on=question)
    assert CODE.search(second.text) != CODE.search(first.text)
    back = await world.staff.tap("Code for Telegram", on=card)
    assert "👤 Anna Berg" in (await world.staff.tap("The owner's card", on=back)).text


async def test_one_more_account_of_somebody_in_telegram(world: Any, new_owner: Any) -> None:
    anna, actor = await new_owner("Anna Berg")
    card = await world.staff.say("/find anna")
    question = await world.staff.tap("Code for Telegram", on=card)
    assert "They are on Telegram already." in question.text
    shown = await world.staff.tap("Make a code", on=question)
    found = CODE.search(shown.text)
    assert found
    tablet = await world.person("Anna's tablet")
    await tablet.say(f"/start {found[0]}")
    await tablet.tap("Yes")
    told = await anna.screen()
    assert "Another Telegram account was just linked to your account" in told.text
    assert "+49 30 901820" in told.text
    async with world.desk.unit() as services:
        accounts = await services.users.accounts_of(actor.user_id)
    assert {account.telegram_user_id for account in accounts} == {anna.user.id, tablet.user.id}


async def test_without_email_and_password_logging_out_warns(world: Any, enter: Any) -> None:
    await enter("Anna Berg")
    code, _ = await give_code(world)
    anna = await world.person("Annie")
    await anna.say(f"/start {code}")
    await anna.tap("Yes")
    await anna.say("/profile")
    await anna.tap("✏️ Password")
    await anna.say("correct horse")
    assert "you could not log in again" in (await anna.say("/logout")).text  # there is no email to do it with
    await anna.say("/profile")
    await anna.tap("✏️ Email")
    await anna.say("anna@example.org")
    assert "You can log in again with anna@example.org" in (await anna.say("/logout")).text


async def test_their_data_is_theirs_to_take_and_to_delete(world: Any, enter: Any) -> None:
    owner = await enter("Anna Berg")
    await booked(world, owner)
    code, _ = await give_code(world)
    anna = await world.person("Annie")
    await anna.say(f"/start {code}")
    await anna.tap("Yes")
    another, _ = await give_code(world)
    assert (await anna.command("/export")).kind == "document"
    await anna.command("/delete")
    await anna.tap("Go on")
    assert "is deleted" in (await anna.tap("Yes, delete everything")).text
    eve = await world.person("Eve")
    assert "doesn't work" in (await eve.say(f"/start {another}")).text
    await world.staff.tap_data(AskCode(owner.id).pack(), await world.staff.screen())
    assert "no longer exists" in await world.staff.toast()


async def test_owners_make_no_codes(world: Any, enter: Any, new_owner: Any) -> None:
    owner = await enter("Anna Berg")
    mallory, _ = await new_owner("Mallory", phone=None)
    at = await mallory.screen()
    for payload in (AskCode(owner.id), MakeCode(owner.id, "")):
        await mallory.tap_data(payload.pack(), at)
        assert "Only the clinic" in await mallory.toast()
    async with world.desk.unit() as services:
        assert await services.claims.open_code(SYSTEM, owner.id) is None


def test_the_picture_is_large_enough_to_scan() -> None:
    picture = Image.open(io.BytesIO(qr.draw("https://t.me/paws_front_desk_bot?start=K7M4QXR2D")))
    assert picture.format == "PNG"
    assert min(picture.size) > 350
