"""A table as a text file that spreadsheets open by a tap, and that does nothing there. Pure.

Names and reasons are what owners typed: a cell that begins like a formula would be run as one (CSV injection).
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_LIKE_FORMULA = re.compile(r"(?:^|(?<=[,;\t\r\n]))(?=\s*[=+\-@＝＋－＠]|[\t\r])")
"""Where a cell begins, also for a spreadsheet that takes another separator for the right one."""


def harmless(text: str) -> str:
    """The text, with an apostrophe before what would be a formula: spreadsheets show it as it is."""
    return _LIKE_FORMULA.sub("'", text)


def write(rows: Iterable[Sequence[str]], separator: str) -> bytes:
    """The file: UTF-8 with the mark by which Excel knows it."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode("utf-8-sig")
