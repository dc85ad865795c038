"""What happens in the story. Buttons and sentences go by their keys in the Fluent files, as in the bot itself."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.client import SandboxClient
from bot.sandbox.story.phones import Phone
from bot.ui.texts import texts_for

CLINIC_NAME = "Paws & Co"
ZONE = "Europe/Berlin"
CLINIC_SETTINGS = {
    "CLINIC_NAME": CLINIC_NAME,
    "CLINIC_TIMEZONE": ZONE,
    "CLINIC_PHONE": "+49 30 901820",
    "CLINIC_ADDRESS": "12 Linden Street",
    "REMINDER_OFFSETS": "24h,2h",
    "DEFAULT_LANGUAGE": "en",
    "LOG_LEVEL": "INFO",
    "LOG_FORMAT": "console",
}
BEGINS = datetime(2026, 3, 2, 9, 12, tzinfo=ZoneInfo(ZONE))
"""A Monday morning like any other, so that the story is the same whenever it is played."""
VISIT = datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo(ZONE))
NEXT_WISH = datetime(2026, 3, 5, 16, 0, tzinfo=ZoneInfo(ZONE))

ANY = "\N{NULL}"
"""A value that the story need not know."""

_TEXTS = texts_for("en")


def label(key: str, **values: Any) -> str:
    """A button's text."""
    return _TEXTS.plain(key, **values)


def line(key: str, nth: int = 0, /, **values: Any) -> str:
    """A line of a message as people read it, without markup, up to the first value that is `ANY`."""
    lines = re.sub(r"<[^>]+>", "", _TEXTS.plain(key, **values)).splitlines()
    return lines[nth].partition(ANY)[0].strip()


