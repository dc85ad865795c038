"""What becomes of requests and visits. It is Monday, nine o'clock; times are what the wall clock shows."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from core.appointments.errors import (
    AlreadyDecided,
    AppointmentNotFound,
    InvalidReason,
    NotConfirmedYet,
    RequestExpired,
    TooEarly,
    TooLateToCancel,
    VisitOver,
    VisitStarted,
)
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, Attendance, DeclineReason
from core.appointments.service import AppointmentService
from core.errors import DomainError
from core.users.errors import StaffOnly
from core.users.schemas import Actor

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

Decision = Callable[[AppointmentService, Actor, UUID], Awaitable[AppointmentDetails]]

DECISIONS: dict[str, Decision] = {
    "confirm": lambda service, actor, id_: service.confirm(actor, id_),
    "decline": lambda service, actor, id_: service.decline(actor, id_, DeclineReason.FULLY_BOOKED),
    "cancel": lambda service, actor, id_: service.cancel(actor, id_),
    "complete": lambda service, actor, id_: service.complete(actor, id_),
    "no_show": lambda service, actor, id_: service.no_show(actor, id_),
}
OTHER_STAFF = Actor.staff("Nurse Joy")


async def decide(house: "House", actor: Actor, visit: AppointmentDetails, how: str) -> AppointmentDetails:
    async with house.desk.unit() as services:
        return await DECISIONS[how](services.appointments, actor, visit.id)


async def refused(
    house: "House", actor: Actor, visit: AppointmentDetails, how: str, error: type[DomainError]
) -> DomainError:
    """The refusal; whatever it was, nothing has changed."""
    before, outbox = await house.get(visit.id), await house.outbox()
    async with house.desk.unit() as services:
        with pytest.raises(error) as refusal:
            await DECISIONS[how](services.appointments, actor, visit.id)
    assert await house.get(visit.id) == before
    assert await house.outbox() == outbox
    return refusal.value


async def history(house: "House", visit: AppointmentDetails) -> list[str]:
    async with house.desk.unit() as services:
        events = await services.appointments.history(house.staff, visit.id)
    return [f"{event.from_status} -> {event.to_status} by {event.actor_name}" for event in events]


async def test_a_confirmation_tells_the_owner_and_plans_the_reminders(house: "House") -> None:
    _, request = await house.booked("2026-03-05 10:00")
    house.clock.advance(timedelta(minutes=7))
    visit = await decide(house, house.staff, request, "confirm")
    assert (visit.status, visit.version, visit.decided_by) == (AppointmentStatus.CONFIRMED, 2, "Dr. Weber")
    assert visit.decided_at == house.clock.now()
    assert await house.outbox() == [
        "card_update to admin: pending",
        "confirmed to user: pending",
        "reminder to user: pending",
        "reminder to user: pending",
        "request_card to admin: pending",
    ]
    assert await history(house, visit) == ["None -> pending by Ann", "pending -> confirmed by Dr. Weber"]


async def test_a_declined_request_gives_its_slot_back(house: "House") -> None:
    _, request = await house.booked("2026-03-05 10:00")
    visit = await decide(house, house.staff, request, "decline")
    assert (visit.status, visit.reason) == (AppointmentStatus.DECLINED, "fully_booked")
    assert await house.outbox() == [
        "card_update to admin: pending",
        "declined to user: pending",
        "request_card to admin: pending",
    ]
    await house.booked("2026-03-05 10:00")


async def test_a_reason_in_own_words(house: "House") -> None:
    _, request = await house.booked("2026-03-05 10:00")
    async with house.desk.unit() as services:
        for wrong in ("", " \u200b\n ", "x" * 301):
            with pytest.raises(InvalidReason):
                await services.appointments.decline(house.staff, request.id, wrong)
        with pytest.raises(InvalidReason):
            await services.appointments.cancel(house.staff, request.id, "x" * 301)
        declined = await services.appointments.decline(house.staff, request.id, " We are\x00 moving ")
    assert declined.reason == "We are moving"


async def test_the_owner_cancels_a_visit(house: "House") -> None:
    owner, visit = await house.confirmed("2026-03-05 10:00")
    cancelled = await decide(house, owner, visit, "cancel")
    assert (cancelled.status, cancelled.decided_by, cancelled.version) == (AppointmentStatus.CANCELLED, "Ann", 3)
    assert await house.outbox() == [
        "calendar_file to user: pending",
        "cancelled_by_owner to admin: pending",
        "card_update to admin: pending",
        "card_update to admin: pending",
        "confirmed to user: pending",
        "reminder to user: withdrawn",
        "reminder to user: withdrawn",
        "request_card to admin: pending",
    ]
    await house.booked("2026-03-05 10:00")


async def test_staff_cancel_a_visit_and_the_owner_hears_why(house: "House") -> None:
    _, visit = await house.confirmed("2026-03-05 10:00")
    async with house.desk.unit() as services:
        cancelled = await services.appointments.cancel(house.staff, visit.id, "Dr. Weber is ill")
    assert cancelled.reason == "Dr. Weber is ill"
    outbox = await house.outbox()
    assert "cancelled_by_clinic to user: pending" in outbox
    assert outbox.count("reminder to user: withdrawn") == 2
    assert "cancelled_by_owner to admin: pending" not in outbox


async def test_the_owner_cancels_until_two_hours_before(house: "House") -> None:
    owner, visit = await house.confirmed("2026-03-05 10:00")
    house.clock.set(house.at("2026-03-05 08:00") + timedelta.resolution)
    refusal = await refused(house, owner, visit, "cancel", TooLateToCancel)
    assert refusal.data == {"cutoff": timedelta(hours=2), "starts_at": visit.starts_at}
    house.clock.set(house.at("2026-03-05 08:00"))
    await decide(house, owner, visit, "cancel")


async def test_staff_cancel_until_the_visit_is_over(house: "House") -> None:
    _, visit = await house.confirmed("2026-03-05 10:00")
    house.clock.set(visit.ends_at)
    await refused(house, house.staff, visit, "cancel", VisitOver)
    house.clock.set(visit.ends_at - timedelta.resolution)
    await decide(house, house.staff, visit, "cancel")


async def test_a_request_can_be_withdrawn_until_its_start(house: "House") -> None:
    owner, request = await house.booked("2026-03-05 10:00")
    house.clock.set(request.starts_at)
    await refused(house, owner, request, "cancel", RequestExpired)
    house.clock.set(request.starts_at - timedelta(minutes=1))
    await decide(house, owner, request, "cancel")


async def test_they_came(house: "House") -> None:
    _, visit = await house.confirmed("2026-03-05 10:00")
    house.clock.set(house.at("2026-03-05 09:29"))
    await refused(house, house.staff, visit, "complete", TooEarly)
    house.clock.set(house.at("2026-03-05 09:30"))
    assert (await decide(house, house.staff, visit, "complete")).status is AppointmentStatus.COMPLETED


async def test_they_did_not_come(house: "House") -> None:
    _, visit = await house.confirmed("2026-03-05 10:00")
    house.clock.set(house.at("2026-03-05 09:59"))
    await refused(house, house.staff, visit, "no_show", TooEarly)
    house.clock.set(house.at("2026-03-05 10:00"))
    missed = await decide(house, house.staff, visit, "no_show")
    assert (missed.status, missed.owner_no_shows) == (AppointmentStatus.NO_SHOW, 1)


async def test_a_visit_that_was_missed_is_remembered_at_the_next_request(house: "House") -> None:
    owner, visit = await house.confirmed("2026-03-05 10:00")
    house.clock.set(house.at("2026-03-05 10:00"))
    await decide(house, house.staff, visit, "no_show")
    again = await house.book(owner, visit.pet.id, "2026-03-06 10:00")
    _, stranger = await house.booked("2026-03-06 11:00")
    assert (again.owner_no_shows, stranger.owner_no_shows) == (1, 0)


async def test_a_second_tap_reads_who_was_first(house: "House") -> None:
    _, visit = await house.confirmed("2026-03-05 10:00")
    house.clock.set(house.at("2026-03-05 09:00"))
    for how in ("confirm", "decline"):
        refusal = await refused(house, OTHER_STAFF, visit, how, AlreadyDecided)
        assert refusal.data == {
            "number": visit.number,
            "status": AppointmentStatus.CONFIRMED,
            "by": "Dr. Weber",
            "at": visit.decided_at,
        }


@pytest.mark.parametrize("end", ["decline", "cancel", "complete", "no_show"])
async def test_what_has_ended_stays_ended(house: "House", end: str) -> None:
    owner, visit = await house.booked("2026-03-05 10:00")
    if end in ("complete", "no_show"):
        await decide(house, house.staff, visit, "confirm")
        house.clock.set(visit.starts_at)
    await decide(house, house.staff, visit, end)
    for how in DECISIONS:
        await refused(house, OTHER_STAFF, visit, how, AlreadyDecided)
    await refused(house, owner, visit, "cancel", AlreadyDecided)


async def test_who_never_got_a_confirmation_can_neither_come_nor_be_missed(house: "House") -> None:
    _, request = await house.booked("2026-03-05 10:00")
    house.clock.set(request.starts_at)
    for how in ("complete", "no_show"):
        await refused(house, house.staff, request, how, NotConfirmedYet)


async def test_owners_decide_nothing_but_their_own_cancellation(house: "House") -> None:
    owner, request = await house.booked("2026-03-05 10:00")
    stranger = await house.owner("Mallory")
    for how in ("confirm", "decline", "complete", "no_show"):
        await refused(house, owner, request, how, StaffOnly)
    await refused(house, stranger, request, "cancel", AppointmentNotFound)
    nobody = Actor.owner(uuid4(), "Ghost")
    await refused(house, nobody, request, "cancel", AppointmentNotFound)


async def test_requests_expire_when_their_start_comes(house: "House") -> None:
    _, due = await house.booked("2026-03-05 10:00")
    _, later = await house.booked("2026-03-05 10:30")
    _, agreed = await house.confirmed("2026-03-05 09:00")
    async with house.desk.unit() as services:
        assert await services.appointments.next_expiry() == due.starts_at
    house.clock.set(due.starts_at - timedelta.resolution)
    async with house.desk.unit() as services:
        assert await services.appointments.expire_due() == []
    house.clock.set(due.starts_at)
    await refused(house, house.staff, due, "confirm", RequestExpired)
    await refused(house, house.staff, due, "decline", RequestExpired)
    async with house.desk.unit() as services:
        (expired,) = await services.appointments.expire_due()
        assert await services.appointments.expire_due() == []
        assert await services.appointments.next_expiry() == later.starts_at
    assert (expired.id, expired.status, expired.version) == (due.id, AppointmentStatus.EXPIRED, 2)
    assert (await house.get(later.id)).status is AppointmentStatus.PENDING
    assert (await house.get(agreed.id)).status is AppointmentStatus.CONFIRMED
    outbox = await house.outbox()
    assert outbox.count("expired to user: pending") == 1
    assert outbox.count("expired_for_clinic to admin: pending") == 1
    assert (await history(house, due))[-1] == "pending -> expired by system"
    for how in ("confirm", "decline", "cancel"):
        await refused(house, house.staff, due, how, RequestExpired)


async def answer(house: "House", actor: Actor, visit: AppointmentDetails) -> AppointmentDetails:
    async with house.desk.unit() as services:
        return await services.appointments.answer_reminder(actor, visit.id)


async def test_the_owner_is_coming(house: "House") -> None:
    owner, visit = await house.confirmed("2026-03-05 10:00")
    answered = await answer(house, owner, visit)
    assert (answered.attendance, answered.version) == (Attendance.COMING, visit.version)
    once, events = await house.outbox(), await history(house, visit)
    assert once.count("card_update to admin: pending") == 2
    assert events[-1] == "confirmed -> confirmed by Ann"
    assert await answer(house, owner, visit) == answered  # a second tap
    assert (await house.outbox(), await history(house, visit)) == (once, events)


async def test_an_answer_needs_an_upcoming_confirmed_visit_of_ones_own(house: "House") -> None:
    owner, visit = await house.booked("2026-03-05 10:00")
    with pytest.raises(NotConfirmedYet):
        await answer(house, owner, visit)
    await decide(house, house.staff, visit, "confirm")
    with pytest.raises(AppointmentNotFound):
        await answer(house, await house.owner("Mallory"), visit)
    house.clock.set(visit.starts_at)
    with pytest.raises(VisitStarted):
        await answer(house, owner, visit)
    house.clock.set(visit.starts_at - timedelta(hours=3))
    await decide(house, owner, visit, "cancel")
    with pytest.raises(AlreadyDecided):
        await answer(house, owner, visit)
