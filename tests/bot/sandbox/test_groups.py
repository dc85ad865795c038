import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    ForceReply,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.constants import ChatID, ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.sandbox import ControlError, SandboxClient
from bot.sandbox.shapes import ChatInfo, UserView


@pytest.fixture
async def ben(telegram: SandboxClient) -> UserView:
    return await telegram.create_user("Ben", username="ben_b")


@pytest.fixture
async def group(telegram: SandboxClient, anna: UserView, ben: UserView) -> ChatInfo:
    return await telegram.create_group("Clinic", [anna, ben])


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.message.text for update in updates if update.message and update.message.text]


async def test_the_bot_hears_that_it_was_added(bot: Bot, group: ChatInfo, anna: UserView) -> None:
    member, message = (await bot.get_updates())[1:]
    assert member.my_chat_member is not None
    assert member.my_chat_member.new_chat_member.status == ChatMemberStatus.MEMBER
    assert member.my_chat_member.from_user.id == anna.id
    assert message.message is not None
    assert message.message.new_chat_members[0].id == bot.id
    assert await bot.get_chat_member_count(group.id) == 3
    assert [admin.user.id for admin in await bot.get_chat_administrators(group.id)] == [anna.id]
    assert (await bot.get_chat_member(group.id, bot.id)).status == ChatMemberStatus.MEMBER
    chat = await bot.get_chat(group.id)
    assert (chat.type, chat.title) == ("group", "Clinic")


async def test_privacy_mode(bot: Bot, telegram: SandboxClient, group: ChatInfo, ben: UserView) -> None:
    said = await bot.send_message(group.id, "Reason?")
    await telegram.send_text(ben, "unheard", chat=group)
    await telegram.send_text(ben, "@front_desk_bot unheard too", chat=group)
    await telegram.send_text(ben, "/today", chat=group)
    await telegram.send_text(ben, "/today@front_desk_bot", chat=group)
    await telegram.send_text(ben, "/today@other_bot", chat=group)
    await telegram.send_text(ben, "heard", chat=group, reply_to=said.message_id)
    await telegram.command(ben, "week", chat=group)
    heard = ["/today", "/today@front_desk_bot", "heard", "/week@front_desk_bot"]
    assert texts(await bot.get_updates())[1:] == heard
    await telegram.set_privacy(False)
    await telegram.send_text(ben, "heard now", chat=group)
    assert texts(await bot.get_updates())[-1] == "heard now"


async def test_administrators_hear_everything(
    bot: Bot, telegram: SandboxClient, group: ChatInfo, ben: UserView
) -> None:
    await telegram.set_member(group, None, "administrator")
    await telegram.send_text(ben, "heard", chat=group)
    updates = await bot.get_updates()
    assert texts(updates)[-1] == "heard"
    assert updates[-2].my_chat_member is not None
    assert updates[-2].my_chat_member.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR
    said = await telegram.send_text(ben, "deleted by the bot", chat=group)
    assert await bot.delete_message(group.id, said.message_id)


async def test_messages_of_others_stay(bot: Bot, telegram: SandboxClient, group: ChatInfo, ben: UserView) -> None:
    said = await telegram.send_text(ben, "/today", chat=group)
    edited = await telegram.edit_text(ben, said, "/week")  # a message that was seen names its chat
    assert (edited.chat_id, edited.text) == (group.id, "/week")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, said.message_id)


async def test_keyboards_and_force_reply_pass_privacy_mode(
    bot: Bot, telegram: SandboxClient, group: ChatInfo, anna: UserView, ben: UserView
) -> None:
    await bot.send_message(group.id, "Which?", reply_markup=ReplyKeyboardMarkup([["Dog"]]))
    await telegram.press_keyboard(ben, "Dog", chat=group)
    asked = await telegram.send_text(ben, "/decline", chat=group)
    markup = ForceReply(selective=True)
    await bot.send_message(group.id, "Reason?", reply_to_message_id=asked.message_id, reply_markup=markup)
    anna_sees = (await telegram.view(anna, group)).reply_keyboard
    assert anna_sees is not None
    assert not anna_sees.force_reply
    await telegram.send_text(ben, "full", chat=group)
    assert texts(await bot.get_updates())[-3:] == ["Dog", "/decline", "full"]


async def test_members_come_and_go(bot: Bot, telegram: SandboxClient, group: ChatInfo, ben: UserView) -> None:
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    await telegram.leave(ben, group)
    left = (await bot.get_updates())[-1]
    assert left.message is not None
    assert left.message.left_chat_member is not None
    assert (await bot.get_chat_member(group.id, ben.id)).status == ChatMemberStatus.LEFT
    await telegram.join(ben, group)
    assert (await bot.get_chat_member(group.id, ben.id)).status == ChatMemberStatus.MEMBER
    await telegram.set_member(group, ben, "kicked")
    assert (await bot.get_chat_member(group.id, ben.id)).status == ChatMemberStatus.BANNED
    assert {update.chat_member for update in await bot.get_updates()} == {None}  # that is for administrators


