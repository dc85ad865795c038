"""The end of a person's data, all of it or nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from core.appointments.errors import AlreadyDecided
from core.appointments.schemas import AppointmentDetails, AppointmentStatus
from core.inbox.service import InboxService
from core.notifications.dispatcher import LEASE
from core.notifications.schemas import Kind, NotificationStatus, Sent
from core.pets.errors import PetArchived
from core.pets.schemas import PetDraft, Species
from core.users.errors import NotRegistered, UserNotFound
from core.users.schemas import Actor

if TYPE_CHECKING:
    from tests.core.own_data.conftest import Practice

PHONE, TABLET = 11, 12


async def visits_of(practice: "Practice", actor: Actor) -> dict[int, AppointmentDetails]:
    async with practice.desk.unit() as services:
        records = await services.appointments.record(actor)
    return {record.visit.number: record.visit for record in records}


async def test_nothing_personal_is_left_anywhere(practice: "Practice", planted: dict[str, str]) -> None:
    anna = await practice.anna()
    secrets = {**planted, "password": "Zitronenkern", "staff note": "Schnappt"}
    async with practice.desk.unit() as services:
        assert anna.user_id is not None
        await services.users.records.write_note(practice.staff, anna.user_id, secrets["staff note"])
        await services.users.records.block(practice.staff, anna.user_id)
    async with practice.desk.unit() as services:
        code = (await services.claims.issue(practice.staff, anna.user_id, replacing=None)).code
        stranger = await services.users.account(99)
    before = str(await practice.everything())
    for what, words in secrets.items():
        assert words in before, what
    await practice.delete(anna)
    for table, rows in (await practice.everything()).items():
        for row in rows:
            for what, words in secrets.items():
                for part in words.split():  # not a word of it
                    if len(part) > 4:
                        assert part not in row, f"{what} in {table}"
    assert (await practice.everything())["claim_codes"] == []
    async with practice.desk.unit() as services:
        assert await services.claims.look(stranger, code) is None


async def test_no_row_leads_from_a_visit_to_a_telegram_account(practice: "Practice") -> None:
    anna = await practice.anna()
    await practice.delete(anna)
    async with practice.desk.unit() as services:
        assert await services.users.accounts_of(anna.user_id) == []  # type: ignore[arg-type]
        for account in (PHONE, TABLET):
            assert (await services.users.account(account)).user is None
    told = await practice.outbox(anna.user_id)
    assert [(row.kind, row.telegram_user_id) for row in told] == [(Kind.DATA_DELETED, TABLET)]
    async with practice.desk.unit() as services:
        (outgoing,) = [
            each for each in (await services.notifications.delivery.claim(99, LEASE)).outgoing
            if each.kind is Kind.DATA_DELETED
        ]  # fmt: skip
    assert outgoing.telegram_user_id == TABLET
    async with practice.desk.unit() as services:
        await services.notifications.delivery.record(outgoing, Sent(chat_id=TABLET, message_id=1))
    async with practice.desk.unit(one_statement=True) as services:
        await services.housekeeping.sweep()
    assert await practice.outbox(anna.user_id) == []


async def test_the_record_of_visits_stays_without_them(practice: "Practice") -> None:
    anna = await practice.anna()
    before = await visits_of(practice, anna)
    assert await practice.delete(anna) == 3
    after = await visits_of(practice, anna)
    assert set(after) == set(before)
    for number, visit in after.items():
        was = before[number]
        assert (visit.starts_at, visit.ends_at, visit.service, visit.vet, visit.pet.species) == (
            was.starts_at, was.ends_at, was.service, was.vet, was.pet.species,
        )  # fmt: skip
        assert (visit.owner.deleted, visit.owner.phone, visit.notes, visit.pet.breed) == (True, None, None, None)
    assert {number: (visit.status, visit.reason, visit.decided_by) for number, visit in after.items()} == {
        1001: ("completed", None, "Dr. Weber"),
        1002: ("declined", None, "Dr. Weber"),  # the reason was somebody's own words
        1003: ("cancelled", "data_deleted", None),  # in half an hour: no cut-off keeps anybody's data
        1004: ("cancelled", "data_deleted", None),
        1005: ("cancelled", None, None),
        1006: ("cancelled", "data_deleted", None),
    }


async def test_the_clinic_is_told_and_every_card_is_drawn_anew(practice: "Practice") -> None:
    anna = await practice.anna()
    async with practice.desk.unit() as services:  # whatever was there before is sent by now
        batch = await services.notifications.delivery.claim(99, LEASE)
        for outgoing in batch.outgoing:
            await services.notifications.delivery.record(outgoing, Sent(chat_id=1, message_id=1))
    await practice.delete(anna)
    visits = await visits_of(practice, anna)
    numbers = {visit.id: number for number, visit in visits.items()}
    waiting = [row for row in await practice.outbox(None) if row.status is NotificationStatus.PENDING]
    told = {
        numbers[row.appointment_id] for row in waiting if row.kind is Kind.CANCELLED_BY_OWNER and row.appointment_id
    }
    redrawn = {numbers[row.appointment_id] for row in waiting if row.kind is Kind.CARD_UPDATE and row.appointment_id}
    assert told >= {1003, 1004, 1006}
    assert redrawn == set(visits)


async def test_others_are_left_alone(practice: "Practice") -> None:
    anna = await practice.anna()
    ben = await practice.ben()
    before = {table: [row for row in rows if str(ben.user_id) in row or "Bello" in row or "Ben" in row]
              for table, rows in (await practice.everything()).items()}  # fmt: skip
    await practice.delete(anna)
    after = await practice.everything()
    for table, rows in before.items():
        assert set(rows) <= set(after[table]), table
    assert [row.kind for row in await practice.outbox(ben.user_id)].count(Kind.REMINDER) == 2


async def test_the_freed_time_can_be_booked(practice: "Practice", planted: dict[str, str]) -> None:
    anna = await practice.anna()
    await practice.delete(anna)
    carl = await practice.owner(31, "Carl", planted["email"])  # the address is free again, too
    visit = await practice.book(carl, await practice.pet(carl, "Rex"), "2026-03-05 10:00")
    assert visit.starts_at == practice.at("2026-03-05 10:00")


async def test_the_accounts_are_new_and_speak_their_language(practice: "Practice") -> None:
    anna = await practice.anna()
    await practice.delete(anna)
    for account in (PHONE, TABLET):
        heard = await practice.hear(account, "Somebody")
        assert (heard.user, heard.speaks()) == (None, "de")
    again = await practice.owner(PHONE, "Anna Again", "again@example.org")
    assert again.user_id != anna.user_id
    assert await visits_of(practice, again) == {}


async def test_a_second_time_and_what_is_said_meanwhile(practice: "Practice") -> None:
    anna = await practice.anna()
    pet_id = next(iter((await visits_of(practice, anna)).values())).pet.id
    await practice.delete(anna)
    async with practice.desk.unit() as services:
        assert anna.user_id is not None
        assert await services.own_data.is_deleted(anna.user_id)
    with pytest.raises(NotRegistered):
        await practice.delete(anna)
    with pytest.raises(PetArchived):
        await practice.book(anna, pet_id, "2026-03-09 10:00")
    with pytest.raises(UserNotFound):
        await practice.pet(anna, "Another")
    async with practice.desk.unit() as services:
        with pytest.raises(NotRegistered):
            await services.users.edit_profile(anna, full_name="Anna")
        with pytest.raises(UserNotFound):
            await services.users.link(TABLET, anna.user_id)


async def test_what_staff_do_afterwards_is_pushed_to_nobody(practice: "Practice") -> None:
    anna = await practice.anna()
    practice.clock.set(practice.at("2026-03-05 10:10"))  # 1004 is under way: it stays as it is
    await practice.delete(anna)
    visits = await visits_of(practice, anna)
    assert visits[1004].status is AppointmentStatus.CONFIRMED
    async with practice.desk.unit() as services:
        await services.appointments.cancel(practice.staff, visits[1004].id)
    assert {row.kind for row in await practice.outbox(anna.user_id)} == {Kind.DATA_DELETED}


async def test_a_death_in_the_middle_leaves_everything(practice: "Practice", monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await practice.anna()
    before = await practice.everything()

    async def die(*_: Any) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(InboxService, "forget_replies", die)
    with pytest.raises(asyncio.CancelledError):
        await practice.delete(anna)
    assert await practice.everything() == before


async def test_a_guesser_does_not_get_rid_of_the_limit(practice: "Practice") -> None:
    eve = await practice.owner(41, "Eve", "eve@example.org")
    async with practice.desk.unit() as services:
        await services.users.admit_login(41, "victim@example.org")
    await practice.delete(eve)
    assert "victim@example.org" in str(await practice.everything())


# Races, each in transactions of their own


async def together(*works: Callable[[], Awaitable[Any]]) -> list[Any]:
    return await asyncio.gather(*(work() for work in works), return_exceptions=True)


async def test_against_a_booking(practice: "Practice") -> None:
    for round_ in range(6):
        owner = await practice.owner(100 + round_, "Racer", f"racer{round_}@example.org")
        pet_id = await practice.pet(owner, "Swift")
        request = await practice.request(pet_id, f"2026-03-{9 + round_ % 3:02} {9 + round_ // 3:02}:00")

        async def book(owner: Actor = owner, request: Any = request) -> Any:
            async with practice.desk.unit() as services:
                return await services.appointments.book(owner, request)

        async def delete(owner: Actor = owner) -> Any:
            return await practice.delete(owner)

        outcomes = await together(*((book, delete) if round_ % 2 else (delete, book)))
        booked, deleted = outcomes if round_ % 2 else reversed(outcomes)
        assert isinstance(deleted, int)
        assert isinstance(booked, AppointmentDetails | PetArchived)
        statuses = [visit.status for visit in (await visits_of(practice, owner)).values()]
        assert statuses in ([], [AppointmentStatus.CANCELLED])
        assert "Swift" not in str(await practice.everything())


async def test_against_a_confirmation(practice: "Practice") -> None:
    for round_ in range(6):
        owner = await practice.owner(100 + round_, "Racer", f"racer{round_}@example.org")
        pet_id = await practice.pet(owner, "Swift")
        visit = await practice.book(owner, pet_id, f"2026-03-{9 + round_ % 3:02} {9 + round_ // 3:02}:00")

        async def confirm(visit: AppointmentDetails = visit) -> Any:
            async with practice.desk.unit() as services:
                return await services.appointments.confirm(practice.staff, visit.id)

        async def delete(owner: Actor = owner) -> Any:
            return await practice.delete(owner)

        confirmed, deleted = await together(confirm, delete)
        assert deleted == 1
        assert isinstance(confirmed, AppointmentDetails | AlreadyDecided)
        (left,) = (await visits_of(practice, owner)).values()
        assert (left.status, left.owner.deleted) == (AppointmentStatus.CANCELLED, True)
        assert await practice.outbox(owner.user_id) == []


async def test_against_a_new_pet_and_a_change_of_the_profile(practice: "Practice") -> None:
    for round_ in range(4):
        owner = await practice.owner(100 + round_, "Racer", f"racer{round_}@example.org")

        async def add(owner: Actor = owner) -> Any:
            async with practice.desk.unit() as services:
                return await services.pets.create(owner, PetDraft(name="Swift", species=Species.CAT))

        async def rename(owner: Actor = owner) -> Any:
            async with practice.desk.unit() as services:
                return await services.users.edit_profile(owner, full_name="Faster Swift")

        async def delete(owner: Actor = owner) -> Any:
            return await practice.delete(owner)

        outcomes = await together(add, rename, delete)
        assert outcomes[2] == 0
        assert {type(each).__name__ for each in outcomes[:2]} <= {"Pet", "User", "UserNotFound", "NotRegistered"}
        assert "Swift" not in str(await practice.everything())


async def test_twice_at_once(practice: "Practice") -> None:
    anna = await practice.anna()
    outcomes = await together(*[lambda: practice.delete(anna)] * 2)
    assert sorted(type(each).__name__ for each in outcomes) == ["NotRegistered", "int"]


async def test_with_a_wish_to_move_that_waits(practice: "Practice") -> None:
    owner = await practice.owner(41, "Mover", "mover@example.org")
    pet_id = await practice.pet(owner, "Swift")
    visit = await practice.confirmed(owner, pet_id, "2026-03-05 10:00", "Angsthase")
    async with practice.desk.unit() as services:
        await services.appointments.move(owner, visit.id, practice.at("2026-03-06 10:00"))
        assert (await services.own_data.what_deletion_does(owner)).cancelled_visits == 1
    assert await practice.delete(owner) == 1
    async with practice.desk.unit() as services:
        rows = [record.visit for record in await services.appointments.record(owner)]
    assert {(row.status, row.notes, row.is_wish) for row in rows} == {
        (AppointmentStatus.CANCELLED, None, False),
        (AppointmentStatus.CANCELLED, None, True),
    }
    left = str(await practice.everything())
    assert "Swift" not in left
    assert "Angsthase" not in left
    assert "Mover" not in left


async def test_after_a_move(practice: "Practice") -> None:
    owner = await practice.owner(41, "Mover", "mover@example.org")
    visit = await practice.confirmed(owner, await practice.pet(owner, "Swift"), "2026-03-05 10:00", "Angsthase")
    async with practice.desk.unit() as services:
        moved = await services.appointments.move(owner, visit.id, practice.at("2026-03-06 10:00"))
        assert moved.wish is not None
        await services.appointments.confirm(practice.staff, moved.wish.id)
    assert await practice.delete(owner) == 1
    left = str(await practice.everything())
    for words in ("Swift", "Angsthase", "Mover"):
        assert words not in left
