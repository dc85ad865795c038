"""Other times, proposed when a request is declined: who holds what until when, and what ends it."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core.appointments.calendar import CalendarWords
from core.appointments.deadlines import held_until
from core.appointments.errors import (
    AlreadyDecided,
    AppointmentNotFound,
    ClinicClosed,
    DuringClosure,
    InvalidReason,
    OutsideOpeningHours,
    PetHasVisitThen,
    ProposalAnswered,
    ProposalOver,
    SlotTaken,
    StartInPast,
    TooManyProposals,
    VetUnavailable,
)
from core.appointments.policy import BookingPolicy
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, EventKind, Proposal
from core.clinic.schemas import Status
from core.notifications.models import Notification
from core.users.errors import BookingsBlocked, StaffOnly
from core.users.schemas import Actor

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
WORDS = CalendarWords("Vaccination for Rex", "Appointment", "12 Linden Street")
THREE = ("2026-03-05 11:00", "2026-03-06 10:00", "2026-03-09 15:00")
PROPOSED, CONFIRMED, DECLINED = AppointmentStatus.PROPOSED, AppointmentStatus.CONFIRMED, AppointmentStatus.DECLINED
CANCELLED, EXPIRED = AppointmentStatus.CANCELLED, AppointmentStatus.EXPIRED


async def times(house: "House", *walls: str) -> list[Proposal]:
    vet_id = await house.vet_id()
    return [Proposal(starts_at=house.at(wall), vet_id=vet_id) for wall in walls]


async def propose(house: "House", request_id: UUID, *walls: str) -> list[AppointmentDetails]:
    """Declines, and the times that are held after that."""
    async with house.desk.unit() as services:
        await services.appointments.decline_and_propose(
            house.staff, request_id, "fully_booked", await times(house, *walls)
        )
        return await services.appointments.proposals(house.staff, request_id)


async def declined(house: "House", *walls: str) -> tuple[Actor, AppointmentDetails, list[AppointmentDetails]]:
    """A new owner's request for Thursday at ten, declined, and what was proposed instead."""
    owner, request = await house.booked("2026-03-05 10:00")
    proposals = await propose(house, request.id, *(walls or THREE))
    return owner, await house.get(request.id), proposals


async def wished(house: "House", *walls: str) -> tuple[Actor, AppointmentDetails, AppointmentDetails, list[Any]]:
    """A confirmed visit on Thursday at ten, its owner's wish for Friday at nine, declined, and what was proposed."""
    owner, visit = await house.confirmed("2026-03-05 10:00")
    async with house.desk.unit() as services:
        moved = await services.appointments.move(owner, visit.id, house.at("2026-03-06 09:00"))
    assert moved.wish is not None
    proposals = await propose(house, moved.wish.id, *(walls or THREE))
    return owner, await house.get(visit.id), await house.get(moved.wish.id), proposals


async def take(house: "House", actor: Actor, proposal_id: UUID) -> AppointmentDetails:
    async with house.desk.unit() as services:
        return await services.appointments.take_proposal(actor, proposal_id)


async def statuses(house: "House", rows: Sequence[AppointmentDetails]) -> list[AppointmentStatus]:
    return [(await house.get(row.id)).status for row in rows]


async def told(house: "House", kind: str) -> list[UUID | None]:
    """What the owner was, or will be, told of that kind, by what it is about."""
    async with house.database.transaction() as session:
        rows = await session.scalars(
            select(Notification).where(Notification.kind == kind, Notification.status != "withdrawn")
        )
        return [row.appointment_id for row in rows]


async def free(house: "House", wall: str) -> bool:
    service = await house.service()
    async with house.desk.unit() as services:
        slots = await services.appointments.free_slots(service.id, None, house.at(wall).astimezone(BERLIN).date())
    return house.at(wall) in {slot.starts_at for slot in slots}


async def expire(house: "House") -> list[AppointmentDetails]:
    async with house.desk.unit() as services:
        return await services.appointments.expire_due()


