"""What makes a start shorter. Imports are most of it."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def without_extras() -> None:
    """Keeps out what libraries load for somebody else, if it is installed. Before they are imported.

    httpx loads rich and pygments for its own command line, structlog rich for tracebacks that are printed plain here;
    pydantic looks through everything that is installed for plugins.
    """
    for name in ("rich", "pygments"):
        vars(sys)["modules"].setdefault(name, None)  # importing it fails, as where it is not installed
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


_YOUNG = 10_000
"""How many new objects the garbage collector waits for. At Python's 700 it looks around several times within a tap, and
takes a tenth of the CPU."""


@contextmanager
def without_collector() -> Iterator[None]:
    """The garbage collector rests during imports: there is nothing to collect, and looking takes a tenth of the time.

    What is there afterwards stays for good, and is never looked through again: that would stop everything for a
    tenth of a second each time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
        gc.enable()
