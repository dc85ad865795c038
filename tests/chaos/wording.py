"""Sentences of the bot as patterns: what a chat shows is read back into facts, in every language."""

import re
from typing import Any

from bot.ui.texts import languages, texts_for

_TAG = re.compile(r"<[^>]+>")
_HOLE = "\N{NULL}"


def pattern(key: str, **holes: str) -> re.Pattern[str]:
    """The first line of the text with that key, in any language; each hole is a group of its name.

    A hole is a regular expression; of what the text says behind the last hole of the line nothing is asked.
    """
    found = []
    for language in languages():
        values: dict[str, Any] = {name: f"{_HOLE}{name}{_HOLE}" for name in holes}
        line = _TAG.sub("", _lenient(language, key, values)).strip().splitlines()[0]
        parts = line.split(_HOLE)
        named = [f"(?:{holes[part]})" if number % 2 else re.escape(part) for number, part in enumerate(parts)]
        grouped = [
            f"(?P<{part}_{language}>{holes[part]})" if number % 2 else text
            for number, (part, text) in enumerate(zip(parts, named, strict=True))
        ]
        found.append("".join(grouped))
    return re.compile("|".join(found))


def group(match: re.Match[str], name: str) -> str:
    """What stands in the hole, whichever language it was."""
    return next(value for key, value in match.groupdict().items() if key.rpartition("_")[0] == name and value)


def _lenient(language: str, key: str, values: dict[str, Any]) -> str:
    """The text; variables that nobody named end the line, because nothing is known of them."""
    texts = texts_for(language)
    known = dict(values)
    while True:
        try:
            return texts.plain(key, **known).split(_CUT)[0]
        except LookupError as error:
            missing = re.search(r"Unknown external: (\w+)", str(error))
            if missing is None:
                raise
            known[missing[1]] = _CUT


_CUT = "\N{SYMBOL FOR END OF TEXT}"
