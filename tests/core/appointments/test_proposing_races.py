"""People who do things with proposed times at the same moment, each in a transaction of their own."""

from typing import TYPE_CHECKING, Any

from core.appointments.schemas import AppointmentDetails, AppointmentStatus, Proposal
from core.users.schemas import Actor
from tests.core.appointments.test_proposing import THREE, declined, expire, statuses, times, told, wished
from tests.core.appointments.test_races import booking, in_a_unit, interrupted, names

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

JOY = Actor.staff("Nurse Joy")
CONFIRMED, DECLINED = AppointmentStatus.CONFIRMED, AppointmentStatus.DECLINED


def proposing(house: "House", actor: Actor, request: AppointmentDetails, proposals: list[Proposal]) -> Any:
    return in_a_unit(
        house, lambda services: services.appointments.decline_and_propose(actor, request.id, "no", proposals)
    )


def taking(house: "House", actor: Actor, proposal: AppointmentDetails) -> Any:
    return in_a_unit(house, lambda services: services.appointments.take_proposal(actor, proposal.id))


async def test_one_slot_is_booked_or_proposed(house: "House") -> None:
    for round_ in range(6):
        _, request = await house.booked(f"2026-03-{10 + round_} 10:00".replace("-14 ", "-17 ").replace("-15 ", "-18 "))
        wall = f"2026-04-{13 + round_ % 4} {9 + round_ // 4:02}:00"
        other = await house.owner()
        wanted = await house.request(await house.pet(other), wall)
        attempts = [booking(house, other, wanted), proposing(house, house.staff, request, await times(house, wall))]
        outcomes = await house.together(*(attempts if round_ % 2 else reversed(attempts)))
        assert names(outcomes) == {"AppointmentDetails": 1, "SlotTaken": 1}
        declined_ = (await house.get(request.id)).status is DECLINED
        booked = any(isinstance(o, AppointmentDetails) and o.owner.id == other.user_id for o in outcomes)
        assert declined_ is not booked


async def test_two_accounts_of_one_owner_take_two_times(house: "House") -> None:
    owner, request, proposals = await declined(house)
    phone = Actor.owner(request.owner.id, "Ann", 1)
    outcomes = await house.together(
        taking(house, owner, proposals[0]), taking(house, phone, proposals[1]), taking(house, owner, proposals[2])
    )
    assert names(outcomes) == {"AppointmentDetails": 1, "ProposalAnswered": 2}
    assert sorted(await statuses(house, proposals)) == [CONFIRMED, DECLINED, DECLINED]


async def test_two_taps_on_one_time(house: "House") -> None:
    owner, _, proposals = await declined(house)
    outcomes = await house.together(*[taking(house, owner, proposals[0])] * 4)
    assert names(outcomes) == {"AppointmentDetails": 4}
    assert (await house.outbox()).count("reminder to user: pending") == 2


async def test_the_visit_moves_once(house: "House") -> None:
    owner, visit, _, proposals = await wished(house)
    outcomes = await house.together(*(taking(house, owner, proposal) for proposal in proposals))
    assert names(outcomes) == {"AppointmentDetails": 1, "ProposalAnswered": 2}
    assert (await house.get(visit.id)).was_moved


async def test_taking_against_the_deadline(house: "House") -> None:
    """Whoever takes in time has it, even when the clean-up runs before the commit; and nobody is told otherwise."""
    owner, request, proposals = await declined(house)
    house.clock.advance(proposals[0].answer_by - house.clock.now() - (proposals[0].answer_by - house.clock.now()) / 99)

    async def take(services: Any) -> Any:
        visit = await services.appointments.take_proposal(owner, proposals[0].id)
        house.clock.set(proposals[0].answer_by)
        return visit

    outcomes = await interrupted(house, take, lambda services: services.appointments.expire_due())
    assert names(outcomes) == {"AppointmentDetails": 1, "list": 1}
    await expire(house)
    assert await statuses(house, proposals) == [CONFIRMED, DECLINED, DECLINED]
    assert await told(house, "proposals_over") == []
    assert (await house.get(request.id)).is_current is False


