"""Who is in the clinic's chat: Telegram's list of members, asked before a transaction and followed as it changes."""

import logging
from typing import Any

from telegram import ChatMember, ChatMemberRestricted, Update, User
from telegram.constants import ChatID
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.context import Context, name_of
from bot.house import House
from bot.ui.texts import texts_for
from core.front_desk import Services
from core.staff.schemas import Standing

log = logging.getLogger(__name__)

ANONYMOUS = ChatID.ANONYMOUS_ADMIN
"""Who writes where administrators of a group stay anonymous. A press always tells who it is."""
_PATIENCE = 5
"""Seconds to wait for Telegram's word before what is known decides."""
_OUT = ("participant_id_invalid", "user_not_participant", "user not found", "member not found")


class Membership:
    """Asks Telegram who is in the clinic's group. Never while a transaction is open."""

    def __init__(self, bot: "ExtBot[Any]") -> None:
        self._bot = bot

    async def greet(self, house: House, update: Update) -> None:
        """Knows who acts in the clinic's chat, and whether they are in it, before what they want is looked at."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None or chat.id != house.admin_chat_id or sent_as_a_channel(update):
            return
        name = _anonymous(house) if user.id == ANONYMOUS else name_of(user)
        async with house.desk.unit() as services:
            ask = await services.staff.greet(user.id, name, user.username)
        if ask:
            standing = await self._standing(chat.id, user.id)
            async with house.desk.unit() as services:
                await note(services, house, user.id, name, user.username, standing)

    async def verify(self, house: House, telegram_user_id: int) -> None:
        """Makes sure that somebody who is taken for staff still is, wherever they act."""
        async with house.desk.unit() as services:
            member = await services.staff.member(telegram_user_id)
            stale = telegram_user_id in await services.staff.to_ask_about()
        if member is not None and stale:
            standing = await self._standing(house.admin_chat_id, telegram_user_id)
            async with house.desk.unit() as services:
                await note(services, house, telegram_user_id, member.name, None, standing)

    async def refresh(self, house: House) -> None:
        """Whose the group is, and whether those are still there about whom Telegram was not asked for a while."""
        if house.admin_chat_id > 0:
            return
        try:
            administrators = await self._bot.get_chat_administrators(house.admin_chat_id, read_timeout=_PATIENCE)
        except TelegramError as error:
            log.info("the group's administrators are not known: %s", error.message)
            administrators = ()
        for administrator in administrators:
            if administrator.status == ChatMember.OWNER and not administrator.user.is_bot:
                user = administrator.user
                async with house.desk.unit() as services:
                    await services.staff.note(user.id, name_of(user), user.username, Standing.CREATOR)
        async with house.desk.unit() as services:
            stale = await services.staff.to_ask_about()
        for telegram_user_id in stale:
            await self.verify(house, telegram_user_id)

    async def _standing(self, chat_id: int, telegram_user_id: int) -> Standing:
        if chat_id == telegram_user_id:  # a private chat is its person's
            return Standing.CREATOR
        if telegram_user_id == ANONYMOUS:  # only administrators of the group can write like this
            return Standing.MEMBER
        try:
            member = await self._bot.get_chat_member(chat_id, telegram_user_id, read_timeout=_PATIENCE)
        except (BadRequest, Forbidden) as error:
            log.info("Telegram does not say whether %s is in the clinic's chat: %s", telegram_user_id, error.message)
            return Standing.OUT if any(word in error.message.lower() for word in _OUT) else Standing.UNTOLD
        except TelegramError as error:
            log.warning("Telegram could not be asked who is in the clinic's chat: %s", error.message)
            return Standing.UNREACHABLE
        return standing_of(member)


def standing_of(member: ChatMember) -> Standing:
    """What a status means here: somebody restricted may still be in the group."""
    if isinstance(member, ChatMemberRestricted):
        return Standing.MEMBER if member.is_member else Standing.OUT
    if member.status in (ChatMember.LEFT, ChatMember.BANNED):
        return Standing.OUT
    return Standing.CREATOR if member.status == ChatMember.OWNER else Standing.MEMBER


def sent_as_a_channel(update: Update) -> bool:
    """Whether a message was written in the name of a channel: then nobody knows who it was."""
    message = update.message or update.edited_message
    return bool(message and message.sender_chat and message.sender_chat.id != message.chat.id)


async def follow(update: Update, context: Context) -> None:
    """Who came to the clinic's chat, and who went: by the messages that say so, or by the lists of members."""
    house, services = context.house, context.scene.services
    if update.effective_chat is None or update.effective_chat.id != house.admin_chat_id:
        return
    if update.chat_member is not None:
        member = update.chat_member.new_chat_member
        if not member.user.is_bot:
            await _note(context, member.user, standing_of(member))
    elif update.message is not None:
        for user in update.message.new_chat_members:
            if not user.is_bot:
                await services.staff.joined(user.id, name_of(user), user.username)
        if (gone := update.message.left_chat_member) is not None and not gone.is_bot:
            await _note(context, gone, Standing.OUT)


async def _note(context: Context, user: User, standing: Standing) -> None:
    """Whoever goes is asked nothing more: the question goes with them."""
    scene = context.scene
    asked = await scene.services.conversations.find(scene.chat_id, user.id)
    if standing is Standing.OUT and asked is not None and asked.message_id is not None:
        context.reply.delete.append(asked.message_id)
    await note(scene.services, context.house, user.id, name_of(user), user.username, standing)


async def note(
    services: Services, house: House, telegram_user_id: int, name: str, username: str | None, standing: Standing
) -> None:
    """What Telegram said about somebody."""
    await services.staff.note(telegram_user_id, name, username, standing)
    if standing is Standing.OUT:
        await services.conversations.end(house.admin_chat_id, telegram_user_id)


def _anonymous(house: House) -> str:
    return texts_for(house.settings.default_language).plain("staff-anonymous")
