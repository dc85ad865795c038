import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest

from bot.sandbox import SandboxClient
from bot.sandbox.shapes import UserView

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])


async def test_sent_messages_come_back_whole_and_are_seen(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    sent = await bot.send_message(
        anna.id, "<b>Hi</b> 🐕 <i>there</i>", parse_mode=ParseMode.HTML, reply_markup=KEYBOARD
    )
    assert sent.text == "Hi 🐕 there"
    assert sent.text_html == "<b>Hi</b> 🐕 <i>there</i>"
    assert sent.reply_markup == KEYBOARD
    assert sent.chat.first_name == "Anna"
    seen = (await telegram.view(anna)).last
    assert seen.message_id == sent.message_id == 2
    assert seen.html == "<b>Hi</b> 🐕 <i>there</i>"
    assert seen.button("Go").data == "go"
    assert seen.date == sent.date


async def test_a_reply_quotes_the_message(bot: Bot, anna: UserView) -> None:
    sent = await bot.send_message(anna.id, "yes", reply_parameters=ReplyParameters(1))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(anna.id, "yes", reply_parameters=ReplyParameters(77))
    lenient = ReplyParameters(77, allow_sending_without_reply=True)
    assert (await bot.send_message(anna.id, "yes", reply_parameters=lenient)).reply_to_message is None


async def test_editing(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    sent = await bot.send_message(anna.id, "one", reply_markup=KEYBOARD)
    edited = await bot.edit_message_text("two", anna.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.text == "two"
    assert edited.edit_date is not None
    assert edited.reply_markup is None
    seen = (await telegram.view(anna)).message(sent.message_id)
    assert seen.edited
    assert seen.buttons == []
    await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=KEYBOARD)
    assert (await telegram.view(anna)).last.button_texts == ["Go"]


async def test_what_cannot_be_edited(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    sent = await bot.send_message(anna.id, "<b>same</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await bot.edit_message_text("<b>same</b>", anna.id, sent.message_id, parse_mode="HTML", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", anna.id, 99)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", anna.id, 1)
    asked = await bot.send_message(anna.id, "name?", reply_markup=ForceReply())
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", anna.id, asked.message_id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(anna.id, sent.message_id, caption="x")
    await telegram.delete_message(anna, sent.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", anna.id, sent.message_id)


async def test_deleting(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    assert await bot.delete_message(anna.id, 1)
    assert (await telegram.view(anna)).messages == []
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(anna.id, 1)
    sent = [await bot.send_message(anna.id, str(number)) for number in range(3)]
    assert sent[0].message_id == 2  # ids are never used again
    assert await bot.delete_messages(anna.id, [message.message_id for message in sent] + [99])
    assert (await telegram.view(anna)).messages == []


async def test_deleting_is_limited_to_48_hours(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await telegram.advance(48 * 3600 + 1)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(anna.id, 1)


@pytest.mark.parametrize("text", ["", "  \n ", "<b> </b>"])
async def test_empty_texts_are_refused(bot: Bot, anna: UserView, text: str) -> None:
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(anna.id, text, parse_mode="HTML")


async def test_length_counts_after_parsing(bot: Bot, anna: UserView) -> None:
    sent = await bot.send_message(anna.id, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    assert sent.text == "x" * 4096
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(anna.id, "x" * 4097)


async def test_chats_have_to_exist(bot: Bot, telegram: SandboxClient) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(123, "x")
    stranger = await telegram.create_user("Stranger")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(stranger.id, "x")


async def test_copying_forwarding_pinning_reacting(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    ben = await telegram.create_user("Ben")
    await telegram.start(ben)
    said = await telegram.send_text(anna, "take care of Rex")
    forwarded = await bot.forward_message(ben.id, anna.id, said.message_id)
    assert forwarded.forward_origin is not None
    copied = await bot.copy_message(ben.id, anna.id, said.message_id, reply_markup=KEYBOARD)
    view = await telegram.view(ben)
    assert [message.text for message in view.from_bot] == ["take care of Rex"] * 2
    assert view.message(copied.message_id).button_texts == ["Go"]
    with pytest.raises(BadRequest, match="Message to forward not found"):
        await bot.forward_message(ben.id, anna.id, 99)
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await bot.copy_message(ben.id, anna.id, 99)
    await bot.pin_chat_message(ben.id, copied.message_id)
    await bot.set_message_reaction(anna.id, said.message_id, "👍")
    assert (await telegram.view(ben)).message(copied.message_id).pinned
    assert (await telegram.view(anna)).message(said.message_id).reactions == ["👍"]
    chat = await bot.get_chat(ben.id)
    assert chat.pinned_message is not None
    await bot.unpin_chat_message(ben.id, copied.message_id)
    assert (await bot.get_chat(ben.id)).pinned_message is None


async def test_contacts_and_places_of_the_bot(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await bot.send_contact(anna.id, "+12025550100", "Front desk", reply_markup=KEYBOARD)
    await bot.send_location(anna.id, 52.5, 13.4)
    sent = await bot.send_venue(anna.id, 52.5, 13.4, "Clinic", "Main St 1")
    assert sent.venue is not None
    assert [message.kind for message in (await telegram.view(anna)).from_bot] == [
        "contact",
        "location",
        "venue",
    ]


async def test_chat_actions_last_until_the_next_message(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await bot.send_chat_action(anna.id, ChatAction.TYPING)
    assert (await telegram.view(anna)).action == "typing"
    await bot.send_message(anna.id, "done")
    assert (await telegram.view(anna)).action is None


async def test_edits_of_users_are_updates(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await telegram.edit_text(anna, 1, "/start again")
    update = (await bot.get_updates())[-1]
    assert update.edited_message is not None
    assert update.edited_message.text == "/start again"
    assert update.edited_message.edit_date is not None


async def test_albums_stickers_voice_and_places(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    album = await telegram.send_album(anna, 3, caption="Rex, Mia, Tom")
    await telegram.send_sticker(anna, "🐶")
    await telegram.send_voice(anna, 7)
    await telegram.send_location(anna, 52.5, 13.4)
    messages = [update.message for update in (await bot.get_updates())[1:]]
    assert len({message.media_group_id for message in messages[:3] if message}) == 1
    assert album[0].text == "Rex, Mia, Tom"
    kinds = [message.effective_attachment for message in messages if message]
    assert [type(kind).__name__ for kind in kinds] == ["tuple"] * 3 + ["Sticker", "Voice", "Location"]
