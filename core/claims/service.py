"""Taking over an account in Telegram with a code that the clinic gives out.

For owners whom the clinic entered, and for those who lost their Telegram account. Locks are taken in one order: the
Telegram account, the user, the code.
"""

import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

from core.appointments.service import AppointmentService
from core.claims import codes
from core.claims.errors import CodeMadeMeanwhile, CodeNotUsable
from core.claims.repository import ClaimRepository
from core.claims.schemas import Claim, IssuedCode, OpenCode
from core.clock import Clock
from core.notifications.schemas import Kind
from core.notifications.service import NotificationService
from core.users.errors import AlreadyRegistered, ClinicsOwnAccount, StaffOnly, UserNotFound
from core.users.schemas import Account, Actor, User
from core.users.service import UserService

VALID_FOR = timedelta(days=7)
_MARK = 12


class ClaimService:
    """`secret` keys the hashes: who reads the database alone learns no code."""

    def __init__(
        self,
        repository: ClaimRepository,
        users: UserService,
        appointments: AppointmentService,
        notifications: NotificationService,
        clock: Clock,
        secret: bytes,
    ) -> None:
        self._repository = repository
        self._users = users
        self._appointments = appointments
        self._notifications = notifications
        self._clock = clock
        self._secret = secret

    async def open_code(self, actor: Actor, owner_id: UUID) -> OpenCode | None:
        """For staff: the code that a new one would replace. UserNotFound, ClinicsOwnAccount, StaffOnly."""
        if not actor.is_staff:
            raise StaffOnly
        await self._users.claimable(owner_id)
        return await self.record(owner_id)

    async def issue(self, actor: Actor, owner_id: UUID, *, replacing: str | None) -> IssuedCode:
        """A new code for the owner, for staff to hand on; it replaces the one with that mark, None where there is none.

        UserNotFound, ClinicsOwnAccount, CodeMadeMeanwhile (so that of two taps only one makes a code), StaffOnly.
        """
        if not actor.is_staff:
            raise StaffOnly
        now = self._clock.now()
        owner = await self._users.claimable(owner_id, lock=True)
        present = await self.record(owner_id)
        if present is not None and present.mark != replacing:
            raise CodeMadeMeanwhile
        code, expires_at = codes.make(), now + VALID_FOR
        await self._repository.put(owner.id, self._key(code), now, expires_at)
        await self._repository.forget_before(now)  # last: whoever waits for these rows is not waited for
        return IssuedCode(owner=owner, code=code, expires_at=expires_at)

    async def look(self, account: Account, typed: str) -> Claim | None:
        """Whose account the code opens; None when it opens nothing, and that counts as a failed login.

        Returned, not raised, so that the count is kept. AlreadyRegistered, TooManyAttempts.
        """
        if account.user is not None:
            raise AlreadyRegistered(account.user.full_name)
        await self._users.admit_code(account.telegram_user_id)
        code = codes.read(typed)
        if code is None:  # a slip, and no guess
            return None
        key = self._key(code)
        owner = await self._owner(key)
        if owner is None:
            await self._users.count_failure(account.telegram_user_id)
            return None
        return Claim(key=key, first_name=owner.full_name.split()[0])

    async def redeem(self, account: Account, key: str) -> User:
        """Links the account to the owner and uses the code up; the clinic and the owner's other accounts are told.

        AlreadyRegistered; CodeNotUsable also when somebody else uses it at this very moment.
        """
        now = self._clock.now()
        owner = await self._owner(key)
        if owner is None:
            raise CodeNotUsable
        others = [each for each in await self._users.accounts_of(owner.id) if each.blocked_at is None]
        try:
            user = await self._users.link(account.telegram_user_id, owner.id)
            await self._users.claimable(user.id)
        except (UserNotFound, ClinicsOwnAccount):
            raise CodeNotUsable from None
        if not await self._repository.take(key, now):
            raise CodeNotUsable
        await self._tell(user, key, [each for each in others if each.telegram_user_id != account.telegram_user_id])
        await self._appointments.redraw_ahead(user.id, because=f"claimed:{key[:16]}")
        return user

    async def record(self, user_id: UUID) -> OpenCode | None:
        """What is kept of the user's code, as long as it can be used."""
        row = await self._repository.open_code(user_id, self._clock.now())
        if row is None:
            return None
        return OpenCode(mark=row.key[:_MARK], made_at=row.made_at, expires_at=row.expires_at)

    async def erase(self, user_id: UUID) -> None:
        """The user's code opens nothing any more."""
        await self._repository.erase(user_id)

    async def _owner(self, key: str) -> User | None:
        owner_id = await self._repository.owner_of(key, self._clock.now())
        if owner_id is None:
            return None
        try:
            return await self._users.claimable(owner_id)
        except (UserNotFound, ClinicsOwnAccount):
            return None

    async def _tell(self, user: User, key: str, others: list[Account]) -> None:
        named = f"{Kind.ACCOUNT_LINKED}:{key[:16]}"
        await self._notifications.enqueue(Kind.ACCOUNT_LINKED, dedupe_key=named, payload={"user_id": str(user.id)})
        for place, other in enumerate(others):
            await self._notifications.enqueue(
                Kind.ACCOUNT_LINKED,
                dedupe_key=f"{named}:{place}",
                user_id=user.id,
                telegram_user_id=other.telegram_user_id,
            )

    def _key(self, code: str) -> str:
        return hmac.new(self._secret, code.encode(), hashlib.sha256).hexdigest()
