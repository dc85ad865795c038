"""The entities Telegram finds by itself: commands, mentions, links, e-mails, phones, hashtags."""

import re

from bot.sandbox.model import Entity

_DETECTED = re.compile(
    r"(?P<url>(?:https?|tg)://[^\s<>\"]*[^\s<>\".,;:!?)\]}'»”])"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,24}(?![\w-]))"
    r"|(?P<domain>(?<![\w@./-])(?:[a-zA-Z0-9-]+\.)+(?:com|org|net|io|me|dev|app|de|ru|uk|info|vet|example)"
    r"(?![\w@-])(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]}'»”])?)"
    r"|(?P<bot_command>(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>@]))"
    r"|(?P<mention>(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{3,31}(?![\w@]))"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*(?![\w#]))"
    r"|(?P<phone_number>(?<![\w+])\+\d[\d ()-]{6,20}\d(?!\w))"
)
_HINTS = re.compile(r"[/@.#+:]")
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "url", "bot_command", "mention", "email"})


def utf16_length(text: str) -> int:
    """How long Telegram finds the text: characters outside the basic plane count twice."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def detect(text: str, known: list[Entity]) -> list[Entity]:
    """Entities found in the text, outside code and links that are known already."""
    if not _HINTS.search(text):
        return []
    taken = [(e.offset, e.offset + e.length) for e in known if e.type in _OPAQUE]
    plain = text.isascii()
    found = []
    for match in _DETECTED.finditer(text):
        start = match.start() if plain else utf16_length(text[: match.start()])
        length = utf16_length(match.group())
        if any(start < stop and begin < start + length for begin, stop in taken):
            continue
        kind = match.lastgroup or "url"
        found.append(Entity("url" if kind == "domain" else kind, start, length))
    return found
