"""The demo's own folder under DATA_DIR: what one run leaves to the next."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.cli import CannotBegin
from core.config import default_data_dir
from core.database.embedded import EmbeddedError, start_embedded

DATABASE_FILES = ("postgres.in-use", "postgres.starting")


class Place:
    """One demo at a time is in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.people = folder / "people.json"
        self.log = folder / "bot.log"
        self._sign: TextIO | None = None

    @classmethod
    def default(cls) -> "Place":
        """DATA_DIR/demo. The environment alone is asked: an .env belongs to a bot that is run for real."""
        return cls((Path(os.environ.get("DATA_DIR") or default_data_dir()) / "demo").absolute())

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Keeps other demos out for the block; CannotBegin when one is in it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            sign = (self.folder / "running").open("a+", encoding="utf-8")
        except OSError as error:
            raise CannotBegin(
                f"the demo can't keep its data in {self.folder} ({error.strerror}): set DATA_DIR to a folder of yours"
            ) from None
        with sign:
            try:
                fcntl.flock(sign, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                sign.seek(0)
                where = sign.read().strip() or "still starting"
                raise CannotBegin(
                    f"the demo runs already ({where}): open that, or stop it with Ctrl-C in its terminal; "
                    "a second one needs another DATA_DIR"
                ) from None
            sign.truncate(0)
            self._sign = sign
            try:
                yield
            finally:
                self._sign = None

    def write_on_the_door(self, address: str) -> None:
        """Where the demo is found, for whoever starts a second one."""
        if self._sign is not None:
            self._sign.truncate(0)
            self._sign.write(address)
            self._sign.flush()

    def clear(self) -> None:
        """Removes what the demo kept, and nothing else that may lie here. For whoever has taken the place."""
        data = self.folder / "postgres"
        if (data / "postmaster.pid").exists():  # left running by a demo that was killed
            with contextlib.suppress(EmbeddedError):
                start_embedded(self.folder).stop()
        if data.exists():
            shutil.rmtree(data)
        for leftover in (self.people, self.log, *(self.folder / name for name in DATABASE_FILES)):
            leftover.unlink(missing_ok=True)
