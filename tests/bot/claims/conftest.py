"""As the tests of bookings by phone: owners whom the clinic entered."""

from tests.bot.clinic.conftest import ask, new_owner
from tests.bot.phone_bookings.conftest import enter

__all__ = ["ask", "enter", "new_owner"]
