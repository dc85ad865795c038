"""Every rule about who the people are: registration, linking, profiles, logins."""

from uuid import UUID

from core.clock import Clock
from core.security import UNUSABLE_PASSWORD
from core.users import models
from core.users.accounts import Accounts, as_account, as_user
from core.users.errors import (
    AlreadyRegistered,
    ClinicsOwnAccount,
    EmailReserved,
    EmailTaken,
    NotRegistered,
    PhoneKnown,
    StaffOnly,
    TooManyAttempts,
    UserNotFound,
)
from core.users.records import OwnerRecords
from core.users.repository import UserRepository
from core.users.schemas import (
    ERASED,
    Account,
    AccountRecord,
    Actor,
    FailedLogin,
    LoginAttempt,
    NewOwner,
    Registration,
    Role,
    User,
    UserRecord,
)
from core.users.throttle import WINDOW, retry_at
from core.users.validation import clean_email, clean_name, clean_phone


class UserService(Accounts):
    """Whom the clinic knows, and the accounts that they write from.

    `admin_email` is the owner's address, in lower case: only accounts that were seen in the admin chat may have it.
    """

    def __init__(self, repository: UserRepository, clock: Clock, admin_email: str | None) -> None:
        super().__init__(repository, clock)
        self.records = OwnerRecords(repository, clock)
        self._admin_email = admin_email

    # Registration and linking

    async def check_email_free(self, account: Account, email: str) -> str:
        """The address as it will be stored; InvalidEmail, EmailReserved or EmailTaken.

        An early answer in a conversation: `register` checks again.
        """
        address = clean_email(email)
        self._check_reserved(address, vouched=account.vouched_at is not None)
        holder = await self._repository.by_email(address)
        if holder is not None and (account.user is None or holder.id != account.user.id):
            raise EmailTaken(address)
        return address

    async def register(self, account: Account, registration: Registration) -> User:
        """A new user, linked to the account; AlreadyRegistered, EmailReserved, EmailTaken, or an invalid value."""
        row, linked = await self._account(account.telegram_user_id, lock=True)
        if linked is not None:
            raise AlreadyRegistered(linked.full_name)
        email = clean_email(registration.email)
        self._check_reserved(email, vouched=row.vouched_at is not None)
        user = await self._repository.create(
            role=self._role(email),
            full_name=clean_name(registration.full_name),
            email=email,
            phone=None if registration.phone is None else clean_phone(registration.phone),
            hashed_password=registration.password_hash or UNUSABLE_PASSWORD,
            language=registration.language or row.language,
            is_active=True,
        )
        if user is None:
            raise EmailTaken(email)
        row.user_id = user.id
        await self._repository.flush()
        return as_user(user)

    async def link(self, telegram_user_id: int, user_id: UUID) -> User:
        """Links the account to the user who has just shown to be theirs (`Authenticator`).

        AlreadyRegistered when it is linked to somebody else: that one logs out first.
        """
        row, linked = await self._account(telegram_user_id, lock=True)
        if linked is not None and linked.id != user_id:
            raise AlreadyRegistered(linked.full_name)
        user = await self._repository.get(user_id, lock=True)
        if user is None or not user.is_active:
            raise UserNotFound
        row.user_id = user.id
        await self._repository.flush()
        return as_user(user)

    async def logout(self, account: Account) -> None:
        """Unlinks the account; it keeps the language. NotRegistered when it is linked to nobody."""
        row, user = await self._account(account.telegram_user_id, lock=True)
        if user is None:
            raise NotRegistered
        row.language = user.language or row.language
        row.user_id = None
        await self._repository.flush()

    # Owners whom the clinic enters

    async def with_phone(self, actor: Actor, phone: str) -> list[User]:
        """For staff: who has that number (E.164). A household shares one. StaffOnly."""
        _require_staff(actor)
        return [as_user(user) for user in await self._repository.with_phone(phone)]

    async def create_owner(self, actor: Actor, owner: NewOwner) -> User:
        """Somebody new without Telegram, who can take the account over later (`core.claims`).

        PhoneKnown when somebody with that number is known, unless that was said; an invalid value; StaffOnly.
        """
        _require_staff(actor)
        name, phone = clean_name(owner.full_name), clean_phone(owner.phone)
        await self._repository.lock_phone(phone)
        if not owner.same_phone and await self._repository.with_phone(phone):
            raise PhoneKnown(phone)
        user = await self._repository.create(
            role=Role.PET_OWNER,
            full_name=name,
            phone=phone,
            hashed_password=UNUSABLE_PASSWORD,
            is_active=True,
        )
        assert user is not None, "without an email nothing can be taken"
        return as_user(user)

    async def claimable(self, user_id: UUID, *, lock: bool = False) -> User:
        """The user, whom a code of the clinic may open; `lock` holds them. UserNotFound, ClinicsOwnAccount."""
        user = await self._repository.get(user_id, lock=lock)
        if user is None or not user.is_active:
            raise UserNotFound
        if user.role is Role.ADMIN or (user.email is not None and user.email == self._admin_email):
            raise ClinicsOwnAccount
        return as_user(user)

    # Profiles

    async def get(self, actor: Actor, user_id: UUID) -> User:
        """The user; UserNotFound for an owner who asks for anybody else."""
        user = await self._repository.get(user_id)
        if user is None or not (actor.is_staff or (actor.user_id == user_id and user.is_active)):
            raise UserNotFound
        return as_user(user)

    async def edit_profile(
        self,
        actor: Actor,
        *,
        full_name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        remove_phone: bool = False,
    ) -> User:
        """Changes what is passed of the actor's own profile; the phone in E.164."""
        user = await self._self(actor)
        name = user.full_name if full_name is None else clean_name(full_name)
        number = None if remove_phone else user.phone if phone is None else clean_phone(phone)
        if email is not None and (address := clean_email(email)) != user.email:
            self._check_reserved(address, vouched=await self._is_vouched(actor.telegram_user_id))
            if not await self._repository.change_email(user, address):
                raise EmailTaken(address)
            user.role = self._role(address)
        user.full_name, user.phone = name, number
        await self._repository.flush()
        return as_user(user)

    async def set_password(self, actor: Actor, hashed: str | None) -> None:
        """Stores the hash of the actor's new password; None: nobody can log in with one."""
        user = await self._self(actor)
        user.hashed_password = hashed or UNUSABLE_PASSWORD
        await self._repository.flush()

    async def set_active(self, actor: Actor, user_id: UUID, active: bool) -> User:
        """Lets somebody in or shuts them out; staff only."""
        _require_staff(actor)
        user = await self._repository.get(user_id, lock=True)
        if user is None:
            raise UserNotFound
        user.is_active = active
        await self._repository.flush()
        return as_user(user)

    # A person's own data

    async def record(self, actor: Actor) -> UserRecord:
        """Everything that is kept of the actor, the password aside. NotRegistered."""
        user = await self._self(actor)
        accounts = [account for account, _ in await self._repository.accounts_of(user.id)]
        numbers = [account.telegram_user_id for account in accounts]
        failures = await self._repository.failures_about(user.email, numbers)
        return UserRecord(
            user=as_user(user),
            registered_at=user.created_at,
            accounts=[AccountRecord.model_validate(account) for account in accounts],
            failed_logins=[FailedLogin.model_validate(failure) for failure in failures],
        )

    async def erase(self, actor: Actor) -> list[Account]:
        """Erases who the actor is, and unlinks their accounts, which these are. NotRegistered.

        An empty, inactive user stays behind: the visits are theirs. Failed logins of theirs with other emails stay
        until they no longer count, so that nobody gets rid of the limit like this.
        """
        if actor.user_id is not None:
            await self._repository.lock_accounts_of(actor.user_id)  # before the user, as everybody does
        user = await self._self(actor)
        accounts = await self._repository.lock_accounts_of(user.id)
        unlinked = []
        for account in accounts:
            account.user_id = None
            account.display_name = str(account.telegram_user_id)
            account.language = user.language or account.language
            unlinked.append(as_account(account, None))
        if user.email is not None:
            await self._repository.forget_failures_with(user.email)
        user.full_name, user.email, user.phone, user.language = ERASED, None, None, None
        user.hashed_password, user.role = UNUSABLE_PASSWORD, Role.PET_OWNER
        user.staff_note = user.staff_note_by = user.bookings_blocked_at = user.bookings_blocked_by = None
        user.is_active, user.deleted_at = False, self._clock.now()
        await self._repository.flush()
        return unlinked

    async def is_erased(self, user_id: UUID) -> bool:
        """Whether that was somebody who had their data erased."""
        user = await self._repository.get(user_id)
        return user is not None and user.deleted_at is not None

    # Logins, in the order in which `core.authentication` calls these

    async def admit_login(self, telegram_user_id: int, email: str) -> LoginAttempt:
        """Admits one attempt, counted as a failure until it is known to be none; TooManyAttempts otherwise.

        Counting first is what keeps guesses that arrive together below the limit.
        """
        address = clean_email(email)
        now = self._clock.now()
        await self._repository.lock_login(telegram_user_id, address)
        await self._repository.forget_failures_before(now - WINDOW)
        failures = await self._repository.failures(telegram_user_id, address, since=now - WINDOW)
        wait_until = retry_at(
            (failure.failed_at for failure in failures if failure.telegram_user_id == telegram_user_id),
            (failure.failed_at for failure in failures if failure.email == address),
        )
        if wait_until is not None:
            raise TooManyAttempts(wait_until)
        await self._repository.add_failure(telegram_user_id, address, now)

        attempt = LoginAttempt(telegram_user_id=telegram_user_id, email=address)
        user = await self._repository.by_email(address)
        vouched = await self._is_vouched(telegram_user_id)
        if user is None or not user.is_active or (address == self._admin_email and not vouched):
            return attempt
        return attempt.model_copy(update={"user_id": user.id, "hashed_password": user.hashed_password})

    async def forgive_login(self, attempt: LoginAttempt) -> None:
        """The password fitted: the account's failures with this email no longer count.

        Those with other emails do: else a guesser's own login would wipe out the count of the guesses.
        """
        await self._repository.forget_failures(attempt.telegram_user_id, attempt.email)

    async def admit_code(self, telegram_user_id: int) -> None:
        """Admits the try of a code; TooManyAttempts. Others from the account wait until the commit."""
        now = self._clock.now()
        await self._repository.lock_login(telegram_user_id)
        await self._repository.forget_failures_before(now - WINDOW)
        failures = await self._repository.failures(telegram_user_id, None, since=now - WINDOW)
        wait_until = retry_at((failure.failed_at for failure in failures), ())
        if wait_until is not None:
            raise TooManyAttempts(wait_until)

    async def count_failure(self, telegram_user_id: int) -> None:
        """Notes that a code that was tried opens nothing: one more failed login of the account."""
        await self._repository.add_failure(telegram_user_id, None, self._clock.now())

    # What the above share

    async def _self(self, actor: Actor) -> models.User:
        user = None if actor.user_id is None else await self._repository.get(actor.user_id, lock=True)
        if user is None or not user.is_active:
            raise NotRegistered
        return user

    async def _is_vouched(self, telegram_user_id: int | None) -> bool:
        found = None if telegram_user_id is None else await self._repository.account(telegram_user_id)
        return found is not None and found[0].vouched_at is not None

    def _check_reserved(self, email: str, *, vouched: bool) -> None:
        if email == self._admin_email and not vouched:
            raise EmailReserved(email)

    def _role(self, email: str) -> Role:
        return Role.ADMIN if email == self._admin_email else Role.PET_OWNER


def _require_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise StaffOnly
