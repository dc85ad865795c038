"""Command menus, name and descriptions."""

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import method
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.profile import ScopeKey, parse_commands, parse_language, parse_scope
from bot.sandbox.world import World

_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def _where(world: World, params: Params) -> tuple[ScopeKey, str]:
    kind, chat, user_id = parse_scope(params.json("scope"))
    chat_id = 0 if chat is None else world.find_chat(chat).id
    return (kind, chat_id, user_id), parse_language(params.text("language_code"))


@method("setMyCommands")
def set_my_commands(world: World, params: Params) -> bool:
    where = _where(world, params)
    world.profile.commands[where] = parse_commands(params.json("commands"))
    world.journal.emit("commands", scope=where[0][0], chat_id=where[0][1], language=where[1])
    return True


@method("getMyCommands")
def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.profile.commands.get(_where(world, params), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, params: Params) -> bool:
    where = _where(world, params)
    world.profile.commands.pop(where, None)
    world.journal.emit("commands", scope=where[0][0], chat_id=where[0][1], language=where[1])
    return True


def _set_text(world: World, params: Params, kind: str) -> bool:
    value = params.text(kind)
    if len(value) > _LIMITS[kind]:
        raise bad_request(f"BOT_{kind.upper()}_TOO_LONG")
    world.profile.texts[kind, parse_language(params.text("language_code"))] = value
    return True


def _get_text(world: World, params: Params, kind: str) -> Json:
    return {kind: world.profile.text(kind, parse_language(params.text("language_code")))}


@method("setMyName")
def set_my_name(world: World, params: Params) -> bool:
    return _set_text(world, params, "name")


@method("getMyName")
def get_my_name(world: World, params: Params) -> Json:
    return _get_text(world, params, "name")


@method("setMyDescription")
def set_my_description(world: World, params: Params) -> bool:
    return _set_text(world, params, "description")


@method("getMyDescription")
def get_my_description(world: World, params: Params) -> Json:
    return _get_text(world, params, "description")


@method("setMyShortDescription")
def set_my_short_description(world: World, params: Params) -> bool:
    return _set_text(world, params, "short_description")


@method("getMyShortDescription")
def get_my_short_description(world: World, params: Params) -> Json:
    return _get_text(world, params, "short_description")
