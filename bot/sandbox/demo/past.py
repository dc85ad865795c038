"""What the demo's clinic has behind it: owners who come and go, six weeks of visits, a present week that is busy."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from core.appointments.schemas import AppointmentDetails, BookingRequest, DeclineReason
from core.clock import ManualClock
from core.errors import DomainError
from core.front_desk import Services
from core.notifications.schemas import Kind
from core.pets.schemas import PetDraft, Species
from core.users.schemas import Actor, Registration

WEEKS = 6
"""How many whole weeks lie behind the present one."""
DAY = timedelta(days=1)

Hours = Mapping[int, Iterable[tuple[time, time]]]
Outcome = Literal["came", "missed", "declined", "called_off"]

_PACE = {True: 0.16, False: 0.03}
"""How likely a visit begins at a free quarter: in the present week, and before it, where fewer make a quick start."""
_SERVICES = (("routine", 45, 45), ("vaccination", 30, 38), ("surgery", 150, 9), ("emergency", 30, 8))
"""Code, minutes with the pause afterwards, and how often of a hundred."""
_OUTCOMES: tuple[tuple[Outcome, int], ...] = (("came", 85), ("missed", 6), ("declined", 4), ("called_off", 5))
_GRID = 15
"""Minutes."""


@dataclass(frozen=True)
class Regular:
    """An owner whom the clinic knows by phone; they are not on Telegram any more."""

    name: str
    pets: tuple[tuple[str, Species, str], ...]
    """Name, species, breed."""


_DOG, _CAT, _RABBIT, _RODENT, _BIRD = Species.DOG, Species.CAT, Species.RABBIT, Species.RODENT, Species.BIRD
REGULARS = (
    Regular("Helga Brandt", (("Waldi", _DOG, "Dachshund"), ("Minka", _CAT, "European Shorthair"))),
    Regular("Tarek Aziz", (("Simba", _CAT, "Bengal"), ("Nala", _CAT, "Bengal"))),
    Regular("Marie Lambert", (("Coco", _BIRD, "Cockatiel"), ("Filou", _DOG, "French Bulldog"))),
    Regular("Oskar Nilsson", (("Freya", _DOG, "Husky"), ("Loki", _DOG, "Husky"))),
    Regular("Ines Moreira", (("Pipoca", _RODENT, "Guinea pig"), ("Tofu", _RODENT, "Guinea pig"))),
    Regular("Greta Olsen", (("Flocke", _RABBIT, "Angora"), ("Krümel", _RABBIT, "Dwarf ram"))),
    Regular("Katrin Vogel", (("Emma", _DOG, "Golden Retriever"), ("Felix", _CAT, "British Shorthair"))),
    Regular("Friedrich Maas", (("Arko", _DOG, "German Shepherd"),)),
    Regular("Aylin Demir", (("Pamuk", _CAT, "Van cat"), ("Boncuk", _CAT, "Persian"))),
    Regular("Tom Becker", (("Sam", _DOG, "Border Collie"), ("Ruby", _DOG, "Border Collie"))),
)


@dataclass(frozen=True)
class Patient:
    pet_id: UUID
    actor: Actor


@dataclass(frozen=True)
class Wanted:
    """A visit that somebody is going to ask for."""

    asked_at: datetime
    answered_at: datetime
    starts_at: datetime
    vet_id: UUID
    service: str
    patient: Patient
    outcome: Outcome


class Past:
    """Lets happen what happened, by the services and in its order. The same moment always gives the same past."""

    def __init__(self, services: Services, clock: ManualClock, zone: ZoneInfo, staff: Actor) -> None:
        self._services = services
        self._clock = clock
        self._zone = zone
        self._staff = staff

    async def patients(self, today: date) -> list[Patient]:
        """Registers the regulars; their accounts are unlinked, so that nobody writes to people who are not there."""
        found = []
        for number, regular in enumerate(REGULARS):
            account = await self._services.users.hear(
                telegram_user_id=6_200_000_001 + number,
                display_name=regular.name,
                language_code="en",
                in_admin_chat=False,
            )
            email = regular.name.lower().replace(" ", ".") + "@example.org"
            known = Registration(full_name=regular.name, email=email, phone=f"+49151234568{number:02}")
            user = await self._services.users.register(account, known)
            actor = Actor.owner(user.id, user.full_name)
            for at, (name, species, breed) in enumerate(regular.pets):
                born = today - (500 + 173 * number + 60 * at) * DAY
                draft = PetDraft(name=name, species=species, breed=breed, date_of_birth=born)
                found.append(Patient((await self._services.pets.create(actor, draft)).id, actor))
            await self._services.users.logout(account)
        return found

    async def happen(self, wanted: Iterable[Wanted], until: datetime) -> None:
        """Has them ask, be answered and come, as far as that lies before `until`."""
        offered = {service.code: service.id for service in await self._services.clinic.services()}
        queue: list[tuple[datetime, int, Wanted, AppointmentDetails | None]] = []
        for number, each in enumerate(wanted):
            if each.asked_at < until:
                heappush(queue, (each.asked_at, number, each, None))
        happened: set[UUID] = set()
        while queue:
            at, number, each, visit = heappop(queue)
            self._clock.set(at)
            step = await self._ask(each, offered) if visit is None else await self._go_on(each, visit)
            if step is not None:
                happened.add(step[1].id)
                if step[0] < until:
                    heappush(queue, (step[0], number, each, step[1]))
        self._clock.set(until)
        for visit_id in happened:  # of what was settled long ago nothing is sent now
            await self._services.notifications.withdraw(visit_id, list(Kind))

    async def _ask(self, each: Wanted, offered: Mapping[str, UUID]) -> tuple[datetime, AppointmentDetails] | None:
        request = BookingRequest(
            pet_id=each.patient.pet_id,
            service_id=offered[each.service],
            vet_id=each.vet_id,
            starts_at=each.starts_at,
        )
        try:
            visit = await self._services.appointments.book(each.patient.actor, request)
        except DomainError:
            return None  # the vet is away, or somebody else was first: then they did not ask
        return each.answered_at, visit

    async def _go_on(self, each: Wanted, visit: AppointmentDetails) -> tuple[datetime, AppointmentDetails] | None:
        appointments = self._services.appointments
        following = None
        if visit.decided_at is None:
            if each.outcome == "declined":
                await appointments.decline(self._staff, visit.id, DeclineReason.FULLY_BOOKED)
            else:
                visit = await appointments.confirm(self._staff, visit.id)
                early = each.outcome == "called_off"
                following = each.starts_at - timedelta(hours=20) if early else each.starts_at + timedelta(minutes=2)
                following = max(following, self._clock.now())
        elif each.outcome == "called_off":
            await appointments.cancel(each.patient.actor, visit.id)
        elif each.outcome == "missed":
            await appointments.no_show(self._staff, visit.id)
        else:
            await appointments.complete(self._staff, visit.id)
        return None if following is None else (following, visit)


def plan(
    days: Iterable[date],
    hours: Hours,
    vets: Iterable[UUID],
    patients: list[Patient],
    zone: ZoneInfo,
    *,
    busy: bool,
) -> Iterator[Wanted]:
    """Visits of these days, each patient in turn."""
    vets, turn = list(vets), 0
    for day in days:
        random = Random(day.toordinal())
        for vet_id in vets:
            for opens, closes in hours.get(day.weekday(), ()):
                minute, last = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
                while minute + 30 <= last:
                    if random.random() > _PACE[busy]:
                        minute += _GRID * random.choice((1, 1, 2))
                        continue
                    fitting = [each for each in _SERVICES if minute + each[1] <= last]
                    service, length, _ = random.choices(fitting, [weight for *_, weight in fitting])[0]
                    starts_at = datetime.combine(day, time(minute // 60, minute % 60), zone)
                    asked_at = _asked(random, starts_at, service)
                    yield Wanted(
                        asked_at=asked_at,
                        answered_at=asked_at + timedelta(minutes=random.choice((4, 9, 15, 25, 40, 90, 180))),
                        starts_at=starts_at,
                        vet_id=vet_id,
                        service=service,
                        patient=patients[turn % len(patients)],
                        outcome=random.choices([each for each, _ in _OUTCOMES], [part for _, part in _OUTCOMES])[0],
                    )
                    turn += 1
                    minute += length


def _asked(random: Random, starts_at: datetime, service: str) -> datetime:
    """Some days before, in the daytime; an emergency the evening before."""
    before = 1 if service == "emergency" else random.choice((3, 4, 5, 6, 8, 11))
    return datetime.combine(starts_at.date() - before * DAY, time(random.randrange(9, 20), 12), starts_at.tzinfo)
