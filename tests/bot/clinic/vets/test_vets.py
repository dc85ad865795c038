"""/vets: who treats patients, and who is off duty."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bot.clinic.vets.callbacks import AddVet, RenameVet, SetDuty, ShowVet, ShowVets
from core.users.schemas import SYSTEM


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def vet_names(world: Any, *, active_only: bool = True) -> list[str]:
    async with world.desk.unit() as services:
        return [vet.name for vet in await services.clinic.vets(active_only=active_only)]


async def test_adding_and_renaming(world: Any) -> None:
    staff = world.staff
    listed = await staff.say("/vets")
    (first,) = await vet_names(world)
    assert labels(listed) == [first, "➕ Add a vet"]

    asked = await staff.tap("Add a vet")
    assert asked.text.startswith("Vera Vet, what is the new vet called?")
    assert (await world.client.view(staff.user, staff.chat_id)).reply_keyboard.force_reply
    again = await staff.say("x" * 61)
    assert "A name has 1 to 60 characters" in again.text
    assert "what is the new vet called?" in again.text
    added = await staff.say("Dr. <Lea> Sommer")
    assert "✅ Dr. <Lea> Sommer takes appointments from now on, by the clinic's hours." in added.text
    assert "Dr. <Lea> Sommer is on duty.\nNo appointment lies ahead." in added.text
    assert labels(added) == ["🔴 Off duty", "✏️ Rename", "🕘 Hours", "‹ Back"]
    assert "what is the new vet called?" not in "".join(message.text for message in await staff.messages())

    await staff.tap("Rename")
    renamed = await staff.say("Dr. Sommer")
    assert "Dr. <Lea> Sommer is called Dr. Sommer now" in renamed.text
    listed = await staff.tap("Back")
    assert labels(listed) == [first, "Dr. Sommer", "➕ Add a vet"]

    await staff.tap("Add a vet")
    left = await staff.say("/cancel")
    assert left.text.startswith("Cancelled. Nothing has changed.")
    assert labels(left) == labels(listed)
    assert await vet_names(world) == [first, "Dr. Sommer"]


async def test_in_a_group_only_a_reply_to_the_question_is_an_answer(world: Any) -> None:
    staff, ben = world.staff, await world.staff_member("Ben")
    await staff.say("/vets")
    asked = await staff.tap("Add a vet")
    await world.client.send_text(staff.user, "Who wants coffee?", chat=staff.chat_id, plain=True)
    await world.client.send_text(ben.user, "Me!", chat=staff.chat_id, reply_to=asked)
    await world.settle()
    assert len(await vet_names(world)) == 1
    await staff.say("Bea")
    assert (await vet_names(world))[1:] == ["Bea"]


async def test_off_duty_lists_what_stays_booked(world: Any, new_owner: Any, ask: Any, again: Any) -> None:
    staff = world.staff
    async with world.desk.unit() as services:
        (first,) = await services.clinic.vets()
        await services.clinic.add_vet(SYSTEM, "Bea")
    _, actor = await new_owner()
    await ask(actor)
    await ask(actor, at=datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
    async with world.desk.unit() as services:  # "any vet" is the first one twice
        assert len(await services.appointments.ahead_of_vet(SYSTEM, first.id)) == 2

    await staff.say("/vets")
    shown = await staff.tap(first.name)
    assert "2 appointments lie ahead. They stay as they are" in shown.text
    assert labels(shown)[:2] == ["⏳ #1001 · Tue 3 Mar, 10:00 · Rex", "⏳ #1002 · Wed 4 Mar, 09:00 · Rex"]
    question = await staff.tap("Off duty")
    assert f"Take {first.name} off duty?" in question.text
    assert labels(question)[2:] == ["Yes, off duty", "‹ Back"]
    assert len(await vet_names(world)) == 2
    card = await staff.tap("#1001")
    assert "Request #1001" in card.text
    await staff.tap("Back", on=question)
    await staff.tap("Off duty", on=await again(question))
    await staff.tap("Yes, off duty", on=await again(question))
    assert await staff.toast() == f"{first.name} is off duty. What is booked stays booked."
    assert await vet_names(world) == ["Bea"]
    after = await again(question)
    assert f"{first.name} is off duty: nobody can book with them." in after.text
    assert labels(after)[2:] == ["🟢 Back on duty", "✏️ Rename", "‹ Back"]
    async with world.desk.unit() as services:
        assert {visit.number for visit in await services.appointments.ahead_of_vet(SYSTEM, first.id)} == {
            1001, 1002,
        }  # fmt: skip

    # The last one on duty, whose button still stands somewhere.
    listed = await staff.say("/vets")
    assert f"{first.name} (off duty)" in labels(listed)
    await staff.tap("Bea", on=listed)
    last = await staff.tap("Off duty")
    assert "Bea is the only vet on duty: nobody could book then." in await staff.toast()
    async with world.desk.unit() as services:
        bea = next(vet for vet in await services.clinic.vets() if vet.name == "Bea")
    await staff.tap_data(SetDuty(bea.id, 0, 1).pack(), last)
    assert "Bea is the only vet on duty: nobody could book then." in await staff.toast()
    assert await vet_names(world) == ["Bea"]
    await staff.tap("Back on duty", on=after)
    assert "is on duty: owners can book with them" in await staff.toast()
    assert len(await vet_names(world)) == 2


async def test_two_staff_at_once(world: Any) -> None:
    staff, ben = world.staff, await world.staff_member("Ben")
    async with world.desk.unit() as services:
        vets = [*await services.clinic.vets(), await services.clinic.add_vet(SYSTEM, "Bea")]
    for who, vet in ((staff, vets[0]), (ben, vets[1])):
        await who.say("/vets")
        await who.tap(vet.name)
    first, second = (await staff.messages())[-2:]
    await staff.tap_data(SetDuty(vets[0].id, 0, 1).pack(), first)
    await ben.tap_data(SetDuty(vets[1].id, 0, 1).pack(), second)
    assert "the only vet on duty" in await ben.toast()
    # Both are asked for a name: each answers their own question.
    await staff.tap_data(RenameVet(vets[0].id).pack(), first)
    asked = await staff.screen()
    await ben.tap_data(RenameVet(vets[1].id).pack(), second)
    await world.client.send_text(staff.user, "Ann", chat=staff.chat_id, reply_to=asked)
    await world.settle()
    await ben.say("Bert")
    assert await vet_names(world, active_only=False) == ["Ann", "Bert"]


async def test_owners_and_forgers_change_nothing(world: Any, new_owner: Any) -> None:
    anna, _ = await new_owner()
    async with world.desk.unit() as services:
        (vet,) = await services.clinic.vets()
    screen = await anna.say("/vets")
    assert "/book" in screen.text
    for data in (ShowVets(), ShowVet(vet.id, 1), AddVet(), RenameVet(vet.id), SetDuty(vet.id, 0, 1)):
        await anna.tap_data(data.pack(), screen)
        assert (await anna.toast()).startswith("Only the clinic can do that.")
    gone = UUID(int=5)
    listed = await world.staff.say("/vets")
    for data in (ShowVet(gone, 1), RenameVet(gone), SetDuty(gone, 0, 0), SetDuty(gone, 1, 1)):
        await world.staff.tap_data(data.pack(), listed)
        assert "no longer with us" in await world.staff.toast()
    await world.staff.tap_data(ShowVet(vet.id, 2**31 - 1).pack(), listed)
    await world.staff.tap_data(SetDuty(vet.id, 7, -3).pack(), listed)
    assert await vet_names(world) == [vet.name]
