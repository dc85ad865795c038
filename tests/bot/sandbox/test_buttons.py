import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest

from bot.sandbox import ControlError, SandboxClient
from bot.sandbox.shapes import UserView

KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Yes", callback_data="y"), InlineKeyboardButton("No", callback_data="n")],
        [InlineKeyboardButton("Site", url="https://vet.example/")],
    ]
)


async def test_a_press_carries_the_message_and_gets_its_answer(
    bot: Bot, telegram: SandboxClient, anna: UserView
) -> None:
    asked = await bot.send_message(anna.id, "Sure?", reply_markup=KEYBOARD)
    press = await telegram.press(anna, asked.message_id, "No")
    assert (press.data, press.answered) == ("n", False)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.data == "n"
    assert query.chat_instance
    assert isinstance(query.message, Message)
    assert query.message == asked
    assert query.message.reply_markup == KEYBOARD
    await query.answer("Pity", show_alert=True)
    answered = await telegram.wait_answer(press)
    assert (answered.text, answered.show_alert) == ("Pity", True)
    assert (await telegram.view(anna)).queries == [answered]
    await query.answer("again")  # Telegram doesn't mind
    assert (await telegram.query(press)).text == "Pity"


async def test_buttons_by_data_and_place(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    asked = await bot.send_message(anna.id, "Sure?", reply_markup=KEYBOARD)
    assert (await telegram.press(anna, asked.message_id, data="y")).data == "y"
    assert (await telegram.press(anna, asked.message_id, row=0, column=1)).data == "n"
    for wrong in ({"text": "Maybe"}, {"data": "z"}, {"row": 5}, {"text": "Site"}):
        with pytest.raises(ControlError):
            await telegram.press(anna, asked.message_id, **wrong)


async def test_answers_telegram_refuses(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    asked = await bot.send_message(anna.id, "Sure?", reply_markup=KEYBOARD)
    press = await telegram.press(anna, asked.message_id, "Yes")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(press.id, "x" * 201)
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is inv"):
        await bot.answer_callback_query("12345")
    await telegram.advance(3600)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press.id)


async def test_forged_presses(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    asked = await bot.send_message(anna.id, "Sure?", reply_markup=KEYBOARD)
    await telegram.forge(anna, asked.message_id, "admin:1")
    await bot.delete_message(anna.id, asked.message_id)
    await telegram.forge(anna, asked.message_id, "y")
    accessible, inaccessible = [update.callback_query for update in (await bot.get_updates())[-2:]]
    assert accessible is not None
    assert accessible.data == "admin:1"
    assert accessible.message == asked
    assert inaccessible is not None
    assert inaccessible.message is not None
    assert not inaccessible.message.is_accessible
    assert inaccessible.message.message_id == asked.message_id


async def test_a_press_on_a_forwarded_message(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    group = await telegram.create_group("Friends", [anna])
    asked = await bot.send_message(anna.id, "Sure?", reply_markup=KEYBOARD)
    honest = await telegram.forward(anna, asked.message_id, group)
    assert honest.buttons == []
    kept = await telegram.forward(anna, asked.message_id, group, keep_keyboard=True)
    await telegram.press(anna, kept, "Yes")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert query.message.chat.id == group.id


@pytest.mark.parametrize("data", ["", "x" * 65, "ж" * 33])
async def test_callback_data_has_1_to_64_bytes(bot: Bot, anna: UserView, data: str) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await bot.send_message(anna.id, "x", reply_markup=keyboard)


async def test_keyboards_telegram_refuses(bot: Bot, anna: UserView) -> None:
    nameless = InlineKeyboardMarkup([[InlineKeyboardButton(" ", callback_data="x")]])
    with pytest.raises(BadRequest, match="button text must be non-empty"):
        await bot.send_message(anna.id, "x", reply_markup=nameless)
    endless = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] for _ in range(101)])
    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await bot.send_message(anna.id, "x", reply_markup=endless)
    idle = {"inline_keyboard": [[{"text": "x"}]]}
    with pytest.raises(BadRequest, match="text buttons are unallowed in the inline keyboard"):
        await bot.send_message(anna.id, "x", api_kwargs={"reply_markup": idle})


async def test_reply_keyboards_come_and_go(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    rows = [["Dog", "Cat"], ["Other"]]
    markup = ReplyKeyboardMarkup(rows, one_time_keyboard=True, input_field_placeholder="Kind", is_persistent=True)
    sent = await bot.send_message(anna.id, "Which?", reply_markup=markup)
    assert sent.reply_markup is None
    shown = (await telegram.view(anna)).reply_keyboard
    assert shown is not None
    assert shown.button_texts == ["Dog", "Cat", "Other"]
    assert (shown.one_time, shown.persistent, shown.placeholder) == (True, True, "Kind")
    with pytest.raises(ControlError, match="Horse"):
        await telegram.press_keyboard(anna, "Horse")
    said = await telegram.press_keyboard(anna, "Cat")
    assert said.text == "Cat"
    shown = (await telegram.view(anna)).reply_keyboard
    assert shown is not None
    assert shown.collapsed
    await bot.send_message(anna.id, "Fine", reply_markup=ReplyKeyboardRemove())
    assert (await telegram.view(anna)).reply_keyboard is None
    with pytest.raises(ControlError, match="no reply keyboard"):
        await telegram.press_keyboard(anna, "Cat")


async def test_contacts(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    ben = await telegram.create_user("Ben")
    button = KeyboardButton("My number", request_contact=True)
    await bot.send_message(anna.id, "Phone?", reply_markup=ReplyKeyboardMarkup([[button]]))
    await telegram.press_keyboard(anna, "My number")
    await telegram.share_contact(anna, phone_number="+12025550999", first_name="Somebody")
    await telegram.share_contact(anna, phone_number="+12025550999", contact_user=ben)
    contacts = [update.message.contact for update in (await bot.get_updates())[1:] if update.message]
    assert [(c.phone_number, c.user_id) for c in contacts if c] == [
        ("+12025550123", anna.id),
        ("+12025550999", None),
        ("+12025550999", ben.id),
    ]


async def test_force_reply_makes_the_next_text_a_reply(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    asked = await bot.send_message(anna.id, "Reason?", reply_markup=ForceReply(input_field_placeholder="Why"))
    shown = (await telegram.view(anna)).reply_keyboard
    assert shown is not None
    assert (shown.force_reply, shown.placeholder) == (True, "Why")
    assert (await telegram.send_text(anna, "because")).reply_to == asked.message_id
    assert (await telegram.send_text(anna, "more")).reply_to is None
