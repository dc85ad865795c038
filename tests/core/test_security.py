import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from core.security import LONGEST_PASSWORD, UNUSABLE_PASSWORD, PasswordHasher


@pytest.fixture
def hasher() -> Iterator[PasswordHasher]:
    hasher = PasswordHasher(rounds=4)
    yield hasher
    hasher.close()


@pytest.fixture
def computed(hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that bcrypt was really run against."""
    hashes: list[str] = []
    verify = hasher._context.verify

    def spy(secret: Any, hashed: str) -> bool:
        hashes.append(hashed)
        return bool(verify(secret, hashed))

    monkeypatch.setattr(hasher._context, "verify", spy)
    return hashes


@pytest.mark.parametrize(
    "password",
    ["correct horse", "пароль-пароль", "🐶🐱🐰🐦🦎🐹🐴🐢", "nul\0inside", "\ud800surrogate", "x" * 128, "ß" * 128],
)
async def test_a_password_fits_its_own_hash_and_no_other(hasher: PasswordHasher, password: str) -> None:
    hashed = await hasher.hash(password)
    assert password not in hashed
    assert await hasher.verify(password, hashed)
    assert not await hasher.verify(password[:-1], hashed)


async def test_what_bcrypt_alone_would_cut_off_counts(hasher: PasswordHasher) -> None:
    hashed = await hasher.hash("x" * 72 + "tail")
    assert not await hasher.verify("x" * 72 + "other", hashed)
    assert not await hasher.verify("x" * 72, hashed)


async def test_accents_may_be_typed_either_way(hasher: PasswordHasher) -> None:
    assert await hasher.verify("cafe\u0301-terrasse", await hasher.hash("café-terrasse"))


@pytest.mark.parametrize("hashed", [None, UNUSABLE_PASSWORD])
async def test_where_nobody_can_log_in_the_work_is_done_all_the_same(
    hasher: PasswordHasher, computed: list[str], hashed: str | None
) -> None:
    assert not await hasher.verify("nobody's password", hashed)
    assert not await hasher.verify(UNUSABLE_PASSWORD, hashed)
    assert computed == [hasher._decoy] * 2


@pytest.mark.parametrize("rounds", [4, 12])
def test_that_work_is_as_much_as_for_a_password(rounds: int) -> None:
    hasher = PasswordHasher(rounds)
    scheme = hasher._context.handler("bcrypt_sha256")
    assert scheme.from_string(hasher._decoy).rounds == rounds
    assert scheme.from_string(hasher._decoy).to_string() == hasher._decoy
    assert not hasher._context.needs_update(hasher._decoy)
    hasher.close()


@pytest.mark.parametrize("password", ["x" * (LONGEST_PASSWORD + 1), "ü" * 4096, "\0" * 5000])
async def test_an_endless_password_is_wrong_after_the_same_work(
    hasher: PasswordHasher, computed: list[str], password: str
) -> None:
    hashed = await hasher.hash("correct horse")
    assert not await hasher.verify(password, hashed)
    assert computed == [hasher._decoy]


async def test_the_loop_goes_on_while_hashing() -> None:
    hasher = PasswordHasher(rounds=10)
    hashing = asyncio.ensure_future(hasher.hash("correct horse"))
    turns = 0
    while not hashing.done():
        turns += 1
        await asyncio.sleep(0)
    hasher.close()
    assert turns > 10
