"""Telegram accounts as the service knows them: heard, blocked, linked, logged out."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from core.database.session import Database
from core.users.errors import AlreadyRegistered, NotRegistered, UserNotFound
from core.users.schemas import Account, Actor

ANNA, BEN = 1001, 1002


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL that runs meanwhile, by its first word."""
    seen: list[str] = []
    unwatch = database.watch(lambda statement, _: seen.append(statement.split(maxsplit=1)[0]))
    try:
        yield seen
    finally:
        unwatch()


async def hear(desk: Any, name: str = "Anna", code: str | None = "de", *, in_admin_chat: bool = False) -> Account:
    async with desk.unit() as services:
        account: Account = await services.users.hear(
            telegram_user_id=ANNA, display_name=name, language_code=code, in_admin_chat=in_admin_chat
        )
    return account


async def test_an_account_is_noted_when_it_is_first_heard(desk: Any) -> None:
    account = await hear(desk)
    assert account == Account(telegram_user_id=ANNA, chat_id=ANNA, display_name="Anna", language_code="de")
    assert account.speaks() == "de"


async def test_an_account_that_says_nothing_new_costs_one_select(desk: Any, database: Database) -> None:
    await hear(desk)
    with statements(database) as seen:
        await hear(desk)
    assert seen == ["SELECT"]


async def test_what_changed_is_written_once(desk: Any, database: Database) -> None:
    await hear(desk)
    with statements(database) as seen:
        account = await hear(desk, "Anna Berg", "en")
        await hear(desk, "Anna Berg", "en")
    assert seen == ["SELECT", "SELECT", "UPDATE", "SELECT"]
    assert (account.display_name, account.language_code) == ("Anna Berg", "en")


@pytest.mark.parametrize(
    ("shown", "stored"),
    [("\u3164\u200b", str(ANNA)), ("", str(ANNA)), ("x" * 500, "x" * 130), ("a\0b\u202e", "ab"), ("<i>", "<i>")],
)
async def test_any_name_that_telegram_shows_can_be_stored(desk: Any, shown: str, stored: str) -> None:
    await hear(desk, "Before")
    assert (await hear(desk, shown, "x" * 99)).display_name == stored


async def test_two_first_updates_at_once_make_one_account(desk: Any) -> None:
    async def first(barrier: asyncio.Barrier) -> Account:
        async with desk.unit() as services:
            await services.users.mark_blocked(ANNA)  # a statement: the transaction has begun
            await barrier.wait()
            account: Account = await services.users.hear(
                telegram_user_id=ANNA, display_name="Anna", language_code="de", in_admin_chat=False
            )
        return account

    barrier = asyncio.Barrier(8)
    accounts = await asyncio.gather(*(first(barrier) for _ in range(8)))
    assert accounts == [accounts[0]] * 8


async def test_the_admin_chat_vouches_and_says_so_at_most_hourly(desk: Any, database: Database) -> None:
    assert (await hear(desk)).vouched_at is None
    first = (await hear(desk, in_admin_chat=True)).vouched_at
    assert first == desk.clock.now()
    desk.clock.advance(timedelta(minutes=59))
    with statements(database) as seen:
        assert (await hear(desk, in_admin_chat=True)).vouched_at == first
    assert seen == ["SELECT"]
    desk.clock.advance(timedelta(minutes=2))
    assert (await hear(desk, in_admin_chat=True)).vouched_at == desk.clock.now()
    vouched = desk.clock.now()
    desk.clock.advance(timedelta(days=3))
    assert (await hear(desk)).vouched_at == vouched


async def test_a_blocked_account_counts_as_blocked_until_it_is_heard(desk: Any) -> None:
    user = await desk.register(ANNA, "anna@example.com")
    for _ in range(2):
        async with desk.unit() as services:
            await services.users.mark_blocked(ANNA)
        desk.clock.advance(timedelta(hours=1))
    async with desk.unit() as services:
        (blocked,) = await services.users.accounts_of(user.id)
    assert blocked.blocked_at == desk.clock.now() - timedelta(hours=2)
    assert (await desk.hear(ANNA)).blocked_at is None


async def test_blocking_an_unknown_account_is_nothing(desk: Any) -> None:
    async with desk.unit() as services:
        await services.users.mark_blocked(424242)
        with pytest.raises(NotRegistered):
            await services.users.link(424242, uuid4())


async def test_a_user_has_all_their_accounts_and_nobody_elses(desk: Any) -> None:
    user = await desk.register(ANNA, "anna@example.com")
    await desk.register(BEN, "ben@example.com")
    await desk.hear(1003)
    async with desk.unit() as services:
        assert (await services.users.link(1003, user.id)).id == user.id
        assert (await services.users.link(1003, user.id)).id == user.id
    async with desk.unit() as services:
        accounts = await services.users.accounts_of(user.id)
        assert [(a.telegram_user_id, a.user and a.user.id) for a in accounts] == [(ANNA, user.id), (1003, user.id)]
        assert await services.users.accounts_of(uuid4()) == []


async def test_a_linked_account_is_not_taken_over_by_another_login(desk: Any) -> None:
    anna, ben = await desk.register(ANNA, "anna@example.com"), await desk.register(BEN, "ben@example.com")
    async with desk.unit() as services:
        with pytest.raises(AlreadyRegistered) as refusal:
            await services.users.link(ANNA, ben.id)
    assert refusal.value.name == anna.full_name
    assert (await desk.hear(ANNA)).user == anna


async def test_an_account_is_not_linked_to_nobody(desk: Any) -> None:
    await desk.hear(ANNA)
    ben = await desk.register(BEN, "ben@example.com")
    async with desk.unit() as services:
        await services.users.set_active(Actor.staff("Dr. Vet"), ben.id, False)
        for user_id in (uuid4(), ben.id):
            with pytest.raises(UserNotFound):
                await services.users.link(ANNA, user_id)


async def test_logging_out_unlinks_and_keeps_the_language(desk: Any) -> None:
    await desk.register(ANNA, "anna@example.com")
    account = await desk.hear(ANNA)
    async with desk.unit() as services:
        chosen = await services.users.choose_language(account, "en")
        assert chosen.speaks() == "en"
        await services.users.logout(chosen)
    account = await desk.hear(ANNA)
    assert account.user is None
    assert account.speaks() == "en"
    async with desk.unit() as services:
        with pytest.raises(NotRegistered):
            await services.users.logout(account)


async def test_an_account_of_somebody_shut_out_counts_as_unlinked(desk: Any) -> None:
    user = await desk.register(ANNA, "anna@example.com")
    async with desk.unit() as services:
        assert not (await services.users.set_active(Actor.staff("Dr. Vet"), user.id, False)).is_active
    account = await desk.hear(ANNA)
    assert account.user is None
    async with desk.unit() as services:
        assert await services.users.accounts_of(user.id) == []
        with pytest.raises(NotRegistered):
            await services.users.logout(account)
        await services.users.set_active(Actor.staff("Dr. Vet"), user.id, True)
    assert (await desk.hear(ANNA)).user == user


async def test_a_language_is_kept_by_the_user_so_that_all_accounts_speak_it(desk: Any) -> None:
    user = await desk.register(ANNA, "anna@example.com")
    await desk.hear(1003)
    async with desk.unit() as services:
        await services.users.link(1003, user.id)
    account = await desk.hear(ANNA)
    async with desk.unit() as services:
        await services.users.choose_language(account, "en")
    assert (await desk.hear(1003)).speaks() == "en"
