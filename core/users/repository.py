"""Every query about users, their Telegram accounts and their logins."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from core.database.base import table
from core.database.repository import Repository
from core.database.statement import Row, Statement
from core.security import UNUSABLE_PASSWORD
from core.users.models import LoginFailure, TelegramAccount, User

HeardRow = Row
"""The columns of an account, and what is told of the active user it is linked to under `whose_` names."""

_accounts, _users = table(TelegramAccount), table(User)
_TOLD = ("id", "role", "full_name", "email", "phone", "language", "is_active", "deleted_at")
_COLUMNS: list[ColumnElement[Any]] = [
    *(column for column in _accounts.c if column.name not in ("created_at", "updated_at")),
    *(_users.c[name].label(f"whose_{name}") for name in _TOLD),
    (_users.c.hashed_password != UNUSABLE_PASSWORD).label("whose_has_password"),
]
_HEARD = Statement(
    select(*_COLUMNS)
    .select_from(_accounts.outerjoin(_users, and_(_users.c.id == _accounts.c.user_id, _users.c.is_active)))
    .where(_accounts.c.telegram_user_id == bindparam("of"))
)
"""Asked at every update: made once, and of columns instead of entities."""


class UserRepository(Repository[User]):
    """Reads and writes users, accounts and login failures."""

    model = User

    async def heard(self, telegram_user_id: int) -> HeardRow | None:
        """The account as it is read at every update, not to be changed."""
        return await self._session.row(_HEARD, {"of": telegram_user_id})

    async def account(self, telegram_user_id: int, *, lock: bool = False) -> tuple[TelegramAccount, User | None] | None:
        """The account and the active user it is linked to; `lock` holds the account until the commit."""
        if lock:
            # Not joined: after a wait for the lock a join would still see the users of before the wait.
            account = await self._session.get(
                TelegramAccount, telegram_user_id, with_for_update={"key_share": True}, populate_existing=True
            )
            if account is None:
                return None
            linked = select(User).where(User.id == account.user_id, User.is_active)
            return account, await self._one(linked.execution_options(populate_existing=True))
        query = (
            select(TelegramAccount, User)
            .outerjoin(User, and_(User.id == TelegramAccount.user_id, User.is_active))
            .where(TelegramAccount.telegram_user_id == telegram_user_id)
        )
        row = (await self._session.execute(query)).one_or_none()
        return None if row is None else (row[0], row[1])

    async def accounts_of(self, *user_ids: UUID) -> list[tuple[TelegramAccount, User]]:
        """Every account linked to these users as far as they are active, the oldest first."""
        query = (
            select(TelegramAccount, User)
            .join(User, and_(User.id == TelegramAccount.user_id, User.is_active))
            .where(User.id.in_(user_ids))
            .order_by(TelegramAccount.created_at, TelegramAccount.telegram_user_id)
        )
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def lock_accounts_of(self, user_id: UUID) -> list[TelegramAccount]:
        """The accounts linked to the user, held until the commit."""
        query = (
            select(TelegramAccount)
            .where(TelegramAccount.user_id == user_id)
            .order_by(TelegramAccount.telegram_user_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        return list(await self._session.scalars(query))

    async def add_account(self, **values: Any) -> bool:
        """Whether it was written: False when the same account was written in the meantime."""
        query = insert(TelegramAccount).values(**values).on_conflict_do_nothing()
        return (await self._session.scalar(query.returning(TelegramAccount.telegram_user_id))) is not None

    async def by_email(self, email: str) -> User | None:
        return await self._one(select(User).where(func.lower(User.email) == func.lower(email)))

    async def create(self, **values: Any) -> User | None:
        """The new user; None when the email is taken, by a transaction that ran at the same time too."""
        query = insert(User).values(id=uuid4(), **values)
        query = query.on_conflict_do_nothing(index_elements=[func.lower(User.email)])
        return await self._session.scalar(query.returning(User))

    async def lock_phone(self, phone: str) -> None:
        """Makes those who enter somebody with that number wait for each other until the commit."""
        key = func.hashtextextended(f"owner with {phone}", 0)
        await self._session.execute(select(func.pg_advisory_xact_lock(key)))

    async def with_phone(self, phone: str) -> list[User]:
        """The active users who have that number, by name."""
        query = select(User).where(User.phone == phone, User.is_active)
        return await self._all(query.order_by(func.lower(User.full_name), User.id))

    async def change_email(self, user: User, email: str) -> bool:
        """False when the email is taken; the transaction stays usable."""
        try:
            async with self._session.savepoint():
                user.email = email
                await self._session.flush()
        except IntegrityError:
            return False
        return True

    async def lock_login(self, telegram_user_id: int, email: str | None = None) -> None:
        """Makes logins from one account, and those with one email, wait for each other until the commit.

        Everybody takes the account's lock first: so they cannot block one another in a circle.
        """
        for key in (f"login from {telegram_user_id}", *([f"login as {email}"] if email else [])):
            await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))

    async def failures(self, telegram_user_id: int, email: str | None, since: datetime) -> Sequence[LoginFailure]:
        """Failed logins after `since`, from that account or with that email, the latest first."""
        query = select(LoginFailure).where(
            or_(LoginFailure.telegram_user_id == telegram_user_id, LoginFailure.email == (email or "")),
            LoginFailure.failed_at > since,
        )
        return (await self._session.scalars(query.order_by(LoginFailure.failed_at.desc()))).all()

    async def add_failure(self, telegram_user_id: int, email: str | None, failed_at: datetime) -> None:
        self._session.add(LoginFailure(telegram_user_id=telegram_user_id, email=email, failed_at=failed_at))
        await self._session.flush()

    async def forget_failures(self, telegram_user_id: int, email: str) -> None:
        """Those of that account with that email."""
        await self._session.execute(
            delete(LoginFailure).where(LoginFailure.telegram_user_id == telegram_user_id, LoginFailure.email == email)
        )

    async def failures_about(self, email: str | None, telegram_user_ids: Collection[int]) -> Sequence[LoginFailure]:
        """Failed logins with that email or from those accounts, in order."""
        query = select(LoginFailure).where(
            or_(LoginFailure.email == (email or ""), LoginFailure.telegram_user_id.in_(telegram_user_ids))
        )
        return (await self._session.scalars(query.order_by(LoginFailure.failed_at))).all()

    async def forget_failures_with(self, email: str) -> None:
        await self._session.execute(delete(LoginFailure).where(LoginFailure.email == email))

    async def forget_failures_before(self, moment: datetime) -> None:
        """Those that no longer count. Rows that another transaction is deleting are left to it: no deadlocks."""
        old = select(LoginFailure.id).where(LoginFailure.failed_at <= moment).with_for_update(skip_locked=True)
        await self._session.execute(delete(LoginFailure).where(LoginFailure.id.in_(old)))
