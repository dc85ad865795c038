"""Becoming a user."""

import asyncio
from typing import Any

import pytest

from core.errors import DomainError
from core.users.errors import (
    AlreadyRegistered,
    EmailReserved,
    EmailTaken,
    InvalidEmail,
    InvalidName,
    InvalidPhone,
    NotRegistered,
)
from core.users.schemas import Account, Actor, Registration, Role, User

ANNA, BEN = 1001, 1002
ADMIN_EMAIL = "owner@clinic.example"


async def register(desk: Any, account: Account, **values: Any) -> User:
    async with desk.unit() as services:
        user: User = await services.users.register(
            account, Registration(**{"full_name": "Anna Berg", "email": "anna@example.com", **values})
        )
    return user


async def test_somebody_registers_and_is_known_from_then_on(desk: Any) -> None:
    account = await desk.hear(ANNA)
    user = await register(
        desk, account, full_name=" Anna  Berg ", email="Anna@Example.COM", phone="+49 30 1234567", language="en"
    )
    assert user.model_dump(exclude={"id"}) == {
        "role": Role.PET_OWNER,
        "full_name": "Anna Berg",
        "email": "anna@example.com",
        "phone": "+49301234567",
        "language": "en",
        "has_password": False,
        "is_active": True,
        "deleted_at": None,
    }
    assert (await desk.hear(ANNA)).user == user


async def test_the_hash_is_stored_and_never_shown(desk: Any) -> None:
    hashed = await desk.hasher.hash("correct horse")
    user = await register(desk, await desk.hear(ANNA), password_hash=hashed)
    assert user.has_password
    account = await desk.hear(ANNA)
    assert hashed not in account.model_dump_json() + repr(account)
    assert hashed not in repr(Registration(full_name="Anna", email="anna@example.com", password_hash=hashed))


async def test_the_language_chosen_before_comes_along(desk: Any) -> None:
    account = await desk.hear(ANNA)
    async with desk.unit() as services:
        account = await services.users.choose_language(account, "en")
    assert (await register(desk, account)).language == "en"


async def test_an_account_registers_once(desk: Any) -> None:
    account = await desk.hear(ANNA)
    await register(desk, account)
    with pytest.raises(AlreadyRegistered) as refusal:
        await register(desk, account, email="second@example.com")
    assert refusal.value.name == "Anna Berg"


async def test_an_account_that_was_never_heard_cannot_register(desk: Any) -> None:
    with pytest.raises(NotRegistered):
        await register(desk, Account(telegram_user_id=7, chat_id=7, display_name="Ghost"))


@pytest.mark.parametrize("email", ["anna@example.com", "ANNA@EXAMPLE.COM", " Anna@example.com "])
async def test_an_email_belongs_to_one_user_however_it_is_written(desk: Any, email: str) -> None:
    await register(desk, await desk.hear(ANNA))
    ben = await desk.hear(BEN)
    with pytest.raises(EmailTaken) as refusal:
        await register(desk, ben, email=email)
    assert refusal.value.email == "anna@example.com"
    async with desk.unit() as services:
        with pytest.raises(EmailTaken):
            await services.users.check_email_free(ben, email)


async def test_a_refused_email_leaves_the_transaction_usable(desk: Any) -> None:
    await register(desk, await desk.hear(ANNA))
    ben = await desk.hear(BEN)
    async with desk.unit() as services:
        with pytest.raises(EmailTaken):
            await services.users.register(ben, Registration(full_name="Ben", email="anna@example.com"))
        user = await services.users.register(ben, Registration(full_name="Ben", email="ben@example.com"))
    assert (await desk.hear(BEN)).user == user


async def test_the_email_of_somebody_shut_out_stays_taken(desk: Any) -> None:
    user = await register(desk, await desk.hear(ANNA))
    async with desk.unit() as services:
        await services.users.set_active(Actor.staff("Dr. Vet"), user.id, False)
    account = await desk.hear(ANNA)
    with pytest.raises(EmailTaken):
        await register(desk, account)
    assert (await register(desk, account, email="new@example.com")).id != user.id


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"full_name": "\u200b"}, InvalidName),
        ({"full_name": "1234"}, InvalidName),
        ({"email": "anna@"}, InvalidEmail),
        ({"phone": "030 1234567"}, InvalidPhone),
        ({"phone": ""}, InvalidPhone),
    ],
)
async def test_the_service_trusts_no_caller(desk: Any, values: dict[str, str], refusal: type[DomainError]) -> None:
    account = await desk.hear(ANNA)
    with pytest.raises(refusal):
        await register(desk, account, **values)
    assert (await desk.hear(ANNA)).user is None


async def _register_at_once(desk: Any, accounts: list[Account], emails: list[str]) -> list[User | BaseException]:
    """Each in a transaction of its own, all of them begun before the first one registers."""
    barrier = asyncio.Barrier(len(accounts))

    async def one(account: Account, email: str) -> User:
        async with desk.unit() as services:
            await services.users.check_email_free(account, email)
            await barrier.wait()
            user: User = await services.users.register(account, Registration(full_name="Anna Berg", email=email))
        return user

    return await asyncio.gather(*map(one, accounts, emails), return_exceptions=True)


async def test_of_many_who_want_one_email_at_once_one_gets_it(desk: Any) -> None:
    accounts = [await desk.hear(number) for number in range(1, 9)]
    emails = ["anna@example.com", "ANNA@example.com"] * 4
    outcomes = await _register_at_once(desk, accounts, emails)
    assert len([outcome for outcome in outcomes if isinstance(outcome, User)]) == 1
    assert len([outcome for outcome in outcomes if isinstance(outcome, EmailTaken)]) == 7


async def test_an_account_that_registers_twice_at_once_becomes_one_user(desk: Any) -> None:
    account = await desk.hear(ANNA)
    outcomes = await _register_at_once(desk, [account] * 4, [f"anna{number}@example.com" for number in range(4)])
    (user,) = [outcome for outcome in outcomes if isinstance(outcome, User)]
    assert len([outcome for outcome in outcomes if isinstance(outcome, AlreadyRegistered)]) == 3
    assert (await desk.hear(ANNA)).user == user


async def test_the_clinics_own_email_is_for_those_the_admin_chat_vouches_for(desk: Any) -> None:
    stranger = await desk.hear(ANNA)
    async with desk.unit() as services:
        with pytest.raises(EmailReserved):
            await services.users.check_email_free(stranger, "Owner@Clinic.example")
        with pytest.raises(EmailReserved):
            await services.users.register(stranger, Registration(full_name="Anna", email="Owner@Clinic.example"))
        forged = stranger.model_copy(update={"vouched_at": desk.clock.now()})
        with pytest.raises(EmailReserved):
            await services.users.register(forged, Registration(full_name="Anna", email=ADMIN_EMAIL))
    owner = await desk.hear(BEN, in_admin_chat=True)
    async with desk.unit() as services:
        assert await services.users.check_email_free(owner, "Owner@Clinic.example") == ADMIN_EMAIL
    assert (await register(desk, owner, email="Owner@Clinic.example")).role is Role.ADMIN


async def test_the_admin_chat_alone_makes_nobody_the_owner(desk: Any) -> None:
    assert (await register(desk, await desk.hear(BEN, in_admin_chat=True))).role is Role.PET_OWNER
