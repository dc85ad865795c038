"""A practice in Berlin that knows a great deal about Anna, and something about Ben."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from core.appointments.schemas import AppointmentDetails, BookingRequest
from core.clock import ManualClock
from core.config import Settings
from core.conversations.schemas import ConversationState, Frame
from core.database.schema import metadata
from core.database.session import Database
from core.front_desk import FrontDesk
from core.inbox.schemas import Incoming
from core.notifications.models import Notification
from core.pets.schemas import PetDraft, Species
from core.security import PasswordHasher
from core.users.schemas import Actor, Registration

ZONE = ZoneInfo("Europe/Berlin")
PHONE, TABLET, STRANGER = 11, 12, 99

PLANTED = {
    "name": "Annabel Zwetschgenbaum",
    "email": "annabel@geheim.example",
    "phone": "+4915112345678",
    "telegram": "Bella Pflaume",
    "username": "bella_holunder",
    "pet": "Rexi Plumps",
    "archived pet": "Minka Mirabelle",
    "breed": "Quittenterrier",
    "history": "Ate a whole Nusstorte",
    "note": "He bit the postman Krawuttke",
    "reason": "Frau Zwetsche should ring Gerlinde",
    "form": "Kuddelmuddel in the left ear",
}
"""What is somewhere in the database, and nowhere else."""

SECRET = "$bcrypt-sha256$Zitronenkern"


@dataclass
class Practice:
    desk: FrontDesk
    database: Database
    clock: ManualClock
    staff: Actor = field(default_factory=lambda: Actor.staff("Dr. Weber", 77))

    def at(self, wall: str) -> datetime:
        return datetime.fromisoformat(wall).replace(tzinfo=ZONE).astimezone(UTC)

    async def hear(self, account: int, name: str) -> Any:
        async with self.desk.unit() as services:
            return await services.users.hear(
                telegram_user_id=account, display_name=name, language_code="de", in_admin_chat=False
            )

    async def owner(self, account: int, name: str, email: str, **about: Any) -> Actor:
        heard = await self.hear(account, name)
        async with self.desk.unit() as services:
            user = await services.users.register(heard, Registration(full_name=name, email=email, **about))
        return Actor.owner(user.id, user.full_name, account)

    async def pet(self, owner: Actor, name: str, **about: Any) -> UUID:
        async with self.desk.unit() as services:
            draft = PetDraft(name=name, species=Species.DOG, **about)
            return (await services.pets.create(owner, draft)).id

    async def request(self, pet_id: UUID, wall: str, notes: str | None = None) -> BookingRequest:
        async with self.desk.unit() as services:
            offered = {each.code: each for each in await services.clinic.services()}
        return BookingRequest(pet_id=pet_id, service_id=offered["vaccination"].id, starts_at=self.at(wall), notes=notes)

    async def book(self, actor: Actor, pet_id: UUID, wall: str, notes: str | None = None) -> AppointmentDetails:
        request = await self.request(pet_id, wall, notes)
        async with self.desk.unit() as services:
            return await services.appointments.book(actor, request)

    async def confirmed(self, actor: Actor, pet_id: UUID, wall: str, notes: str | None = None) -> AppointmentDetails:
        visit = await self.book(actor, pet_id, wall, notes)
        async with self.desk.unit() as services:
            return await services.appointments.confirm(self.staff, visit.id)

    async def delete(self, actor: Actor) -> int:
        async with self.desk.unit() as services:
            return (await services.own_data.delete(actor)).cancelled_visits

    async def outbox(self, user_id: UUID | None) -> list[Notification]:
        async with self.database.transaction() as session:
            return list(await session.scalars(select(Notification).where(Notification.user_id == user_id)))

    async def everything(self) -> dict[str, list[str]]:
        """Every row of every table as text."""
        async with self.database.transaction() as session:
            return {
                table: list(await session.scalars(text(f"SELECT row_to_json(t)::text FROM {table} t")))
                for table in metadata.tables
            }

    async def anna(self) -> Actor:
        """Somebody with two Telegram accounts, two pets, five visits, an unfinished form and an unread answer."""
        anna = await self.owner(
            PHONE, PLANTED["name"], PLANTED["email"], phone=PLANTED["phone"], password_hash=SECRET, language="de"
        )
        assert anna.user_id is not None
        for account in (PHONE, TABLET):
            await self.hear(account, PLANTED["telegram"])
        async with self.desk.unit() as services:
            await services.users.link(TABLET, anna.user_id)
            await services.staff.joined(TABLET, PLANTED["telegram"], PLANTED["username"])  # she helped out once
            await services.staff.left(TABLET)
        await self.hear(STRANGER, "Eve")
        async with self.desk.unit() as services:
            await services.users.admit_login(STRANGER, PLANTED["email"])
        rex = await self.pet(
            anna,
            PLANTED["pet"],
            breed=PLANTED["breed"],
            date_of_birth=date(2020, 5, 1),
            weight_kg=Decimal("31.5"),
            last_vaccination=date(2025, 6, 1),
        )
        minka = await self.pet(anna, PLANTED["archived pet"])
        async with self.desk.unit() as services:
            await services.pets.add_medical_entry(self.staff, rex, PLANTED["history"])
            await services.appointments.archive_pet(anna, minka)

        over = await self.confirmed(anna, rex, "2026-03-02 11:00", PLANTED["note"])
        declined = await self.book(anna, rex, "2026-03-02 11:30")
        async with self.desk.unit() as services:
            await services.appointments.decline(self.staff, declined.id, PLANTED["reason"])
        soon = await self.confirmed(anna, rex, "2026-03-02 12:00", PLANTED["note"])
        self.clock.set(self.at("2026-03-02 11:30"))
        async with self.desk.unit() as services:
            await services.appointments.complete(self.staff, over.id)
        async with self.desk.unit() as services:
            await services.appointments.answer_reminder(anna, soon.id)
        ahead = await self.confirmed(anna, rex, "2026-03-05 10:00", PLANTED["note"])
        withdrawn = await self.book(anna, rex, "2026-03-05 15:00")
        async with self.desk.unit() as services:
            await services.appointments.cancel(anna, withdrawn.id)
        waiting = await self.book(anna, rex, "2026-03-06 10:00", PLANTED["note"])
        assert [v.number for v in (over, declined, soon, ahead, withdrawn, waiting)] == list(range(1001, 1007))

        frame = Frame(name="book", step="notes", draft={"notes": PLANTED["form"]})
        async with self.desk.unit() as services:
            await services.conversations.save(ConversationState(chat_id=PHONE, telegram_user_id=PHONE, frame=frame))
            await services.inbox.store([Incoming(update_id=1, sender=TABLET, payload={"text": "x"})])
        async with self.desk.unit() as services:
            await services.inbox.applied(1, {"draws": [{"args": {"name": PLANTED["name"]}}]})
        return anna

    async def ben(self) -> Actor:
        ben = await self.owner(21, "Ben Berg", "ben@example.org", phone="+4930901820")
        pet_id = await self.pet(ben, "Bello")
        await self.confirmed(ben, pet_id, "2026-03-05 11:00", "limps")
        return ben


@pytest.fixture
def planted() -> dict[str, str]:
    """The words that only Anna's data has, by what they are; her password's hash is not among them."""
    return PLANTED


@pytest.fixture
def practice(database: Database, clock: ManualClock, tmp_path: Path) -> Iterator[Practice]:
    """It is Monday, 2 March 2026, 9:00 in Berlin."""
    settings = Settings(
        _env_file=None,
        clinic_timezone=ZONE.key,
        clinic_name="Paws & Co",
        data_dir=tmp_path,
        booking_max_open_requests=9,
    )
    hasher = PasswordHasher(rounds=4)
    yield Practice(FrontDesk(database, settings, clock, hasher), database, clock)
    hasher.close()
