"""Every sentence a user reads, from the Fluent files under `bot/locales/<language>/`."""

import html
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

_LOCALES = Path(__file__).resolve().parents[1] / "locales"


class Html(str):
    """Text that is HTML already: it is put into a sentence as it is, everything else is escaped."""

    __slots__ = ()


def join(parts: list[Html], separator: str = "\n") -> Html:
    """Pieces of HTML as one."""
    return Html(separator.join(parts))


@cache
def languages() -> tuple[str, ...]:
    """The languages there are, by the names of their folders."""
    return tuple(sorted(folder.name for folder in _LOCALES.iterdir() if any(folder.glob("*.ftl"))))


_ENTRY = re.compile(r"^(-?[a-zA-Z][\w-]*) *=", re.MULTILINE)
_NAME = re.compile(r"-?[a-zA-Z][\w-]*")


class _Sentences:
    """A language's entries, each read when it is first asked for: to read all of them takes longer than to begin."""

    def __init__(self, language: str) -> None:
        self._sources: dict[str, str] = {}
        self._read: set[str] = set()
        self.bundle = FluentBundle([language], use_isolating=False)
        for file in sorted((_LOCALES / language).glob("*.ftl")):
            text = file.read_text(encoding="utf-8")
            starts = [(found[1], found.start()) for found in _ENTRY.finditer(text)]
            ends = [start for _, start in starts[1:]] + [len(text)]
            for (name, start), end in zip(starts, ends, strict=True):
                self._sources.setdefault(name, text[start:end])

    def __contains__(self, key: str) -> bool:
        return key in self._sources

    def __getitem__(self, key: str) -> Any:
        """The message; KeyError where there is none."""
        if key not in self._read:
            self._read_with_what_it_names(key)
        return self.bundle.get_message(key)

    def _read_with_what_it_names(self, key: str) -> None:
        wanted, found = [key], {key: self._sources[key]}
        while wanted:
            for name in _NAME.findall(found[wanted.pop()]):
                if name in self._sources and name not in found:
                    found[name] = self._sources[name]
                    wanted.append(name)
        self.bundle.add_resource(FluentResource("".join(found.values())))
        self._read.update(found)  # last: another thread that finds a name here finds it in the bundle


@cache
def _sentences(language: str) -> _Sentences:
    return _Sentences(language)


class Texts:
    """The sentences of one language. Called with a message id and its variables, it gives HTML for a message."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._sentences = _sentences(language)

    def __call__(self, key: str, /, **values: Any) -> Html:
        return Html(self._format(key, {name: _escaped(value) for name, value in values.items()}))

    def plain(self, key: str, /, **values: Any) -> str:
        """For places without HTML: buttons, toasts, file names."""
        return self._format(key, {name: _bare(value) for name, value in values.items()})

    def has(self, key: str) -> bool:
        return key in self._sentences

    def _format(self, key: str, values: Mapping[str, Any]) -> str:
        message = self._sentences[key]
        if message.value is None:
            raise LookupError(key)
        text, errors = self._sentences.bundle.format_pattern(message.value, dict(values))
        if errors:
            raise LookupError(f"{key}: {errors[0]}")
        return str(text)


def _escaped(value: Any) -> Any:
    if isinstance(value, Html | int | float):
        return value
    return html.escape(str(value), quote=False)


def _bare(value: Any) -> Any:
    return value if isinstance(value, int | float) else str(value)


@cache
def texts_for(language: str) -> Texts:
    return Texts(language)


def choose_language(spoken: str | None, default: str) -> str:
    """The best language there is for an IETF tag such as `de-AT`; the default when there is none."""
    code = (spoken or "").replace("_", "-").split("-")[0].lower()
    return code if code in languages() else default
