"""What users see and change of themselves, and staff of others."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from core.users.errors import (
    EmailReserved,
    EmailTaken,
    InvalidEmail,
    InvalidName,
    InvalidPhone,
    NotRegistered,
    StaffOnly,
    UserNotFound,
)
from core.users.schemas import SYSTEM, Actor, Role, User

ANNA, BEN = 1001, 1002
ADMIN_EMAIL = "owner@clinic.example"
STAFF = Actor.staff("Dr. Vet")


def acting(user: User, telegram_user_id: int = ANNA) -> Actor:
    return Actor.owner(user.id, user.full_name, telegram_user_id)


async def test_an_owner_sees_themselves_and_staff_see_everybody(desk: Any) -> None:
    anna, ben = await desk.register(ANNA, "anna@example.com"), await desk.register(BEN, "ben@example.com")
    async with desk.unit() as services:
        assert await services.users.get(acting(anna), anna.id) == anna
        assert await services.users.get(STAFF, ben.id) == ben
        assert await services.users.get(SYSTEM, ben.id) == ben
        for actor, user_id in ((acting(anna), ben.id), (acting(anna), uuid4()), (STAFF, uuid4())):
            with pytest.raises(UserNotFound):
                await services.users.get(actor, user_id)


async def test_somebody_shut_out_can_do_nothing(desk: Any) -> None:
    anna = await desk.register(ANNA, "anna@example.com")
    async with desk.unit() as services:
        await services.users.set_active(STAFF, anna.id, False)
    async with desk.unit() as services:
        assert not (await services.users.get(STAFF, anna.id)).is_active
        with pytest.raises(UserNotFound):
            await services.users.get(acting(anna), anna.id)
        with pytest.raises(NotRegistered):
            await services.users.edit_profile(acting(anna), full_name="Eve")
        with pytest.raises(NotRegistered):
            await services.users.set_password(acting(anna), None)


async def test_only_staff_shut_out(desk: Any) -> None:
    anna = await desk.register(ANNA, "anna@example.com")
    async with desk.unit() as services:
        with pytest.raises(StaffOnly):
            await services.users.set_active(acting(anna), anna.id, False)
        with pytest.raises(UserNotFound):
            await services.users.set_active(STAFF, uuid4(), False)


async def test_a_profile_changes_where_it_was_asked_to(desk: Any) -> None:
    anna = await desk.register(ANNA, "anna@example.com")
    async with desk.unit() as services:
        changed = await services.users.edit_profile(acting(anna), full_name=" Anna  B. ", phone="+49 30 1234567")
    assert changed == anna.model_copy(update={"full_name": "Anna B.", "phone": "+49301234567"})
    async with desk.unit() as services:
        moved = await services.users.edit_profile(acting(anna), email="Anna@New.example")
        same = await services.users.edit_profile(acting(anna), email="anna@new.example")
        removed = await services.users.edit_profile(acting(anna), remove_phone=True)
    assert moved == same == changed.model_copy(update={"email": "anna@new.example"})
    assert removed.phone is None
    assert (await desk.hear(ANNA)).user == removed


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"full_name": "\u202e"}, InvalidName),
        ({"email": "nobody"}, InvalidEmail),
        ({"phone": "030 1234567"}, InvalidPhone),
        ({"email": "Ben@Example.com"}, EmailTaken),
        ({"email": ADMIN_EMAIL}, EmailReserved),
    ],
)
async def test_a_refused_change_changes_nothing_else_either(
    desk: Any, values: dict[str, str], refusal: type[Exception]
) -> None:
    anna = await desk.register(ANNA, "anna@example.com")
    await desk.register(BEN, "ben@example.com")
    async with desk.unit() as services:  # the caller catches the refusal and commits, as a conversation does
        with pytest.raises(refusal):
            await services.users.edit_profile(
                acting(anna), **{"full_name": "Eve", "phone": "+49301234567", "email": "eve@example.com", **values}
            )
    assert (await desk.hear(ANNA)).user == anna


async def test_a_taken_email_leaves_the_transaction_usable(desk: Any) -> None:
    anna = await desk.register(ANNA, "anna@example.com")
    await desk.register(BEN, "ben@example.com")
    account = await desk.hear(ANNA)
    async with desk.unit() as services:
        with pytest.raises(EmailTaken):
            await services.users.edit_profile(acting(anna), email="ben@example.com")
        assert await services.users.get(acting(anna), anna.id) == anna
        await services.users.edit_profile(acting(anna), email="anna@new.example")
        await services.users.choose_language(account, "en")
    assert (await desk.hear(ANNA)).user == anna.model_copy(update={"email": "anna@new.example", "language": "en"})


async def test_two_who_move_to_one_email_at_once(desk: Any) -> None:
    users = [await desk.register(number, f"u{number}@example.com") for number in range(1, 7)]
    barrier = asyncio.Barrier(len(users))

    async def move(user: User, number: int) -> User:
        async with desk.unit() as services:
            await services.users.get(acting(user, number), user.id)
            await barrier.wait()
            moved: User = await services.users.edit_profile(acting(user, number), email="same@example.com")
        return moved

    outcomes = await asyncio.gather(*map(move, users, range(1, 7)), return_exceptions=True)
    assert len([outcome for outcome in outcomes if isinstance(outcome, User)]) == 1
    assert len([outcome for outcome in outcomes if isinstance(outcome, EmailTaken)]) == 5


async def test_the_role_follows_the_clinics_own_email(desk: Any) -> None:
    anna = await desk.register(ANNA, "anna@example.com", in_admin_chat=True)
    async with desk.unit() as services:
        assert (await services.users.edit_profile(acting(anna), email=ADMIN_EMAIL)).role is Role.ADMIN
        assert (await services.users.edit_profile(acting(anna), full_name="Anna")).role is Role.ADMIN
        assert (await services.users.edit_profile(acting(anna), email="anna@example.com")).role is Role.PET_OWNER


async def test_a_password_is_set_and_taken_away(desk: Any) -> None:
    anna = await desk.register(ANNA, "anna@example.com")
    for hashed, has_password in ((await desk.hasher.hash("correct horse"), True), (None, False)):
        async with desk.unit() as services:
            await services.users.set_password(acting(anna), hashed)
        account = await desk.hear(ANNA)
        assert account.user.has_password is has_password


async def test_nobody_has_no_profile(desk: Any) -> None:
    async with desk.unit() as services:
        with pytest.raises(NotRegistered):
            await services.users.edit_profile(STAFF, full_name="Anna")
