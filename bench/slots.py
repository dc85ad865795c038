"""Free slots of 60 days for one vet with 200 visits ahead: against the floor, with a long past, and against a rival."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from asyncpg import Connection

from bench import rivals
from bench.house import NOW, House, house, server, workdays
from bench.measure import Figure, Report, alternating, ms
from bot.loop import run
from core.appointments.slots import free_starts
from core.clinic.timetable import Span
from core.database.embedded import EmbeddedPostgres

WHY = (
    "Of 2.8 ms (the parts by themselves): 0.5 the session with BEGIN and COMMIT, which the floor has not; 0.4 the "
    "clinic's rules (switch, service, vets, hours, closures in one statement), which the floor knows by heart; "
    "0.8 what is busy, and 0.4 the sweep, about as much as the floor's; 0.2 the days. Tried, from 2.9 times with "
    "three statements: rules in one statement, columns instead of entities, statements that asyncpg is sent "
    "without SQLAlchemy, busy spans as arrays, a grid for each opening that is made once and cut by bisection. "
    "Left: no transaction for who only looks (in a tap there is one anyway), and rules and busy spans in one "
    "statement across two features."
)

DAYS, AHEAD, LITTLE_PAST, MUCH_PAST = 60, 200, 1_000, 1_000_000

_INSERT = """
INSERT INTO appointments (id, chain_id, is_current, owner_id, pet_id, vet_id, service_id, status,
    starts_at, ends_at, busy_until, requested_at, answer_by, decided_by, decided_at, version)
SELECT id, id, true, $1, $2, $3, $4, $5, at, at + interval '30 min', at + interval '30 min',
    at - interval '1 day', at, 'Bench', at - interval '1 day', 1
FROM (SELECT gen_random_uuid() AS id, $6::timestamptz + n * interval '30 min' AS at
      FROM generate_series($7::int, $8::int) AS n) AS visits
"""
_BUSY = """
SELECT starts_at, busy_until FROM appointments
WHERE vet_id = $1 AND status IN ('pending', 'confirmed') AND starts_at > $2 AND starts_at < $3 AND busy_until > $4
"""


_WEEKDAY = ((9, 0, 12, 30), (13, 30, 18, 0))
_HOURS = {**dict.fromkeys(range(5), _WEEKDAY), 5: ((9, 0, 13, 0),), 6: ()}
"""What a new clinic begins with, by weekday."""


async def fill(place: House, past: int) -> tuple[UUID, UUID]:
    """The visits of one vet: so many past, and 200 spread over the days ahead. The vet and the service."""
    ((owner, pet),) = await place.owners(1)
    vet, service = await place.vet(), await place.service()
    connection = await place.raw()
    columns = (owner.user_id, pet, vet, service)
    await connection.execute(_INSERT, *columns, "completed", NOW - timedelta(days=30), -past, -1)
    days = workdays(NOW + timedelta(days=1), 40)
    for n in range(AHEAD):
        at = days[n % 40] + timedelta(minutes=30 * (n // 40) * 2)
        await connection.execute(_INSERT, *columns, "confirmed", at, 0, 0)
    await connection.execute("ANALYZE")
    await connection.close()
    return vet, service


async def through_the_service(place: House, vet: UUID, service: UUID) -> dict[date, int]:
    today = NOW.date()
    async with place.desk.unit() as services:
        return await services.appointments.free_days(service, vet, today, today + timedelta(days=DAYS - 1))


async def floor(place: House, connection: Connection, vet: UUID, notice: timedelta) -> list[datetime]:
    """One SELECT of what is busy and one sorted sweep: what nobody who asks a database can go below."""
    first = NOW.replace(hour=0)
    rows = await connection.fetch(_BUSY, vet, first - timedelta(hours=16), first + timedelta(days=DAYS), first)
    zone = place.desk.settings.zone
    openings = []
    for offset in range(DAYS):
        day = (first + timedelta(days=offset)).date()
        for opens, opens_minute, closes, closes_minute in _HOURS[day.weekday()]:
            start = datetime(day.year, day.month, day.day, opens, opens_minute, tzinfo=zone).astimezone(UTC)
            end = datetime(day.year, day.month, day.day, closes, closes_minute, tzinfo=zone).astimezone(UTC)
            openings.append(Span(start, end))
    return free_starts(
        openings,
        (),
        [Span(row["starts_at"], row["busy_until"]) for row in rows],
        duration=timedelta(minutes=30),
        buffer=timedelta(0),
        grid=timedelta(minutes=15),
        zone=zone,
        not_before=NOW + notice,
    )


async def measured(running: EmbeddedPostgres) -> tuple[dict[str, float], int]:
    async with house(running) as place:
        vet, service = await fill(place, LITTLE_PAST)
        raw = await place.raw()
        notice = timedelta(minutes=await raw.fetchval("SELECT minimum_notice FROM services WHERE id = $1", service))
        counted = sum((await through_the_service(place, vet, service)).values())
        assert counted == len(await floor(place, raw, vet, notice)), "the floor finds other slots than the service"
        statements = place.statements()
        await through_the_service(place, vet, service)
        asked = len(statements)
        medians = await alternating(
            {
                "service": lambda: through_the_service(place, vet, service),
                "floor": lambda: floor(place, raw, vet, notice),
            },
            41,
        )
        await raw.close()
    async with house(running) as old, house(running) as young:
        (old_vet, old_service), (young_vet, young_service) = await fill(old, MUCH_PAST), await fill(young, LITTLE_PAST)
        medians |= await alternating(
            {
                "much past": lambda: through_the_service(old, old_vet, old_service),
                "little past": lambda: through_the_service(young, young_vet, young_service),
            },
            41,
        )
    return medians, asked


def bench(running: EmbeddedPostgres, rival: rivals.Rival) -> Report:
    """The free slots of 60 days."""
    medians, asked = run(measured(running))
    ours, least = medians["service"], medians["floor"]
    return Report(
        "slots",
        "Free slots for 60 days, one vet, 200 visits, through the service with its queries",
        [
            Figure(
                "django-appointment's time over ours",
                rival.slots / ours,
                150,
                at_least=True,
                detail=f"{ms(rival.slots)} in {rival.queries} queries, ours {ms(ours)}",
            ),
            Figure("statements", asked, 8, unit=""),
            Figure("over the floor", ours / least, 1.5, detail=f"{ms(ours)} over {ms(least)}", why=WHY),
            Figure(
                "with 1,000,000 past visits over 1,000",
                medians["much past"] / medians["little past"],
                1.2,
                detail=f"{ms(medians['much past'])} over {ms(medians['little past'])}",
            ),
        ],
        series={"django-appointment": rival.slots * 1000, "vetbot": ours * 1000, "floor": least * 1000},
    )


if __name__ == "__main__":
    with server() as postgres:
        bench(postgres, rivals.measure(postgres)).show()
