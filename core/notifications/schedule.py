"""Which reminders an appointment earns, and when. Pure: no clock, no database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.appointments.policy import BookingPolicy

LEAST_LEAD = timedelta(minutes=30)
"""A reminder that quiet hours hold back is worth sending after them only this long before the visit."""

LEAST_GAP = timedelta(minutes=30)
"""Reminders closer than this to one another are one."""

LAST_USE = timedelta(minutes=15)
"""Closer than this to the visit, whoever comes is on the way."""


@dataclass(frozen=True)
class Reminder:
    """A reminder to be written to the outbox."""

    offset: timedelta
    """What the policy asked for: how long before the visit."""
    due_at: datetime
    useful_until: datetime
    """From then on the visit is too close, or the next reminder says it."""


def reminders(starts_at: datetime, now: datetime, policy: BookingPolicy) -> list[Reminder]:
    """The reminders for a visit at `starts_at` that still lie ahead of `now`, in the order they are due.

    Quiet hours move a reminder to their end, or, where that is too close to the visit, back to their start.
    """
    moments = sorted(
        (_outside_quiet_hours(starts_at - offset, starts_at, policy), offset)
        for offset in policy.reminder_offsets
        if offset > timedelta()
    )
    kept: list[tuple[datetime, timedelta]] = []
    for due_at, offset in moments:
        if due_at > now and (not kept or due_at - kept[-1][0] >= LEAST_GAP):
            kept.append((due_at, offset))

    planned = []
    for index, (due_at, offset) in enumerate(kept):
        too_late = starts_at - min(LAST_USE, (starts_at - due_at) / 2)
        following = kept[index + 1][0] if index + 1 < len(kept) else too_late
        planned.append(Reminder(offset, due_at, min(too_late, following)))
    return planned


def _outside_quiet_hours(due_at: datetime, starts_at: datetime, policy: BookingPolicy) -> datetime:
    quiet = policy.quiet_around(due_at)
    if quiet is None:
        return due_at
    begins, ends = quiet
    return ends if starts_at - ends >= LEAST_LEAD else begins
