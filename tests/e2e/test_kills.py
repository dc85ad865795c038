"""kill -9 between any two steps, and in the middle of one: nothing is lost, nothing is done twice.

Each flow is somebody who acts, lets whatever may happen to the bot happen, and looks; all of them live through the
same kills side by side.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

Flow = AsyncIterator[None]

TUESDAY = {hour: datetime(2026, 3, 3, hour, 0, tzinfo=UTC) for hour in range(9, 18)}
PASSWORD = "correct horse battery"
LEASE = 61
"""Seconds after which what a dead process was about to send is sent by the next one."""
SLOWEST_KILL = 0.15
"""Seconds after the last act; an answer takes some tens of milliseconds."""


async def registers(person: Any) -> Flow:
    await person.say("/start", settle=False)
    yield
    await person.tap("Register", settle=False)
    yield
    assert "name" in (await person.screen()).text
    await person.tap("Nora", settle=False)
    yield
    assert "email" in (await person.screen()).text
    await person.say("nora@example.org", settle=False)
    yield
    assert "phone" in (await person.screen()).text
    await person.share_contact(settle=False)
    yield
    assert "last step" in (await person.screen()).text
    await person.say(PASSWORD, settle=False)
    yield
    assert "You are registered, Nora" in (await person.screen()).text
    assert await said(person, PASSWORD) == 0
    assert await person.world.count("users WHERE email = 'nora@example.org' AND phone = '+4915112345678'") == 1


async def logs_in(person: Any, email: str) -> Flow:
    await person.say("/login", settle=False)
    yield
    assert "email address" in (await person.screen()).text
    await person.say(email, settle=False)
    yield
    assert f"password for {email}" in (await person.screen()).text
    await person.say(PASSWORD, settle=False)
    yield
    assert "Welcome back, Lena" in (await person.screen()).text
    assert await said(person, PASSWORD) == 0
    await person.say("/logout", settle=False)
    yield
    await person.tap("Yes", settle=False)
    yield
    assert "Welcome!" in (await person.screen()).text


async def adds_a_pet(owner: Any) -> Flow:
    await owner.say("/addpet", settle=False)
    yield
    answers = (
        ("called", "Bella"),
        ("What kind of animal is Bella", "Cat"),
        ("breed", "Siamese"),
        ("born", "2 years"),
        ("heavy", "4,5 kg"),
        ("last question", "3 months ago"),
    )
    for question, answer in answers:
        screen = await owner.screen()
        assert question in screen.text
        await (owner.tap(answer, settle=False) if answer == "Cat" else owner.say(answer, settle=False))
        yield
    screen = await owner.screen()
    for fact in ("Bella is registered", "Siamese", "2 years", "4.5 kg", "valid"):
        assert fact in screen.text
    assert await owner.world.count("pets WHERE owner_id = $1", owner.actor.user_id) == 2


async def changes_a_pet(owner: Any) -> Flow:
    await owner.say("/pets", settle=False)
    yield
    await owner.tap("Rex", settle=False)
    yield
    for button, question, answer, shown in (
        ("Weight", "How heavy", "14 kg", "14 kg"),
        ("Breed", "Which breed", "Collie", "Collie"),
    ):
        await owner.tap(button, settle=False)
        yield
        assert question in (await owner.screen()).text
        await owner.say(answer, settle=False)
        yield
        screen = await owner.screen()
        assert "Saved" in screen.text
        assert shown in screen.text


async def changes_the_profile(owner: Any) -> Flow:
    await owner.say("/profile", settle=False)
    yield
    await owner.tap("Phone", settle=False)
    yield
    assert "phone" in (await owner.screen()).text
    await owner.share_contact(settle=False)
    yield
    assert "Phone: +" in (await owner.screen()).text
    await owner.tap("Name", settle=False)
    yield
    assert "name" in (await owner.screen()).text
    await owner.say("Paula Pan", settle=False)
    yield
    screen = await owner.screen()
    assert "Saved" in screen.text
    assert "Paula Pan" in screen.text


async def books(owner: Any, time: str) -> Flow:
    await owner.say("/book", settle=False)
    yield
    for question, label in (("need", "Check-up"), ("Which day", "4"), ("What time", time)):
        screen = await owner.screen()
        assert question in screen.text
        await owner.tap(label, settle=False)
        yield
    assert "vet should know" in (await owner.screen()).text
    await owner.say("He limps", settle=False)
    yield
    screen = await owner.screen()
    assert "He limps" in screen.text
    assert time in screen.text
    await owner.tap("Send", settle=False)
    yield
    assert "is with the clinic" in (await owner.screen()).text
    wanted = "appointments WHERE owner_id = $1 AND notes = 'He limps'"
    assert await owner.world.count(wanted, owner.actor.user_id) == 1


async def cancels(owner: Any) -> Flow:
    await owner.say("/appointments", settle=False)
    yield
    await owner.tap("Rex", settle=False)
    yield
    await owner.tap("Cancel", settle=False)
    yield
    assert "Cancel this appointment?" in (await owner.screen()).text
    await owner.tap("Yes", settle=False)
    yield
    assert "cancelled" in (await owner.screen()).text
    assert await said(owner.world.staff, "cancelled by the owner, Carla") >= 1


async def declines(staff: Any, number: int) -> Flow:
    """With words that are typed."""
    await staff.tap("Decline", on=await staff.find(f"#{number}"), settle=False)
    yield
    await staff.tap("type it", on=await staff.find(f"#{number}"), settle=False)
    yield
    question = await staff.find(f"why do you decline #{number}")
    await staff.world.client.send_text(staff.user, "No time", chat=staff.chat_id, reply_to=question)
    yield
    await staff.tap("without proposing", on=await staff.find(f"Decline #{number}"), settle=False)
    yield
    assert await said(staff, f"#{number} declined") >= 1
    open_questions = "conversations WHERE telegram_user_id = $1 AND name IN ('decline', 'propose')"
    assert await staff.world.count(open_questions, staff.user.id) == 0


async def confirms_and_calls_off(staff: Any, number: int) -> Flow:
    await staff.tap("Confirm", on=await staff.find(f"Request #{number}"), settle=False)
    yield
    await staff.tap("Cancel", on=await staff.find(f"#{number} confirmed"), settle=False)
    yield
    await staff.tap("Yes", on=await staff.find(f"#{number} confirmed"), settle=False)
    yield
    assert await said(staff, f"#{number} cancelled") >= 1


async def said(person: Any, text: str) -> int:
    """In how many messages of the chat, anybody's, that stands now."""
    messages = (await person.world.client.view(person.user, person.chat_id)).messages
    return sum(text in message.text for message in messages)


