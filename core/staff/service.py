"""Who acts for the clinic, and who of them may change its rules.

Who is staff, Telegram's list of members says; what each of them may do stands here.
"""

import re
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from core.clock import Clock
from core.paging import Page, clamp
from core.staff.errors import ManagersOnly, MemberNotFound, NamersOnly, OwnerStays, OwnRole
from core.staff.models import StaffMember
from core.staff.repository import Found, StaffRepository
from core.staff.schemas import ChangeKind, Crew, Member, RuleChange, StaffRecord, StaffRole, Standing
from core.text import one_line
from core.users.errors import StaffOnly
from core.users.schemas import Actor, ActorKind
from core.users.service import UserService

ASK_AFTER = timedelta(hours=6)
"""How long Telegram's word that somebody is in the chat counts: one that they left may get lost."""
ASK_AGAIN_AFTER = timedelta(minutes=1)
"""The same of somebody who is not: they may have come back."""
KEEP_CHANGES = timedelta(days=365)
_LATELY = timedelta(days=30)
_NAME_LIMIT = 130
_USERNAME = re.compile(r"[A-Za-z0-9_]{1,32}")
"""As Telegram has them."""
_PAGE = 10


class StaffService:
    """`note…`, `joined` and `left` follow Telegram; everything else is asked, or wanted, by people.

    As long as nobody's role is receptionist, everybody may change the rules, whoever joins too. From the first one on,
    whoever joins, again or not, is a receptionist until they are named. Where nobody is left who may, everybody may.
    """

    def __init__(self, repository: StaffRepository, users: UserService, clock: Clock) -> None:
        self._rows = repository
        self._users = users
        self._clock = clock

    # Who is in the chat

    async def member(self, telegram_user_id: int) -> Member | None:
        """Somebody who is, or was, in the chat."""
        found = await self._rows.find(telegram_user_id)
        return None if found is None else _member(found)

    async def greet(self, telegram_user_id: int, name: str, username: str | None = None) -> bool:
        """Keeps up with what somebody is called who acts in the chat; whether Telegram is to be asked about them."""
        row = await self._rows.row(telegram_user_id)
        if row is None:
            return True
        called, handle = _called(telegram_user_id, name), _handle(username)
        if (row.display_name, row.username) != (called, handle):
            row.display_name, row.username = called, handle
            await self._rows.flush()
        patience = ASK_AFTER if row.left_at is None else ASK_AGAIN_AFTER
        return row.asked_at is None or row.asked_at + patience <= self._clock.now()

    async def note(self, telegram_user_id: int, name: str, username: str | None, standing: Standing) -> None:
        """What Telegram answered about somebody. Where it did not say, what is known counts.

        Somebody unknown of whom it says nothing is taken for staff: they act in the chat.
        """
        now = self._clock.now()
        if standing is Standing.OUT:
            await self.left(telegram_user_id)
            return
        row = await self._rows.row(telegram_user_id)
        if row is None or (row.left_at is not None and standing in (Standing.CREATOR, Standing.MEMBER)):
            await self.joined(telegram_user_id, name, username)
            row = await self._rows.row(telegram_user_id)
        if row is None or standing is Standing.UNREACHABLE:
            return
        row.asked_at = now
        if standing is Standing.MEMBER:
            row.is_creator = False
        await self._rows.flush()
        if standing is Standing.CREATOR and not row.is_creator:
            await self._rows.make_creator(telegram_user_id)

    async def joined(self, telegram_user_id: int, name: str, username: str | None = None) -> None:
        """Somebody came, or came back: as a new one, without what they were named before."""
        now, called, handle = self._clock.now(), _called(telegram_user_id, name), _handle(username)
        row = await self._rows.row(telegram_user_id)
        if row is None:
            role = await self._newcomers()
            await self._rows.add(
                telegram_user_id=telegram_user_id,
                display_name=called,
                username=handle,
                role=role,
                joined_at=now,
            )
        elif row.left_at is not None:
            row.role = await self._newcomers()
            row.joined_at, row.left_at, row.asked_at = now, None, None
            row.named_by = row.named_at = None
            row.display_name, row.username = called, handle
            await self._rows.flush()

    async def left(self, telegram_user_id: int) -> None:
        """From now on they can do nothing, nor have the address of the clinic's owner."""
        await self._users.withdraw_vouching(telegram_user_id)  # before the row: whoever acts locks them in that order
        row = await self._rows.row(telegram_user_id)
        if row is not None:
            now = self._clock.now()
            row.asked_at = now
            if row.left_at is None:
                row.left_at, row.is_creator = now, False
            await self._rows.flush()

    async def to_ask_about(self) -> Sequence[int]:
        """Those in the chat about whom Telegram was not asked for a while."""
        return await self._rows.stale(self._clock.now() - ASK_AFTER)

    # Who may do what

    async def crew(self, actor: Actor) -> Crew:
        """For staff."""
        _require_staff(actor)
        return Crew(
            members=tuple(await self._present()),
            left_lately=tuple(map(_member, await self._rows.left_since(self._clock.now() - _LATELY))),
            newcomers=await self._newcomers(),
        )

    async def get(self, actor: Actor, member_id: UUID) -> Member:
        """For staff. MemberNotFound, also for somebody who left."""
        _require_staff(actor)
        found = await self._rows.find_by_id(member_id)
        if found is None or found[0].left_at is not None:
            raise MemberNotFound
        return _member(found)

    async def require_manager(self, actor: Actor) -> None:
        """ManagersOnly for staff who may not change the rules, StaffOnly for others.

        Whoever may keeps the right until the commit: to take it away waits. Called before any other lock is taken.
        """
        if actor.kind is ActorKind.SYSTEM:
            return
        _require_staff(actor)
        if actor.telegram_user_id is not None:
            await self._rows.hold(actor.telegram_user_id)
        if not await self._may_change_rules(actor):
            raise ManagersOnly(tuple(member.name for member in _trusted(await self._present())))

    async def may_name(self, actor: Actor) -> bool:
        """Whether the actor says who may do what: the owner; where none is in the chat, those who may change rules."""
        return actor.telegram_user_id in {member.telegram_user_id for member in await self._namers()}

    async def name(self, actor: Actor, member_id: UUID, role: StaffRole) -> Member:
        """Gives somebody a role. NamersOnly, MemberNotFound, OwnerStays, OwnRole."""
        _require_staff(actor)
        await self._rows.lock_naming()
        if not await self.may_name(actor):
            raise NamersOnly(tuple(member.name for member in await self._namers()))
        member = await self.get(actor, member_id)
        if member.telegram_user_id == actor.telegram_user_id:
            raise OwnRole
        if member.is_owner:
            raise OwnerStays(member.name)
        if role is StaffRole.RECEPTIONIST:
            await self._users.withdraw_vouching(member.telegram_user_id)
        row = await self._rows.row(member.telegram_user_id)
        if row is not None and row.left_at is None and row.role is not role:
            row.role, row.named_by, row.named_at = role, actor.name, self._clock.now()
            await self._rows.flush()
            await self.changed(actor, ChangeKind.STAFF_ROLE, name=member.name, role=role.value)
        return await self.get(actor, member_id)

    # Who changed what

    async def changed(self, actor: Actor, kind: ChangeKind, **data: Any) -> None:
        """Notes a change of the rules, in its transaction. `data` is JSON."""
        await self._rows.add_change(
            kind=kind,
            by=actor.name,
            telegram_user_id=actor.telegram_user_id,
            data=data,
            happened_at=self._clock.now(),
        )

    async def changes(self, actor: Actor, page: int = 1, size: int = _PAGE) -> Page[RuleChange]:
        """For staff: the latest first, of the last year."""
        _require_staff(actor)
        total = await self._rows.count_changes()
        page = clamp(page, size=size, total=total)
        rows = await self._rows.changes((page - 1) * size, size)
        return Page.of([RuleChange.model_validate(row) for row in rows], page=page, size=size, total=total)

    # A person's own data

    async def record(self, telegram_user_ids: Collection[int]) -> list[StaffRecord]:
        """What is kept of those accounts here."""
        return [StaffRecord.model_validate(row) for row in await self._rows.of_accounts(telegram_user_ids)]

    async def erase(self, telegram_user_ids: Collection[int]) -> None:
        """Forgets what those are called who left. Of those who are still in the chat it would be written anew."""
        for row in await self._rows.of_accounts(telegram_user_ids):
            if row.left_at is not None:
                row.display_name, row.username = str(row.telegram_user_id), None
        await self._rows.flush()

    # What the above share

    async def _may_change_rules(self, actor: Actor) -> bool:
        member = None if actor.telegram_user_id is None else await self.member(actor.telegram_user_id)
        if member is None:
            return await self._newcomers() is StaffRole.MANAGER
        return member.may_change_rules or member.id in {each.id for each in _trusted(await self._present())}

    async def _newcomers(self) -> StaffRole:
        restricted = await self._rows.somebody_is(StaffRole.RECEPTIONIST)
        return StaffRole.RECEPTIONIST if restricted else StaffRole.MANAGER

    async def _present(self) -> list[Member]:
        members = map(_member, await self._rows.present())
        return sorted(members, key=lambda member: (not member.is_owner, member.role is not StaffRole.MANAGER))

    async def _namers(self) -> list[Member]:
        present = await self._present()
        return [member for member in present if member.is_owner] or _trusted(present)


