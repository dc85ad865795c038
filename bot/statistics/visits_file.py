"""The list of visits as a file: one row each, in the words of the reader's language."""

from collections.abc import Sequence
from datetime import datetime

from bot.clinic.wording import reason_text
from bot.pets import wording as pets
from bot.scene import Scene
from bot.statistics.spreadsheet import harmless, write
from bot.ui import formatting
from core.appointments.schemas import MOVED
from core.contacts import display_phone
from core.statistics.schemas import VisitRow

COLUMNS = (
    "number", "day", "start", "end", "status", "service", "vet", "pet", "species", "owner", "phone", "requested-at",
    "decided-at", "decided-by", "reason", "attendance",
)  # fmt: skip


class VisitsFile:
    """Knows the words; `content` needs nothing but them, so that it can be made on another thread."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def content(self, visits: Sequence[VisitRow]) -> bytes:
        """Times are the clinic's wall clock's, in ISO 8601. The file's separator is the language's habit."""
        t = self._scene.t
        head = [t.plain(f"csv-{column}") for column in COLUMNS]
        return write([head, *map(self._row, visits)], formatting.list_separator(self._scene.language))

    def _row(self, visit: VisitRow) -> list[str]:
        t = self._scene.t
        starts_at, ends_at = self._local(visit.starts_at), self._local(visit.ends_at)
        words = [
            t.plain(f"csv-status-{visit.status.value.replace('_', '-')}"),
            self._service(visit),
            visit.vet,
            visit.pet,
            pets.species(self._scene, visit.species),
            t.plain("owner-deleted") if visit.owner_deleted else visit.owner,
        ]
        # E.164, so no formula; the blank behind the country's code keeps it from being taken for a number.
        phone = display_phone(visit.phone) if visit.phone else ""
        decided = self._moment(visit.decided_at) if visit.decided_at else ""
        return [
            str(visit.number),
            f"{starts_at:%Y-%m-%d}",
            f"{starts_at:%H:%M}",
            f"{ends_at:%H:%M}",
            *map(harmless, words),
            phone,
            self._moment(visit.requested_at),
            decided,
            harmless(visit.decided_by or ""),
            harmless(reason_text(self._scene, visit.reason)) if visit.reason and visit.reason != MOVED else "",
            t.plain(f"csv-attendance-{visit.attendance.value}") if visit.attendance else "",
        ]

    def _service(self, visit: VisitRow) -> str:
        key = f"service-{visit.service_code}"
        return visit.service_name or (self._scene.t.plain(key) if self._scene.t.has(key) else visit.service_code)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._scene.zone)

    def _moment(self, moment: datetime) -> str:
        return f"{self._local(moment):%Y-%m-%d %H:%M}"
