"""The bot is down, or Telegram is, or somebody can't be reached: what is still useful comes late, and once."""

import contextlib
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from core.users.schemas import Actor

WEDNESDAY_TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
TUESDAY_FOUR = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)


async def confirmed(world: Any, owner: Any, at: datetime) -> Any:
    """A visit of the owner's that the clinic confirmed with a tap."""
    visit = await world.request(owner, at)
    await world.settle()
    await world.staff.tap("Confirm", on=await world.staff.find(f"Request #{visit.number}"))
    return visit


async def reminders(world: Any, visit: Any) -> dict[str, tuple[str, str | None]]:
    """What became of the visit's reminders, by how long before it they were due."""
    rows = await world.database.fetch(
        "SELECT due_at, status, last_error FROM notifications WHERE kind = 'reminder' AND appointment_id = $1", visit.id
    )
    return {
        f"{(visit.starts_at - row['due_at']) // timedelta(hours=1)} h": (row["status"], row["last_error"])
        for row in rows
    }


SENDING = ("sendMessage", "sendDocument")


async def sendings(world: Any) -> list[Any]:
    """Every call that was to send something, in order."""
    calls = [call for method in SENDING for call in await world.client.calls(method, last=5000)]
    return sorted(calls, key=lambda call: call.number)


def said(call: Any) -> tuple[str, str]:
    """To whom it was to be sent, and its words."""
    return str(call.payload["chat_id"]), call.payload.get("text") or call.payload.get("caption") or ""


async def sent(world: Any, person: Any, text: str) -> int:
    """How many messages with that were ever sent to the person, whether they still stand or not."""
    calls = [said(call) for call in await sendings(world) if call.ok]
    return sum(chat == str(person.chat_id) and text in words for chat, words in calls)


async def wait_for_rows(world: Any, source: str, wanted: int = 1) -> None:
    """Until there are so many rows `FROM source`."""
    deadline = time.monotonic() + 60
    while await world.count(source) < wanted:
        assert time.monotonic() < deadline, source
        version = await world.client.version()
        with contextlib.suppress(TimeoutError):  # what changes in the database alone, nobody tells us of
            await world.client.wait(version, within=0.05)


async def test_the_bot_is_down_when_reminders_fall_due(world: Any) -> None:
    late, missed, off, unanswered = [await world.owner(name) for name in ("Lea", "Mia", "Ole", "Uwe")]
    still_ahead = await confirmed(world, late, WEDNESDAY_TEN)
    long_over = await confirmed(world, missed, TUESDAY_FOUR)
    called_off = await confirmed(world, off, WEDNESDAY_TEN + timedelta(hours=1))
    await world.request(unanswered, TUESDAY_FOUR + timedelta(hours=1))
    await off.say("/appointments")
    await off.tap("Rex")
    await off.tap("Cancel")
    await off.tap("Yes")

    await world.bot.kill()
    await world.client.set_clock(WEDNESDAY_TEN - timedelta(minutes=50))
    await world.bot.start()
    await world.settle()

    # A visit in fifty minutes: the word of the day before says nothing any more, the other one does.
    assert await reminders(world, still_ahead) == {"24 h": ("skipped", "too late to be useful"), "2 h": ("sent", None)}
    assert await sent(world, late, "reminder") == 1
    assert "10:00" in (await late.find("reminder")).text
    too_late = ("skipped", "too late to be useful")
    assert await reminders(world, long_over) == {"24 h": too_late, "2 h": too_late}
    assert await sent(world, missed, "reminder") == 0
    assert await reminders(world, called_off) == {"24 h": ("withdrawn", None), "2 h": ("withdrawn", None)}
    assert await sent(world, off, "reminder") == 0
    assert "Nobody answered your request" in (await unanswered.screen()).text
    assert await sent(world, world.staff, "Nobody answered request") == 1

    await world.bot.restart()
    await world.settle()
    assert await sent(world, late, "reminder") == 1


