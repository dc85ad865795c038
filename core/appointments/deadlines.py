"""Until when a request is to be answered, a proposed time is held, and when the clinic is nudged. Pure."""

from datetime import datetime, timedelta

from core.appointments.policy import BookingPolicy


def answer_by(
    asked_at: datetime, starts_at: datetime, policy: BookingPolicy, *, replaces: datetime | None = None
) -> datetime:
    """The deadline of a request for `starts_at` that was made, or moved there, at `asked_at`.

    One that falls into quiet hours waits for their end; none is later than the start, nor, for a wish to move a visit,
    than the start `replaces` of that.
    """
    return min(_awake(asked_at + policy.answer_within, policy), starts_at, replaces or starts_at)


def held_until(
    proposed_at: datetime,
    starts_at: datetime,
    policy: BookingPolicy,
    *,
    notice: timedelta,
    replaces: datetime | None = None,
) -> datetime:
    """Until when the owner can take a time that was proposed at `proposed_at`.

    Quiet hours as for `answer_by`. Never later than `notice` before the start, nor than the start `replaces` of a visit
    that would move; where less than the notice is left, half of what is left.
    """
    ahead = starts_at - proposed_at
    latest = starts_at - (notice if notice < ahead else ahead / 2)
    return min(_awake(proposed_at + policy.proposal_held, policy), latest, replaces or latest)


def _awake(due: datetime, policy: BookingPolicy) -> datetime:
    """The moment, or the end of the quiet hours that it falls into."""
    quiet = policy.quiet_around(due)
    return due if quiet is None else quiet[1]


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