async def test_the_deadline_against_taking(house: "House") -> None:
    owner, request, proposals = await declined(house)
    house.clock.set(proposals[0].answer_by)

    async def take_in_the_last_moment(services: Any) -> Any:
        house.clock.advance(-(proposals[0].answer_by - request.requested_at) / 99)
        return await services.appointments.take_proposal(owner, proposals[0].id)

    outcomes = await interrupted(house, lambda services: services.appointments.expire_due(), take_in_the_last_moment)
    assert names(outcomes) == {"list": 1, "ProposalOver": 1}
    assert await told(house, "proposals_over") == [request.id]


async def test_taking_against_a_closure(house: "House") -> None:
    for taken_first in (True, False):
        owner, _, proposals = await declined(house)

        def take(services: Any, owner: Actor = owner, mine: AppointmentDetails = proposals[0]) -> Any:
            return services.appointments.take_proposal(owner, mine.id)

        def close(services: Any) -> Any:
            return services.appointments.close(
                house.staff, house.at("2026-03-05 08:00"), house.at("2026-03-05 20:00"), cancel=True, seen=()
            )

        first, second = (take, close) if taken_first else (close, take)
        outcomes = await interrupted(house, first, second)
        expected = {"AppointmentDetails", "MoreVisitsHit"} if taken_first else {"tuple", "ProposalOver"}
        assert set(names(outcomes)) == expected
        if taken_first:
            async with house.desk.unit() as services:
                await services.appointments.cancel(house.staff, proposals[0].id)


async def test_two_staff_decline_at_once(house: "House") -> None:
    for _ in range(4):
        _, request = await house.booked("2026-03-05 10:00")
        outcomes = await house.together(
            proposing(house, house.staff, request, await times(house, *THREE[:2])),
            proposing(house, JOY, request, await times(house, *THREE[1:])),
        )
        assert names(outcomes) == {"AppointmentDetails": 1, "AlreadyDecided": 1}
        async with house.desk.unit() as services:
            held = await services.appointments.proposals(house.staff, request.id)
            assert len(held) == 2
            assert {row.decided_by for row in held} == {(await house.get(request.id)).decided_by}
            await services.appointments.withdraw_proposals(house.staff, request.id)


async def test_the_same_times_are_proposed_to_two_owners(house: "House") -> None:
    errors = house.collect_database_errors()
    for round_ in range(4):
        requests = [(await house.booked(f"2026-03-05 {hour}:00"))[1] for hour in ("09", "10")]
        wanted = await times(house, *(f"2026-04-{14 + round_} {hour}:00" for hour in ("09", "10", "11")))
        outcomes = await house.together(
            proposing(house, house.staff, requests[0], wanted), proposing(house, JOY, requests[1], wanted[::-1])
        )
        assert names(outcomes) == {"AppointmentDetails": 1, "SlotTaken": 1}
        for request in requests:
            if (await house.get(request.id)).status is AppointmentStatus.PENDING:
                async with house.desk.unit() as services:
                    await services.appointments.decline(house.staff, request.id, "no")
    assert errors == []  # nobody waited in a circle


async def test_one_is_taken_while_staff_withdraw_them(house: "House") -> None:
    for taken_first in (True, False):
        owner, request, proposals = await declined(house, "2026-03-05 11:00" if taken_first else "2026-03-05 14:00")

        def take(services: Any, owner: Actor = owner, mine: AppointmentDetails = proposals[0]) -> Any:
            return services.appointments.take_proposal(owner, mine.id)

        def withdraw(services: Any, request: AppointmentDetails = request) -> Any:
            return services.appointments.withdraw_proposals(house.staff, request.id)

        first, second = (take, withdraw) if taken_first else (withdraw, take)
        outcomes = await interrupted(house, first, second)
        assert set(names(outcomes)) == (
            {"AppointmentDetails"} if taken_first else {"AppointmentDetails", "ProposalOver"}
        )
        assert await told(house, "proposals_over") == ([] if taken_first else [request.id])
