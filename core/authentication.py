"""Email and password, checked outside of any transaction."""

from typing import TYPE_CHECKING
from uuid import UUID

from core.users.errors import WrongCredentials

if TYPE_CHECKING:
    from core.front_desk import FrontDesk


class Authenticator:
    """Finds out who somebody is by what they typed.

    Hashing takes a quarter of a second: no connection is held meanwhile, and the loop stays free.
    """

    def __init__(self, desk: "FrontDesk") -> None:
        self._desk = desk

    async def authenticate(self, telegram_user_id: int, email: str, password: str) -> UUID:
        """The user whose email and password these are; the caller links the account (`UserService.link`).

        WrongCredentials alike, and after the same time, for an unknown email, a wrong password, a user without
        one or shut out, and for `ADMIN_EMAIL` from an account that the admin chat does not vouch for. Otherwise
        TooManyAttempts, or InvalidEmail when it is no address at all.
        """
        async with self._desk.unit() as services:
            attempt = await services.users.admit_login(telegram_user_id, email)
        fits = await self._desk.hasher.verify(password, attempt.hashed_password)
        if not fits or attempt.user_id is None:
            raise WrongCredentials
        async with self._desk.unit() as services:
            await services.users.forgive_login(attempt)
        return attempt.user_id
