"""The texts of every language: complete, alike in what they carry, and fit for where they are shown."""

import itertools
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from bot.clinic.closures.entry import parse_span
from bot.clinic.opening_hours.entry import parse_hours
from bot.clinic.services.entry import parse_length, parse_price
from bot.clinic.until import parse_until
from bot.sandbox.markup import format_text
from bot.ui import texts
from bot.ui.texts import Html, Texts, choose_language, languages, texts_for
from core.pets.entry import parse_date_of_birth, parse_vaccination_date, parse_weight

HOSTILE = '<b>&"</i> { $name } &lt;'
SLIPS = re.compile(r"\{|  | [.,:;!?)]|\.\.|\( | \n|\n |\n\n\n")
"""What a joint between a sentence and its variable parts leaves behind when it does not fit."""
PLURALS = {"zero", "one", "two", "few", "many", "other"}
NUMERIC = {"count", "days", "kg", "limit", "maximum", "minimum", "minutes", "missed", "months", "years"}
"""What may arrive as a number; all other values are text."""

LONG = {
    "pet": "Freiherr Maximilian von Schnurr",
    "name": "Freiherr Maximilian von Schnurr",
    "owner": "Alexandra Hohenstein-Wittelsbach",
    "by": "Alexandra Hohenstein-Wittelsbach",
    "email": "alexandra.hohenstein@tierfreunde.example",
    "number": "10001",
    "numbers": "10001, 10002, 10003",
    "phone": "+49 30 90182000",
    "service": "Untersuchung",
    "price": "1.234,50 €",
    "message": "Wir ziehen um und sind ab Montag wieder da.",
    "reason": "Die Praxis zieht um.",
    **dict.fromkeys(
        ("at", "until", "earliest", "starts_at", "ends_at", "retry_at", "reopens_at"), "Mi., 30. Sept., 10:30"
    ),
    **dict.fromkeys(("last_day", "date", "answer"), "30. September 2026"),
}
"""Values as long as they usually get."""


def visible(html: str) -> str:
    """What Telegram shows of it; ApiError when it does not take it."""
    return format_text(html, "HTML")[0]


def choices(name: str, variants: set[str]) -> list[Any]:
    """The values to try for a variable: each way in which it is chosen by, and something hostile."""
    if name in NUMERIC:
        return [0, 1, 2, 5, 1001]
    return [HOSTILE, *sorted(variants - {"other"})]


def renderings(message: Any) -> list[dict[str, Any]]:
    """Values for all variables of a message, so that every variant is reached in all company."""
    names = sorted(message.variables)
    options = [choices(name, message.selectors.get(name, set())) for name in names]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*options)]


@pytest.fixture(params=languages())
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def t(language: str) -> Texts:
    return texts_for(language)


def test_there_are_two_languages() -> None:
    assert languages() == ("de", "en")
    assert (texts_for("de").plain("language-name"), texts_for("en").plain("language-name")) == ("Deutsch", "English")


@pytest.mark.parametrize(
    ("spoken", "chosen"),
    [("de", "de"), ("de-AT", "de"), ("DE_ch", "de"), ("en-US", "en"), ("fr", "en"), ("", "en"), (None, "en"),
     ("../en", "en"), ("de/../en", "en")],
)  # fmt: skip
def test_a_tag_chooses_a_language_that_exists(spoken: str | None, chosen: str) -> None:
    assert choose_language(spoken, "en") == chosen


# Every language like English


def test_no_message_is_missing_or_left_over(catalogues: Any, language: str) -> None:
    assert set(catalogues["en"]) - set(catalogues[language]) == set(), "missing"
    assert set(catalogues[language]) - set(catalogues["en"]) == set(), "left over"


def alike(catalogues: Any, language: str) -> list[tuple[str, Any, Any]]:
    shared = set(catalogues["en"]) & set(catalogues[language])
    return [(key, catalogues["en"][key], catalogues[language][key]) for key in sorted(shared)]


def test_messages_have_the_same_variables_and_attributes(catalogues: Any, language: str) -> None:
    for key, english, other in alike(catalogues, language):
        assert (other.variables, other.attributes) == (english.variables, english.attributes), key


