"""The table of statuses."""

from core.appointments.schemas import AppointmentStatus as Status
from core.appointments.status import HOLDING, TRANSITIONS, may_become


def test_the_life_of_a_visit() -> None:
    possible = {(before.value, after.value) for before in Status for after in Status if may_become(before, after)}
    assert possible == {
        ("pending", "confirmed"),
        ("pending", "declined"),
        ("pending", "cancelled"),
        ("pending", "expired"),
        ("proposed", "confirmed"),
        ("proposed", "declined"),
        ("proposed", "cancelled"),
        ("proposed", "expired"),
        ("confirmed", "cancelled"),
        ("confirmed", "completed"),
        ("confirmed", "no_show"),
    }


def test_what_holds_a_slot_is_what_can_still_change() -> None:
    assert {status for status in Status if TRANSITIONS[status]} == HOLDING
