"""Until when requests are answered, and the nudge before: the rule, what is written with a request, and races."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core.appointments.deadlines import answer_by, nudge_at
from core.appointments.errors import RequestExpired
from core.appointments.policy import BookingPolicy
from core.appointments.schemas import AppointmentStatus
from core.config import Settings
from core.front_desk import FrontDesk, Services
from core.notifications.models import Notification
from core.notifications.schemas import Kind
from tests.core.appointments.test_races import in_a_unit, interrupted, names

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def berlin(wall: str) -> datetime:
    """`03-02 09:00` of 2026 on Berlin's wall clock, as UTC."""
    return datetime.fromisoformat(f"2026-{wall}").replace(tzinfo=BERLIN).astimezone(UTC)


def wall(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(BERLIN):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("asked", "starts", "replaces", "quiet", "expected"),
    [
        pytest.param("03-02 10:00", "03-05 10:00", None, "21:00-08:00", "03-03 10:00", id="a day"),
        pytest.param("03-02 10:00", "03-02 15:00", None, "21:00-08:00", "03-02 15:00", id="never after the start"),
        pytest.param("03-02 10:00", "03-05 10:00", "03-02 18:00", "21:00-08:00", "03-02 18:00", id="a wish"),
        pytest.param("03-02 10:00", "03-02 15:00", "03-05 10:00", "21:00-08:00", "03-02 15:00", id="a wish for sooner"),
        pytest.param("03-02 22:00", "03-05 10:00", None, "21:00-08:00", "03-04 08:00", id="the quiet hours' end"),
        pytest.param("03-02 06:00", "03-05 10:00", None, "21:00-08:00", "03-03 08:00", id="early in the morning"),
        pytest.param("03-02 21:00", "03-05 10:00", None, "21:00-08:00", "03-04 08:00", id="they begin"),
        pytest.param("03-02 08:00", "03-05 10:00", None, "21:00-08:00", "03-03 08:00", id="they are over"),
        pytest.param("03-02 22:00", "03-04 07:30", None, "21:00-08:00", "03-04 07:30", id="a start in quiet hours"),
        pytest.param("03-02 22:00", "03-05 10:00", None, "00:00-00:00", "03-03 22:00", id="no quiet hours"),
        # 2026-03-29: 02:00 to 03:00 does not exist; 2026-10-25: 02:00 to 03:00 happens twice.
        pytest.param("03-28 12:00", "04-02 10:00", None, "21:00-08:00", "03-29 13:00", id="24 hours are real hours"),
        pytest.param("03-28 01:00", "04-02 10:00", None, "22:00-02:30", "03-29 03:00", id="until a skipped time"),
        pytest.param("10-24 01:00", "10-28 10:00", None, "22:00-02:30", "10-25 02:30", id="until a time that is twice"),
    ],
)
def test_the_deadline(asked: str, starts: str, replaces: str | None, quiet: str, expected: str) -> None:
    rules = BookingPolicy(zone=BERLIN, quiet_hours=quiet)
    until = answer_by(berlin(asked), berlin(starts), rules, replaces=berlin(replaces) if replaces else None)
    assert wall(until) == expected


@pytest.mark.parametrize(
    ("asked", "deadline", "before", "quiet", "expected"),
    [
        pytest.param("03-02 10:00", "03-03 10:00", 2 * HOUR, "21:00-07:00", "03-03 08:00", id="two hours before"),
        pytest.param("03-02 10:00", "03-02 13:00", 2 * HOUR, "21:00-08:00", "03-02 11:30", id="halfway"),
        pytest.param("03-02 10:00", "03-02 14:00", 2 * HOUR, "21:00-08:00", "03-02 12:00", id="twice that"),
        pytest.param("03-02 09:00", "03-03 09:00", 2 * HOUR, "21:00-08:00", "03-02 20:59", id="before quiet hours"),
        pytest.param("03-02 22:00", "03-03 09:00", 2 * HOUR, "21:00-08:00", None, id="asked in quiet hours"),
        pytest.param("03-02 10:00", "03-03 10:00", 2 * HOUR, "21:00-08:00", "03-03 08:00", id="quiet hours are over"),
        pytest.param("03-02 10:00", "03-03 10:00", 0 * HOUR, "21:00-08:00", None, id="no nudges"),
        pytest.param("03-28 12:00", "03-29 05:00", 2 * HOUR, "21:00-02:30", "03-29 03:00", id="the spring night"),
        pytest.param("10-24 12:00", "10-25 04:00", 2 * HOUR, "22:00-02:30", "10-24 21:59", id="the autumn night"),
    ],
)
def test_the_nudge(asked: str, deadline: str, before: timedelta, quiet: str, expected: str | None) -> None:
    rules = BookingPolicy(zone=BERLIN, quiet_hours=quiet, nudge_before=before)
    assert wall(nudge_at(berlin(asked), berlin(deadline), rules)) == expected


