"""The outbox as the dispatcher empties it: who gets what is due, and what each delivery comes to.

Every method is a short transaction of its own; nothing is sent while one is open.
"""

import logging
import zlib
from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from core.clock import Clock
from core.notifications.errors import DeliveryError, Permanent, RetryAfter, Temporary, Unreachable
from core.notifications.models import Notification
from core.notifications.repository import NotificationRepository, push_key
from core.notifications.schemas import Audience, Dropped, Kind, NotificationStatus, Obstacle, Outgoing, Sent
from core.notifications.undelivered import UndeliveredMessages
from core.users.schemas import Account
from core.users.service import UserService

log = logging.getLogger(__name__)

Outcome = Sent | Dropped | DeliveryError

MOST_ATTEMPTS = 12
"""With the waits in between, somewhat under an hour."""

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)

FREE_TURNS = timedelta(days=1)
"""For so long after it was due, a flood limit costs a row no attempt."""

_UNREPORTED = frozenset(
    {
        Kind.UNREACHABLE,
        Kind.CALL_UPDATE,
        Kind.TROUBLE,
        Kind.CARD_UPDATE,
        Kind.CALENDAR_FILE,
        Kind.DATA_DELETED,
        Kind.ACCOUNT_LINKED,
    }
)
"""Their failure is logged only: a report about a report has no end, a redrawn card can be drawn again, and nobody
needs a phone call about their calendar or their new account, or can get one without a number."""


def wait_before_retry(attempts: int, row_id: UUID) -> timedelta:
    """How long to wait after so many attempts: doubling, with a jitter that spreads rows but not runs."""
    doubled = min(FIRST_WAIT * float(2 ** min(attempts - 1, 20)), LONGEST_WAIT)
    jitter = zlib.crc32(f"{row_id}:{attempts}".encode()) / 2**32
    return doubled * (0.75 + 0.25 * jitter)


class Enqueue(Protocol):
    """`NotificationService.enqueue`."""

    def __call__(
        self,
        kind: Kind,
        *,
        dedupe_key: str,
        appointment_id: UUID | None = None,
        payload: dict[str, Any] | None = None,
    ) -> Awaitable[None]: ...


class Batch(BaseModel):
    """What a claim brought."""

    model_config = ConfigDict(frozen=True)

    outgoing: list[Outgoing]
    """To be sent, under a lease."""
    settled: int
    """Rows that came to an end without being sent: too late, nobody to send to, or made into copies."""


