"""Which vetbot this is."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

UNKNOWN = "from source"


@cache
def this_version() -> str:
    """The installed package's version, as in `pyproject.toml`; `UNKNOWN` where only the source lies."""
    try:
        return version("vetbot")
    except PackageNotFoundError:
        return UNKNOWN
