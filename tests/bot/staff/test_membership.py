"""Who is not, or no longer, in the clinic's group can do nothing there."""

import inspect
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import (
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberOwner,
    ChatMemberRestricted,
    Update,
    User,
)
from telegram.error import BadRequest, TimedOut

from bot.clinic.vets.callbacks import AddVet
from bot.staff.membership import standing_of
from core.clinic.schemas import Status
from core.config import Settings
from core.staff.schemas import Standing

SHUT_OUT = "You are not in the clinic's chat any more"
ADDRESS = "vera@clinic.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"admin_email": ADDRESS})


async def leave(world: Any, person: Any, how: str = "left") -> None:
    await world.client.set_member(world.clinic, person.user, how, by=None if how == "left" else world.staff.user)
    await world.settle()


def unheard(world: Any, person: Any, status: str) -> None:
    """Their membership changes, and the bot never hears of it."""
    world.server.world.chats[world.clinic.id].members[person.user.id] = status


async def switch(world: Any) -> Status:
    async with world.desk.unit() as services:
        status: Status = (await services.clinic.status()).status
    return status


@pytest.mark.parametrize("bot_is", ["member", "administrator"])
@pytest.mark.parametrize("how", ["left", "kicked"])
async def test_who_left_can_do_nothing(
    world: Any, new_owner: Any, ask: Any, message: Any, row: Any, how: str, bot_is: str
) -> None:
    if bot_is == "administrator":
        await world.client.set_member(world.clinic, None, "administrator")
    ben = await world.staff_member("Ben")
    _, actor = await new_owner()
    await ask(actor)
    card = await message("#1001")
    await ben.say("/vets")
    asked = await ben.tap("Add a vet")
    await leave(world, ben, how)
    left = await row(ben)
    assert (left.is_present, left.may_change_rules) == (False, False)
    # His question went with him, and with it whatever he might still send.
    assert asked.message_id not in {each.message_id for each in await world.staff.messages()}
    async with world.desk.unit() as services:
        assert await services.conversations.find(world.clinic.id, ben.user.id) is None
        assert (await services.users.account(ben.user.id)).vouched_at is None

    confirm = card.button("✅ Confirm").data
    for data in (confirm, AddVet().pack(), "cs:close", "ka:1"):
        query = await world.client.forge(ben.user, card, data, chat=world.clinic.id)
        await world.settle()
        assert SHUT_OUT in (await world.client.query(query)).text
    assert (await message("Request #1001")).message_id == card.message_id
    assert await switch(world) is Status.OPEN
    listed = await world.staff.say("/staff")
    assert "Ben –" not in listed.text
    assert "Left lately: Ben" in listed.text

    await world.client.join(ben.user, world.clinic)
    await world.settle()
    await ben.tap("Confirm", on=card)
    assert "Confirmed by Ben" in (await message("#1001")).text


async def test_whoever_comes_back_is_a_newcomer(world: Any, restrict: Any, row: Any) -> None:
    ben, cara = await world.staff_member("Ben"), await world.staff_member("Cara")
    await restrict(cara)
    assert (await row(ben)).may_change_rules
    await leave(world, ben)
    await world.client.join(ben.user, world.clinic)
    await world.settle()
    await ben.say("/vets")
    await ben.tap("Add a vet")
    assert "Here you handle visits." in await ben.toast()
    await restrict(ben, "Let them change the rules")
    await ben.say("/vets")
    assert "what is the new vet called?" in (await ben.tap("Add a vet")).text


async def test_a_leaving_that_nobody_heard_of(world: Any, row: Any) -> None:
    ben = await world.staff_member("Ben")
    screen = await ben.say("/status")
    unheard(world, ben, "left")
    await world.client.forge(ben.user, screen, "cs:close", chat=world.clinic.id)
    await world.settle()
    assert await switch(world) is Status.CLOSE  # Telegram's word of a moment ago still counts
    await world.advance(hours=6)
    await ben_presses(world, ben, screen, "cs:open", refused=True)
    assert await switch(world) is Status.CLOSE
    assert not (await row(ben)).is_present
    # That he is back, nobody heard of either.
    unheard(world, ben, "member")
    await world.advance(minutes=2)
    await ben_presses(world, ben, screen, "cs:open", refused=False)
    assert await switch(world) is Status.OPEN


async def ben_presses(world: Any, ben: Any, screen: Any, data: str, *, refused: bool) -> None:
    query = await world.client.forge(ben.user, screen, data, chat=world.clinic.id)
    await world.settle()
    assert (SHUT_OUT in ((await world.client.query(query)).text or "")) is refused


async def test_somebody_who_never_was_in_a_public_group(world: Any, row: Any) -> None:
    screen = await world.staff.say("/status")
    mallory = await world.person("Mallory")
    await ben_presses(world, mallory, screen, "cs:close", refused=True)
    assert await switch(world) is Status.OPEN
    assert await row(mallory) is None
    assert "Mallory" not in (await world.staff.say("/staff")).text


