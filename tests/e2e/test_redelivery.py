"""Telegram delivers again what it is not sure was taken: every update comes twice, and some once more later."""

from typing import Any


async def test_every_update_comes_twice(world: Any) -> None:
    await world.client.set_copies(2)
    anna, clinic = await world.person("Anna", phone="+4915112345678"), world.staff
    steps = 0

    async def once(screen: Any, *facts: str, messages: int) -> Any:
        """What one update brings, and no more: the last one comes a third time here."""
        nonlocal steps
        steps += 1
        before = await conversation(world, anna)
        await world.client.redeliver()
        await world.settle()
        assert await conversation(world, anna) == before
        assert await anna.screen() == screen
        assert len(await anna.messages()) == messages
        for fact in facts:
            assert fact in screen.text
        return screen

    await once(await anna.say("/start"), "Welcome", messages=1)
    await once(await anna.tap("Register"), "name", messages=1)
    await once(await anna.tap("Anna"), "email", messages=1)
    await once(await anna.say("anna@example.org"), "phone", messages=1)
    await once(await anna.share_contact(), "last step", messages=1)
    await once(await anna.say("correct horse battery"), "You are registered", messages=1)
    await once(await anna.tap("My pets"), "Nobody here yet", messages=1)
    await once(await anna.tap("Add a pet"), "called", messages=1)
    await once(await anna.say("Rex"), "What kind", messages=1)
    await once(await anna.tap("Dog"), "Which breed", messages=1)
    await once(await anna.say("Labrador"), "born", messages=1)
    await once(await anna.say("3 years"), "heavy", messages=1)
    await once(await anna.say("31,5 kg"), "last question", messages=1)
    await once(await anna.say("8 months ago"), "Rex is registered", messages=1)
    await once(await anna.tap("Book for Rex"), "need", messages=1)
    await once(await anna.tap("Check-up"), "Which day", messages=1)
    await once(await anna.tap("4"), "What time", messages=1)
    await once(await anna.tap("10:00"), "vet should know", messages=1)
    await once(await anna.say("He limps"), "He limps", messages=1)
    await once(await anna.tap("Send"), "#1001 is with the clinic", messages=1)
    assert await cards(clinic) == 1

    await clinic.tap("Confirm")
    await world.client.redeliver(times=2)
    await world.settle()
    assert "Confirmed: #1001" in await clinic.toast()
    assert await cards(clinic) == 1
    assert "Confirmed by Vera" in (await clinic.find("#1001")).text
    assert len(await anna.messages()) == 2
    assert "Confirmed!" in (await anna.screen()).text

    assert await world.count("inbox WHERE sender = $1", anna.user.id) == steps
    for table in ("users", "pets", "appointments"):
        assert await world.count(table) == 1, table
    assert await world.count("appointment_events") == 2
    assert await world.count("notifications WHERE kind = 'request_card'") == 1
    assert await world.count("notifications WHERE kind = 'reminder'") == 2


async def test_a_restart_between_the_two_deliveries(world: Any) -> None:
    """The second copy comes to a process that knows nothing of the first."""
    anna = await world.owner("Anna")
    await anna.say("/book")
    await anna.tap("Check-up")
    await anna.tap("4")
    await anna.tap("10:00")
    await anna.tap("Skip")
    sent = await anna.tap("Send")
    await world.bot.restart()
    await world.client.redeliver()
    await world.settle()
    assert await anna.screen() == sent
    assert await world.count("appointments") == 1
    assert await cards(world.staff) == 1


async def cards(clinic: Any) -> int:
    return sum("👤" in message.text for message in await clinic.messages())


async def conversation(world: Any, person: Any) -> Any:
    return await world.database.fetchrow(
        "SELECT name, step, draft, message_id, updated_at FROM conversations WHERE telegram_user_id = $1",
        person.user.id,
    )
