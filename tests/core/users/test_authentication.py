"""Logging in, and guessing."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from core.authentication import Authenticator
from core.users.errors import InvalidEmail, TooManyAttempts, WrongCredentials
from core.users.models import LoginFailure
from core.users.schemas import Actor

ANNA, BEN, EVE = 1001, 1002, 1003
PASSWORD = "correct horse"
ADMIN_EMAIL = "owner@clinic.example"


@pytest.fixture
def authenticator(desk: Any) -> Authenticator:
    return Authenticator(desk)


async def failures_noted(desk: Any) -> int:
    async with desk.database.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(LoginFailure)))


async def guess(authenticator: Authenticator, telegram_user_id: int, email: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            await authenticator.authenticate(telegram_user_id, email, "a wrong guess")


async def test_email_and_password_tell_who_somebody_is(desk: Any, authenticator: Authenticator) -> None:
    anna = await desk.register(ANNA, "anna@example.com", password=PASSWORD)
    assert await authenticator.authenticate(EVE, " Anna@Example.COM", PASSWORD) == anna.id
    assert await failures_noted(desk) == 0


async def test_every_refusal_is_the_same_and_costs_the_same(desk: Any, authenticator: Authenticator) -> None:
    await desk.register(ANNA, "anna@example.com", password=PASSWORD)
    await desk.register(BEN, "no-password@example.com")
    shut_out = await desk.register(1004, "shut-out@example.com", password=PASSWORD)
    await desk.register(1005, ADMIN_EMAIL, password=PASSWORD, in_admin_chat=True)
    async with desk.unit() as services:
        await services.users.set_active(Actor.staff("Dr. Vet"), shut_out.id, False)
    refusals = []
    for email, password in (
        ("anna@example.com", "wrong"),
        ("nobody@example.com", PASSWORD),
        ("no-password@example.com", "!"),
        ("shut-out@example.com", PASSWORD),
        (ADMIN_EMAIL, PASSWORD),
    ):
        with pytest.raises(WrongCredentials) as refusal:
            await authenticator.authenticate(EVE, email, password)
        refusals.append((type(refusal.value), refusal.value.data))
    assert set(map(str, refusals)) == {str((WrongCredentials, {}))}
    fitted, unknown, unusable, inactive, reserved = desk.hasher.asked
    assert fitted.startswith("$bcrypt-sha256$")
    assert (unknown, inactive, reserved) == (None, None, None)  # the decoy
    assert unusable == "!"  # the decoy, too
    assert await failures_noted(desk) == 5


async def test_the_clinics_own_login_works_from_a_vouched_account(desk: Any, authenticator: Authenticator) -> None:
    owner = await desk.register(ANNA, ADMIN_EMAIL, password=PASSWORD, in_admin_chat=True)
    await desk.hear(BEN, in_admin_chat=True)
    assert await authenticator.authenticate(BEN, ADMIN_EMAIL, PASSWORD) == owner.id
    with pytest.raises(WrongCredentials):
        await authenticator.authenticate(EVE, ADMIN_EMAIL, PASSWORD)


async def test_what_is_no_address_is_no_guess(desk: Any, authenticator: Authenticator) -> None:
    with pytest.raises(InvalidEmail):
        await authenticator.authenticate(EVE, "' OR 1=1 --", PASSWORD)
    assert await failures_noted(desk) == 0
    assert desk.hasher.asked == []


@pytest.mark.parametrize("password", ["", "\0", "\ud800", "x" * 10_000, "🐶" * 2_000])
async def test_any_text_may_be_typed_as_a_password(desk: Any, authenticator: Authenticator, password: str) -> None:
    await desk.register(ANNA, "anna@example.com", password=PASSWORD)
    with pytest.raises(WrongCredentials):
        await authenticator.authenticate(EVE, "anna@example.com", password)


async def test_nothing_is_held_while_hashing(desk: Any, authenticator: Authenticator) -> None:
    await desk.register(ANNA, "anna@example.com", password=PASSWORD)
    verify, open_units = desk.hasher.verify, []

    async def spy(password: str, hashed: str | None) -> bool:
        open_units.append(desk.open_units)
        return bool(await verify(password, hashed))

    desk.hasher.verify = spy
    await authenticator.authenticate(EVE, "anna@example.com", PASSWORD)
    assert open_units == [0]


async def test_an_account_has_five_guesses_a_quarter_of_an_hour(desk: Any, authenticator: Authenticator) -> None:
    await desk.register(ANNA, "anna@example.com", password=PASSWORD)
    first = desk.clock.now()
    for number in range(5):
        await guess(authenticator, EVE, f"somebody{number}@example.com")
        desk.clock.advance(timedelta(minutes=1))
    asked = len(desk.hasher.asked)
    with pytest.raises(TooManyAttempts) as refusal:
        await authenticator.authenticate(EVE, "anna@example.com", PASSWORD)
    assert refusal.value.retry_at == first + timedelta(minutes=15)
    assert len(desk.hasher.asked) == asked
    await authenticator.authenticate(BEN, "anna@example.com", PASSWORD)

    desk.clock.set(refusal.value.retry_at - timedelta(seconds=1))
    with pytest.raises(TooManyAttempts):
        await authenticator.authenticate(EVE, "anna@example.com", PASSWORD)
    desk.clock.set(refusal.value.retry_at)
    await authenticator.authenticate(EVE, "anna@example.com", PASSWORD)


async def test_being_refused_does_not_prolong_the_wait(desk: Any, authenticator: Authenticator) -> None:
    await guess(authenticator, EVE, "anna@example.com", times=5)
    for _ in range(20):
        with pytest.raises(TooManyAttempts):
            await authenticator.authenticate(EVE, "anna@example.com", "a wrong guess")
    assert await failures_noted(desk) == 5


@pytest.mark.parametrize("known", [True, False])
async def test_an_email_is_guessed_at_ten_times_from_all_accounts(
    desk: Any, authenticator: Authenticator, known: bool
) -> None:
    if known:
        await desk.register(ANNA, "anna@example.com", password=PASSWORD)
    for number in range(10):
        await guess(authenticator, 2000 + number, "Anna@Example.com" if number % 2 else "anna@example.com")
    with pytest.raises(TooManyAttempts) as refusal:
        await authenticator.authenticate(3000, "anna@example.com", PASSWORD)
    assert refusal.value.retry_at == desk.clock.now() + timedelta(minutes=15)


async def test_a_login_forgives_the_accounts_failures_with_that_email(desk: Any, authenticator: Authenticator) -> None:
    anna = await desk.register(ANNA, "anna@example.com", password=PASSWORD)
    for _ in range(3):
        await guess(authenticator, EVE, "anna@example.com", times=4)
        assert await authenticator.authenticate(EVE, "anna@example.com", PASSWORD) == anna.id
    assert await failures_noted(desk) == 0


async def test_a_guesser_cannot_wipe_out_guesses_with_a_login_of_their_own(
    desk: Any, authenticator: Authenticator
) -> None:
    await desk.register(EVE, "eve@example.com", password=PASSWORD)
    await guess(authenticator, EVE, "anna@example.com", times=4)
    await authenticator.authenticate(EVE, "eve@example.com", PASSWORD)
    await guess(authenticator, EVE, "anna@example.com")
    with pytest.raises(TooManyAttempts):
        await authenticator.authenticate(EVE, "anna@example.com", "a wrong guess")


async def _guesses_at_once(authenticator: Authenticator, accounts: list[int], emails: list[str]) -> Counter[str]:
    outcomes = await asyncio.gather(
        *(
            authenticator.authenticate(account, email, "a wrong guess")
            for account, email in zip(accounts, emails, strict=True)
        ),
        return_exceptions=True,
    )
    return Counter(type(outcome).__name__ for outcome in outcomes)


async def test_guesses_that_arrive_together_do_not_slip_past_the_limit(desk: Any, authenticator: Authenticator) -> None:
    await desk.register(ANNA, "anna@example.com", password=PASSWORD)
    emails = [f"somebody{number % 4}@example.com" for number in range(30)]
    assert await _guesses_at_once(authenticator, [EVE] * 30, emails) == {"WrongCredentials": 5, "TooManyAttempts": 25}
    assert len(desk.hasher.asked) == 5


async def test_guesses_from_many_accounts_at_once_neither(desk: Any, authenticator: Authenticator) -> None:
    accounts = [2000 + number for number in range(30)]
    outcomes = await _guesses_at_once(authenticator, accounts, ["anna@example.com"] * 30)
    assert outcomes == {"WrongCredentials": 10, "TooManyAttempts": 20}


async def test_guesses_crosswise_do_not_deadlock(desk: Any, authenticator: Authenticator) -> None:
    accounts = [2000 + number % 6 for number in range(36)]
    emails = [f"somebody{number // 6}@example.com" for number in range(36)]
    outcomes = await _guesses_at_once(authenticator, accounts, emails)
    assert set(outcomes) <= {"WrongCredentials", "TooManyAttempts"}
    assert outcomes["WrongCredentials"] == 30  # five from each account


async def test_failures_that_no_longer_count_are_forgotten(desk: Any, authenticator: Authenticator) -> None:
    await guess(authenticator, EVE, "anna@example.com", times=3)
    desk.clock.advance(timedelta(minutes=15))
    await guess(authenticator, BEN, "ben@example.com")
    assert await failures_noted(desk) == 1
