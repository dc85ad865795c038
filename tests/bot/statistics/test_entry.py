"""Which time staff mean when they ask for the list of visits."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clinic.closures.entry import NoEnd, parse_span
from bot.clinic.wall_times import UnreadableMoment
from bot.statistics.entry import read_span
from core.clock import local_day_bounds

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("1.2. 28.2.", "2026-02-01", "2026-02-28"),
        ("1.2. - 28.2.", "2026-02-01", "2026-02-28"),
        ("1.-15.2.", "2026-02-01", "2026-02-15"),
        ("vom 1.2. bis 28.2.", "2026-02-01", "2026-02-28"),
        ("1 Feb 15 Feb", "2026-02-01", "2026-02-15"),
        ("1. Feb - 15. Feb", "2026-02-01", "2026-02-15"),
        ("Feb 1 - Feb 15", "2026-02-01", "2026-02-15"),
        ("1.12. 31.12.", "2025-12-01", "2025-12-31"),  # the last such
        ("1.12. 15.1.", "2025-12-01", "2026-01-15"),
        ("1.5. 31.5.", "2025-05-01", "2025-05-31"),
        ("1.4. 2.4.", "2026-04-01", "2026-04-02"),  # soon
        ("2.3. 8.3.", "2026-03-02", "2026-03-08"),  # the present week, to its end
        ("2025-12-01 2026-01-31", "2025-12-01", "2026-01-31"),
        ("1.12.25 - 31.1.26", "2025-12-01", "2026-01-31"),
        ("24.12.", "2025-12-24", "2025-12-24"),
        ("today", "2026-03-04", "2026-03-04"),
        ("heute", "2026-03-04", "2026-03-04"),
        ("fri", "2026-03-06", "2026-03-06"),
        ("March", "2026-03-01", "2026-03-31"),
        ("märz", "2026-03-01", "2026-03-31"),
        ("April", "2025-04-01", "2025-04-30"),
        ("Feb 2024", "2024-02-01", "2024-02-29"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2/2026", "2026-02-01", "2026-02-28"),
        ("12.2025", "2025-12-01", "2025-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("last month", "2026-02-01", "2026-02-28"),
        ("letzten Monat", "2026-02-01", "2026-02-28"),
        ("this month", "2026-03-01", "2026-03-31"),
    ],
)
def test_spans(typed: str, first: str, last: str) -> None:
    span = read_span(typed, NOW, ZONE)
    assert span.starts_at == local_day_bounds(date.fromisoformat(first), ZONE)[0]
    assert span.ends_at == local_day_bounds(date.fromisoformat(last), ZONE)[1]


def test_last_month_in_january() -> None:
    span = read_span("last month", datetime(2026, 1, 1, 12, tzinfo=UTC), ZONE)
    assert span.starts_at == local_day_bounds(date(2025, 12, 1), ZONE)[0]


@pytest.mark.parametrize(
    "typed",
    ["hello", "hello world", "31.2. 1.3.", "13/2026", "1999", "9999", "Feb 9999", "2026-00", "=1+1", "0000"],
)
def test_what_can_not_be_read(typed: str) -> None:
    with pytest.raises(UnreadableMoment):
        read_span(typed, NOW, ZONE)


def test_one_end_is_not_enough() -> None:
    with pytest.raises(NoEnd):
        read_span("ab 1.2.", NOW, ZONE)


def test_closures_are_still_ahead() -> None:
    assert parse_span("1.12.", NOW, ZONE).starts_at - read_span("1.12.", NOW, ZONE).starts_at == timedelta(days=365)
