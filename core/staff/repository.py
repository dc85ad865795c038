"""Every query about staff and what they changed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from core.database.session import Session
from core.staff.models import RuleChange, StaffMember
from core.staff.schemas import StaffRole
from core.users.models import TelegramAccount, User
from core.users.schemas import Role

_NAMING = 4_700_002
"""The advisory lock on who may do what: changed by one at a time."""

_other = aliased(StaffMember)

Found = tuple[StaffMember, bool, bool]
"""The row, whether the account of `ADMIN_EMAIL` is theirs, and whether somebody else is called the same."""


class StaffRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def lock_naming(self) -> None:
        """Waits for whoever else says who may do what; held until the commit."""
        await self._session.execute(select(func.pg_advisory_xact_lock(_NAMING)))

    async def row(self, telegram_user_id: int) -> StaffMember | None:
        """The row alone, held until the commit: for changing it."""
        return await self._session.scalar(
            select(StaffMember)
            .where(StaffMember.telegram_user_id == telegram_user_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )

    async def hold(self, telegram_user_id: int) -> None:
        """Lets nobody change the row until the commit; waits for a change under way."""
        await self._session.execute(
            select(StaffMember.id).where(StaffMember.telegram_user_id == telegram_user_id).with_for_update(read=True)
        )

    async def find(self, telegram_user_id: int) -> Found | None:
        found = await self._all(_members().where(StaffMember.telegram_user_id == telegram_user_id))
        return found[0] if found else None

    async def find_by_id(self, member_id: UUID) -> Found | None:
        found = await self._all(_members().where(StaffMember.id == member_id))
        return found[0] if found else None

    async def present(self) -> list[Found]:
        """Everybody who is in the chat, by since when."""
        return await self._all(_members().where(StaffMember.left_at.is_(None)))

    async def left_since(self, moment: datetime) -> list[Found]:
        return await self._all(_members().where(StaffMember.left_at > moment))

    async def stale(self, moment: datetime) -> Sequence[int]:
        """Those in the chat about whom Telegram was not asked since the moment."""
        query = select(StaffMember.telegram_user_id).where(
            StaffMember.left_at.is_(None), or_(StaffMember.asked_at.is_(None), StaffMember.asked_at <= moment)
        )
        return (await self._session.scalars(query.order_by(StaffMember.joined_at))).all()

    async def somebody_is(self, role: StaffRole) -> bool:
        """Whether anybody has the role, or had it when they left."""
        return bool(await self._session.scalar(select(exists().where(StaffMember.role == role))))

    async def add(self, **values: Any) -> None:
        """Nothing when the same person was written in the meantime."""
        await self._session.execute(
            insert(StaffMember).values(id=uuid4(), **values).on_conflict_do_nothing(index_elements=["telegram_user_id"])
        )

    async def make_creator(self, telegram_user_id: int) -> None:
        """The group belongs to that person, and to nobody else."""
        is_it: ColumnElement[bool] = StaffMember.telegram_user_id == telegram_user_id
        await self._session.execute(
            update(StaffMember)
            .where(StaffMember.is_creator | is_it)
            .values(is_creator=is_it & StaffMember.left_at.is_(None))
        )

    async def flush(self) -> None:
        await self._session.flush()

    async def of_accounts(self, telegram_user_ids: Collection[int]) -> Sequence[StaffMember]:
        query = select(StaffMember).where(StaffMember.telegram_user_id.in_(telegram_user_ids))
        return (await self._session.scalars(query.order_by(StaffMember.joined_at))).all()

    # What was changed

    async def add_change(self, **values: Any) -> None:
        self._session.add(RuleChange(**values))
        await self._session.flush()

    async def count_changes(self) -> int:
        return int(await self._session.scalar(select(func.count()).select_from(RuleChange)) or 0)

    async def changes(self, offset: int, limit: int) -> Sequence[RuleChange]:
        """The latest first."""
        query = select(RuleChange).order_by(RuleChange.happened_at.desc(), RuleChange.created_at.desc(), RuleChange.id)
        return (await self._session.scalars(query.offset(offset).limit(limit))).all()

    async def _all(self, query: Select[StaffMember, bool, bool]) -> list[Found]:
        rows = await self._session.execute(query.execution_options(populate_existing=True))
        return [(row[0], row[1], row[2]) for row in rows]


def _members() -> Select[StaffMember, bool, bool]:
    admin = exists().where(
        TelegramAccount.telegram_user_id == StaffMember.telegram_user_id,
        User.id == TelegramAccount.user_id,
        User.is_active,
        User.role == Role.ADMIN,
    )
    namesake = exists().where(
        _other.id != StaffMember.id, _other.display_name == StaffMember.display_name, _other.left_at.is_(None)
    )
    return select(StaffMember, admin, namesake).order_by(StaffMember.joined_at, StaffMember.created_at, StaffMember.id)
