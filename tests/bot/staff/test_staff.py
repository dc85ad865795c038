"""/staff: the owner says who may change the rules, and the buttons know."""

from typing import Any

import pytest

from bot.clinic.closures.callbacks import AddClosure, RemoveClosure
from bot.clinic.opening_hours.callbacks import CLINIC, AskCopy, CloseDay, CopyHours, DropOwnHours, TypeHours
from bot.clinic.services.callbacks import AddService, EditService, SetOffered
from bot.clinic.vets.callbacks import AddVet, RenameVet, SetDuty
from bot.staff.callbacks import NameMember, ShowMember, ShowStaff
from bot.statistics.callbacks import ExportMonth
from core.staff.schemas import StaffRole
from core.users.schemas import SYSTEM, Actor


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def vet_names(world: Any) -> list[str]:
    async with world.desk.unit() as services:
        return [vet.name for vet in await services.clinic.vets(active_only=False)]


async def test_the_owner_says_who_may_do_what(world: Any) -> None:
    vera, ben = world.staff, await world.staff_member("Ben")
    listed = await vera.say("/staff")
    assert "Vera Vet – owner · here since 2 Mar\nBen – may change the rules · here since 2 Mar" in listed.text
    assert "Everybody in this chat may do everything." in listed.text
    assert labels(listed) == ["Vera Vet", "Ben", "🕓 Lately"]
    assert labels(await vera.tap("Vera Vet")) == ["‹ Back"]
    await vera.tap("Back")
    assert labels(await vera.tap("Ben")) == ["🔒 Visits only", "‹ Back"]
    shown = await vera.tap("Visits only")
    assert await vera.toast() == "Ben handles visits only. Whoever joins from now on does, too."
    assert "Ben – visits only · here since 2 Mar · says Vera Vet, Mon 2 Mar, 08:00" in shown.text
    listed = await vera.tap("Back")
    assert "Whoever joins from now on handles visits only" in listed.text

    # Others read it.
    read = await ben.say("/staff")
    assert "Ben – visits only" in read.text
    await ben.tap("Ben", on=read)
    member = await ben.screen()
    assert "Only the clinic's owner can change that." in member.text
    assert labels(member) == ["‹ Back"]
    cara = await world.staff_member("Cara")
    await cara.say("/vets")
    await cara.tap("Add a vet")
    assert "Vera Vet may change this" in await cara.toast()

    lately = await vera.tap("Lately", on=await vera.say("/staff"))
    assert "👥 Ben: visits only\nVera Vet, Mon 2 Mar, 08:00" in lately.text
    await vera.tap("Back")
    await vera.tap("Ben")
    assert "may change the rules" in (await vera.tap("Let them change the rules")).text


async def test_a_receptionist_handles_visits_and_is_kindly_refused_the_rest(
    world: Any, new_owner: Any, ask: Any, message: Any, restrict: Any
) -> None:
    ben = await world.staff_member("Ben")
    await restrict(ben)
    _, actor = await new_owner()
    await ask(actor)
    await ben.tap("Confirm", on=await message("#1001"))
    assert "Confirmed by Ben on" in (await message("#1001")).text
    assert "Closed, until you open again" in (await ben.say("/close")).text
    await ben.say("/open")
    assert "Opening hours" in (await ben.say("/hours")).text
    refused = "Here you handle visits. Vera Vet may change this: please ask them. /staff shows who may do what."
    assert refused in (await ben.say("/export")).text
    assert refused in (await ben.say("/closure tomorrow")).text

    async with world.desk.unit() as services:
        (vet,) = await services.clinic.vets()
        service = (await services.clinic.services())[0]
        closure = await services.clinic.add_closure(SYSTEM, *services.statistics.month(world.clock.now().date()))
    screen = await ben.say("/vets")
    for data in (
        AddVet(), RenameVet(vet.id), SetDuty(vet.id, 0, 0), SetDuty(vet.id, 0, 1), AddService(),
        EditService(service.id, "price"), SetOffered(service.id, 0), TypeHours(CLINIC, 1), CloseDay(CLINIC, 1),
        AskCopy(CLINIC, 1), CopyHours(CLINIC, 1, 2), DropOwnHours(vet.id, 1), AddClosure(),
        RemoveClosure(closure.id, 1), ExportMonth(world.clock.now().date()),
    ):  # fmt: skip
        await ben.tap_data(data.pack(), screen)
        assert await ben.toast() == refused, data
    assert await vet_names(world) == [vet.name]
    async with world.desk.unit() as services:
        assert await services.clinic.closure(closure.id)
        assert [change.kind.value for change in (await services.staff.changes(SYSTEM)).items] == [
            "closure_added", "switch", "switch", "staff_role",
        ]  # fmt: skip


async def test_the_owner_need_not_have_acted(world: Any, row: Any) -> None:
    """Whose group it is, Telegram says, before anybody else can name."""
    ben, cara = await world.staff_member("Ben"), await world.staff_member("Cara")
    screen = await ben.say("/start")
    await ben.tap_data(NameMember((await row(cara)).id, "receptionist").pack(), screen)
    assert await ben.toast() == "Who may do what, only Vera Vet can say. Please ask them."
    assert (await row(cara)).may_change_rules