class Story:
    """Anna, her dog Rex, and the clinic."""

    def __init__(self, owner: Phone, clinic: Phone, client: SandboxClient) -> None:
        self.owner = owner
        self.clinic = clinic
        self.client = client
        self.proposed = ""
        """The first of the times that the clinic proposes instead of what Anna asks for."""

    async def registers(self) -> None:
        owner = self.owner
        await owner.types("/start")
        await owner.sees(button=label("menu-register"))
        await owner.taps(label("menu-register"))
        await owner.sees(line("register-ask-name", 1))
        await owner.taps("Anna Berg")
        await owner.sees(line("register-ask-email", 1, name="Anna Berg"))
        await owner.types("anna@example.org")
        await owner.sees(line("register-ask-phone", 1), button=label("button-share-phone"))
        await owner.shares_contact(label("button-share-phone"))
        await owner.sees(line("register-ask-password", minimum=ANY))
        await owner.taps(label("button-skip"))
        await owner.sees(line("register-done", name="Anna Berg"), button=label("menu-book"))

    async def adds_a_pet(self) -> None:
        owner = self.owner
        await owner.taps(label("menu-pets"))
        await owner.sees(line("pets-none", 1), button=label("pets-add"))
        await owner.taps(label("pets-add"))
        await owner.sees(line("pet-ask-name", 1))
        await owner.types("Rex")
        await owner.sees(line("pet-ask-species", 1, name="Rex"))
        await owner.taps(f"🐶 {label('species-dog')}")
        await owner.sees(line("pet-ask-breed", 1, name=ANY))
        await owner.types("Labrador")
        await owner.sees(line("pet-ask-date-of-birth", 1, name="Rex"))
        await owner.types("3 years")
        await owner.sees(line("pet-ask-weight-kg", 1, name="Rex"))
        await owner.types("31,5 kg")
        await owner.sees(line("pet-ask-last-vaccination", 1, name=ANY))
        await owner.types("8 months ago")
        await owner.sees(line("pet-added", name="Rex"), button=label("pet-book", name="Rex"))

    async def asks_for_a_visit(self) -> None:
        await self.owner.taps(label("pet-book", name="Rex"))
        await self.asks("routine", VISIT, "He limps a little since Sunday.")
        await self.clinic.sees("Rex", button=label("card-button-confirm"))

    async def asks(self, code: str, moment: datetime, notes: str | None) -> None:
        """From the choice of the service to the request that was sent."""
        owner = self.owner
        screen = await owner.sees(line("book-ask-service", 1, pet="Rex"))
        await owner.taps(next(text for text in screen.button_texts if label(f"service-{code}") in text))
        await owner.sees(line("book-ask-day", 1, service=ANY, pet=ANY))
        await owner.taps(str(moment.day))
        await owner.sees(line("book-ask-time", 1, day=ANY))
        await owner.taps(f"{moment:%H:%M}")
        await owner.sees(line("book-ask-notes"))
        await (owner.types(notes) if notes else owner.taps(label("button-skip")))
        await owner.sees(button=label("book-send"))
        await owner.taps(label("book-send"))
        await owner.sees(line("book-sent", 1, number=ANY, until=ANY))

    async def clinic_confirms(self) -> None:
        await self.clinic.taps(label("card-button-confirm"))
        await self.clinic.sees(line("card-confirmed", by="Vera Lind", at=ANY))
        await self.owner.sees(line("push-confirmed", name="Anna Berg"))

    async def is_reminded(self) -> None:
        await self.client.set_clock(VISIT - timedelta(hours=24))
        self.owner.note(f"the clock is moved to {VISIT - timedelta(hours=24):%A, %H:%M}")
        await self.owner.sees(line("push-reminder", name="Anna Berg"), button=label("reminder-im-coming"))
        await self.owner.taps(label("reminder-im-coming"))
        await self.owner.sees(line("reminder-coming"))
        await self.clinic.sees(line("card-coming"))

    async def is_declined(self) -> None:
        owner, clinic = self.owner, self.clinic
        await owner.types("/book")
        await self.asks("vaccination", NEXT_WISH, None)
        await clinic.sees("Rex", button=label("card-button-decline"))
        await clinic.taps(label("card-button-decline"))
        await clinic.sees(line("card-ask-decline"))
        await clinic.taps(label("decline-reason-vet-away"))
        await clinic.sees(label("decline-reason-vet-away"), button=label("propose-send-nearest", count=3))
        await clinic.taps(label("propose-send-nearest", count=3))
        await clinic.sees(line("card-declined", by="Vera Lind", at=ANY, reason=ANY))
        told = await owner.sees(label("decline-reason-vet-away"), button=label("proposals-none"))
        self.proposed = told.button_texts[0]

    async def takes_another_time(self) -> None:
        owner, clinic = self.owner, self.clinic
        await owner.taps(self.proposed)
        await owner.sees(line("book-confirmed", number=ANY))
        await clinic.sees(line("card-taken", since=ANY), button=label("card-button-move"))

    async def cancels(self) -> None:
        owner, clinic = self.owner, self.clinic
        await owner.types("/appointments")
        screen = await owner.sees(line("visits-upcoming"))
        await owner.taps(next(text for text in screen.button_texts if "Rex" in text))
        await owner.sees(button=label("visit-cancel"))
        await owner.taps(label("visit-cancel"))
        await owner.sees(line("visit-cancel-question"))
        await owner.taps(label("visit-cancel-yes"))
        await owner.sees(line("visit-status-cancelled", number=ANY, reason=ANY))
        await clinic.sees(line("card-cancelled", by="Anna Berg", at=ANY, reason=ANY))


CHAPTERS: tuple[tuple[str, Callable[[Story], Awaitable[None]]], ...] = (
    ("Anna registers", Story.registers),
    ("She enters her dog", Story.adds_a_pet),
    ("She asks for a check-up", Story.asks_for_a_visit),
    ("The clinic confirms with a tap", Story.clinic_confirms),
    ("A day before the visit, the reminder arrives", Story.is_reminded),
    ("A second request is declined, and other times are proposed", Story.is_declined),
    ("She takes one of them", Story.takes_another_time),
    ("Something comes up: Anna cancels", Story.cancels),
)
"""The story's chapters, played in their order."""
