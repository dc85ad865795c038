"""When somebody who guesses passwords may try again. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
"""How long a failed login counts."""
FAILURES_PER_ACCOUNT = 5
FAILURES_PER_EMAIL = 10


def retry_at(from_account: Iterable[datetime], with_email: Iterable[datetime]) -> datetime | None:
    """The moment from which another attempt is admitted; None for at once.

    Takes the failures that still count, of one Telegram account and with one email.
    """
    moments = [
        sorted(failures, reverse=True)[limit - 1] + WINDOW
        for failures, limit in ((list(from_account), FAILURES_PER_ACCOUNT), (list(with_email), FAILURES_PER_EMAIL))
        if len(failures) >= limit
    ]
    return max(moments, default=None)
