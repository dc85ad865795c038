"""Telegram's HTML: a handful of tags, strict nesting, and its own words for each mistake."""

import re
from dataclasses import dataclass

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.markup.detect import utf16_length
from bot.sandbox.model import Entity

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
}
_SUPPORTED = {*_SIMPLE, "a", "tg-emoji"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-zA-Z]{1,8}));?")
_NAME = re.compile(r"[^\s>]*")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE = re.compile(r"([^\s=>\"']+)")
_BARE_VALUE = re.compile(r"[a-zA-Z0-9.-]+")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)$")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    at: int
    """Where the tag's text begins in the parser's output."""
    number: int


def _trouble(what: str) -> ApiError:
    return bad_request(f"can't parse entities: {what}")


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.opened = 0
        self.entities: list[tuple[int, Entity]] = []
        """With the number of their tag, as outer tags come first."""

    def parse(self) -> tuple[str, list[Entity]]:
        source, position = self.source, 0
        while position < len(source):
            if source[position] == "<":
                position = self._tag(position)
            elif source[position] == "&" and (reference := _REFERENCE.match(source, position)):
                self._write(_decode(reference))
                position = reference.end()
            else:
                stop = _next_special(source, position + 1)
                self._write(source[position:stop])
                position = stop
        if self.open:
            raise _trouble(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda numbered: numbered[0])
        return "".join(self.out), [entity for _, entity in self.entities]

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16_length(text)

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _tag(self, start: int) -> int:
        if self.source.startswith("/", start + 1):
            return self._end_tag(start)
        return self._start_tag(start)

    def _start_tag(self, start: int) -> int:
        source = self.source
        name = _match(_NAME, source, start + 1)
        position = start + 1 + len(name)
        tag = name.lower()
        if position >= len(source):
            raise _trouble(f"Unclosed start tag at byte offset {self._bytes(start)}")
        if tag not in _SUPPORTED:
            raise _trouble(f'Unsupported start tag "{tag}" at byte offset {self._bytes(start)}')
        argument = ""
        while True:
            position += len(_match(_SPACE, source, position))
            if position >= len(source):
                raise _trouble(f"Unclosed start tag at byte offset {self._bytes(start)}")
            if source[position] == ">":
                break
            attribute, value, position = self._attribute(tag, start, position)
            argument = _argument(tag, attribute, value) or argument
        if tag == "span" and argument != "tg-spoiler":
            raise _trouble(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(start)}')
        self.opened += 1
        self.open.append(_Open(tag, argument, self.length, len(self.out), self.opened))
        return position + 1

    def _attribute(self, tag: str, start: int, position: int) -> tuple[str, str, int]:
        source = self.source
        name = _match(_ATTRIBUTE, source, position)
        if not name:
            raise _trouble(f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(start)}')
        position += len(name)
        position += len(_match(_SPACE, source, position))
        if not source.startswith("=", position):
            return name.lower(), "", position
        position += 1
        position += len(_match(_SPACE, source, position))
        quote = source[position : position + 1]
        if quote not in {'"', "'"}:
            value = _match(_BARE_VALUE, source, position)
            if not value:
                raise _trouble(f'Unexpected end of name token in the tag "{tag}" at byte offset {self._bytes(start)}')
            return name.lower(), value.lower(), position + len(value)
        end = source.find(quote, position + 1)
        if end < 0:
            raise _trouble(f"Unclosed start tag at byte offset {self._bytes(start)}")
        return name.lower(), _REFERENCE.sub(_decode, source[position + 1 : end]), end + 1

    def _end_tag(self, start: int) -> int:
        source = self.source
        if not self.open:
            raise _trouble(f"Unexpected end tag at byte offset {self._bytes(start)}")
        name = _match(_NAME, source, start + 2)
        position = start + 2 + len(name)
        position += len(_match(_SPACE, source, position))
        if not source.startswith(">", position):
            raise _trouble(f"Unclosed end tag at byte offset {self._bytes(start)}")
        opened = self.open.pop()
        if name and name.lower() != opened.tag:
            raise _trouble(
                f"Unmatched end tag at byte offset {self._bytes(start)}, "
                f'expected "</{opened.tag}>", found "</{name.lower()}>"'
            )
        if self.length > opened.offset:
            self._close(opened)
        return position + 1

    def _close(self, opened: _Open) -> None:
        if entity := self._entity(opened):
            self.entities.append((opened.number, entity))

    def _entity(self, opened: _Open) -> Entity | None:
        offset, length = opened.offset, self.length - opened.offset
        around = self.open[-1] if self.open else None
        if opened.tag == "a":
            url = opened.argument or "".join(self.out[opened.at :])
            if user := _USER_LINK.match(url):
                return Entity("text_mention", offset, length, user_id=int(user.group(1)))
            return Entity("text_link", offset, length, url=_full_url(url)) if _is_url(url) else None
        if opened.tag == "tg-emoji":
            return None  # bots may not send custom emoji: the plain one stays
        if opened.tag == "blockquote" and opened.argument == "expandable":
            return Entity("expandable_blockquote", offset, length)
        if opened.tag == "code" and opened.argument and around is not None and around.tag == "pre":
            around.argument = opened.argument
            return None
        if opened.tag == "pre":
            return Entity("pre", offset, length, language=opened.argument or None)
        return Entity(_SIMPLE[opened.tag], offset, length)


def _match(pattern: re.Pattern[str], source: str, position: int) -> str:
    found = pattern.match(source, position)
    return found.group() if found else ""


def _next_special(source: str, position: int) -> int:
    places = [place for place in (source.find("<", position), source.find("&", position)) if place >= 0]
    return min(places, default=len(source))


def _decode(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _NAMED.get(name, reference.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF else reference.group()


def _argument(tag: str, attribute: str, value: str) -> str:
    """The one attribute of each tag that means something."""
    if tag == "a" and attribute == "href":
        return value
    if tag == "code" and attribute == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and attribute == "class":
        return value
    if tag == "blockquote" and attribute == "expandable":
        return "expandable"
    return ""


def _is_url(url: str) -> bool:
    return "." in url or "://" in url


def _full_url(url: str) -> str:
    if "://" not in url:
        url = f"http://{url}"
    return url if url.count("/") > 2 or "?" in url else f"{url}/"


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of a message in Telegram's HTML, or the error Telegram answers."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Parser(source).parse()