class Delivery:
    """Claims rows and records what became of them."""

    def __init__(
        self,
        repository: NotificationRepository,
        undelivered: UndeliveredMessages,
        users: UserService,
        clock: Clock,
        enqueue: Enqueue,
        replica: UUID | None = None,
    ) -> None:
        self._repository = repository
        self._undelivered = undelivered
        self._users = users
        self._clock = clock
        self._enqueue = enqueue
        self._replica = replica

    async def claim(self, limit: int, lease: timedelta, audience: Audience | None = None) -> Batch:
        """Takes due rows, of one audience or any, for the length of the lease, each with the account it goes to."""
        now = self._clock.now()
        outgoing = []
        settled = 0
        rows = await self._repository.lock_due(now, limit, audience)
        linked = await self._users.accounts_of_each(row.user_id for row in rows if row.user_id is not None)
        for row in rows:
            if row.useful_until is not None and row.useful_until <= now:
                self._settle(row, NotificationStatus.SKIPPED, "too late to be useful")
            elif row.attempts >= MOST_ATTEMPTS:  # each attempt took the process down with it
                await self._fail(row, "gave up", Obstacle.GAVE_UP)
            elif row.audience is Audience.ADMIN or await self._find_account(row, linked):
                row.attempts += 1
                row.claimed_until, row.held_by = now + lease, self._replica
                outgoing.append(Outgoing.model_validate(row))
                continue
            settled += 1
        await self._repository.flush()
        return Batch(outgoing=outgoing, settled=settled)

    async def still_to_send(self, outgoing: Outgoing, at_least: timedelta) -> bool:
        """Whether a claimed row is still wanted and still ours for `at_least` that long.

        Where only the time left is too short, the row is given back.
        """
        row = await self._repository.get(outgoing.id)
        if row is None or not _is_held(row, outgoing):
            return False
        if row.claimed_until is not None and row.claimed_until - self._clock.now() >= at_least:
            return True
        await self.give_back(outgoing, until=None)
        return False

    async def give_back(self, outgoing: Outgoing, until: datetime | None) -> None:
        """Returns a claimed row without counting the attempt; nobody takes it before `until`."""
        row = await self._repository.get(outgoing.id, lock=True)
        if row is not None and _is_held(row, outgoing):
            row.attempts -= 1
            row.claimed_until, row.held_by = until, None
            await self._repository.flush()

    async def record(self, outgoing: Outgoing, outcome: Outcome) -> bool:
        """Writes down what a delivery came to; whether that settled the row."""
        row = await self._repository.get(outgoing.id, lock=True)
        if row is None:
            log.warning("notification %s (%s) is gone; its outcome is not recorded", outgoing.id, outgoing.kind)
            return False
        if isinstance(outcome, Sent):
            await self._record_sent(row, outcome)
        elif not _is_held(row, outgoing):  # withdrawn meanwhile, or the lease ran out and another took it
            return False
        elif isinstance(outcome, Dropped):
            self._settle(row, NotificationStatus.SKIPPED, outcome.reason)
        else:
            await self._record_failure(row, outcome)
        await self._repository.flush()
        return row.status is not NotificationStatus.PENDING

    async def _record_sent(self, row: Notification, sent: Sent) -> None:
        """Sent is sent, whatever the row was about to become."""
        if row.status is NotificationStatus.SENT:
            log.warning("notification %s (%s) was sent twice", row.id, row.kind)
            return
        withdrawn = row.status is NotificationStatus.WITHDRAWN
        self._settle(row, NotificationStatus.SENT, None)
        row.chat_id, row.message_id = sent.chat_id, sent.message_id
        if withdrawn and row.kind is Kind.REQUEST_CARD:  # it stands in the chat as if it were still to be decided
            await self._enqueue(
                Kind.CARD_UPDATE, dedupe_key=f"card_update:late:{row.id}", appointment_id=row.appointment_id
            )

    async def _record_failure(self, row: Notification, failure: DeliveryError) -> None:
        row.held_by = None
        if isinstance(failure, RetryAfter):
            wait = timedelta(seconds=failure.seconds)
            if self._clock.now() - row.due_at < FREE_TURNS:
                row.attempts -= 1
                row.claimed_until = self._clock.now() + wait
            else:
                await self._retry_later(row, "flood limit", wait)
        elif isinstance(failure, Unreachable) and row.audience is Audience.USER:
            account = failure.telegram_user_id or row.telegram_user_id
            if account is not None:
                await self._users.mark_blocked(account)
            await self._fail(row, "unreachable", Obstacle.GONE if failure.gone else Obstacle.BLOCKED)
        elif isinstance(failure, Permanent):
            log.error("notification %s (%s) cannot be delivered: %s", row.id, row.kind, failure.reason)
            await self._fail(row, failure.reason, Obstacle.REFUSED)
        else:  # the clinic's own chat may let the bot in again
            await self._retry_later(row, failure.reason if isinstance(failure, Temporary) else type(failure).__name__)

    async def _retry_later(self, row: Notification, reason: str, at_least: timedelta = timedelta()) -> None:
        if row.attempts >= MOST_ATTEMPTS:
            log.error("notification %s (%s) given up after %d attempts: %s", row.id, row.kind, row.attempts, reason)
            await self._fail(row, reason, Obstacle.GAVE_UP)
            return
        row.claimed_until = self._clock.now() + max(wait_before_retry(row.attempts, row.id), at_least)
        row.last_error = reason[:300]

    async def _find_account(self, row: Notification, linked: Mapping[UUID, list[Account]]) -> bool:
        """Binds the row to the user's account; False when that ended it instead.

        A user with several gets a copy for each. The account is looked up anew at each attempt: somebody
        else may have logged in through it.
        """
        assert row.user_id is not None
        if row.kind is Kind.DATA_DELETED:  # it names the account, which is no longer linked
            return True
        theirs = linked[row.user_id]
        accounts = [account.telegram_user_id for account in theirs if account.blocked_at is None]
        if row.telegram_user_id in accounts:
            return True
        if _original_key(row) != row.dedupe_key:
            await self._fail(row, "the account left or was blocked", await self._obstacle(row.user_id, theirs))
            return False
        if len(accounts) > 1:
            for account in accounts:
                await self._write_copy(row, account)
            self._settle(row, NotificationStatus.SENT, None)
            row.telegram_user_id = None
            return False
        if not accounts:
            await self._fail(row, "no account to write to", await self._obstacle(row.user_id, theirs))
            return False
        row.telegram_user_id = accounts[0]
        return True

    async def _obstacle(self, user_id: UUID, linked: list[Account]) -> Obstacle:
        """Why none of these accounts can be written to."""
        if not linked:
            return Obstacle.NO_ACCOUNT
        return await self._undelivered.last_obstacle(user_id) or Obstacle.BLOCKED

    async def _write_copy(self, row: Notification, account: int) -> None:
        await self._repository.write(
            kind=row.kind,
            audience=row.audience,
            user_id=row.user_id,
            telegram_user_id=account,
            appointment_id=row.appointment_id,
            payload=row.payload,
            due_at=row.due_at,
            useful_until=row.useful_until,
            dedupe_key=f"{row.dedupe_key}@{account}",
        )

    async def _fail(self, row: Notification, reason: str, obstacle: Obstacle) -> None:
        """Settles the row as failed and tells the clinic, once for all copies and only when none of them arrived.

        What its owner would have read is then an undelivered message, until somebody has phoned.
        """
        self._settle(row, NotificationStatus.FAILED, reason)
        if row.kind in _UNREPORTED:
            log.error("notification %s (%s) failed: %s", row.id, row.kind, reason)
            return
        if row.audience is Audience.ADMIN:
            await self._enqueue(
                Kind.TROUBLE,
                dedupe_key=f"trouble:{row.id}",
                appointment_id=row.appointment_id,
                payload={"kind": row.kind, "notification_id": str(row.id)},
            )
            return
        original = _original_key(row)
        await self._repository.lock_original(original)
        await self._repository.flush()  # so that of two copies that fail together the second sees the first
        if await self._repository.has_hopeful_copy(original, row):
            return
        undelivered_id = await self._undelivered.note(row, original, obstacle)
        if undelivered_id is not None:
            await self._enqueue(
                Kind.UNREACHABLE,
                dedupe_key=push_key(undelivered_id),
                appointment_id=row.appointment_id,
                payload={"undelivered_id": str(undelivered_id)},
            )

    def _settle(self, row: Notification, status: NotificationStatus, reason: str | None) -> None:
        row.status = status
        row.settled_at = self._clock.now()
        row.claimed_until = row.held_by = None
        row.last_error = reason and reason[:300]


def _is_held(row: Notification, outgoing: Outgoing) -> bool:
    """Whether the claim still holds: every later claim would have counted another attempt."""
    return row.status is NotificationStatus.PENDING and row.attempts == outgoing.attempts


def _original_key(row: Notification) -> str:
    """The dedupe key of the row that this one is a copy of; its own when it is none."""
    return row.dedupe_key if row.telegram_user_id is None else row.dedupe_key.removesuffix(f"@{row.telegram_user_id}")
