"""A database that scales to zero may sleep while nobody writes: the number, counted by a real server."""

from datetime import timedelta

from bench.idle import FRIDAY_EVENING, HOLIDAYS, REMINDERS, measure, report
from bot.scheduler import PURGE_WAITS
from core.inbox.service import KEPT_FOR


async def test_an_idle_hour_asks_the_database_nothing() -> None:
    measured = await measure()
    assert len(measured.idle) > 55
    assert measured.looks == []
    assert measured.reminded
    woken = [hour for hour in measured.hours if hour.due]
    assert [f"{hour.begins:%A}" for hour in woken] == ["Saturday", "Monday", "Monday"]
    assert all(hour.statements for hour in woken), "what is due is seen to"
    shown = report(measured)
    assert f"{REMINDERS} reminders ahead" in shown
    assert "the reminder on Monday came" in shown


async def test_in_the_holidays_it_is_woken_once_by_one_statement() -> None:
    """By the time at which what the last owner wrote was to go."""
    measured = await measure(holidays=HOLIDAYS)
    assert [hour.statements for hour in measured.looks] == [1]
    waited = measured.looks[0].begins - FRIDAY_EVENING
    assert KEPT_FOR + PURGE_WAITS <= waited + timedelta(hours=1) <= KEPT_FOR + PURGE_WAITS + timedelta(hours=2)
    assert measured.idle == measured.hours