def _require_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise StaffOnly


def _trusted(present: Sequence[Member]) -> list[Member]:
    """Who may change the rules of those in the chat: everybody, where nobody is left who was named to."""
    return [member for member in present if member.may_change_rules] or list(present)


def _called(telegram_user_id: int, name: str) -> str:
    return one_line(name)[:_NAME_LIMIT].strip() or str(telegram_user_id)


def _handle(username: str | None) -> str | None:
    """None for what can't be one: cut to fit, it would be somebody else's."""
    return username if username is not None and _USERNAME.fullmatch(username) else None


def _member(found: Found) -> Member:
    row, has_owners_account, has_namesake = found
    return Member(
        id=row.id,
        telegram_user_id=row.telegram_user_id,
        name=_told_apart(row) if has_namesake else row.display_name,
        role=row.role,
        is_owner=row.left_at is None and (row.is_creator or has_owners_account),
        joined_at=row.joined_at,
        left_at=row.left_at,
        named_by=row.named_by,
        named_at=row.named_at,
    )


def _told_apart(row: StaffMember) -> str:
    """`Anna Berg (@anna)`, or the last digits of the account's number."""
    suffix = f" (@{row.username})" if row.username else f" (…{row.telegram_user_id % 10_000:04})"
    return row.display_name[: _NAME_LIMIT - len(suffix)] + suffix