async def events(world: Any, number: int) -> list[str]:
    rows = await world.database.fetch(
        "SELECT e.kind FROM appointment_events e JOIN appointments a ON a.id = e.appointment_id"
        " WHERE a.number = $1 ORDER BY e.happened_at, e.id",
        number,
    )
    return [row["kind"] for row in rows]


async def everybody(world: Any) -> list[Flow]:
    """Somebody in each conversation there is."""
    hashed = await world.desk.hasher.hash(PASSWORD)
    await world.owner("Lena", email="lena@example.org", password_hash=hashed)
    nora, other = await world.person("Nora", phone="+4915112345678"), await world.person("Lena")
    ada, pia, paul, bea, bob = [await world.owner(name) for name in ("Ada", "Pia", "Paul", "Bea", "Bob")]
    carla, dora, emil = [await world.owner(name) for name in ("Carla", "Dora", "Emil")]
    for owner, hour in ((dora, 9), (emil, 10), (carla, 11)):
        await world.request(owner, TUESDAY[hour])
    for newcomer in (nora, other):
        await world.client.start(newcomer.user)
    ben = await world.staff_member("Ben")
    await world.settle()
    return [
        registers(nora),
        logs_in(other, "lena@example.org"),
        adds_a_pet(ada),
        changes_a_pet(pia),
        changes_the_profile(paul),
        books(bea, "10:00"),
        books(bob, "15:00"),
        cancels(carla),
        declines(world.staff, 1001),
        confirms_and_calls_off(ben, 1002),
    ]


async def live_through(flows: list[Flow], disturb: Callable[[], Awaitable[None]]) -> None:
    """Lets each flow take a step, disturbs the bot, and so on, until all have come to their end."""
    while flows:
        for flow in list(flows):
            try:
                await anext(flow)
            except StopAsyncIteration:
                flows.remove(flow)
        if flows:
            await disturb()


def kill_early(world: Any, flows: list[Flow], seed: int) -> Callable[[], Awaitable[None]]:
    """Kills the bot at some moment soon after the acts, whatever it is at, and has others act first the next time."""
    chance = random.Random(seed)

    async def disturb() -> None:
        await asyncio.sleep(chance.uniform(0, SLOWEST_KILL))
        await world.bot.restart()
        await world.advance(seconds=LEASE)
        chance.shuffle(flows)

    return disturb


async def check_once(world: Any) -> None:
    """What must be there once after everybody is through, is."""
    assert await events(world, 1001) == ["requested", "declined"]
    assert await events(world, 1002) == ["requested", "confirmed", "cancelled"]
    assert await events(world, 1003) == ["requested", "cancelled"]
    assert await world.count("appointments") == 5
    assert await world.count("pets WHERE name = 'Bella'") == 1
    assert await world.count("users") == 10
    assert await world.count("inbox WHERE answered_at IS NULL") == 0
    assert await world.count("notifications WHERE status = 'failed'") == 0


async def test_killed_between_every_two_steps(world: Any) -> None:
    flows = await everybody(world)

    async def kill_when_answered() -> None:
        await world.settle()
        await world.bot.restart()
        await world.settle()

    await live_through(flows, kill_when_answered)
    await check_once(world)


@pytest.mark.parametrize("seed", [1, 2])
async def test_killed_in_the_middle_of_a_step(world: Any, seed: int) -> None:
    flows = await everybody(world)
    await live_through(flows, kill_early(world, flows, seed))
    await check_once(world)


async def test_killed_in_the_middle_of_each_step_of_a_booking(world: Any) -> None:
    """Alone, so that the moments lie close to the act."""
    bea = await world.owner("Bea")
    await world.settle()
    flows = [books(bea, "10:00")]
    await live_through(flows, kill_early(world, flows, seed=4))
    # Its number may be any: one is used up by each try that the kill cut short.
    assert await world.count("appointment_events WHERE kind = 'requested'") == 1
    assert await said(world.staff, "Request #") >= 1