# Until when


@pytest.mark.parametrize(
    ("proposed", "starts", "notice", "replaces", "until"),
    [
        ("03-02 09:00", "03-05 10:00", HOUR, None, "03-03 09:00"),
        ("03-02 22:30", "03-05 10:00", HOUR, None, "03-04 08:00"),  # not at night
        ("03-02 09:00", "03-02 15:00", 2 * HOUR, None, "03-02 13:00"),  # the notice that the service needs
        ("03-02 09:00", "03-02 11:00", 2 * HOUR, None, "03-02 10:00"),  # which is not there: half of what is left
        ("03-02 09:00", "03-02 09:30", 48 * HOUR, None, "03-02 09:15"),
        ("03-02 09:00", "03-05 10:00", HOUR, "03-02 16:00", "03-02 16:00"),  # a visit that would move
    ],
)
def test_until_when_a_time_is_held(
    proposed: str, starts: str, notice: timedelta, replaces: str | None, until: str
) -> None:
    def berlin(wall: str) -> datetime:
        return datetime.fromisoformat(f"2026-{wall}").replace(tzinfo=BERLIN).astimezone(UTC)

    moment = held_until(
        berlin(proposed),
        berlin(starts),
        BookingPolicy(zone=BERLIN),
        notice=notice,
        replaces=berlin(replaces) if replaces else None,
    )
    assert f"{moment.astimezone(BERLIN):%m-%d %H:%M}" == until


# What staff are shown


async def test_the_times_shown_lie_apart(house: "House") -> None:
    owner, request = await house.booked("2026-03-05 10:00")
    await house.book(owner, await house.pet(owner, "Mia"), "2026-03-05 11:00")
    async with house.desk.unit() as services:
        slots = await services.appointments.slots_to_propose(house.staff, request.id, 4)
        with pytest.raises(StaffOnly):
            await services.appointments.slots_to_propose(owner, request.id, 4)
    starts = [slot.starts_at for slot in slots]
    assert starts == sorted(starts, key=lambda start: (abs(start - request.starts_at), start))
    spans = sorted([(slot.starts_at, slot.ends_at) for slot in slots] + [(request.starts_at, request.ends_at)])
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))
    assert house.at("2026-03-05 11:00") not in starts  # somebody has it


