"""As the tests of the clinic's cards: an owner's requests, made the quick way."""

from tests.bot.clinic.conftest import ask, message, new_owner

__all__ = ["ask", "message", "new_owner"]