@pytest.fixture
def usual(house: "House", tmp_path: Path) -> "House":
    """The clinic with the settings as they come."""
    settings = Settings(_env_file=None, clinic_timezone=BERLIN.key, data_dir=tmp_path)
    return replace(house, desk=FrontDesk(house.database, settings, house.clock, house.desk.hasher))


async def nudges(house: "House", request_id: UUID) -> list[str]:
    """`when it is due: status` of each, in order."""
    wanted = select(Notification).where(Notification.kind == Kind.NUDGE, Notification.appointment_id == request_id)
    async with house.database.transaction() as session:
        rows = await session.scalars(wanted.order_by(Notification.created_at, Notification.due_at))
        return [f"{wall(row.due_at)}: {row.status}" for row in rows]


async def test_a_request_has_its_deadline_and_its_nudge(usual: "House") -> None:
    _, request = await usual.booked("2026-03-05 10:00")  # it is Monday, 9 o'clock
    assert wall(request.answer_by) == "03-03 09:00"
    assert await nudges(usual, request.id) == ["03-02 20:59: pending"]
    async with usual.desk.unit() as services:
        assert await services.appointments.next_expiry() == request.answer_by


@pytest.mark.parametrize("how", ["confirm", "decline", "cancel", "expire"])
async def test_once_it_is_decided_nobody_is_nudged(usual: "House", how: str) -> None:
    owner, request = await usual.booked("2026-03-05 10:00")
    async with usual.desk.unit() as services:
        match how:
            case "confirm":
                await services.appointments.confirm(usual.staff, request.id)
            case "decline":
                await services.appointments.decline(usual.staff, request.id, "no")
            case "cancel":
                await services.appointments.cancel(owner, request.id)
            case _:
                usual.clock.set(request.answer_by)
                (expired,) = await services.appointments.expire_due()
                assert expired.status is AppointmentStatus.EXPIRED
    assert await nudges(usual, request.id) == ["03-02 20:59: withdrawn"]


@pytest.mark.parametrize("by_staff", [False, True])
async def test_a_request_that_moves_has_them_anew(usual: "House", by_staff: bool) -> None:
    owner, request = await usual.booked("2026-03-05 10:00")
    usual.clock.advance(4 * HOUR)
    async with usual.desk.unit() as services:
        actor = usual.staff if by_staff else owner
        moved = await services.appointments.move(actor, request.id, usual.at("2026-03-05 11:00"))
    assert wall(moved.answer_by) == "03-03 13:00"
    assert sorted(await nudges(usual, request.id)) == ["03-02 20:59: withdrawn", "03-03 11:00: pending"]


async def test_a_wish_to_move_has_its_own(usual: "House") -> None:
    owner, visit = await usual.confirmed("2026-03-05 10:00")
    async with usual.desk.unit() as services:
        wish = (await services.appointments.move(owner, visit.id, usual.at("2026-03-06 10:00"))).wish
    assert wish is not None
    assert wall(wish.answer_by) == "03-03 09:00"
    assert await nudges(usual, wish.id) == ["03-02 20:59: pending"]
    usual.clock.set(wish.answer_by)
    async with usual.desk.unit() as services:
        assert [row.id for row in await services.appointments.expire_due()] == [wish.id]
    assert (await usual.get(visit.id)).status is AppointmentStatus.CONFIRMED


