"""A database that scales to zero may sleep while nobody writes: the number, counted by a real server."""

from bench.idle import REMINDERS, measure, report


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