@pytest.mark.parametrize("error", [TimedOut(), BadRequest("Member list is inaccessible")])
async def test_when_telegram_does_not_say_what_is_known_decides(
    world: Any, row: Any, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, cara = await world.staff_member("Ben"), await world.staff_member("Cara")
    screen = await ben.say("/status")
    await leave(world, cara)
    await world.advance(hours=7)

    async def silent(*args: Any, **kwargs: Any) -> Any:
        raise error

    monkeypatch.setattr(type(world.bot.application.bot), "get_chat_member", silent)
    await ben_presses(world, ben, screen, "cs:close", refused=False)
    await ben_presses(world, cara, screen, "cs:open", refused=True)
    assert await switch(world) is Status.CLOSE
    assert (await row(ben)).is_present


async def test_staff_finds_out_who_is_gone(world: Any) -> None:
    ben = await world.staff_member("Ben")
    await ben.say("/status")
    unheard(world, ben, "kicked")
    assert "Ben – may" in (await world.staff.say("/staff")).text
    await world.advance(hours=7)
    assert "Left lately: Ben" in (await world.staff.say("/staff")).text


async def test_telegram_is_asked_outside_of_any_transaction(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that waits for Telegram would be one less for everybody else."""
    ben = await world.staff_member("Ben")
    await ben.say("/status")
    await world.advance(hours=7)
    pool, bot = world.desk._database.engine.pool, type(world.bot.application.bot)
    asked, held = bot.get_chat_member, []

    async def watched(self: Any, *args: Any, **kwargs: Any) -> Any:
        held.append(pool.checkedout())
        return await asked(self, *args, **kwargs)

    monkeypatch.setattr(bot, "get_chat_member", watched)
    await ben.say("/status")
    assert held == [0]


async def test_anonymous_administrators(world: Any, restrict: Any) -> None:
    vera = world.staff

    async def write(text: str) -> Any:
        await world.client.send_text(vera.user, text, chat=world.clinic, anonymous=True)
        await world.settle()
        return await vera.screen()

    assert "Closed, until you open again" in (await write("/close")).text
    assert "Closed" in (await vera.say("/status")).text
    assert "Anonymous administrators" in (await vera.screen()).text
    listed = await vera.say("/staff")
    assert "Anonymous administrators – may change the rules" in listed.text
    await vera.tap("Anonymous administrators")
    await vera.tap("Visits only")
    refused = await write("/closure tomorrow")
    assert "Vera Vet may change this" in refused.text
    await world.advance(days=2)
    assert "The clinic is open" in (await write("/open")).text


async def test_messages_in_a_channels_name_are_nobodys(world: Any) -> None:
    """Any member of a group may write in the name of a channel of theirs, and nobody knows who it was."""
    chat = {"id": world.clinic.id, "type": "supergroup", "title": "Clinic"}
    said = {
        "message_id": 900, "date": 1_772_438_400, "chat": chat, "text": "/close",
        "from": {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"},
        "sender_chat": {"id": -100777, "type": "channel", "title": "News"},
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }  # fmt: skip
    await world.bot.intake.store([Update.de_json({"update_id": 5, "message": said}, world.bot.application.bot)])
    await world.settle()
    assert await switch(world) is Status.OPEN
    assert SHUT_OUT in (await world.staff.screen()).text
    before = await world.staff.messages()
    chatter = {**said, "message_id": 901, "text": "Hello", "entities": []}
    await world.bot.intake.store([Update.de_json({"update_id": 6, "message": chatter}, world.bot.application.bot)])
    await world.settle()
    assert await world.staff.messages() == before


async def test_the_owners_address_only_for_whoever_is_still_there(world: Any, row: Any) -> None:
    ben = await world.staff_member("Ben")
    await ben.say("/status")
    unheard(world, ben, "left")
    await world.advance(hours=7)
    private = ben.in_private()
    await private.say("/start")
    await private.tap("Register")
    await private.tap("Ben")
    assert "belongs to the clinic" in (await private.say(ADDRESS)).text
    assert not (await row(ben)).is_present


async def test_who_handles_visits_only_cannot_take_the_owners_address(world: Any, restrict: Any, row: Any) -> None:
    ben = await world.staff_member("Ben")
    await ben.say("/status")
    await restrict(ben)
    await ben.say("/status")
    private = ben.in_private()
    await private.say("/start")
    await private.tap("Register")
    await private.tap("Ben")
    assert "belongs to the clinic" in (await private.say(ADDRESS)).text
    # A manager whom the clinic trusts with it becomes an owner beside the group's.
    cara = await world.staff_member("Cara")
    await restrict(cara, "Let them change the rules")
    await cara.say("/status")
    await cara.in_private().register(ADDRESS)
    assert (await row(cara)).is_owner
    await cara.say("/staff")
    await cara.tap("Ben")
    assert "may change the rules" in (await cara.tap("Let them change the rules")).text


def test_what_telegrams_statuses_mean() -> None:
    ben = User(5, "Ben", False)
    rights: dict[str, Any] = {
        name: True for name in inspect.signature(ChatMemberRestricted).parameters if name.startswith("can_")
    }
    until = datetime(2026, 3, 2, tzinfo=UTC)
    for member, standing in (
        (ChatMemberOwner(ben, False), Standing.CREATOR),
        (ChatMemberMember(ben), Standing.MEMBER),
        (ChatMemberRestricted(ben, True, until_date=until, **rights), Standing.MEMBER),
        (ChatMemberRestricted(ben, False, until_date=until, **rights), Standing.OUT),
        (ChatMemberLeft(ben), Standing.OUT),
        (ChatMemberBanned(ben, until), Standing.OUT),
    ):
        assert standing_of(member) is standing