async def test_the_network_is_down_while_a_decision_is_pushed(world: Any) -> None:
    anna = await world.owner("Anna")
    visit = await world.request(anna, WEDNESDAY_TEN)
    await world.settle()
    await world.client.set_network(False)
    async with world.desk.unit() as services:
        await services.appointments.confirm(Actor.staff("Vera Vet"), visit.id)
    await world.client.advance(1)
    await wait_for_rows(world, "notifications WHERE kind = 'confirmed' AND attempts = 1 AND last_error IS NOT NULL")
    # It tries again now and then, and in vain.
    await world.client.advance(30)
    await wait_for_rows(world, "notifications WHERE kind = 'confirmed' AND attempts = 2")
    assert await sent(world, anna, "Confirmed!") == 0
    await world.client.set_network(True)
    await world.client.advance(60)
    await anna.wait_for("Confirmed!")
    await world.settle()
    await world.advance(minutes=10)
    assert await sent(world, anna, "Confirmed!") == 1
    assert "Confirmed by Vera Vet" in (await world.staff.find("#1001")).text


async def test_the_network_is_down_while_an_answer_is_shown(world: Any) -> None:
    """The tap has its effect once, and its screen comes without a further word from the owner."""
    anna = await world.owner("Anna")
    await anna.say("/book")
    await world.client.add_fault("drop_before")
    await anna.tap("Check-up", settle=False)
    await wait_for_rows(world, "inbox WHERE applied_at IS NOT NULL AND answered_at IS NULL")
    await world.client.clear_faults()
    await anna.wait_for("Which day")
    await world.settle()
    assert len(await anna.messages()) == 2


async def test_telegram_wants_a_pause(world: Any) -> None:
    anna, ben = await world.owner("Anna"), await world.owner("Ben")
    pause = 1
    for owner, hours in ((anna, 0), (ben, 1)):
        await world.request(owner, WEDNESDAY_TEN + timedelta(hours=hours))
    await world.settle()
    before = (await sendings(world))[-1].number
    # More than the client's own patience with a flood: the outbox has to wait as well.
    await world.client.add_fault("too_many_requests", methods=list(SENDING), calls=9, retry_after=pause)
    for number in (1001, 1002):
        await world.staff.tap("Confirm", on=await world.staff.find(f"Request #{number}"), settle=False)
    for owner in (anna, ben):
        await owner.wait_for("Confirmed!")
    await world.settle()
    for owner in (anna, ben):
        assert await sent(world, owner, "Confirmed!") == 1
    calls = [call for call in await sendings(world) if call.number > before]
    refused = [call for call in calls if call.error_code == 429]
    assert len(refused) == 9
    for call in refused:
        again = [other for other in calls if other.number > call.number and said(other) == said(call)]
        assert again
        assert (again[0].at - call.at).total_seconds() >= pause
    assert await world.count("notifications WHERE status = 'failed'") == 0
    assert await world.count("notifications WHERE kind = 'confirmed' AND status = 'sent' AND attempts <= 1") == 2


async def test_an_owner_who_blocked_the_bot(world: Any) -> None:
    """The clinic is told to phone, once for each word that did not arrive."""
    anna, clinic = await world.owner("Anna", phone="+4915112345678"), world.staff
    await world.request(anna, WEDNESDAY_TEN)
    await world.settle()
    await world.client.block(anna.user)
    await world.settle()
    await clinic.tap("Confirm", on=await clinic.find("Request #1001"))
    told = await clinic.find("Please phone")
    assert "Anna" in told.text
    assert "Appointment confirmed" in told.text
    assert "+49 1511 2345678" in told.text or "+4915112345678" in told.text
    assert "#1001" in told.text
    assert await sent(world, clinic, "Please phone") == 1

    # Back again, they get what comes from now on.
    await world.client.unblock(anna.user)
    await world.client.start(anna.user)
    await world.settle()
    await world.set_clock(WEDNESDAY_TEN - timedelta(hours=24))
    assert await sent(world, anna, "reminder") == 1
    assert await sent(world, clinic, "Please phone") == 1


async def test_an_account_that_is_gone(world: Any) -> None:
    """Nobody told the bot: it learns from Telegram's refusal."""
    anna, clinic = await world.owner("Anna", phone="+4915112345678"), world.staff
    await world.request(anna, WEDNESDAY_TEN)
    await world.settle()
    await world.client.deactivate(anna.user)
    await clinic.tap("Confirm", on=await clinic.find("Request #1001"))
    assert await sent(world, clinic, "Please phone") == 1
    assert await world.count("telegram_accounts WHERE blocked_at IS NOT NULL") == 1
    assert await world.count("notifications WHERE kind = 'confirmed' AND status = 'failed'") == 1
