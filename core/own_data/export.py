"""Puts together the file with everything about a person. Pure."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from core.appointments.schemas import AppointmentEvent, VisitRecord
from core.claims.schemas import OpenCode
from core.conversations.schemas import ConversationState
from core.notifications.schemas import NotificationRecord, UndeliveredRecord
from core.own_data import schemas
from core.pets.schemas import Pet
from core.staff.schemas import StaffRecord
from core.users.schemas import ActorKind, UserRecord

_BY = {ActorKind.OWNER: "you", ActorKind.STAFF: "clinic", ActorKind.SYSTEM: "system"}


class Export:
    def __init__(self, clinic_name: str, zone: ZoneInfo, now: datetime) -> None:
        self._clinic_name = clinic_name
        self._zone = zone
        self._now = now

    def compose(
        self,
        person: UserRecord,
        pets: Sequence[Pet],
        visits: Sequence[VisitRecord],
        messages: Sequence[NotificationRecord],
        undelivered: Sequence[UndeliveredRecord],
        conversations: Sequence[ConversationState],
        staff: Sequence[StaffRecord],
        code: OpenCode | None,
    ) -> schemas.OwnData:
        """All of it; times in the clinic's zone."""
        numbers = {record.visit.id: record.visit.number for record in visits}
        return schemas.OwnData(
            about_this_file=schemas.AboutFile(
                clinic=self._clinic_name, made_at=self._local(self._now), time_zone=self._zone.key
            ),
            person=self._person(person),
            telegram_accounts=[
                schemas.TelegramAccount(
                    telegram_id=account.telegram_user_id,
                    name=account.display_name,
                    language=account.language_code,
                    first_heard_of_at=self._local(account.created_at),
                    blocked_the_bot_at=self._maybe(account.blocked_at),
                )
                for account in person.accounts
            ],
            failed_logins=[
                schemas.FailedLogin(
                    at=self._local(failure.failed_at), email=failure.email, telegram_id=failure.telegram_user_id
                )
                for failure in person.failed_logins
            ],
            code_for_telegram=code
            and schemas.CodeForTelegram(made_at=self._local(code.made_at), valid_until=self._local(code.expires_at)),
            pets=[self._pet(pet) for pet in pets],
            appointments=[self._visit(record) for record in visits],
            messages=[self._message(message, numbers) for message in messages],
            undelivered_messages=[self._undelivered(message, numbers) for message in undelivered],
            unfinished_forms=[
                schemas.UnfinishedForm(form=frame.name, step=frame.step, entered=frame.draft)
                for state in conversations
                for frame in (*state.suspended, state.frame)
                if frame.name
            ],
            as_staff=[
                schemas.AsStaff(
                    telegram_id=record.telegram_user_id,
                    name=record.display_name,
                    username=record.username,
                    role=record.role,
                    since=self._local(record.joined_at),
                    until=self._maybe(record.left_at),
                )
                for record in staff
            ],
        )

    def _person(self, record: UserRecord) -> schemas.Person:
        user = record.user
        return schemas.Person(
            name=user.full_name,
            email=user.email,
            phone=user.phone,
            language=user.language,
            role=user.role,
            has_password=user.has_password,
            registered_at=self._local(record.registered_at),
        )

    def _pet(self, pet: Pet) -> schemas.Pet:
        return schemas.Pet(
            name=pet.name,
            species=pet.species,
            breed=pet.breed,
            date_of_birth=pet.date_of_birth,
            weight_kg=None if pet.weight_kg is None else float(pet.weight_kg),
            last_vaccination=pet.last_vaccination,
            archived=pet.archived,
            medical_history=[
                schemas.HistoryEntry(at=self._local(entry.at), text=entry.text) for entry in pet.medical_history
            ],
        )

    def _visit(self, record: VisitRecord) -> schemas.Appointment:
        visit = record.visit
        return schemas.Appointment(
            number=visit.number,
            pet=visit.pet.name,
            service=visit.service.name or visit.service.code,
            vet=visit.vet.name,
            starts_at=self._local(visit.starts_at),
            ends_at=self._local(visit.ends_at),
            status=visit.status,
            notes=visit.notes,
            reason=visit.reason,
            attendance=visit.attendance,
            what_happened=[self._event(event) for event in record.events],
        )

    def _event(self, event: AppointmentEvent) -> schemas.Event:
        return schemas.Event(
            at=self._local(event.happened_at),
            what=event.kind,
            by=_BY[event.actor_kind],
            reason=event.reason,
            details=event.data,
        )

    def _undelivered(self, message: UndeliveredRecord, numbers: dict[UUID, int]) -> schemas.UndeliveredMessage:
        return schemas.UndeliveredMessage(
            kind=message.kind,
            about_appointment=None if message.appointment_id is None else numbers.get(message.appointment_id),
            failed_at=self._local(message.failed_at),
            why=message.obstacle,
            seen_to_at=self._maybe(message.closed_at),
        )

    def _message(self, message: NotificationRecord, numbers: dict[UUID, int]) -> schemas.Message:
        return schemas.Message(
            kind=message.kind,
            about_appointment=None if message.appointment_id is None else numbers.get(message.appointment_id),
            status=message.status,
            planned_for=self._local(message.due_at),
            settled_at=self._maybe(message.settled_at),
            telegram_id=message.telegram_user_id,
        )

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)

    def _maybe(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else self._local(moment)