async def test_administrators_are_told_each_change_of_the_members(
    bot: Bot, telegram: SandboxClient, group: ChatInfo, ben: UserView
) -> None:
    await telegram.leave(ben, group)
    await telegram.set_member(group, None, "administrator")
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    await telegram.join(ben, group)
    updates = await bot.get_updates()
    assert updates[-2].chat_member is not None
    assert updates[-2].chat_member.new_chat_member.user.id == ben.id
    assert updates[-1].message is not None
    assert updates[-1].message.new_chat_members[0].id == ben.id


async def test_anonymous_administrators(
    bot: Bot, telegram: SandboxClient, group: ChatInfo, anna: UserView, ben: UserView
) -> None:
    await telegram.send_text(anna, "/today", chat=group, anonymous=True)
    said = (await bot.get_updates())[-1].message
    assert said is not None
    assert said.from_user is not None
    assert said.sender_chat is not None
    assert (said.from_user.id, said.sender_chat.id) == (ChatID.ANONYMOUS_ADMIN, group.id)
    with pytest.raises(ControlError, match="only administrators"):
        await telegram.send_text(ben, "/today", chat=group, anonymous=True)


async def test_a_removed_bot(bot: Bot, telegram: SandboxClient, group: ChatInfo) -> None:
    await telegram.set_member(group, None, "kicked")
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "hello?")
    await telegram.set_member(group, None, "member")
    assert await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "hello?")


async def test_a_group_becomes_a_supergroup(bot: Bot, telegram: SandboxClient, group: ChatInfo, ben: UserView) -> None:
    supergroup = await telegram.upgrade_group(group)
    assert supergroup.type == "supergroup"
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "hello")
    assert caught.value.new_chat_id == supergroup.id
    await bot.send_message(supergroup.id, "hello")
    to, from_ = [update.message for update in (await bot.get_updates())[-2:]]
    assert to is not None
    assert (to.chat.id, to.migrate_to_chat_id) == (group.id, supergroup.id)
    assert from_ is not None
    assert (from_.chat.id, from_.migrate_from_chat_id) == (supergroup.id, group.id)
    assert (await telegram.view(ben, supergroup)).last.text == "hello"


async def test_who_is_met_in_a_group_only_cannot_be_written_to(bot: Bot, group: ChatInfo, ben: UserView) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(ben.id, "hello")


async def test_command_menus_by_scope(
    bot: Bot, telegram: SandboxClient, group: ChatInfo, anna: UserView, ben: UserView
) -> None:
    scopes = {
        "default": None,
        "private": BotCommandScopeAllPrivateChats(),
        "groups": BotCommandScopeAllGroupChats(),
        "admins": BotCommandScopeAllChatAdministrators(),
        "clinic": BotCommandScopeChat(group.id),
        "chief": BotCommandScopeChatAdministrators(group.id),
        "ben": BotCommandScopeChatMember(group.id, ben.id),
    }

    async def menus() -> list[str]:
        found = [await telegram.menu(anna), await telegram.menu(anna, group), await telegram.menu(ben, group)]
        return [menu[0].command if menu else "" for menu in found]

    assert await menus() == ["", "", ""]
    expected = [
        ["default", "default", "default"],
        ["private", "default", "default"],
        ["private", "groups", "groups"],
        ["private", "admins", "groups"],
        ["private", "clinic", "clinic"],
        ["private", "chief", "clinic"],
        ["private", "chief", "ben"],
    ]
    for (name, scope), seen in zip(scopes.items(), expected, strict=True):
        await bot.set_my_commands([BotCommand(name, f"Menu {name}")], scope=scope)
        assert await menus() == seen
    await bot.set_my_commands([BotCommand("privat", "Auf Deutsch")], scopes["private"], "de")
    assert (await telegram.menu(anna, language="de"))[0].description == "Auf Deutsch"
    assert (await telegram.menu(anna, language="fr"))[0].command == "private"
    await bot.delete_my_commands(scopes["ben"])
    assert (await menus())[2] == "clinic"
    assert await bot.get_my_commands(scopes["chief"]) == (BotCommand("chief", "Menu chief"),)
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Übel", "x")])
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([BotCommand("x", "x")], BotCommandScopeChat(-5))


async def test_the_bots_profile(bot: Bot, anna: UserView) -> None:
    await bot.set_my_name("Happy Paws")
    await bot.set_my_description("Books visits")
    await bot.set_my_short_description("Visits", "de")
    assert (await bot.get_my_name()).name == "Happy Paws"
    assert (await bot.get_my_description("de")).description == "Books visits"
    assert (await bot.get_my_short_description()).short_description == ""
    await bot.set_chat_menu_button()
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert (await bot.get_chat_menu_button(anna.id)).type == "default"