async def test_a_time_at_which_the_pet_is_elsewhere_is_not_shown(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    request = await house.book(owner, pet_id, "2026-03-05 10:00")
    bea = await house.add_vet("Bea")
    await house.book(owner, pet_id, "2026-03-05 11:00", vet_id=bea)
    async with house.desk.unit() as services:
        slots = await services.appointments.slots_to_propose(house.staff, request.id, 6)
    assert slots
    assert all(
        slot.ends_at <= house.at("2026-03-05 11:00") or house.at("2026-03-05 11:30") <= slot.starts_at for slot in slots
    )


async def test_where_the_vet_is_away_the_others_come_first(house: "House") -> None:
    vet_id = await house.vet_id()
    owner = await house.owner()
    for alone in (True, False):
        bea = None if alone else await house.add_vet("Bea")
        wall = "2026-03-05 10:00" if alone else "2026-03-06 10:00"
        request = await house.book(owner, await house.pet(owner), wall, vet_id=vet_id)
        async with house.desk.unit() as services:
            slots = await services.appointments.slots_to_propose(house.staff, request.id, 3, vet_away=True)
            assert {slot.vet_id for slot in slots} == {bea or vet_id}
            slots = await services.appointments.slots_to_propose(house.staff, request.id, 3)
            assert {slot.vet_id for slot in slots} == {vet_id}


# Proposing


async def test_proposed_times_are_held_and_told_with_the_refusal(house: "House") -> None:
    owner, request, proposals = await declined(house)
    assert (request.status, request.reason, request.is_current) == (DECLINED, "fully_booked", True)
    assert request.proposals == 3
    assert [(row.status, row.number, row.is_current) for row in proposals] == [(PROPOSED, request.number, False)] * 3
    assert {house.at(wall) for wall in THREE} == {row.starts_at for row in proposals}
    assert [row.answer_by for row in proposals] == [house.at("2026-03-03 09:00")] * 3
    assert not any([await free(house, wall) for wall in THREE])
    assert await free(house, "2026-03-05 10:00")  # what was declined is free
    for wall in THREE:
        with pytest.raises(SlotTaken):
            await house.booked(wall)
    assert await told(house, "declined") == [request.id]
    async with house.desk.unit() as services:
        assert await services.appointments.proposals(owner, request.id) == proposals
        (event,) = await services.appointments.history(house.staff, proposals[0].id)
    assert (event.kind, event.to_status, event.actor_name) == (EventKind.PROPOSED, PROPOSED, "Dr. Weber")


async def test_declining_without_proposing_is_declining(house: "House") -> None:
    _, request = await house.booked("2026-03-05 10:00")
    assert await propose(house, request.id) == []
    assert (await house.get(request.id)).status is DECLINED


@pytest.mark.parametrize(
    ("walls", "refusal"),
    [
        (("2026-03-05 11:00", "2026-03-01 11:00"), StartInPast),
        (("2026-03-05 11:00", "2026-03-08 11:00"), OutsideOpeningHours),  # a Sunday
        (("2026-03-05 11:00", "2026-03-06 12:00"), SlotTaken),
        (("2026-03-05 11:00", "2026-03-05 12:00", "2026-03-05 14:00", "2026-03-05 15:00"), TooManyProposals),
    ],
)
async def test_a_refused_proposal_leaves_the_request_as_it_was(
    house: "House", walls: tuple[str, ...], refusal: type[Exception]
) -> None:
    await house.booked("2026-03-06 12:00")
    _, request = await house.booked("2026-03-05 10:00")
    with pytest.raises(refusal):
        await propose(house, request.id, *walls)
    assert await house.get(request.id) == request
    assert await free(house, "2026-03-05 11:00")
    assert await told(house, "declined") == []


async def test_what_is_no_longer_there_to_decline_is_said_first(house: "House") -> None:
    owner, request = await house.booked("2026-03-05 10:00")
    with pytest.raises(InvalidReason):
        async with house.desk.unit() as services:
            await services.appointments.decline_and_propose(house.staff, request.id, " ", await times(house, *THREE))
    with pytest.raises(StaffOnly):
        async with house.desk.unit() as services:
            await services.appointments.decline_and_propose(owner, request.id, "no", await times(house, *THREE))
    async with house.desk.unit() as services:
        await services.appointments.cancel(owner, request.id)
    with pytest.raises(AlreadyDecided):
        await propose(house, request.id, *THREE)


# Taking


async def test_taking_one_confirms_it_and_frees_the_others(house: "House") -> None:
    owner, request, proposals = await declined(house)
    house.clock.advance(HOUR)
    visit = await take(house, owner, proposals[1].id)
    assert (visit.status, visit.is_current, visit.number) == (CONFIRMED, True, request.number)
    assert visit.was_taken
    assert (visit.decided_by, visit.decided_at) == ("Ann", house.clock.now())
    assert await statuses(house, proposals) == [DECLINED, CONFIRMED, DECLINED]
    assert await free(house, THREE[0])
    assert not await free(house, THREE[1])
    before = await house.get(request.id)
    assert (before.status, before.is_current, before.proposals) == (DECLINED, False, 0)
    async with house.desk.unit() as services:
        assert await services.appointments.current(owner, request.id) == visit
        assert await services.appointments.current(owner, proposals[0].id) == visit
        listed = await services.appointments.of_owner(owner, upcoming=True)
        assert [row.id for row in listed.items] == [visit.id]
        assert not (await services.appointments.of_owner(owner, upcoming=False)).items
        kinds = [event.kind for event in await services.appointments.history(house.staff, visit.id)]
        file = await services.appointments.calendar_file(visit, WORDS)
    assert kinds == [EventKind.PROPOSED, EventKind.CONFIRMED]
    assert file is not None
    outbox = await house.outbox()
    assert outbox.count("reminder to user: pending") == 2
    assert outbox.count("confirmed to user: pending") == 0  # the screen says it
    assert outbox.count("request_card to admin: pending") == 2  # the request's, and the visit's


async def test_a_second_tap_changes_nothing(house: "House") -> None:
    owner, _, proposals = await declined(house)
    visit = await take(house, owner, proposals[0].id)
    before = await house.outbox()
    assert await take(house, owner, proposals[0].id) == visit
    assert await house.outbox() == before


async def test_after_one_is_taken_the_others_are_answered(house: "House") -> None:
    owner, _, proposals = await declined(house)
    await take(house, owner, proposals[0].id)
    with pytest.raises(ProposalAnswered) as refused:
        await take(house, owner, proposals[1].id)
    assert refused.value.starts_at == proposals[0].starts_at
    async with house.desk.unit() as services:
        await services.appointments.cancel(owner, proposals[0].id)
    with pytest.raises(AlreadyDecided):
        await take(house, owner, proposals[0].id)


async def test_staff_take_for_an_owner_who_phones(house: "House") -> None:
    _, _, proposals = await declined(house)
    visit = await take(house, house.staff, proposals[0].id)
    assert (visit.status, visit.decided_by) == (CONFIRMED, "Dr. Weber")
    assert await told(house, "confirmed") == [visit.id]
    assert await told(house, "declined") == []  # not sent yet, and wrong by now


async def test_proposals_are_the_owners_alone(house: "House") -> None:
    _, request, proposals = await declined(house)
    stranger = await house.owner("Mallory")
    async with house.desk.unit() as services:
        appointments = services.appointments
        for attempt in (
            appointments.take_proposal(stranger, proposals[0].id),
            appointments.refuse_proposals(stranger, request.id),
            appointments.proposals(stranger, request.id),
            appointments.proposed_instead(stranger, request.id),
        ):
            with pytest.raises(AppointmentNotFound):
                await attempt
        with pytest.raises(StaffOnly):
            await appointments.withdraw_proposals(stranger, request.id)
    assert await statuses(house, proposals) == [PROPOSED] * 3


async def test_a_proposal_is_no_visit(house: "House") -> None:
    owner, request, proposals = await declined(house)
    async with house.desk.unit() as services:
        appointments = services.appointments
        for attempt in (
            appointments.confirm(house.staff, proposals[0].id),
            appointments.decline(house.staff, proposals[0].id, "no"),
            appointments.cancel(owner, proposals[0].id),
            appointments.take_proposal(owner, request.id),
        ):
            with pytest.raises(AppointmentNotFound):
                await attempt
        with pytest.raises(AlreadyDecided):
            await appointments.move(owner, proposals[0].id, house.at("2026-03-05 15:00"))
        with pytest.raises(AlreadyDecided):
            await appointments.answer_reminder(owner, proposals[0].id)
    assert await statuses(house, proposals) == [PROPOSED] * 3


async def test_the_pet_may_have_another_visit_by_then(house: "House") -> None:
    owner, request, proposals = await declined(house)
    bea = await house.add_vet("Bea")
    await house.book(owner, request.pet.id, THREE[0], vet_id=bea)  # a held time keeps nobody from booking elsewhere
    with pytest.raises(PetHasVisitThen):
        await take(house, owner, proposals[0].id)
    assert (await take(house, owner, proposals[1].id)).status is CONFIRMED


async def test_held_times_are_no_open_requests(house: "House") -> None:
    owner, _, _ = await declined(house)
    for hour in (9, 10, 11):
        await house.book(owner, await house.pet(owner), f"2026-03-10 {hour:02}:00")


async def test_a_blocked_owner_and_a_closed_clinic_take_none(house: "House") -> None:
    owner, _, proposals = await declined(house)
    assert owner.user_id is not None
    async with house.desk.unit() as services:
        await services.users.records.block(house.staff, owner.user_id)
    with pytest.raises(BookingsBlocked):
        await take(house, owner, proposals[0].id)
    async with house.desk.unit() as services:
        await services.users.records.unblock(house.staff, owner.user_id)
        await services.clinic.set_status(house.staff, Status.CLOSE, until=house.at("2026-03-06 08:00"))
    with pytest.raises(ClinicClosed):
        await take(house, owner, proposals[0].id)
    # Closed until before that: the clinic has agreed to it already.
    assert (await take(house, owner, proposals[1].id)).status is CONFIRMED


# Not taking


async def test_none_of_these(house: "House") -> None:
    owner, request, proposals = await declined(house)
    for _ in range(2):
        async with house.desk.unit() as services:
            answered = await services.appointments.refuse_proposals(owner, request.id)
        assert answered.proposals == 0
    assert await statuses(house, proposals) == [DECLINED] * 3
    assert all([await free(house, wall) for wall in THREE])
    assert await told(house, "proposals_over") == []
    with pytest.raises(ProposalAnswered) as refused:
        await take(house, owner, proposals[0].id)
    assert refused.value.starts_at is None


async def test_staff_withdraw_and_the_owner_is_told_once(house: "House") -> None:
    owner, request, proposals = await declined(house)
    for _ in range(2):
        async with house.desk.unit() as services:
            await services.appointments.withdraw_proposals(house.staff, request.id)
    assert await statuses(house, proposals) == [CANCELLED] * 3
    assert await told(house, "proposals_over") == [request.id]
    with pytest.raises(ProposalOver):
        await take(house, owner, proposals[0].id)


async def test_the_deadline_frees_them_and_tells_the_owner_once(house: "House") -> None:
    owner, request, proposals = await declined(house)
    async with house.desk.unit() as services:
        assert await services.appointments.next_expiry() == proposals[0].answer_by
    house.clock.set(proposals[0].answer_by)
    with pytest.raises(ProposalOver):  # nobody has looked yet, and it is over all the same
        await take(house, owner, proposals[0].id)
    async with house.desk.unit() as services:
        assert await services.appointments.proposals(owner, request.id) == []
        assert not (await services.appointments.of_owner(owner, upcoming=True)).items
    assert await expire(house) == []  # no request has expired
    assert await statuses(house, proposals) == [EXPIRED] * 3
    assert (await house.get(request.id)).status is DECLINED
    assert all([await free(house, wall) for wall in THREE])
    assert await told(house, "proposals_over") == [request.id]
    assert await told(house, "expired") == await told(house, "expired_for_clinic") == []
    async with house.desk.unit() as services:
        assert await services.appointments.next_expiry() is None
        file = await services.appointments.history(house.staff, proposals[0].id)
    assert [event.kind for event in file] == [EventKind.PROPOSED, EventKind.EXPIRED]


async def test_the_owner_is_told_when_the_last_one_is_over(house: "House") -> None:
    owner, request = await house.booked("2026-03-05 10:00")
    soon, later = await propose(house, request.id, "2026-03-02 17:00", "2026-03-06 10:00")
    assert soon.answer_by < later.answer_by
    house.clock.set(soon.answer_by)
    await expire(house)
    assert await told(house, "proposals_over") == []
    assert (await house.get(request.id)).proposals == 1
    house.clock.set(later.answer_by)
    await expire(house)
    assert await told(house, "proposals_over") == [request.id]
    with pytest.raises(ProposalOver):
        await take(house, owner, later.id)


# Instead of a move


async def test_a_visit_moves_to_the_time_that_was_taken(house: "House") -> None:
    owner, visit, wish, proposals = await wished(house)
    assert (visit.status, wish.status) == (CONFIRMED, DECLINED)
    assert (visit.proposals, wish.proposals) == (3, 3)
    assert not await free(house, "2026-03-05 10:00")  # the visit stays until then
    async with house.desk.unit() as services:
        assert await services.appointments.proposals(owner, visit.id) == proposals
    moved = await take(house, owner, proposals[2].id)
    assert (moved.status, moved.is_current, moved.number) == (CONFIRMED, True, visit.number)
    old = await house.get(visit.id)
    assert (old.status, old.was_moved) == (CANCELLED, True)
    assert await free(house, "2026-03-05 10:00")
    assert await statuses(house, proposals) == [DECLINED, DECLINED, CONFIRMED]
    assert await told(house, "moved") == []
    assert (await house.outbox()).count("reminder to user: withdrawn") == 2
    assert (await house.outbox()).count("reminder to user: pending") == 2
    async with house.desk.unit() as services:
        assert await services.appointments.current(owner, wish.id) == moved


async def test_staff_move_it_for_an_owner_who_phones(house: "House") -> None:
    _, _, _, proposals = await wished(house)
    moved = await take(house, house.staff, proposals[0].id)
    assert await told(house, "moved") == [moved.id]


async def test_whatever_else_becomes_of_the_visit_ends_what_was_proposed(house: "House") -> None:
    async def cancel(actor: Actor, visit_id: UUID) -> None:
        async with house.desk.unit() as services:
            await services.appointments.cancel(actor, visit_id)

    async def move(actor: Actor, visit_id: UUID) -> None:
        async with house.desk.unit() as services:
            await services.appointments.move(actor, visit_id, house.at("2026-03-10 09:00"))

    for change, by_staff in ((cancel, False), (move, False), (cancel, True), (move, True)):
        owner, visit, _, proposals = await wished(house)
        await change(house.staff if by_staff else owner, visit.id)
        assert await statuses(house, proposals) == [CANCELLED] * 3
        with pytest.raises(ProposalOver):
            await take(house, owner, proposals[0].id)
        assert await told(house, "proposals_over") == []
        current = await house.get(visit.id)
        if current.status is CONFIRMED:
            await cancel(house.staff, visit.id)


async def test_a_wish_that_was_declined_stays_declined(house: "House") -> None:
    owner, visit, wish, proposals = await wished(house)
    async with house.desk.unit() as services:
        await services.appointments.refuse_proposals(owner, visit.id)  # from the visit's own screen
    assert await statuses(house, proposals) == [DECLINED] * 3
    assert [await statuses(house, [row]) for row in (visit, wish)] == [[CONFIRMED], [DECLINED]]
    with pytest.raises(ProposalAnswered):
        await take(house, owner, proposals[0].id)


# What changes around them


async def test_a_closure_takes_back_what_was_proposed_then(house: "House") -> None:
    owner, request, proposals = await declined(house)
    for first, last, over in (
        ("2026-03-05 08:00", "2026-03-06 20:00", [CANCELLED, CANCELLED, PROPOSED]),
        ("2026-03-09 08:00", "2026-03-09 20:00", [CANCELLED] * 3),
    ):
        assert await told(house, "proposals_over") == []
        async with house.desk.unit() as services:
            hit = await services.appointments.hit_by(house.staff, house.at(first), house.at(last), None)
            assert hit == []  # they are no visits
            await services.appointments.close(
                house.staff, house.at(first), house.at(last), reason="Conference", cancel=False, seen=()
            )
        assert await statuses(house, proposals) == over
    assert await told(house, "proposals_over") == [request.id]
    with pytest.raises(ProposalOver):
        await take(house, owner, proposals[0].id)


async def test_a_closure_of_another_vet_leaves_them(house: "House") -> None:
    _, _, proposals = await declined(house)
    bea = await house.add_vet("Bea")
    async with house.desk.unit() as services:
        await services.appointments.close(
            house.staff, house.at("2026-03-05 08:00"), house.at("2026-03-09 20:00"), vet_id=bea, cancel=True, seen=()
        )
    assert await statuses(house, proposals) == [PROPOSED] * 3


async def test_changed_rules_are_asked_again_and_staff_see_what_they_concern(house: "House") -> None:
    owner, _, proposals = await declined(house)
    vet_id = await house.vet_id()
    await house.add_vet("Bea")
    async with house.desk.unit() as services:
        outside = await services.appointments.outside_if(house.staff, None, {3: [(time(14), time(18))]})
        assert [row.id for row in outside] == [proposals[0].id]
        ahead = await services.appointments.ahead_of_vet(house.staff, vet_id)
        assert [row.id for row in ahead] == [row.id for row in proposals]
        await services.clinic.set_opening_hours(house.staff, 3, [(time(14), time(18))])
    with pytest.raises(OutsideOpeningHours):
        await take(house, owner, proposals[0].id)
    async with house.desk.unit() as services:
        await services.clinic.add_closure(
            house.staff, house.at("2026-03-06 08:00"), house.at("2026-03-06 20:00"), None, None
        )
    with pytest.raises(DuringClosure):
        await take(house, owner, proposals[1].id)
    async with house.desk.unit() as services:
        await services.clinic.set_vet_active(house.staff, vet_id, False)
    with pytest.raises(VetUnavailable):
        await take(house, owner, proposals[2].id)


async def test_an_archived_pet_needs_no_times(house: "House") -> None:
    owner, request, proposals = await declined(house)
    async with house.desk.unit() as services:
        await services.appointments.archive_pet(owner, request.pet.id)
    assert await statuses(house, proposals) == [DECLINED] * 3
    assert await told(house, "proposals_over") == []


async def test_deleted_data_frees_them(house: "House") -> None:
    owner, request = await house.booked("2026-03-05 10:00")
    proposals = await propose(house, request.id, *THREE)
    async with house.desk.unit() as services:
        kept = await services.appointments.record(owner)
        assert [(row.visit.status, len(row.events)) for row in kept] == [(DECLINED, 2)] + [(PROPOSED, 1)] * 3
        assert await services.appointments.ended_by_erasing(owner) == []
        assert await services.appointments.erase_owner(owner) == 0
    assert await statuses(house, proposals) == [CANCELLED] * 3
    assert await told(house, "proposals_over") == []
    with pytest.raises(ProposalOver):
        await take(house, owner, proposals[0].id)


# Lists


async def test_where_they_are_listed(house: "House") -> None:
    owner, request, proposals = await declined(house)
    day = house.at(THREE[0]).astimezone(BERLIN).date()

    def ids(rows: Collection[AppointmentDetails]) -> list[UUID]:
        return [row.id for row in rows]

    async with house.desk.unit() as services:
        appointments = services.appointments
        assert ids((await appointments.of_owner(owner, upcoming=True)).items) == [request.id]
        assert ids((await appointments.of_owner(owner, upcoming=False)).items) == []
        assert ids((await appointments.pending(house.staff)).items) == []
        assert proposals[0].id in ids(await appointments.of_day(house.staff, day, set(AppointmentStatus)))
        assert proposals[0].id not in ids(await appointments.of_day(house.staff, day))
        assert ids((await services.directory.visits(house.staff, request.owner.id)).items) == [request.id]
        assert not (await services.directory.card(house.staff, request.owner.id)).ahead
        monday = day - timedelta(days=day.weekday())
        loads = {load.day: load for load in await appointments.week(house.staff, monday)}
        assert (loads[day].visits, loads[day].waiting, loads[day].proposed) == (0, 0, 1)
        assert loads[day].booked == timedelta(minutes=30)
        assert await appointments.affected_by_close(house.staff, house.at("2026-03-10 09:00")) == []
