"""What the demo's clinic begins with: vets, hours, owners and their pets, and an appointment book that looks used."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bot.sandbox.demo.cast import ANNA, CLARA, DENIZ, EMIL, VERA, Person
from bot.sandbox.demo.past import WEEKS, Past, plan
from core.appointments.schemas import AppointmentFilter, BookingRequest
from core.clock import ManualClock, local_day_bounds
from core.front_desk import FrontDesk, Services
from core.notifications.schemas import Kind
from core.pets.schemas import PetDraft, Species
from core.users.schemas import Actor, Registration, User

JONAS, LEA = "Dr. Jonas Weber", "Dr. Lea Sommer"
MORNING, AFTERNOON = (time(8, 30), time(12, 30)), (time(13, 30), time(18, 0))
HOURS = {
    0: [MORNING, AFTERNOON],
    1: [MORNING, AFTERNOON],
    2: [MORNING],
    3: [MORNING, (time(13, 30), time(19, 0))],
    4: [MORNING, AFTERNOON],
    5: [(time(9, 0), time(13, 0))],
    6: [],
}
"""By weekday, from Monday: lunch is free, and so is Wednesday afternoon."""
THURSDAY, FRIDAY = 3, 4
BOOKED_AHEAD = timedelta(days=13)
"""How far the booked days reach."""
STAFF = Actor.staff(VERA.full_name, VERA.id)

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Patient:
    """A pet and whose it is; lengths of time count back from today."""

    owner: Person
    name: str
    species: Species
    breed: str
    age: timedelta
    weight_kg: str
    vaccinated: timedelta | None = None

    def draft(self, today: date) -> PetDraft:
        return PetDraft(
            name=self.name,
            species=self.species,
            breed=self.breed,
            date_of_birth=today - self.age,
            weight_kg=Decimal(self.weight_kg),
            last_vaccination=None if self.vaccinated is None else today - self.vaccinated,
        )


REX = Patient(ANNA, "Rex", Species.DOG, "Labrador", 1150 * DAY, "31.5", 200 * DAY)
MIA = Patient(ANNA, "Mia", Species.CAT, "European Shorthair", 2300 * DAY, "4.2", 480 * DAY)
BELLA = Patient(CLARA, "Bella", Species.DOG, "Beagle", 2900 * DAY, "12.8", 90 * DAY)
HOPPEL = Patient(CLARA, "Hoppel", Species.RABBIT, "Dwarf lop", 700 * DAY, "1.9")
LUNA = Patient(DENIZ, "Luna", Species.CAT, "Maine Coon", 1600 * DAY, "6.4", 30 * DAY)
MOMO = Patient(DENIZ, "Momo", Species.BIRD, "Budgerigar", 900 * DAY, "0.04")
BRUNO = Patient(EMIL, "Bruno", Species.DOG, "Boxer", 3600 * DAY, "29", 300 * DAY)
PATIENTS = (REX, MIA, BELLA, HOPPEL, LUNA, MOMO, BRUNO)


@dataclass(frozen=True)
class Planned:
    """A visit to be booked: on the n-th day that has room, as near to the time as there is a slot."""

    day: int
    at: time
    vet: str
    patient: Patient
    service: str
    pending: bool = False
    notes: str | None = None


ANNAS = Planned(3, time(10, 0), LEA, REX, "routine", notes="He limps a little since Sunday.")
BOOK = (
    Planned(0, time(16, 0), JONAS, LUNA, "routine"),
    Planned(1, time(9, 0), JONAS, BRUNO, "routine"),
    Planned(1, time(10, 30), LEA, BELLA, "vaccination"),
    Planned(1, time(15, 0), JONAS, MOMO, "vaccination", notes="He pulls out feathers."),
    Planned(2, time(9, 30), LEA, HOPPEL, "routine"),
    Planned(2, time(11, 0), JONAS, LUNA, "vaccination", pending=True, notes="She hates the carrier, sorry."),
    ANNAS,
    Planned(4, time(9, 0), JONAS, BRUNO, "surgery", notes="Fasting since the evening before."),
    Planned(4, time(14, 0), LEA, HOPPEL, "vaccination"),
    Planned(5, time(11, 15), LEA, BELLA, "routine", pending=True),
    Planned(6, time(10, 0), JONAS, LUNA, "routine"),
    Planned(7, time(14, 30), JONAS, MOMO, "routine"),
    Planned(8, time(9, 45), LEA, BRUNO, "vaccination"),
    Planned(8, time(16, 30), JONAS, BELLA, "routine"),
)


async def furnish(desk: FrontDesk) -> bool:
    """Fills a fresh database, all or nothing; False where the clinic has an appointment book already.

    The same moment always gives the same book.
    """
    now, zone = desk.clock.now(), desk.settings.zone
    today = now.astimezone(zone).date()
    monday = today - today.weekday() * DAY
    clock = ManualClock(now - (WEEKS + 3) * 7 * DAY)
    async with desk.unit(clock) as services:
        if (await services.appointments.find(STAFF, AppointmentFilter(), size=1)).total:
            return False
        await _clinic(services, today, desk)
        owners = {person: await _owner(services, person) for person in (ANNA, CLARA, DENIZ, EMIL)}
        past = Past(services, clock, zone, STAFF)
        regulars = await past.patients(today)
        vets = [vet.id for vet in await services.clinic.vets()]
        weeks = [monday - offset * DAY for offset in range(7 * WEEKS, 0, -1)]
        behind = [*plan(weeks, HOURS, vets, regulars, zone, busy=False)]
        week = [*plan([monday + offset * DAY for offset in range(7)], HOURS, vets, regulars, zone, busy=True)]
        await past.happen([*behind, *(wanted for wanted in week if wanted.starts_at < now)], now)
        clock.set(now)
        for patient in PATIENTS:
            await services.pets.create(_actor(patient.owner, owners), patient.draft(today))
        await _book(services, today, desk, owners)
        # What is still free of this week others have asked for before.
        await past.happen([wanted for wanted in week if wanted.starts_at > now], now)
    return True


async def _clinic(services: Services, today: date, desk: FrontDesk) -> None:
    clinic = services.clinic
    await clinic.rename_vet(STAFF, (await clinic.vets())[0].id, JONAS)
    lea = await clinic.add_vet(STAFF, LEA)
    for weekday, intervals in HOURS.items():
        await clinic.set_opening_hours(STAFF, weekday, intervals)
    zone = desk.settings.zone
    await clinic.add_closure(STAFF, *local_day_bounds(_next(THURSDAY, today + 6 * DAY), zone), "Staff training")
    await clinic.add_closure(STAFF, *local_day_bounds(_next(FRIDAY, today + 2 * DAY), zone), "At a congress", lea.id)


def _next(weekday: int, day: date) -> date:
    """The first such day from `day` on."""
    return day + (weekday - day.weekday()) % 7 * DAY


async def _owner(services: Services, person: Person) -> User:
    account = await services.users.hear(
        telegram_user_id=person.id, display_name=person.full_name, language_code="en", in_admin_chat=False
    )
    known = Registration(full_name=person.full_name, email=person.email or "", phone=person.phone)
    return await services.users.register(account, known)


def _actor(person: Person, owners: dict[Person, User]) -> Actor:
    user = owners[person]
    return Actor.owner(user.id, user.full_name, person.id)


async def _book(services: Services, today: date, desk: FrontDesk, owners: dict[Person, User]) -> None:
    offered = {service.code: service.id for service in await services.clinic.services()}
    vets = {vet.name: vet.id for vet in await services.clinic.vets()}
    days = list(await services.appointments.free_days(offered["routine"], None, today, today + BOOKED_AHEAD))
    for planned in BOOK:
        actor = _actor(planned.patient.owner, owners)
        pet = next(pet for pet in await services.pets.of_owner(actor) if pet.name == planned.patient.name)
        service_id, day = offered[planned.service], days[planned.day]
        # Their vet may be away that day, and today may be nearly over.
        slots = await services.appointments.free_slots(service_id, vets[planned.vet], day)
        slots = slots or await services.appointments.free_slots(service_id, None, day)
        if not slots:
            continue
        wished = datetime.combine(day, planned.at, desk.settings.zone)
        slot = min(slots, key=lambda slot: abs(slot.starts_at - wished))
        visit = await services.appointments.book(
            actor,
            BookingRequest(
                pet_id=pet.id, service_id=service_id, vet_id=slot.vet_id, starts_at=slot.starts_at, notes=planned.notes
            ),
        )
        if not planned.pending:
            await services.appointments.confirm(STAFF, visit.id)
            # Of what was settled long ago nothing is sent now, and the next reminder is the visitor's own.
            unsent = [Kind.CARD_UPDATE] if planned is ANNAS else list(Kind)
            await services.notifications.withdraw(visit.id, unsent)