async def test_after_the_deadline_nothing_can_be_decided(usual: "House") -> None:
    owner, request = await usual.booked("2026-03-05 10:00")
    usual.clock.set(request.answer_by)
    attempts: list[Callable[[Services], Any]] = [
        lambda services: services.appointments.confirm(usual.staff, request.id),
        lambda services: services.appointments.decline(usual.staff, request.id, "no"),
        lambda services: services.appointments.cancel(owner, request.id),
        lambda services: services.appointments.move(owner, request.id, usual.at("2026-03-05 11:00")),
    ]
    for attempt in attempts:
        async with usual.desk.unit() as services:
            with pytest.raises(RequestExpired) as refusal:
                await attempt(services)
        assert refusal.value.answer_by == request.answer_by


async def test_the_owners_limit_does_not_count_what_is_over(usual: "House") -> None:
    owner = await usual.owner()
    pets = [await usual.pet(owner, name) for name in ("Rex", "Mia", "Tom", "Ada")]
    for number, pet in enumerate(pets[:3]):
        await usual.book(owner, pet, f"2026-03-05 1{number}:00")
    usual.clock.advance(24 * HOUR)
    assert (await usual.book(owner, pets[3], "2026-03-05 14:00")).status is AppointmentStatus.PENDING


async def test_moving_against_expiry(usual: "House") -> None:
    owner, request = await usual.booked("2026-03-05 10:00")

    async def move_at_the_last_moment(services: Services) -> Any:
        usual.clock.set(request.answer_by - timedelta(seconds=1))
        moved = await services.appointments.move(owner, request.id, usual.at("2026-03-05 11:00"))
        usual.clock.set(request.answer_by)
        return moved

    moved, expired = await interrupted(
        usual, move_at_the_last_moment, lambda services: services.appointments.expire_due()
    )
    assert (moved.status, expired) == (AppointmentStatus.PENDING, [])
    assert (await usual.get(request.id)).status is AppointmentStatus.PENDING


@pytest.mark.parametrize("order", ["confirm first", "expire first"])
async def test_confirming_against_expiry(usual: "House", order: str) -> None:
    _, request = await usual.booked("2026-03-05 10:00")
    usual.clock.set(request.answer_by - timedelta(seconds=1))

    async def confirm(services: Services) -> Any:
        return await services.appointments.confirm(usual.staff, request.id)

    async def expire(services: Services) -> Any:
        usual.clock.set(request.answer_by)
        expired = await services.appointments.expire_due()
        usual.clock.set(request.answer_by - timedelta(seconds=1))  # the other replica's clock is behind
        return expired

    if order == "confirm first":
        confirmed, expired = await interrupted(usual, confirm, expire)
        assert (confirmed.status, expired) == (AppointmentStatus.CONFIRMED, [])
    else:
        expired, refusal = await interrupted(usual, expire, confirm)
        assert [row.id for row in expired] == [request.id]
        assert isinstance(refusal, RequestExpired)


async def test_everybody_at_the_deadline(usual: "House") -> None:
    """Many confirm, move and expire at once: one outcome, told once."""
    owner, request = await usual.booked("2026-03-05 10:00")
    usual.clock.set(request.answer_by)
    confirm = in_a_unit(usual, lambda services: services.appointments.confirm(usual.staff, request.id))
    expire = in_a_unit(usual, lambda services: services.appointments.expire_due())
    move = in_a_unit(
        usual, lambda services: services.appointments.move(owner, request.id, usual.at("2026-03-05 11:00"))
    )
    outcomes = await usual.together(*[confirm, expire, move] * 4)
    assert names(outcomes) == {"RequestExpired": 8, "list": 4}
    assert (await usual.outbox()).count("expired to user: pending") <= 1
    await expire()
    assert (await usual.outbox()).count("expired to user: pending") == 1
    assert await nudges(usual, request.id) == ["03-02 20:59: withdrawn"]
