"""In which language people are spoken to."""

import re
from typing import Any

import pytest

from bot.commands import CLINIC_COMMANDS, OWNER_COMMANDS, publish_commands
from bot.users.callbacks import ChooseLanguage
from core.config import Settings


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """The default language is English, unless a test says otherwise."""
    return settings.model_copy(update={"default_language": getattr(request, "param", "en")})


async def test_a_german_client_is_greeted_in_german_until_they_choose_english(world: Any) -> None:
    greta = await world.person("Greta", language_code="de")
    screen = await greta.say("/start")
    assert "Herzlich willkommen" in screen.text
    assert "Bitte registrieren Sie sich zuerst" in (await greta.say("/profile")).text

    # All of a registration in German, what is typed on a keyboard of ours included.
    await greta.tap("Registrieren")
    await greta.tap("Greta")
    assert "sieht nicht wie eine E-Mail-Adresse aus" in (await greta.say("keine")).text
    await greta.say("greta@example.org")
    await greta.key("Überspringen")
    screen = await greta.say("geheimes Passwort")
    assert "Sie sind registriert, Greta" in screen.text

    await greta.tap("Profil")
    await greta.tap("Sprache")
    screen = await greta.tap("English")
    assert await greta.toast() == "English it is."
    assert "Hello Greta, what can we do for you?" in screen.text
    for command in ("/profile", "/pets", "/appointments", "/help", "/book"):
        screen = await greta.say(command)
        words = f"{screen.text} {screen.buttons}"
        assert not re.search(r"[äöüß]|\b(?:Sie|Ihre|Tier|Termin|Zurück|und)\b", words), words

    # The choice is the person's: it follows to another client, whatever that speaks.
    tablet = await world.person("Greta", language_code="de-AT")
    assert "Herzlich willkommen" in (await tablet.say("/start")).text
    await tablet.say("/login")
    assert "Passwort für greta@example.org" in (await tablet.say("greta@example.org")).text
    screen = await tablet.say("geheimes Passwort")
    assert "Welcome back, Greta" in screen.text
    assert "geheimes Passwort" not in str(await tablet.everything())
    assert "Your details" in (await tablet.say("/profile")).text

    # What is not a language here changes nothing.
    for forged in ("fr", "", "../en", "x" * 40):
        await tablet.tap_data(ChooseLanguage(forged).pack(), await tablet.screen())
        assert await tablet.toast() == "This button no longer does anything. Send /start for the menu."
    assert "Your details" in (await tablet.say("/profile")).text


async def test_a_choice_before_the_registration_is_kept(world: Any) -> None:
    anna = await world.person("Anna", language_code="en")
    await anna.say("/start")
    await anna.tap("Language")
    screen = await anna.tap("Deutsch")
    assert await anna.toast() == "Ab jetzt auf Deutsch."
    assert "Herzlich willkommen" in screen.text
    await anna.tap("Registrieren")
    await anna.tap("Anna")
    await anna.say("anna@example.org")
    await anna.key("Überspringen")
    assert "Guten Tag, Anna!" in (await anna.tap("Überspringen")).text
    assert "Language" not in str((await anna.say("/profile")).buttons)


@pytest.mark.parametrize(
    ("settings", "greeting", "admin_chat"),
    [("en", "Welcome!", "The clinic is open"), ("de", "Herzlich willkommen!", "Die Praxis ist geöffnet")],
    indirect=["settings"],
)
async def test_others_and_the_clinics_chat_get_the_default(world: Any, greeting: str, admin_chat: str) -> None:
    for spoken in ("fr", "pt-BR", None):
        stranger = await world.person("Zoé", language_code=spoken)
        assert greeting in (await stranger.say("/start")).text
    for spoken in ("de", "en", "fr"):
        member = await world.client.create_user("Vet", language_code=spoken)
        await world.client.join(member, world.clinic)
        await world.settle()
        await world.client.send_text(member, "/status", chat=world.clinic.id)
        await world.settle()
        assert admin_chat in (await world.staff.screen()).text


@pytest.mark.parametrize("settings", ["de"], indirect=True)
async def test_menus_speak_the_clients_language_and_the_clinics_the_default(world: Any) -> None:
    await publish_commands(world.bot.application.bot, world.bot.house)
    anna = await world.person("Anna")
    for spoken, booking in (
        ("en", "Ask for an appointment"),
        ("de", "Einen Termin anfragen"),
        ("fr", "Einen Termin anfragen"),
    ):
        menu = await world.client.menu(anna.user, language=spoken)
        assert [command.command for command in menu] == list(OWNER_COMMANDS)
        assert menu[0].description == booking
    menu = await world.client.menu(world.staff.user, world.clinic, language="en")
    assert [command.command for command in menu] == list(CLINIC_COMMANDS)
    assert menu[0].description == "Anfragen, die auf eine Antwort warten"
