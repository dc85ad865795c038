"""Taking an account over with a code of the clinic, and trying to."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from core.claims import codes
from core.claims.errors import CodeMadeMeanwhile, CodeNotUsable
from core.claims.service import VALID_FOR
from core.database.schema import metadata
from core.users.errors import (
    AlreadyRegistered,
    ClinicsOwnAccount,
    StaffOnly,
    TooManyAttempts,
    UserNotFound,
)
from core.users.schemas import Actor, Registration

ANNA, BEN, EVE = 11, 12, 13


async def issue(house: Any, owner_id: Any) -> str:
    async with house.desk.unit() as services:
        present = await services.claims.open_code(house.staff, owner_id)
        mark = present and present.mark
        code: str = (await services.claims.issue(house.staff, owner_id, replacing=mark)).code
        return code


async def look(house: Any, account: Any, code: str) -> Any:
    async with house.desk.unit() as services:
        return await services.claims.look(account, code)


async def redeem(house: Any, account: Any, key: str) -> Any:
    async with house.desk.unit() as services:
        return await services.claims.redeem(account, key)


async def test_a_code_opens_the_account_once(house: Any, karla: Any, hear: Any) -> None:
    pet = await house.pet(Actor.owner(karla.id, karla.full_name))
    visit = await house.book(house.staff, pet, "2026-03-03 10:00")
    code = await issue(house, karla.id)
    anna = await hear(ANNA)
    claim = await look(house, anna, codes.show(code).lower())
    assert claim.first_name == "Karla"
    user = await redeem(house, anna, claim.key)
    assert user.id == karla.id
    heard = await hear(ANNA)
    assert heard.user.id == karla.id
    outbox = await house.outbox()
    assert outbox.count("account_linked to admin: pending") == 1
    assert outbox.count("card_update to admin: pending") == 1
    assert outbox.count("reminder to user: pending") == 2  # planned before, sent from now on
    async with house.desk.unit() as services:
        mine = await services.appointments.of_owner(Actor.owner(user.id, user.full_name, ANNA), upcoming=True)
    assert [each.id for each in mine.items] == [visit.id]

    assert await look(house, await hear(BEN), code) is None
    with pytest.raises(CodeNotUsable):
        await redeem(house, await hear(BEN), claim.key)
    assert (await hear(BEN)).user is None


async def test_the_code_itself_stands_nowhere(house: Any, karla: Any) -> None:
    code = await issue(house, karla.id)
    async with house.database.transaction() as session:
        for table in metadata.tables:
            for row in await session.scalars(text(f"SELECT row_to_json(t)::text FROM {table} t")):
                assert code not in row
                assert codes.show(code) not in row


async def test_a_new_code_replaces_the_old_one_and_two_taps_make_one(house: Any, karla: Any, hear: Any) -> None:
    old, new = await issue(house, karla.id), await issue(house, karla.id)
    anna = await hear(ANNA)
    assert await look(house, anna, old) is None
    assert (await look(house, anna, new)).first_name == "Karla"

    async def tap(replacing: str | None) -> Any:
        async with house.desk.unit() as services:
            return await services.claims.issue(house.staff, karla.id, replacing=replacing)

    async with house.desk.unit() as services:
        mark = (await services.claims.open_code(house.staff, karla.id)).mark
    outcomes = await house.together(*[lambda: tap(mark)] * 6)
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"IssuedCode": 1, "CodeMadeMeanwhile": 5}
    with pytest.raises(CodeMadeMeanwhile):
        await tap(None)


async def test_codes_expire(house: Any, karla: Any, hear: Any) -> None:
    code = await issue(house, karla.id)
    house.clock.advance(VALID_FOR - timedelta(seconds=1))
    anna = await hear(ANNA)
    claim = await look(house, anna, code)
    assert claim is not None
    house.clock.advance(timedelta(seconds=1))
    assert await look(house, anna, code) is None
    with pytest.raises(CodeNotUsable):
        await redeem(house, anna, claim.key)
    async with house.desk.unit() as services:
        assert await services.claims.open_code(house.staff, karla.id) is None
    await issue(house, karla.id)  # what has expired is replaced, whatever the mark


async def test_guesses_are_throttled_and_slips_are_none(house: Any, karla: Any, hear: Any) -> None:
    code = await issue(house, karla.id)
    eve, anna = await hear(EVE), await hear(ANNA)
    for _ in range(9):
        assert await look(house, eve, "K7M-4QX") is None  # too short to be a guess
    for _ in range(5):
        assert await look(house, eve, codes.make()) is None
    for typed in (code, codes.make()):
        with pytest.raises(TooManyAttempts):
            await look(house, eve, typed)
    assert await look(house, anna, code) is not None  # nobody else pays for it
    house.clock.advance(timedelta(minutes=15))
    assert await look(house, eve, code) is not None


async def test_guesses_that_arrive_together_do_not_slip_past_the_limit(house: Any, karla: Any, hear: Any) -> None:
    await issue(house, karla.id)
    eve = await hear(EVE)
    outcomes = await house.together(*[lambda: look(house, eve, codes.make())] * 20)
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"NoneType": 5, "TooManyAttempts": 15}


async def test_failed_passwords_and_codes_count_together(house: Any, karla: Any, hear: Any) -> None:
    eve = await hear(EVE)
    for _ in range(4):
        async with house.desk.unit() as services:
            await services.users.admit_login(EVE, "anna@example.org")
    assert await look(house, eve, codes.make()) is None
    with pytest.raises(TooManyAttempts):
        await look(house, eve, codes.make())
    with pytest.raises(TooManyAttempts):
        async with house.desk.unit() as services:
            await services.users.admit_login(EVE, "anna@example.org")


async def test_two_accounts_at_the_same_moment(house: Any, karla: Any, hear: Any) -> None:
    for _ in range(3):
        code = await issue(house, karla.id)
        accounts = [await hear(100 + number) for number in range(6)]
        claims = [await look(house, account, code) for account in accounts]
        errors = house.collect_database_errors()
        outcomes = await asyncio.gather(
            *(redeem(house, account, claim.key) for account, claim in zip(accounts, claims, strict=True)),
            return_exceptions=True,
        )
        assert Counter(type(outcome).__name__ for outcome in outcomes) == {"User": 1, "CodeNotUsable": 5}
        assert errors == []
        linked = [account for account in [await hear(100 + number) for number in range(6)] if account.user]
        assert len(linked) == 1
        async with house.desk.unit() as services:
            await services.users.logout(linked[0])


async def test_one_more_account_and_the_others_are_told(house: Any, karla: Any, hear: Any) -> None:
    for number in (ANNA, BEN, EVE):
        code = await issue(house, karla.id)
        account = await hear(number)
        claim = await look(house, account, code)
        await redeem(house, account, claim.key)
        if number == ANNA:
            async with house.desk.unit() as services:
                await services.users.mark_blocked(ANNA)
    async with house.database.transaction() as session:
        told = await session.scalars(
            text("SELECT telegram_user_id FROM notifications WHERE kind = 'account_linked' AND audience = 'user'")
        )
        assert list(told) == [BEN]  # not the one that blocked the bot, not the new one
    async with house.desk.unit() as services:
        assert len(await services.users.accounts_of(karla.id)) == 3


async def test_an_account_that_is_somebodys_keeps_the_code_for_others(house: Any, karla: Any, hear: Any) -> None:
    code = await issue(house, karla.id)
    ben = await hear(BEN)
    claim = await look(house, ben, code)
    async with house.desk.unit() as services:
        await services.users.register(ben, Registration(full_name="Ben", email="ben@example.org"))
    with pytest.raises(AlreadyRegistered):
        await redeem(house, await hear(BEN), claim.key)
    with pytest.raises(AlreadyRegistered):
        await look(house, await hear(BEN), code)
    assert (await hear(BEN)).user.full_name == "Ben"
    assert await look(house, await hear(ANNA), code) is not None


async def test_the_clinics_own_account_is_not_for_codes(house: Any, karla: Any, hear: Any) -> None:
    boss = await hear(EVE, in_admin_chat=True)
    async with house.desk.unit() as services:
        user = await services.users.register(boss, Registration(full_name="Vera", email="owner@clinic.example"))
    async with house.desk.unit() as services:
        for call in (services.claims.open_code(house.staff, user.id),
                     services.claims.issue(house.staff, user.id, replacing=None)):  # fmt: skip
            with pytest.raises(ClinicsOwnAccount):
                await call
    # Whoever became it after their code was made has none any more.
    code = await issue(house, karla.id)
    claim = await look(house, await hear(ANNA), code)
    async with house.database.transaction() as session:
        await session.execute(text("UPDATE users SET role = 'admin' WHERE full_name = 'Karla Kolumna'"))
    with pytest.raises(CodeNotUsable):
        await redeem(house, await hear(ANNA), claim.key)
    assert await look(house, await hear(ANNA), code) is None


async def test_of_somebody_who_is_gone(house: Any, karla: Any, hear: Any) -> None:
    code = await issue(house, karla.id)
    claim = await look(house, await hear(ANNA), code)
    async with house.desk.unit() as services:
        await services.users.set_active(house.staff, karla.id, False)
    assert await look(house, await hear(ANNA), code) is None
    with pytest.raises(CodeNotUsable):
        await redeem(house, await hear(ANNA), claim.key)
    with pytest.raises(UserNotFound):
        await issue(house, karla.id)


async def test_owners_make_no_codes(house: Any, karla: Any) -> None:
    owner = Actor.owner(karla.id, karla.full_name)
    async with house.desk.unit() as services:
        with pytest.raises(StaffOnly):
            await services.claims.issue(owner, karla.id, replacing=None)
        with pytest.raises(StaffOnly):
            await services.claims.open_code(owner, karla.id)


async def test_tries_are_in_a_persons_own_file(house: Any, hear: Any) -> None:
    eve = await hear(EVE)
    assert await look(house, eve, codes.make()) is None
    async with house.desk.unit() as services:
        user = await services.users.register(eve, Registration(full_name="Eve", email="eve@example.org"))
    async with house.desk.unit() as services:
        data = await services.own_data.export(Actor.owner(user.id, user.full_name, EVE))
    assert [(each.email, each.telegram_id) for each in data.failed_logins] == [(None, EVE)]
