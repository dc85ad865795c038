"""Back from entities to HTML, for a page or a test that wants to see how a message looks."""

from html import escape

from bot.sandbox.model import Entity

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "spoiler": "tg-spoiler",
    "blockquote": "blockquote",
}


def _tags(entity: Entity, inner: str) -> tuple[str, str] | None:
    if tag := _TAGS.get(entity.type):
        if entity.type == "pre" and entity.language:
            return f'<pre><code class="language-{escape(entity.language)}">', "</code></pre>"
        return f"<{tag}>", f"</{tag}>"
    if entity.type == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if entity.type == "text_link":
        return f'<a href="{escape(entity.url or "")}">', "</a>"
    if entity.type == "text_mention":
        return f'<a href="tg://user?id={entity.user_id}">', "</a>"
    if entity.type == "url":
        return f'<a href="{escape(inner if "://" in inner else "http://" + inner)}">', "</a>"
    return None


def to_html(text: str, entities: list[Entity]) -> str:
    """The message as HTML that Telegram would parse into the same text and entities."""
    if not entities:
        return escape(text, quote=False)
    units = text.encode("utf-16-le", "surrogatepass")
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda e: (e.offset, -e.length)):
        start, stop = entity.offset, entity.offset + entity.length
        tags = _tags(entity, units[2 * start : 2 * stop].decode("utf-16-le", "surrogatepass"))
        if tags:
            opening.setdefault(start, []).append(tags[0])
            closing.setdefault(stop, []).insert(0, tags[1])
    parts: list[str] = []
    previous = 0
    for place in sorted({*opening, *closing}):
        piece = units[2 * previous : 2 * place].decode("utf-16-le", "surrogatepass")
        parts += [escape(piece, quote=False), *closing.get(place, ()), *opening.get(place, ())]
        previous = place
    parts.append(escape(units[2 * previous :].decode("utf-16-le", "surrogatepass"), quote=False))
    return "".join(parts)
