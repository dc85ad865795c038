"""The story's phones and its printing; that it is played to the end is what `make story` shows."""

import asyncio
import io
import re

import pytest
from rich.console import Console
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.client import SandboxClient
from bot.sandbox.shapes import ButtonView, UserView
from bot.sandbox.story import phones, script
from bot.sandbox.story.phones import NotSeen, Phone
from bot.sandbox.story.printer import Printer, keyboard, styled


@pytest.fixture
def paper() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def phone(telegram: SandboxClient, anna: UserView, paper: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> Phone:
    monkeypatch.setattr(phones, "PATIENCE_SECONDS", 0.3)
    printer = Printer(Console(file=paper, emoji=False, markup=False, highlight=False), pause=0)
    return Phone(printer, telegram, anna, anna.id, "left")


async def test_a_phone_sees_what_is_new_and_what_has_changed(
    phone: Phone, anna: UserView, bot: Bot, paper: io.StringIO
) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Confirm", callback_data="c")]])
    sent = await bot.send_message(anna.id, "<b>A &lt;request&gt;</b>", parse_mode="HTML", reply_markup=rows)
    await phone.sees("A <request>", button="Confirm")
    assert "A <request>" in paper.getvalue()
    assert "[ Confirm ]" in paper.getvalue()
    with pytest.raises(NotSeen, match="Anna waits for 'A <request>'"):
        await phone.sees("A <request>")
    await sent.edit_text("A <request> confirmed")
    await phone.sees("confirmed")
    assert "changed" in paper.getvalue()


async def test_a_button_that_is_not_there_is_a_step_that_did_not_happen(phone: Phone, anna: UserView, bot: Bot) -> None:
    with pytest.raises(NotSeen, match="only nothing"):
        await phone.taps("Confirm")
    await bot.send_message(anna.id, "No buttons here")
    await phone.sees()
    with pytest.raises(NotSeen, match=re.escape("finds no button [ Confirm ], only []")):
        await phone.taps("Confirm")


async def test_a_press_that_nobody_answers_is_noticed(phone: Phone, anna: UserView, bot: Bot) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Confirm", callback_data="c")]])
    await bot.send_message(anna.id, "A request", reply_markup=rows)
    await phone.sees("A request")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(phone.taps("Confirm"), 5)


def test_markup_becomes_style() -> None:
    text = styled("<b>Rex</b> &amp; <i>Mia</i> &lt;3")
    assert text.plain == "Rex & Mia <3"
    assert [(span.start, span.end, str(span.style)) for span in text.spans] == [(0, 3, "bold"), (6, 9, "italic")]


def test_a_long_keyboard_is_cut_and_says_so() -> None:
    rows = [[ButtonView(f"{row}"), ButtonView("x")] for row in range(10)]
    lines = keyboard(rows).plain.splitlines()
    assert lines[0] == "[ 0 ] [ x ]"
    assert lines[-2:] == ["… 4 more rows", "[ 9 ] [ x ]"]
    assert len(lines) == 7


def test_a_sentence_is_known_up_to_what_it_need_not_know() -> None:
    assert script.line("card-confirmed", by="Vera", at=script.ANY) == "Confirmed by Vera on"
    assert script.line("register-ask-email", 1, name="Anna").startswith("Thank you, Anna.")