def test_messages_know_the_same_cases(catalogues: Any, language: str) -> None:
    """Plural categories are the language's own; everything else that is chosen by comes from the program."""
    tags = Locale.parse(language).plural_form.tags
    for key, english, other in alike(catalogues, language):
        assert set(other.selectors) == set(english.selectors), key
        for name, variants in other.selectors.items():
            assert variants - PLURALS == english.selectors[name] - PLURALS, f"{key}: ${name}"
            if name in NUMERIC:
                assert other.defaults[name] == {"other"}, f"{key}: ${name}"
                assert tags <= variants, f"{key}: ${name} lacks a plural"
            else:
                assert other.defaults[name] == english.defaults[name], f"{key}: ${name}"


@pytest.mark.parametrize(
    "mark",
    [re.compile(r"</?\w+>"), re.compile(r"(?<![\w/<])/[a-z]+"), re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")],
    ids=["tags", "commands", "emoji"],
)
def test_messages_carry_the_same_marks(catalogues: Any, language: str, mark: re.Pattern[str]) -> None:
    for key, english, other in alike(catalogues, language):
        assert set(mark.findall(other.source)) == set(mark.findall(english.source)), key


def test_german_is_polite_and_no_copy_of_english(catalogues: Any) -> None:
    for key, english, german in alike(catalogues, "de"):
        assert not re.search(r"\b(du|dich|dir|dein\w*|euch|euer\w*)\b", german.source, re.IGNORECASE), key
        text = german.source.partition("=")[2]
        words = re.sub(r"\{[^}]*\}|<[^>]*>", "", text)
        if len(re.findall(r"[A-Za-zÄÖÜäöüß]{3,}", words)) > 3:
            assert text != english.source.partition("=")[2], key


# Shown


def test_every_message_renders_and_telegram_takes_it(catalogues: Any, language: str, t: Texts) -> None:
    for key, message in catalogues[language].items():
        for values in renderings(message):
            shown = visible(t(key, **values))
            assert shown.strip(), f"{key} says nothing with {values}"
            assert not SLIPS.search(shown.replace(HOSTILE, "x")), f"{key}: {shown!r}"
            t.plain(key, **values)


def test_what_people_type_is_shown_as_typed(catalogues: Any, language: str, t: Texts) -> None:
    for key, message in catalogues[language].items():
        hostile = {name: 5 if name in NUMERIC else HOSTILE for name in message.variables}
        html, plain = t(key, **hostile), t.plain(key, **hostile)
        assert HOSTILE not in html, key
        if HOSTILE in plain:
            assert HOSTILE in visible(html), key


def test_a_piece_of_html_is_put_in_as_it_is(t: Texts) -> None:
    assert "<b>x</b>" in t("card-asked", at=Html("<b>x</b>"))
    assert "&lt;b&gt;" in t("card-asked", at="<b>x</b>")


def test_refusals_have_no_markup_for_they_are_shown_in_boxes_too(catalogues: Any, language: str) -> None:
    for key, message in catalogues[language].items():
        if key.startswith(("error-", "toast-")):
            assert not re.search(r"<|&\w+;", message.source), key


@pytest.mark.parametrize("phone", ["none", LONG["phone"]])
def test_refusals_and_toasts_fit_a_box(catalogues: Any, language: str, t: Texts, phone: str) -> None:
    for key, message in catalogues[language].items():
        if key.startswith(("error-", "toast-")):
            for values in renderings(message):
                usual = {name: LONG.get(name, "Text") if value == HOSTILE else value for name, value in values.items()}
                text = t.plain(key, **{**usual, **({"phone": phone} if "phone" in usual else {})})
                assert len(text) <= 200, f"{len(text)}: {text}"


def test_commands_are_described_in_a_few_words(catalogues: Any, language: str, t: Texts) -> None:
    described = [key for key in catalogues[language] if key.startswith(("command-", "clinic-command-"))]
    assert len(described) > 15
    for key in described:
        assert 3 <= len(t.plain(key)) <= 60, key


def test_labels_that_are_typed_tell_buttons_apart(t: Texts) -> None:
    """A reply keyboard's button only types its label, and a species may be typed."""
    buttons = [t.plain(f"button-{name}") for name in ("skip", "remove", "back", "cancel")]
    assert len(set(buttons)) == len(buttons)
    species = [
        t.plain(f"species-{name}").casefold() for name in ("dog", "cat", "rabbit", "rodent", "bird", "reptile", "other")
    ]
    assert len(set(species)) == len(species)


def test_placeholders_fit_the_input_field(t: Texts) -> None:
    for key in (
        "phone-placeholder", "reason-placeholder", "vets-placeholder", "services-placeholder", "hours-placeholder",
        "closures-placeholder",
    ):  # fmt: skip
        assert 1 <= len(t.plain(key)) <= 64


# Grammar


@pytest.mark.parametrize(
    ("language", "key", "values", "text"),
    [
        ("en", "age-years", {"years": 1}, "1 year"),
        ("de", "age-years", {"years": 1}, "1 Jahr"),
        ("de", "age-years", {"years": 12}, "12 Jahre"),
        ("de", "age-years-months", {"years": 1, "months": 2}, "1 Jahr, 2 Monate"),
        ("de", "status-waiting", {"count": 0}, "Keine Anfrage wartet."),
        ("de", "status-waiting", {"count": 1}, "Eine Anfrage wartet: /pending"),
        ("de", "status-waiting", {"count": 1234}, "1.234 Anfragen warten: /pending"),
        ("en", "status-waiting", {"count": 1234}, "1,234 requests are waiting: /pending"),
        ("en", "visit-open", {}, "Details"),
        ("de", "error-already-decided",
         {"number": "1001", "status": "no_show", "by": "Vera", "at": "Di., 3. März, 10:00"},
         "#1001 ist vorbei: nicht erschienen – Vera, Di., 3. März, 10:00."),
        ("de", "call-missed",
         {"kind": "declined", "wish": "yes", "at": "Mi., 4. März, 11:00", "pet": "Rex", "number": "1001",
          "stays": "Di., 3. März, 10:00", "confirmed": "no", "since": "none", "reason": "Die Ärztin ist krank"},
         "📵 Verschiebung auf <b>Mi., 4. März, 11:00</b> abgelehnt: #1001 Rex bleibt am Di., 3. März, 10:00. "
         "Grund: Die Ärztin ist krank"),
        ("en", "call-missed",
         {"kind": "moved", "wish": "no", "at": "Wed 4 Mar, 11:00", "pet": "Rex", "number": "1001", "stays": "none",
          "confirmed": "yes", "since": "Tue 3 Mar, 10:00", "reason": "none"},
         "📵 Appointment moved from Tue 3 Mar, 10:00 to <b>Wed 4 Mar, 11:00</b>: Rex, #1001"),
        ("en", "call-missed",
         {"kind": "none", "wish": "no", "at": "none", "pet": "none", "number": "none", "stays": "none",
          "confirmed": "no", "since": "none", "reason": "none"},
         "📵 A message"),
        ("en", "call-why", {"why": "no_account", "at": "Tue 3 Mar, 10:00"},
         "Not delivered, Tue 3 Mar, 10:00: not on Telegram."),
    ],
)  # fmt: skip
def test_sentences(language: str, key: str, values: dict[str, Any], text: str) -> None:
    assert texts_for(language).plain(key, **values) == text


# What the texts tell people to type is understood

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
BIRTHS = {"en": ["14/05/2021", "May 2021", "3 years"], "de": ["14.05.2021", "Mai 2021", "3 Jahre"]}
VACCINATIONS = {"en": ["14/05/2025", "May 2025", "3 months ago"], "de": ["14.05.2025", "Mai 2025", "vor 3 Monaten"]}


def test_dates_in_examples_are_read(t: Texts) -> None:
    births, vaccinations = BIRTHS[t.language], VACCINATIONS[t.language]
    asked = [t.plain(f"pet-{verb}-date-of-birth", name="Rex", now="none") for verb in ("ask", "change")]
    refused = t.plain("error-invalid-date-of-birth", reason="unreadable")
    for example in births:
        assert all(example in text for text in (*asked, refused))
        assert parse_date_of_birth(example, TODAY).year in (2021, 2023)
    for example in re.findall("[“„](.+?)[”“]", refused):
        assert parse_date_of_birth(example, TODAY) <= TODAY
    asked = [t.plain(f"pet-{verb}-last-vaccination", name="Rex", now="none") for verb in ("ask", "change")]
    refused = t.plain("error-invalid-vaccination-date", reason="unreadable")
    for example in vaccinations:
        assert all(example in text for text in (*asked, refused))
        assert parse_vaccination_date(example, TODAY, None).year == 2025


def test_weights_in_examples_are_read(t: Texts) -> None:
    texts = [
        t.plain("pet-ask-weight-kg", name="Rex"),
        t.plain("pet-change-weight-kg", name="Rex", now="none"),
        t.plain("error-invalid-weight", minimum="x", maximum="y"),
    ]
    for text in texts:
        examples = re.findall(r"\d+(?:[.,]\d+)? k?g", text)
        assert examples
        assert all(0 < parse_weight(example) < 5 for example in examples)


def test_ends_of_closures_in_examples_are_read(catalogues: Any, language: str) -> None:
    written = "".join(message.source for message in catalogues[language].values())
    examples = re.findall(r"<code>/(?:close|closing) (.+?)</code>", written)
    assert len(examples) >= 5
    for example in examples:
        until = parse_until(example, NOW, ZoneInfo("Europe/Berlin"))
        assert until.moment is not None, example
        assert until.moment > NOW, example
        assert until.reason == "" or until.reason[0].isupper(), example


LENGTHS = {"en": ["45", "45 min", "1 h 30", "24h", "2 d"], "de": ["45", "45 Min", "1 h 30", "24h", "2 Tage"]}
PRICES = {"en": ["60", "60.50"], "de": ["60", "60,50"]}
HOURS = {"en": ["9-12:30, 13:30-18", "closed"], "de": ["9-12:30, 13:30-18", "geschlossen"]}
SPANS = {
    "en": ["24.12. - 26.12.", "tomorrow 14:00-16:00", "fri 14:00 - mon 9:00", "24 Dec"],
    "de": ["24.12. - 26.12.", "morgen 14:00-16:00", "fr 14:00 - mo 9:00", "24. Dez."],
}


def test_what_staff_are_told_to_type_is_read(t: Texts) -> None:
    lengths, prices, hours, spans = (examples[t.language] for examples in (LENGTHS, PRICES, HOURS, SPANS))
    assert all(example in t.plain("services-unreadable-length", typed="x") for example in lengths)
    assert all(example in t.plain("services-unreadable-price", typed="x") for example in prices)
    assert all(example in t.plain("hours-unreadable", typed="x") for example in hours)
    assert all(example in t.plain("closures-unreadable", typed="x") for example in spans)
    assert all(parse_length(example) > timedelta(0) for example in lengths)
    assert [parse_price(example) for example in prices] == [Decimal(60), Decimal("60.5")]
    assert [len(parse_hours(example)) for example in hours] == [2, 0]
    for example in spans:
        assert parse_span(example, NOW, ZoneInfo("Europe/Berlin")).starts_at > NOW
    asked = {
        "hours-ask": (hours, {"who": "V", "day": "x", "name": "none", "now": "none"}),
        "closures-ask-span": (spans, {"who": "V", "name": "none"}),
    }
    for key, (known, values) in asked.items():
        examples = re.findall("<code>(.+?)</code>", t(key, **values))
        assert len(examples) >= 2
        assert set(examples) <= set(known), key
    assert parse_hours(t.plain("hours-placeholder"))
    assert parse_span(t.plain("closures-placeholder"), NOW, ZoneInfo("Europe/Berlin")).starts_at > NOW


@pytest.mark.parametrize("language", languages())
def test_each_message_is_cut_out_of_its_file_whole_and_alone(catalogues: Any, language: str) -> None:
    cut = {key: source for key, source in texts._Sentences(language)._sources.items() if not key.startswith("-")}
    assert cut.keys() == catalogues[language].keys()
    for key, wording in catalogues[language].items():
        begun, found, rest = cut[key].partition(wording.source)
        assert (begun, found) == ("", wording.source)
        assert all(line.startswith("#") for line in rest.split("\n") if line.strip())


def test_a_message_brings_along_what_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.ftl").write_text("welcome = { greeting }, { $name }\ngreeting = Hello from { -clinic }\n")
    (tmp_path / "en" / "b.ftl").write_text("# Ours\n-clinic = the { motto } clinic\nmotto=\n    happy\nunused = {\n")
    monkeypatch.setattr(texts, "_LOCALES", tmp_path)
    sentences = texts._Sentences("en")
    shown, errors = sentences.bundle.format_pattern(sentences["welcome"].value, {"name": "Anna"})
    assert (shown, errors) == ("Hello from the happy clinic, Anna", [])
    assert "unused" in sentences
    with pytest.raises(KeyError):
        sentences["nowhere"]
