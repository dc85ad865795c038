"""Moving visits. It is Monday, nine o'clock; times are what the wall clock shows."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import select

from core.appointments.errors import (
    AlreadyDecided,
    AppointmentNotFound,
    BeyondHorizon,
    ClinicClosed,
    DuringClosure,
    MoveAnswered,
    MovedMeanwhile,
    NotASlot,
    OutsideOpeningHours,
    PetHasVisitThen,
    RequestExpired,
    SameTime,
    SlotTaken,
    StartInPast,
    TooLateToMove,
    TooManyMoves,
    TooShortNotice,
    VisitOver,
    VisitStarted,
)
from core.appointments.schemas import (
    MOVED,
    AppointmentDetails,
    AppointmentFilter,
    AppointmentStatus,
    Attendance,
    EventKind,
)
from core.clinic.schemas import ServiceChanges, Status
from core.errors import DomainError
from core.notifications.models import Notification
from core.notifications.schemas import Kind, NotificationStatus
from core.users.schemas import Actor

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

TEN = "2026-03-05 10:00"
NOON = "2026-03-06 11:00"


async def move(
    house: "House", actor: Actor, visit: AppointmentDetails, wall: str, vet_id: UUID | None = None
) -> AppointmentDetails:
    async with house.desk.unit() as services:
        return await services.appointments.move(actor, visit.id, house.at(wall), vet_id)


async def refused(
    house: "House", actor: Actor, visit: AppointmentDetails, wall: str, error: type[DomainError]
) -> DomainError:
    """The refusal; whatever it was, nothing has changed and the transaction goes on."""
    before, outbox = await house.get(visit.id), await house.outbox()
    async with house.desk.unit() as services:
        with pytest.raises(error) as refusal:
            await services.appointments.move(actor, visit.id, house.at(wall))
        assert await services.appointments.get(house.staff, visit.id) == before
    assert await house.outbox() == outbox
    return refusal.value


async def wish_of(house: "House", visit: AppointmentDetails) -> AppointmentDetails:
    current = await house.get(visit.id)
    assert current.wish is not None
    return await house.get(current.wish.id)


async def reminders(house: "House") -> list[datetime]:
    """When the reminders that wait are due."""
    async with house.database.transaction() as session:
        rows = await session.scalars(
            select(Notification.due_at).where(
                Notification.kind == Kind.REMINDER, Notification.status == NotificationStatus.PENDING
            )
        )
        return sorted(rows)


async def pushed(house: "House", kind: Kind) -> list[Notification]:
    async with house.database.transaction() as session:
        return list(await session.scalars(select(Notification).where(Notification.kind == kind)))


def before(start: datetime) -> list[datetime]:
    return [start - timedelta(hours=24), start - timedelta(hours=2)]


# At once


async def test_staff_move_a_visit_with_all_that_belongs_to_it(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    async with house.desk.unit() as services:
        await services.appointments.answer_reminder(owner, visit.id)
    assert await reminders(house) == before(visit.starts_at)
    moved = await move(house, house.staff, visit, NOON)
    assert (moved.id, moved.number, moved.status) == (visit.id, visit.number, AppointmentStatus.CONFIRMED)
    assert (moved.starts_at, moved.ends_at) == (house.at(NOON), house.at("2026-03-06 11:30"))
    assert (moved.version, moved.attendance) == (visit.version + 1, None)
    assert await reminders(house) == before(moved.starts_at)
    (news,) = await pushed(house, Kind.MOVED)
    assert (news.user_id, news.payload) == (owner.user_id, {"from": visit.starts_at.isoformat()})
    async with house.desk.unit() as services:
        event = (await services.appointments.history(house.staff, visit.id))[-1]
    assert (event.kind, event.actor_name) == (EventKind.MOVED, "Dr. Weber")
    assert event.data == {"from": visit.starts_at.isoformat(), "to": moved.starts_at.isoformat()}
    await house.booked(TEN)  # the old slot is free again, and the new one is not
    with pytest.raises(SlotTaken):
        await house.booked(NOON)


async def test_an_owner_moves_a_request_and_the_card_shows_it(house: "House") -> None:
    owner, request = await house.booked(TEN)
    moved = await move(house, owner, request, NOON)
    assert (moved.id, moved.status, moved.starts_at) == (request.id, AppointmentStatus.PENDING, house.at(NOON))
    assert moved.wish is None
    assert await house.outbox() == ["card_update to admin: pending", "request_card to admin: pending"]
    assert await reminders(house) == []


async def test_staff_move_a_request_and_the_owner_is_told(house: "House") -> None:
    _, request = await house.booked(TEN)
    moved = await move(house, house.staff, request, NOON)
    assert moved.status is AppointmentStatus.PENDING
    assert await reminders(house) == []
    assert len(await pushed(house, Kind.MOVED)) == 1


async def test_a_quarter_of_an_hour_later_with_the_same_vet(house: "House") -> None:
    """A visit is not in its own way: neither at once nor as a wish."""
    owner, request = await house.booked(TEN)
    assert (await move(house, owner, request, "2026-03-05 10:15")).starts_at == house.at("2026-03-05 10:15")
    async with house.desk.unit() as services:
        visit = await services.appointments.confirm(house.staff, request.id)
    wished = await move(house, owner, visit, "2026-03-05 10:30")
    assert wished.wish is not None
    async with house.desk.unit() as services:
        agreed = await services.appointments.confirm(house.staff, wished.wish.id)
    assert (agreed.starts_at, agreed.number) == (house.at("2026-03-05 10:30"), request.number)


# Wishes


async def test_a_wish_holds_both_slots_until_it_is_answered(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    after = await move(house, owner, visit, NOON)
    assert after.model_dump(exclude={"wish"}) == visit.model_dump(exclude={"wish"})
    wish = await wish_of(house, visit)
    assert (wish.number, wish.status, wish.starts_at) == (visit.number, AppointmentStatus.PENDING, house.at(NOON))
    assert (wish.is_current, wish.is_wish, wish.chain_id) == (False, True, visit.id)
    assert wish.replaces is not None
    assert (wish.replaces.id, wish.answer_by) == (visit.id, visit.starts_at)
    assert wish.moved_to is not None
    assert wish.moved_to.id == visit.id
    for wall in (TEN, NOON):
        with pytest.raises(SlotTaken):
            await house.booked(wall)
    assert await reminders(house) == before(visit.starts_at)
    assert (await house.outbox()).count("request_card to admin: pending") == 2
    assert await pushed(house, Kind.MOVED) == []


async def test_an_agreed_wish_takes_the_visits_place(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    await move(house, owner, visit, NOON)
    wish = await wish_of(house, visit)
    told = len(await pushed(house, Kind.CONFIRMED))
    async with house.desk.unit() as services:
        agreed = await services.appointments.confirm(house.staff, wish.id)
    assert (agreed.id, agreed.status, agreed.is_current, agreed.is_wish) == (
        wish.id,
        AppointmentStatus.CONFIRMED,
        True,
        False,
    )
    old = await house.get(visit.id)
    assert (old.status, old.reason, old.was_moved, old.is_current) == (
        AppointmentStatus.CANCELLED,
        MOVED,
        True,
        False,
    )
    assert old.moved_to is not None
    assert old.moved_to.id == agreed.id
    assert await reminders(house) == before(agreed.starts_at)
    # The owner is told once, and not that something was cancelled or confirmed.
    (news,) = await pushed(house, Kind.MOVED)
    assert (news.appointment_id, news.payload) == (agreed.id, {"from": visit.starts_at.isoformat()})
    assert len(await pushed(house, Kind.CONFIRMED)) == told
    assert await pushed(house, Kind.CANCELLED_BY_CLINIC) == []
    async with house.desk.unit() as services:
        events = [event.kind for event in await services.appointments.history(house.staff, visit.id)]
        assert await services.appointments.by_number(house.staff, visit.number) == agreed
        ahead = await services.appointments.of_owner(owner, upcoming=True)
        behind = await services.appointments.of_owner(owner, upcoming=False)
    assert events[-1] is EventKind.MOVED
    assert ([row.id for row in ahead.items], behind.items) == ([agreed.id], ())
    await house.booked(TEN)


@pytest.mark.parametrize("how", ["decline", "cancel", "withdraw", "expire"])
async def test_a_wish_that_comes_to_nothing_leaves_the_visit_as_it_was(house: "House", how: str) -> None:
    owner, visit = await house.confirmed(TEN)
    await move(house, owner, visit, NOON)
    wish = await wish_of(house, visit)
    async with house.desk.unit() as services:
        if how == "decline":
            await services.appointments.decline(house.staff, wish.id, "fully_booked")
        elif how == "cancel":
            await services.appointments.cancel(house.staff, wish.id)
        elif how == "withdraw":
            await services.appointments.withdraw_wish(owner, wish.id)
        else:
            house.clock.set(visit.starts_at)
            assert await services.appointments.next_expiry() == visit.starts_at
            assert [row.id for row in await services.appointments.expire_due()] == [wish.id]
    kinds = {
        "decline": Kind.DECLINED,
        "cancel": Kind.CANCELLED_BY_CLINIC,
        "withdraw": Kind.CANCELLED_BY_OWNER,
        "expire": Kind.EXPIRED,
    }
    assert len(await pushed(house, kinds[how])) == 1
    assert await house.get(visit.id) == visit
    ended = await house.get(wish.id)
    assert (ended.is_wish, ended.is_current, ended.was_moved) == (True, False, False)
    assert await reminders(house) == before(visit.starts_at)
    async with house.desk.unit() as services:
        assert await services.appointments.by_number(house.staff, visit.number) == visit
        listed = await services.appointments.find(house.staff, AppointmentFilter(), size=9)
    assert [row.id for row in listed.items] == [visit.id]
    if how != "expire":
        await house.booked(NOON)


async def test_another_wish_moves_the_first(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    await move(house, owner, visit, NOON)
    first = await wish_of(house, visit)
    await move(house, owner, first, "2026-03-06 16:00")
    second = await wish_of(house, visit)
    assert (second.id, second.starts_at, second.version) == (first.id, house.at("2026-03-06 16:00"), 2)
    await house.booked(NOON)
    await refused(house, owner, visit, "2026-03-06 16:00", SameTime)


async def test_the_clinic_moves_the_visit_while_a_wish_waits(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    await move(house, owner, visit, NOON)
    wish = await wish_of(house, visit)
    moved = await move(house, house.staff, wish, "2026-03-06 11:15")  # in the way of nothing but the wish
    assert (moved.id, moved.wish, moved.starts_at) == (visit.id, None, house.at("2026-03-06 11:15"))
    assert (await house.get(wish.id)).status is AppointmentStatus.CANCELLED
    assert len(await pushed(house, Kind.MOVED)) == 1
    assert await pushed(house, Kind.CANCELLED_BY_CLINIC) == []
    assert await reminders(house) == before(moved.starts_at)


@pytest.mark.parametrize("end", ["owner cancels", "staff cancel", "complete", "no_show"])
async def test_the_end_of_the_visit_is_the_end_of_the_wish(house: "House", end: str) -> None:
    owner, visit = await house.confirmed(TEN)
    await move(house, owner, visit, NOON)
    wish = await wish_of(house, visit)
    async with house.desk.unit() as services:
        appointments = services.appointments
        if "cancel" in end:
            await appointments.cancel(owner if "owner" in end else house.staff, visit.id, "ill")
        elif end == "complete":
            house.clock.set(visit.starts_at - timedelta(minutes=10))
            await appointments.complete(house.staff, visit.id)
        else:
            house.clock.set(visit.starts_at)
            await appointments.no_show(house.staff, visit.id)
        with pytest.raises(MoveAnswered):
            await appointments.confirm(house.staff, wish.id)
        with pytest.raises(MoveAnswered):
            await appointments.withdraw_wish(owner, wish.id)
        assert (await appointments.by_number(house.staff, visit.number)).id == visit.id
    assert (await house.get(wish.id)).status is AppointmentStatus.CANCELLED
    told = await pushed(house, Kind.CANCELLED_BY_OWNER) + await pushed(house, Kind.CANCELLED_BY_CLINIC)
    assert len(told) == ("cancel" in end)


async def test_old_buttons_after_a_move_read_where_the_visit_is(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    await move(house, owner, visit, NOON)
    wish = await wish_of(house, visit)
    async with house.desk.unit() as services:
        await services.appointments.confirm(house.staff, wish.id)
        for attempt in (
            services.appointments.cancel(owner, visit.id),
            services.appointments.answer_reminder(owner, visit.id),
            services.appointments.withdraw_wish(owner, wish.id),
            services.appointments.no_show(house.staff, visit.id),
        ):
            with pytest.raises(MovedMeanwhile) as refusal:
                await attempt
            assert refusal.value.starts_at == house.at(NOON)
        with pytest.raises(AlreadyDecided):
            await services.appointments.confirm(house.staff, wish.id)
        assert (await services.appointments.current(owner, visit.id)).id == wish.id
    assert (await house.get(wish.id)).attendance is None


async def test_a_visit_is_moved_again_and_again(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    walls = [NOON, "2026-03-09 09:00", TEN]
    for wall in walls:
        wished = await move(house, owner, visit, wall)
        assert wished.wish is not None
        async with house.desk.unit() as services:
            await services.appointments.confirm(house.staff, wished.wish.id)
    async with house.desk.unit() as services:
        now = await services.appointments.by_number(house.staff, visit.number)
    assert (now.starts_at, now.chain_id) == (house.at(TEN), visit.id)
    assert await reminders(house) == before(now.starts_at)
    refusal = await refused(house, owner, now, NOON, TooManyMoves)
    assert refusal.data == {"number": visit.number, "limit": 3}
    await move(house, house.staff, now, NOON)  # the clinic may


async def test_a_confirmation_of_another_time_than_was_read(house: "House") -> None:
    owner, request = await house.booked(TEN)
    await move(house, owner, request, NOON)
    async with house.desk.unit() as services:
        with pytest.raises(MovedMeanwhile) as refusal:
            await services.appointments.confirm(house.staff, request.id, seen=request.starts_at)
        assert refusal.value.starts_at == house.at(NOON)
        await services.appointments.confirm(house.staff, request.id, seen=house.at(NOON))


# Rules


async def test_the_cut_off_is_for_owners_and_confirmed_visits(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    house.clock.set(house.at("2026-03-05 08:00") + timedelta.resolution)
    refusal = await refused(house, owner, visit, NOON, TooLateToMove)
    assert refusal.data == {"cutoff": timedelta(hours=2), "starts_at": visit.starts_at}
    async with house.desk.unit() as services:
        with pytest.raises(TooLateToMove):
            await services.appointments.check_move(owner, visit.id)
        assert await services.appointments.check_move(house.staff, visit.id) == visit
    house.clock.set(visit.ends_at - timedelta.resolution)
    await move(house, house.staff, visit, NOON)


async def test_what_is_over_does_not_move(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    _, request = await house.booked("2026-03-05 11:00")
    house.clock.set(house.at("2026-03-05 11:00"))
    await refused(house, house.staff, visit, NOON, VisitOver)
    await refused(house, house.staff, request, NOON, RequestExpired)
    house.clock.set(house.at("2026-03-05 09:00"))
    async with house.desk.unit() as services:
        await services.appointments.cancel(house.staff, visit.id)
    await refused(house, owner, visit, NOON, AlreadyDecided)
    await refused(house, house.staff, visit, NOON, AlreadyDecided)


async def test_somebody_elses_visit_does_not_exist(house: "House") -> None:
    _, visit = await house.confirmed(TEN)
    stranger = await house.owner("Mallory")
    await refused(house, stranger, visit, NOON, AppointmentNotFound)
    async with house.desk.unit() as services:
        with pytest.raises(AppointmentNotFound):
            await services.appointments.slots_to_move_to(stranger, visit.id, None, date(2026, 3, 6))


async def test_the_booking_rules_hold_for_the_new_time(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    _, other = await house.confirmed(NOON)
    service = await house.service()
    async with house.desk.unit() as services:
        await services.clinic.edit_service(house.staff, service.id, ServiceChanges(minimum_notice=timedelta(hours=3)))
        await services.clinic.add_closure(
            house.staff, house.at("2026-03-09 00:00"), house.at("2026-03-10 00:00"), "Training"
        )
    for wall, error in (
        (TEN, SameTime),
        ("2026-03-02 08:45", StartInPast),
        ("2026-03-02 11:30", TooShortNotice),
        ("2026-06-05 10:00", BeyondHorizon),
        ("2026-03-06 20:00", OutsideOpeningHours),
        ("2026-03-09 10:00", DuringClosure),
        ("2026-03-06 10:05", NotASlot),
        (NOON, SlotTaken),
    ):
        refusal = await refused(house, owner, visit, wall, error)
        offered = getattr(refusal, "nearest", [])
        assert visit.starts_at not in {slot.starts_at for slot in offered}
    assert other.starts_at not in {slot.starts_at for slot in offered}
    assert len(offered) == 3
    async with house.desk.unit() as services:
        await services.clinic.set_status(house.staff, Status.CLOSE)
    await refused(house, owner, visit, "2026-03-06 09:00", ClinicClosed)
    for wall in ("2026-03-02 11:30", "2026-06-05 10:00"):
        await move(house, house.staff, visit, wall)


async def test_another_visit_of_the_pet_is_in_the_way(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    await house.add_vet("Bea")
    other = await house.book(owner, visit.pet.id, NOON)
    refusal = await refused(house, owner, visit, NOON, PetHasVisitThen)
    assert refusal.data == {"number": other.number}


async def test_the_limit_of_open_requests_blocks_no_move_and_wishes_fill_it_not(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    for hour in ("09", "10", "11"):
        await house.book(owner, visit.pet.id, f"2026-03-10 {hour}:00")
    await move(house, owner, visit, NOON)
    async with house.desk.unit() as services:
        first = (await services.appointments.pending(house.staff)).items[-1]
        await services.appointments.cancel(owner, first.id)
    await house.book(owner, visit.pet.id, "2026-03-11 10:00")


async def test_a_service_that_is_no_longer_offered_still_moves(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    async with house.desk.unit() as services:
        await services.clinic.edit_service(house.staff, visit.service.id, ServiceChanges(active=False))
        assert await services.appointments.slots_to_move_to(owner, visit.id, None, date(2026, 3, 6))
    assert (await move(house, owner, visit, NOON)).wish is not None


async def test_the_present_vet_keeps_the_visit_when_free(house: "House") -> None:
    bea = await house.add_vet("Bea")
    first = await house.vet_id()
    owner = await house.owner()
    pet_id = await house.pet(owner)
    visit = await house.book(owner, pet_id, TEN, vet_id=bea)
    async with house.desk.unit() as services:
        slots = await services.appointments.slots_to_move_to(owner, visit.id, None, date(2026, 3, 6))
    assert {slot.vet_id for slot in slots} == {bea}
    assert (await move(house, owner, visit, NOON)).vet.id == bea
    ben = await house.owner("Ben")
    await house.book(ben, await house.pet(ben), "2026-03-06 15:00", vet_id=bea)
    assert (await move(house, owner, visit, "2026-03-06 15:00")).vet.id == first
    # At the same time, with another vet: that is a move, too.
    assert (await move(house, house.staff, visit, "2026-03-06 15:30", bea)).vet.id == bea
    moved = await move(house, house.staff, visit, "2026-03-06 15:30", first)
    assert (moved.vet.id, moved.starts_at) == (first, house.at("2026-03-06 15:30"))


async def test_what_is_offered_for_a_move(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    day = date(2026, 3, 5)
    async with house.desk.unit() as services:
        appointments = services.appointments
        offered = await appointments.slots_to_move_to(owner, visit.id, None, day)
        slots = house.walls([slot.starts_at for slot in offered])
        days = await appointments.days_to_move_to(owner, visit.id, None, day, day)
        near = await appointments.nearest_to_move_to(owner, visit.id, None, visit.starts_at)
    assert ("09:45" in slots, "10:00" in slots, "10:15" in slots) == (True, False, True)
    assert days == {day: len(slots)}
    assert house.walls([slot.starts_at for slot in near]) == ["09:45", "10:15", "09:30"]


async def test_a_visit_that_began_is_not_answered_for_at_its_old_time(house: "House") -> None:
    owner, visit = await house.confirmed(TEN)
    moved = await move(house, house.staff, visit, NOON)
    house.clock.set(moved.starts_at)
    async with house.desk.unit() as services:
        with pytest.raises(VisitStarted):
            await services.appointments.answer_reminder(owner, visit.id)
        assert (await services.appointments.get(owner, visit.id)).attendance is not Attendance.COMING
