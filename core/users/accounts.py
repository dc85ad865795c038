"""Who speaks to the bot: the Telegram accounts, and what is known of the people behind them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core.clock import Clock
from core.text import one_line
from core.users import models
from core.users.errors import (
    NotRegistered,
)
from core.users.repository import HeardRow, UserRepository
from core.users.schemas import (
    Account,
    Reach,
    User,
)

VOUCH_REFRESH = timedelta(hours=1)
"""How often an account's acting in the admin chat is noted anew: not a write for each press."""

_DISPLAY_NAME_LIMIT = 130
_LANGUAGE_CODE_LIMIT = 35


class Accounts:
    """An account whose user is not active counts as unlinked."""

    def __init__(self, repository: UserRepository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    async def hear(
        self, *, telegram_user_id: int, display_name: str, language_code: str | None, in_admin_chat: bool
    ) -> Account:
        """The account behind an update, noted or brought up to date; called for every one of them.

        `in_admin_chat`: it acts there, as somebody who may change the clinic's rules.
        """
        now = self._clock.now()
        name = one_line(display_name)[:_DISPLAY_NAME_LIMIT].strip() or str(telegram_user_id)
        code = one_line(language_code or "")[:_LANGUAGE_CODE_LIMIT] or None
        row = await self._repository.heard(telegram_user_id)
        if row is not None:
            known = _heard(row)
            as_before = (known.display_name, known.language_code, known.blocked_at) == (name, code, None)
            if as_before and not (in_admin_chat and _vouch_is_old(known.vouched_at, now)):
                return known
        found = await self._repository.account(telegram_user_id)
        if found is None:
            await self._repository.add_account(
                telegram_user_id=telegram_user_id,
                chat_id=telegram_user_id,  # a private chat has the id of its user
                display_name=name,
                language_code=code,
                vouched_at=now if in_admin_chat else None,
            )
            found = await self._account(telegram_user_id)
        account, user = found
        if in_admin_chat and _vouch_is_old(account.vouched_at, now):
            account.vouched_at = now
        account.display_name, account.language_code = name, code
        account.blocked_at = None
        await self._repository.flush()
        return as_account(account, user)

    async def account(self, telegram_user_id: int) -> Account:
        """An account that was heard before; UserNotFound otherwise."""
        return as_account(*await self._account(telegram_user_id))

    async def accounts_of(self, user_id: UUID) -> list[Account]:
        """The accounts that reach the user, blocked ones included, the oldest first."""
        return [as_account(account, user) for account, user in await self._repository.accounts_of(user_id)]

    async def accounts_of_each(self, user_ids: Iterable[UUID]) -> dict[UUID, list[Account]]:
        """As `accounts_of`, for several users in one statement; who has none is there with none."""
        accounts: dict[UUID, list[Account]] = {user_id: [] for user_id in user_ids}
        for account, user in await self._repository.accounts_of(*accounts) if accounts else ():
            accounts[user.id].append(as_account(account, user))
        return accounts

    async def reach(self, user_id: UUID) -> Reach:
        """Whether the bot can write to the user."""
        accounts = await self._repository.accounts_of(user_id)
        if not accounts:
            return Reach.NO_ACCOUNT
        return Reach.YES if any(account.blocked_at is None for account, _ in accounts) else Reach.BLOCKED

    async def mark_blocked(self, telegram_user_id: int) -> None:
        """Notes that the account cannot be written to, until it is heard again."""
        found = await self._repository.account(telegram_user_id, lock=True)
        if found is not None and found[0].blocked_at is None:
            found[0].blocked_at = self._clock.now()
            await self._repository.flush()

    async def withdraw_vouching(self, telegram_user_id: int) -> None:
        """The admin chat no longer vouches for the account; who is registered stays so."""
        found = await self._repository.account(telegram_user_id, lock=True)
        if found is not None and found[0].vouched_at is not None:
            found[0].vouched_at = None
            await self._repository.flush()

    async def choose_language(self, account: Account, language: str) -> Account:
        """Keeps the choice with the user, or with the account as long as there is none."""
        row, user = await self._account(account.telegram_user_id, lock=True)
        if user is None:
            row.language = language
        else:
            user.language = language
        await self._repository.flush()
        return as_account(row, user)

    async def _account(
        self, telegram_user_id: int, *, lock: bool = False
    ) -> tuple[models.TelegramAccount, models.User | None]:
        found = await self._repository.account(telegram_user_id, lock=lock)
        if found is None:
            raise NotRegistered
        return found


def as_user(row: models.User) -> User:
    return User.model_validate(row)


def _vouch_is_old(vouched_at: datetime | None, now: datetime) -> bool:
    return vouched_at is None or now - vouched_at > VOUCH_REFRESH


def _heard(row: HeardRow) -> Account:
    user = None
    if row.whose_id is not None:
        user = User.model_validate({name: getattr(row, f"whose_{name}") for name in User.model_fields})
    own = {name: getattr(row, name) for name in Account.model_fields if name != "user"}
    return Account.model_validate({**own, "user": user})


def as_account(row: models.TelegramAccount, user: models.User | None) -> Account:
    values: dict[str, Any] = {"user": None if user is None else as_user(user)}
    return Account.model_validate(row).model_copy(update=values)
