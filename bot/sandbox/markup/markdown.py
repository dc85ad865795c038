"""MarkdownV2, as much as a bot with plain texts needs, and enough of the old Markdown."""

import re
from dataclasses import dataclass

from bot.sandbox.errors import bad_request
from bot.sandbox.markup.detect import utf16_length
from bot.sandbox.model import Entity

_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_LINK = re.compile(r"\]\(((?:\\.|[^()\\])*)\)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(slots=True)
class _Open:
    mark: str
    offset: int
    at: int


class _Parser:
    def __init__(self, source: str, *, legacy: bool) -> None:
        self.source = source
        self.legacy = legacy
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        position = 0
        while position < len(self.source):
            position = self._step(position)
        if self.open:
            self._unclosed(self.open[-1].mark, self.open[-1].at)
        return "".join(self.out), self.entities

    def _step(self, position: int) -> int:
        source = self.source
        character = source[position]
        if character == "\\" and position + 1 < len(source) and ord(source[position + 1]) < 127:
            self._write(source[position + 1])
            return position + 2
        if character == "`":
            return self._code(position)
        if character == "[":
            self.open.append(_Open("[", self.length, position))
            return position + 1
        if character == "]" and self.open and self.open[-1].mark == "[":
            return self._link(position)
        mark = self._mark(position)
        if mark:
            self._toggle(mark, position)
            return position + len(mark)
        if character in _RESERVED and not self.legacy:
            raise bad_request(
                f"can't parse entities: Character '{character}' is reserved and must be escaped with the preceding '\\'"
            )
        self._write(character)
        return position + 1

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16_length(text)

    def _mark(self, position: int) -> str:
        source = self.source
        if not self.legacy:
            for mark in ("__", "||"):
                if source.startswith(mark, position):
                    return mark
        character = source[position]
        if character in ({"*", "_"} if self.legacy else {"*", "_", "~"}):
            return character
        return ""

    def _toggle(self, mark: str, position: int) -> None:
        if self.open and self.open[-1].mark == mark:
            opened = self.open.pop()
            self._entity(_MARKS[mark], opened)
        else:
            self.open.append(_Open(mark, self.length, position))

    def _entity(self, kind: str, opened: _Open, url: str | None = None, language: str | None = None) -> None:
        if self.length > opened.offset:
            length = self.length - opened.offset
            self.entities.append(Entity(kind, opened.offset, length, url=url, language=language))

    def _code(self, position: int) -> int:
        fence = "```" if self.source.startswith("```", position) else "`"
        end = self.source.find(fence, position + len(fence))
        while end > 0 and self.source[end - 1] == "\\":
            end = self.source.find(fence, end + 1)
        if end < 0:
            self._unclosed(fence, position)
        inside = _ESCAPE.sub(r"\1", self.source[position + len(fence) : end])
        language = None
        if fence == "```":
            first, newline, rest = inside.partition("\n")
            if newline and first and " " not in first:
                language, inside = first, rest
            inside = inside.removeprefix("\n")
        opened = _Open(fence, self.length, position)
        self._write(inside)
        self._entity("pre" if fence == "```" else "code", opened, language=language)
        return end + len(fence)

    def _link(self, position: int) -> int:
        opened = self.open.pop()
        target = _LINK.match(self.source, position)
        if target is None:
            if self.legacy:
                return position + 1
            raise bad_request("can't parse entities: Can't find end of a URL at byte offset " + str(position))
        self._entity("text_link", opened, url=_ESCAPE.sub(r"\1", target.group(1)))
        return target.end()

    def _unclosed(self, mark: str, position: int) -> None:
        name = {"`": "Code", "```": "Pre", "[": "TextUrl"}.get(mark) or _MARKS[mark].capitalize()
        at = len(self.source[:position].encode())
        raise bad_request(f"can't parse entities: Can't find end of {name} entity at byte offset {at}")


def parse_markdown_v2(source: str, *, legacy: bool = False) -> tuple[str, list[Entity]]:
    """Text and entities of a message in MarkdownV2, or the error Telegram answers."""
    return _Parser(source, legacy=legacy).parse()
