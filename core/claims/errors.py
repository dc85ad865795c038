"""What the claims' service refuses."""

from dataclasses import dataclass

from core.errors import Conflict, Unauthorized


@dataclass(eq=False)
class CodeNotUsable(Unauthorized):
    """The code opens nothing: whether it never did, was used or has expired is not told."""


@dataclass(eq=False)
class CodeMadeMeanwhile(Conflict):
    """The owner has another code by now than whoever asks for a new one has read of."""