async def test_forged_namings(world: Any, new_owner: Any, row: Any, restrict: Any) -> None:
    vera, ben = world.staff, await world.staff_member("Ben")
    cara = await world.staff_member("Cara")
    await restrict(ben)
    screen = await ben.say("/staff")
    ids = {who.user.id: (await row(who)).id for who in (vera, ben, cara)}
    for whom in (ben, cara, vera):
        for role in StaffRole:
            await ben.tap_data(NameMember(ids[whom.user.id], role.value).pack(), screen)
            assert await ben.toast() == "Who may do what, only Vera Vet can say. Please ask them."
    await vera.tap_data(NameMember(ids[vera.user.id], "receptionist").pack(), screen)
    assert "Nobody changes what they themselves may do" in await vera.toast()
    await vera.tap_data(NameMember(ids[ben.user.id], "owner").pack(), screen)
    assert "no longer does anything" in await vera.toast()
    anna, _ = await new_owner()
    home = await anna.say("/start")
    for data in (ShowStaff(1), ShowMember(ids[ben.user.id]), NameMember(ids[ben.user.id], "manager")):
        await anna.tap_data(data.pack(), home)
        assert "Only the clinic can do that" in await anna.toast()
    assert [(await row(who)).may_change_rules for who in (vera, ben, cara)] == [True, False, True]
    assert "/book" in (await anna.say("/staff")).text


async def test_demoted_in_the_middle_of_a_question(world: Any, restrict: Any) -> None:
    ben = await world.staff_member("Ben")
    async with world.desk.unit() as services:
        before = await services.clinic.opening_hours()
    await ben.say("/hours")
    await ben.tap("Wed")
    await ben.tap("Type hours")
    preview = await ben.say("9-12")
    assert "New: 09:00–12:00" in preview.text
    await restrict(ben)
    await ben.tap("Save", on=preview)
    shown = next(each for each in await ben.messages() if each.message_id == preview.message_id)
    assert shown.text.startswith("⚠️ Here you handle visits. Vera Vet may change this: please ask them.")
    assert "Wednesday" in shown.text
    async with world.desk.unit() as services:
        assert await services.clinic.opening_hours() == before
    # The question is over: what he sends next is no answer to it.
    assert "There is nothing to cancel" in (await ben.say("/cancel")).text


async def test_demoted_before_the_answer_is_typed(world: Any, row: Any) -> None:
    vera, ben = world.staff, await world.staff_member("Ben")
    await vera.say("/start")
    names = await vet_names(world)
    await ben.say("/vets")
    asked = await ben.tap("Add a vet")
    async with world.desk.unit() as services:
        owner = Actor.staff("Vera Vet", vera.user.id)
        await services.staff.name(owner, (await row(ben)).id, StaffRole.RECEPTIONIST)
    await world.client.send_text(ben.user, "Bea", chat=ben.chat_id, reply_to=asked)
    await world.settle()
    assert (await ben.screen()).text.startswith("⚠️ Here you handle visits.")
    assert await vet_names(world) == names


async def test_the_supergroup_keeps_what_everybody_may(world: Any, restrict: Any, row: Any) -> None:
    vera, ben = world.staff, await world.staff_member("Ben")
    await restrict(ben)
    upgraded = await world.client.upgrade_group(world.clinic)
    await world.settle()
    vera.chat_id = ben.chat_id = upgraded.id
    await ben.say("/vets")
    await ben.tap("Add a vet")
    assert "Vera Vet may change this" in await ben.toast()
    await world.advance(hours=7)  # Telegram is asked again, about the new group
    assert "Ben – visits only" in (await vera.say("/staff")).text
    assert "Closed" in (await ben.say("/close")).text
    assert (await row(vera)).is_owner


async def test_two_of_the_same_name(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    first = await world.staff_member("Kim <b>")
    user = await world.client.create_user("Kim <b>", username="kim_two")
    await world.client.join(user, world.clinic)
    await world.settle()
    listed = await world.staff.say("/staff")
    assert f"Kim <b> (…{first.user.id % 10_000:04}) – may" in listed.text
    assert "Kim <b> (@kim_two) – may" in listed.text
    _, actor = await new_owner()
    await ask(actor)
    await first.tap("Confirm", on=await message("#1001"))
    assert f"Confirmed by Kim <b> (…{first.user.id % 10_000:04}) on" in (await message("#1001")).text


async def test_what_was_changed_lately_in_words(world: Any) -> None:
    vera = world.staff
    await vera.say("/vets")
    await vera.tap("Add a vet")
    await vera.say("Bea & Co")
    await vera.tap("Off duty")
    await vera.tap("Yes")
    await vera.say("/hours")
    await vera.tap("Wed")
    await vera.tap("Type hours")
    await vera.say("9-12, 13-24")
    await vera.tap("Save")
    await vera.say("/services")
    await vera.tap("Surgery")
    await vera.tap("Off")
    await vera.say("/closure 24.12. - 26.12.")
    await vera.tap("Skip")
    await vera.tap("Close")
    await vera.tap("Remove")
    await vera.tap("Yes")
    await vera.say("/close 14:30")
    await vera.say("/staff")
    lately = await vera.tap("Lately")
    said = [line for line in lately.text.splitlines() if line and not line.startswith("Vera Vet, ")]
    assert said == [
        "🕓 What was changed lately", "🔴 Closed, until Mon 2 Mar, 14:30",
        "⛔ Closure removed: Thu 24 Dec – Sat 26 Dec",
        "⛔ Closure added: Thu 24 Dec – Sat 26 Dec", "🩺 Surgery: off the list",
        "🕘 Wednesday: 09:00–12:00, 13:00–24:00", "👩‍⚕️ Bea & Co is off duty", "👩‍⚕️ Bea & Co is new",
    ]  # fmt: skip


@pytest.mark.parametrize("page", [0, 99])
async def test_pages_that_are_not_there(world: Any, page: int) -> None:
    listed = await world.staff.say("/staff")
    await world.staff.tap_data(ShowStaff(page).pack(), listed)
    assert "Vera Vet – owner" in (await world.staff.screen()).text
