"""Updates as the Bot API could send them, made from python-telegram-bot's own types.

The constructors' annotations say what each object holds: what is required is always there, of the rest a few at a
time. A type that comes in several kinds (`ChatMember`, `MessageOrigin`, …) is any of them.
"""

import inspect
import re
import typing
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import telegram
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from telegram import TelegramObject, Update
from telegram._utils.defaultvalue import DefaultValue

from tests.fuzz.texts import texts

Json = dict[str, Any]

KINDS = tuple(name for name in inspect.signature(Update.__init__).parameters if name not in ("self", "update_id"))[:-1]
"""What an update can be about: `message`, `callback_query` and so on; the last parameter is PTB's `api_kwargs`."""

_DEPTH = 3
"""How deep objects hold optional objects; below, only what is required."""
_FEW = 4
"""How many of an object's optional fields are filled at once."""
_NUMBERS = (0, 1, -1, 2, 7, 42, 1001, 2**31 - 1, -(2**31), 2**31, 2**52, -(2**52), -1_000_000_000_000)
_MOMENTS = (0, 1, 1_000_000_000, 1_772_438_400, 2**31 - 1, 2**31, 2**32, 7_258_118_400, 253_402_300_799)


def updates(kind: str) -> st.SearchStrategy[Json]:
    """The JSON of what stands under `kind` in an update."""
    [held] = [hint for hint in get_args(_hints(Update)[kind]) if hint is not NoneType]
    return _objects(held, 0).map(lambda built: typing.cast("Json", built.to_dict()))


def corpus(count: int, number: int, kinds: Sequence[str] = KINDS) -> list[tuple[str, Json]]:
    """`count` random updates; the same ones for the same `number`."""
    found: list[tuple[str, Json]] = []

    @seed(number)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(kinds).flatmap(lambda kind: st.tuples(st.just(kind), updates(kind))))
    def collect(example: tuple[str, Json]) -> None:
        found.append(example)

    collect()
    return found


@cache
def _hints(kind: type) -> dict[str, Any]:
    """The annotations of a constructor, the names in them found wherever PTB keeps them."""
    names: dict[str, Any] = {name: value for name, value in vars(telegram).items() if isinstance(value, type)}
    return typing.get_type_hints(kind.__init__, globalns={**names, **vars(inspect.getmodule(kind))})  # type: ignore[misc]


@cache
def _objects(kind: Any, depth: int) -> st.SearchStrategy[Any]:
    """Any object of the type, or of its kinds where it has some."""
    kinds: list[type] = [sub for sub in kind.__subclasses__() if sub.__module__.startswith("telegram.")]
    if kind in (telegram.Chat, telegram.User, telegram.Message) or not kinds:
        return _built(kind, depth)
    if kind is telegram.MaybeInaccessibleMessage:
        return st.deferred(lambda: _objects(telegram.Message, depth) | _objects(telegram.InaccessibleMessage, depth))
    return st.deferred(lambda: st.one_of([_objects(sub, depth) for sub in kinds]))


def _built(kind: type, depth: int) -> st.SearchStrategy[Any]:
    parameters = [
        parameter
        for parameter in inspect.signature(kind).parameters.values()
        if parameter.name != "api_kwargs" and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    required = [parameter.name for parameter in parameters if parameter.default is parameter.empty]
    optional = [parameter.name for parameter in parameters if parameter.default is not parameter.empty]

    @st.composite
    def build(draw: st.DrawFn) -> Any:
        names = list(required)
        if optional and depth < _DEPTH:
            names += draw(st.lists(st.sampled_from(optional), max_size=_FEW, unique=True))
        values = {name: draw(_values(_hints(kind)[name], depth + 1, name)) for name in names}
        while True:
            try:
                return kind(**values)
            except TypeError as error:  # a field that has become required since it was added has a default of None
                [name] = re.findall("`([a-z_]+)` is", str(error))
                values[name] = draw(_values(_hints(kind)[name], depth + 1, name))

    return build()


@cache
def _values(hint: Any, depth: int, name: str) -> st.SearchStrategy[Any]:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        parts = [part for part in get_args(hint) if part is not NoneType and get_origin(part) is not DefaultValue]
        if timedelta in parts:  # or the same as a number
            parts = [timedelta]
        return st.one_of([_values(part, depth, name) for part in parts])
    if origin is Literal:
        return st.sampled_from(get_args(hint))
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return st.lists(_values(get_args(hint)[0], depth, name), max_size=2 if depth < _DEPTH else 1)
    if isinstance(hint, type) and issubclass(hint, TelegramObject):
        return st.deferred(lambda: _objects(typing.cast("Any", hint), depth))
    if hint is bool:
        return st.booleans()
    if hint is int:
        return st.sampled_from(_NUMBERS) | st.integers(-(2**52), 2**52)
    if hint is float:
        return st.sampled_from([0.0, -90.0, 52.52, 1e300]) | st.floats(allow_nan=False, allow_infinity=False)
    if hint is datetime:
        return st.sampled_from(_MOMENTS).map(lambda moment: datetime.fromtimestamp(moment, UTC))
    if hint is timedelta:
        return st.sampled_from([0, 1, 86_400, 2**31 - 1]).map(lambda seconds: timedelta(seconds=seconds))
    if hint in (str, object):
        if name == "type":
            return st.sampled_from(["private", "group", "supergroup", "channel", "bot_command", "emoji", "unheard-of"])
        return texts()
    raise LookupError(f"no strategy for {name}: {hint}")
