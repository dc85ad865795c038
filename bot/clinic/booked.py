"""The visits that a rule of the clinic concerns: counted, and each a button to its card."""

from collections.abc import Callable, Sequence

from bot.appointments.cards import line
from bot.appointments.clinic_callbacks import PostCard
from bot.scene import Scene
from bot.ui.callbacks import Callback
from bot.ui.paging import pager
from bot.ui.screen import Rows, button
from core.appointments.schemas import AppointmentDetails
from core.paging import Page, clamp

PAGE_SIZE = 8


def visit_rows(
    scene: Scene, visits: Sequence[AppointmentDetails], page: int, turn: Callable[[int], Callback | str]
) -> Rows:
    """A page of the visits, each opening its card; `turn` makes the data of another page."""
    number = clamp(page, size=PAGE_SIZE, total=len(visits))
    shown = visits[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = [[button(line(scene, visit), PostCard(visit.id))] for visit in shown]
    return [*rows, *pager(Page.of(shown, page=number, size=PAGE_SIZE, total=len(visits)), turn)]
