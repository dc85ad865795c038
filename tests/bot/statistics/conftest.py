"""As the tests of the clinic's cards: an owner's requests, made the quick way."""

from tests.bot.clinic.conftest import again, ask, message, new_owner

__all__ = ["again", "ask", "message", "new_owner"]
