import pytest

from bot.sandbox.errors import ApiError
from bot.sandbox.markup import format_text, to_html
from bot.sandbox.model import Entity


def entities(source: str, mode: str | None = "HTML") -> tuple[str, list[tuple[str, int, int]]]:
    text, found = format_text(source, mode)
    return text, [(entity.type, entity.offset, entity.length) for entity in found]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("plain", "plain", []),
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ("<i>a</i><em>b</em><u>c</u><ins>d</ins>", "abcd",
         [("italic", 0, 1), ("italic", 1, 1), ("underline", 2, 1), ("underline", 3, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", i, 1) for i in range(3)]),
        ("<tg-spoiler>a</tg-spoiler><span class=\"tg-spoiler\">b</span>", "ab",
         [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<code>a</code>", "a", [("code", 0, 1)]),
        ("<pre>a</pre>", "a", [("pre", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("🐕<b>x</b>", "🐕x", [("bold", 2, 1)]),
        ("<b>🐕</b>", "🐕", [("bold", 0, 2)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("&lt;b&gt; &amp; &quot;&#33;&#x21; &nope;", '<b> & "!! &nope;', []),
        ("  <b>a</b>  ", "a", [("bold", 0, 1)]),
        ("<b> a</b>", "a", [("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        ("<B>a</B>", "a", [("bold", 0, 1)]),
    ],
)  # fmt: skip
def test_html(source: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert entities(source) == (text, expected)


def test_html_links_and_languages() -> None:
    text, found = format_text('<a href="https://vet.example/?a=1&amp;b=2">site</a>', "HTML")
    assert (text, found) == ("site", [Entity("text_link", 0, 4, url="https://vet.example/?a=1&b=2")])
    assert format_text('<a href="tg://user?id=5">A</a>', "HTML")[1] == [Entity("text_mention", 0, 1, user_id=5)]
    assert format_text('<pre><code class="language-python">x</code></pre>', "html")[1] == [
        Entity("pre", 0, 1, language="python")
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("ж <x>a</x>", 'Unsupported start tag "x" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_mistakes(source: str, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        format_text(source, "HTML")
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("*a* _b_ __c__ ~d~ ||e||", "a b c d e",
         [("bold", 0, 1), ("italic", 2, 1), ("underline", 4, 1), ("strikethrough", 6, 1), ("spoiler", 8, 1)]),
        (r"1\. a\-b", "1. a-b", []),
        ("`a.b`", "a.b", [("code", 0, 3)]),
        ("```py\nx = 1```", "x = 1", [("pre", 0, 5)]),
        (r"[a](https://b.example/)", "a", [("text_link", 0, 1)]),
    ],
)  # fmt: skip
def test_markdown(source: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert entities(source, "MarkdownV2") == (text, expected)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a *b", "Can't find end of Bold entity at byte offset 2"),
        ("a `b", "Can't find end of Code entity at byte offset 2"),
    ],
)
def test_markdown_mistakes(source: str, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        format_text(source, "MarkdownV2")
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", [("bot_command", 0, 6)]),
        ("/start@front_desk_bot now", [("bot_command", 0, 21)]),
        ("🐕 /book", [("bot_command", 3, 5)]),
        ("1/2 and/or", []),
        ("ask @front_desk_bot", [("mention", 4, 15)]),
        ("a@b.example", [("email", 0, 11)]),
        ("see https://vet.example/a?b=c.", [("url", 4, 25)]),
        ("see vet.example!", [("url", 4, 11)]),
        ("call +1 202-555-0123", [("phone_number", 5, 15)]),
        ("#rex", [("hashtag", 0, 4)]),
    ],
)
def test_detected(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert entities(text, None) == (text, expected)


def test_nothing_is_detected_in_code() -> None:
    assert entities("<code>/start</code>") == ("/start", [("code", 0, 6)])


@pytest.mark.parametrize(
    "source",
    [
        "a &lt; b",
        "<b>a <i>🐕</i></b> c",
        '<a href="https://x.example/">y</a>',
        "<blockquote>q</blockquote>",
        '<pre><code class="language-py">x</code></pre>',
        "<b><i>x</i></b>",
    ],
)
def test_rendering_gives_the_html_back(source: str) -> None:
    assert to_html(*format_text(source, "HTML")) == source
