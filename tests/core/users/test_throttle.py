from datetime import UTC, datetime, timedelta

import pytest

from core.users.throttle import retry_at

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def failures(*minutes: int) -> list[datetime]:
    return [START + timedelta(minutes=minute) for minute in minutes]


@pytest.mark.parametrize(
    ("from_account", "with_email", "minute"),
    [
        ((), (), None),
        ((0, 1, 2, 3), (0,) * 9, None),
        ((4, 3, 2, 1, 0), (), 15),
        ((0, 1, 2, 3, 4, 5), (), 16),
        ((), tuple(range(10)), 15),
        ((5, 5, 5, 5, 5), tuple(range(10)), 20),
        ((0, 0, 0, 0, 0), (2,) * 10, 17),
    ],
)
def test_the_oldest_failure_that_has_to_expire_decides(
    from_account: tuple[int, ...], with_email: tuple[int, ...], minute: int | None
) -> None:
    expected = None if minute is None else START + timedelta(minutes=minute)
    assert retry_at(failures(*from_account), failures(*with_email)) == expected
