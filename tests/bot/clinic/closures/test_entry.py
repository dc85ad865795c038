"""From when until when, as staff type it on a Monday morning at nine."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clinic.closures.entry import NoEnd, parse_span
from bot.clinic.wall_times import UnreadableMoment

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_NINE = datetime(2026, 3, 2, 8, 0, 17, tzinfo=UTC)


def understood(text: str, now: datetime = MONDAY_NINE) -> str:
    span = parse_span(text, now, BERLIN)
    assert span.starts_at.tzinfo is UTC
    assert span.ends_at.tzinfo is UTC
    begin, end = span.starts_at.astimezone(BERLIN), span.ends_at.astimezone(BERLIN)
    return f"{begin:%Y-%m-%d %H:%M} {end:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    "text",
    [
        "24.12. - 26.12.", "24.12.-26.12.", "24.12 - 26.12", "24.12. – 26.12.", "24.-26.12.", "24 - 26.12.2026",
        "24.12.2026 - 26.12.2026", "24.12.26-26.12.26", "24/12 - 26/12", "24/12/2026 - 26/12/2026",
        "2026-12-24 - 2026-12-26", "2026-12-24 bis 2026-12-26", "24 Dec - 26 Dec", "24 Dec to 26 Dec", "24-26 Dec",
        "Dec 24 - Dec 26", "24. bis 26. Dezember", "24. Dez. bis 26. Dez.", "vom 24.12. bis zum 26.12.",
        "from 24 Dec until 26 Dec", "Thu 24 Dec - Sat 26 Dec", "Do., 24.12. bis Sa., 26.12.",
    ],
)  # fmt: skip
def test_whole_days_the_last_one_included(text: str) -> None:
    assert understood(text) == "2026-12-24 00:00 2026-12-27 00:00"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        # One day
        ("24.12.", "2026-12-24 00:00 2026-12-25 00:00"),
        ("24.12", "2026-12-24 00:00 2026-12-25 00:00"),
        ("24 Dec", "2026-12-24 00:00 2026-12-25 00:00"),
        ("24. Dez.", "2026-12-24 00:00 2026-12-25 00:00"),
        ("december 24th", "2026-12-24 00:00 2026-12-25 00:00"),
        ("2026-12-24", "2026-12-24 00:00 2026-12-25 00:00"),
        ("today", "2026-03-02 00:00 2026-03-03 00:00"),
        ("Morgen", "2026-03-03 00:00 2026-03-04 00:00"),
        ("fri", "2026-03-06 00:00 2026-03-07 00:00"),
        ("on Monday", "2026-03-02 00:00 2026-03-03 00:00"),
        ("1.3.", "2026-03-01 00:00 2026-03-02 00:00"),  # over: the clinic's rule refuses it
        # Times of one day
        ("tomorrow 14:00-16:00", "2026-03-03 14:00 2026-03-03 16:00"),
        ("morgen von 14 bis 16 Uhr", "2026-03-03 14:00 2026-03-03 16:00"),
        ("morgen 14 bis 16 Uhr", "2026-03-03 14:00 2026-03-03 16:00"),
        ("5.3. 14 Uhr bis 16 Uhr", "2026-03-05 14:00 2026-03-05 16:00"),
        ("5.3 14-16", "2026-03-05 14:00 2026-03-05 16:00"),
        ("tomorrow 9.15 - 12.45", "2026-03-03 09:15 2026-03-03 12:45"),
        ("tomorrow 2pm - 4pm", "2026-03-03 14:00 2026-03-03 16:00"),
        ("14-16", "2026-03-02 14:00 2026-03-02 16:00"),
        ("9.30-12", "2026-03-02 09:30 2026-03-02 12:00"),
        ("8-12", "2026-03-02 08:00 2026-03-02 12:00"),  # it has begun
        ("7-8", "2026-03-03 07:00 2026-03-03 08:00"),  # over today, so tomorrow
        ("heute 7-8", "2026-03-02 07:00 2026-03-02 08:00"),  # what is named is meant
        ("tomorrow 22:00-2:00", "2026-03-03 22:00 2026-03-04 02:00"),
        ("tomorrow 14-24", "2026-03-03 14:00 2026-03-04 00:00"),
        # From one day into another
        ("fri 14:00 - mon 9:00", "2026-03-06 14:00 2026-03-09 09:00"),
        ("24.12. 12:00 - 2.1. 9:00", "2026-12-24 12:00 2027-01-02 09:00"),
        ("24.12. - 2.1.", "2026-12-24 00:00 2027-01-03 00:00"),
        ("today - tomorrow", "2026-03-02 00:00 2026-03-04 00:00"),
        ("fri 14:00 - sun", "2026-03-06 14:00 2026-03-09 00:00"),
        ("5.12-7.12", "2026-12-05 00:00 2026-12-08 00:00"),
        ("24.12. - 20.12.", "2026-12-24 00:00 2026-12-21 00:00"),  # the clinic's rule refuses it
        # From now on
        ("until 16:00", "2026-03-02 09:00 2026-03-02 16:00"),
        ("bis Freitag", "2026-03-02 09:00 2026-03-07 00:00"),
        ("now - 16:00", "2026-03-02 09:00 2026-03-02 16:00"),
        ("jetzt bis 5.3.", "2026-03-02 09:00 2026-03-06 00:00"),
    ],
)
def test_other_spans(text: str, span: str) -> None:
    assert understood(text) == span


@pytest.mark.parametrize(
    ("text", "hours"), [("29.3.", 23), ("25.10.", 25), ("29.3. 1:00-4:00", 2), ("25.10. 1:00-4:00", 4)]
)
def test_days_on_which_the_clocks_change(text: str, hours: int) -> None:
    span = parse_span(text, MONDAY_NINE, BERLIN)
    assert (span.ends_at - span.starts_at).total_seconds() == hours * 3600


@pytest.mark.parametrize("text", ["tomorrow 14:00", "14:00", "24.12. -", "now", "ab 24.12.", "from tomorrow 9:00"])
def test_an_end_that_is_missing(text: str) -> None:
    with pytest.raises(NoEnd):
        parse_span(text, MONDAY_NINE, BERLIN)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("31.2.", "31.2."), ("foo", "foo"), ("", ""), ("– – –", "– – –"), ("a - b - c", "a - b - c"),
        ("25:00-26:00", "25:00"), ("24.12. Christmas", "24.12. christmas"), ("next week", "next week"),
        ("tomorrow 14:00-lunch", "lunch"), ("until 5.3. - 6.3.", "until 5.3. - 6.3."),
    ],
)  # fmt: skip
def test_what_was_not_understood_is_named(text: str, named: str) -> None:
    with pytest.raises(UnreadableMoment) as refusal:
        parse_span(text, MONDAY_NINE, BERLIN)
    assert refusal.value.args[0] == named


@given(st.text(alphabet="0123456789 .-–:/bisuntlmorgenfdc", max_size=30) | st.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        span = parse_span(text, MONDAY_NINE, BERLIN)
    except (UnreadableMoment, NoEnd):
        return
    assert span.starts_at.tzinfo is UTC
