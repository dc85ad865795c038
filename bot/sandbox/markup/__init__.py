"""Text as Telegram keeps it: plain characters, and entities that point into them."""

from bot.sandbox.errors import bad_request
from bot.sandbox.markup.detect import detect, utf16_length
from bot.sandbox.markup.html import parse_html
from bot.sandbox.markup.markdown import parse_markdown_v2
from bot.sandbox.markup.render import to_html
from bot.sandbox.model import Entity, Json

__all__ = ["format_text", "to_html", "utf16_length"]


def format_text(source: str, parse_mode: str | None, given: list[Json] | None = None) -> tuple[str, list[Entity]]:
    """What a bot's text becomes: markup parsed, blanks trimmed, links and commands found."""
    if given is not None:
        text = source
        entities = [
            Entity(
                type=str(item["type"]),
                offset=int(item["offset"]),
                length=int(item["length"]),
                url=item.get("url"),
                language=item.get("language"),
                user_id=item["user"]["id"] if item.get("user") else None,
            )
            for item in given
        ]
    elif parse_mode is None or parse_mode == "" or parse_mode.lower() == "none":
        text, entities = source, []
    elif parse_mode.lower() == "html":
        text, entities = parse_html(source)
    elif parse_mode.lower() in {"markdownv2", "markdown"}:
        text, entities = parse_markdown_v2(source, legacy=parse_mode.lower() == "markdown")
    else:
        raise bad_request("unsupported parse_mode")
    text, entities = _trim(text, entities)
    entities += detect(text, entities)
    entities.sort(key=lambda entity: (entity.offset, -entity.length))
    return text, entities


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    stripped = text.strip()
    if stripped == text:
        return text, entities
    cut = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(stripped)
    kept = []
    for entity in entities:
        start = max(entity.offset - cut, 0)
        stop = min(entity.offset + entity.length - cut, end)
        if stop > start:
            kept.append(Entity(entity.type, start, stop - start, entity.url, entity.language, entity.user_id))
    return stripped, kept
