"""Password hashing, off the event loop.

bcrypt reads 72 bytes at most, so the scheme is `bcrypt_sha256`. A hash costs about a quarter of a
second of CPU: a small pool of threads bounds how many run at once, so that logins cannot starve the bot.
"""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from passlib.context import CryptContext

T = TypeVar("T")

UNUSABLE_PASSWORD = "!"  # noqa: S105
"""Stored for an owner who skipped the password: no password matches it."""

LONGEST_PASSWORD = 128
"""In characters: nothing longer was ever accepted, so nothing longer can fit."""


class PasswordHasher:
    """Hashes and verifies passwords; `rounds` is bcrypt's cost (tests use the cheapest, 4)."""

    def __init__(self, rounds: int = 12) -> None:
        self._context = CryptContext(schemes=["bcrypt_sha256"], bcrypt_sha256__rounds=rounds)
        self._decoy = f"$bcrypt-sha256$v=2,t=2b,r={rounds}${'.' * 22}${'.' * 31}"
        """A hash of that cost that no password has: to make a real one takes a quarter of a second of each start."""
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="password")

    async def hash(self, password: str) -> str:
        """The hash to store; the password has passed `check_password`."""
        return await self._run(lambda: str(self._context.hash(_octets(password))))

    async def verify(self, password: str, hashed: str | None) -> bool:
        """Whether the password fits. No hash, or an unusable one, costs the same time and never fits."""
        if hashed is None or hashed == UNUSABLE_PASSWORD or len(password) > LONGEST_PASSWORD:
            await self._run(lambda: self._context.verify("a guess", self._decoy))
            return False
        return await self._run(lambda: bool(self._context.verify(_octets(password), hashed)))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _octets(password: str) -> bytes:
    """In NFC: one keyboard writes `é` as one character, another as two."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
