"""Until when a request is to be answered, and when the clinic is nudged about it. Pure: no clock, no database."""

from datetime import datetime, timedelta

from core.appointments.policy import BookingPolicy


def answer_by(
    asked_at: datetime, starts_at: datetime, policy: BookingPolicy, *, replaces: datetime | None = None
) -> datetime:
    """The deadline of a request for `starts_at` that was made, or moved there, at `asked_at`.

    One that falls into quiet hours waits for their end; none is later than the start, nor, for a wish to move a visit,
    than the start `replaces` of that.
    """
    due = asked_at + policy.answer_within
    quiet = policy.quiet_around(due)
    if quiet is not None:
        due = quiet[1]
    return min(due, starts_at, replaces or starts_at)


def nudge_at(asked_at: datetime, deadline: datetime, policy: BookingPolicy) -> datetime | None:
    """When the clinic hears once more of a request that still waits; None where no moment makes sense.

    `policy.nudge_before` the deadline, or halfway where there is little time; never in quiet hours but before them.
    """
    if policy.nudge_before <= timedelta() or deadline <= asked_at:
        return None
    lead = min(policy.nudge_before, (deadline - asked_at) / 2)
    due = deadline - lead
    quiet = policy.quiet_around(due)
    if quiet is not None:
        # The quiet hours' begin is theirs already.
        due = quiet[0] - timedelta(minutes=1)
    return due if due > asked_at else None
