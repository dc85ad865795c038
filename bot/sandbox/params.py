"""The parameters of a Bot API call, however they came: query, form, multipart or JSON."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from bot.sandbox.errors import ApiError, bad_request

_SHOWN = 200
_SECRET = frozenset({"secret_token", "certificate"})


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    data: bytes
    mime_type: str | None


class Params:
    __slots__ = ("_values", "files")

    def __init__(self, values: dict[str, Any], files: dict[str, Upload] | None = None) -> None:
        self._values = values
        self.files = files or {}

    def __contains__(self, name: str) -> bool:
        return name in self._values or name in self.files

    def raw(self, name: str) -> Any:
        return self._values.get(name)

    def text(self, name: str) -> str:
        value = self._values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def optional(self, name: str) -> str | None:
        return self.text(name) or None

    def integer(self, name: str, default: int = 0) -> int:
        value = self._values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._values.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, str):
            return value.strip().lower() in {"true", "yes", "1"}
        return bool(value)

    def json(self, name: str) -> Any:
        """The value of a parameter that holds JSON; None when it is absent."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def shown(self) -> dict[str, Any]:
        """What the log of calls keeps: long values cut, secrets and files left out."""
        values = {
            name: "***" if name in _SECRET else value[:_SHOWN] if isinstance(value, str) else value
            for name, value in self._values.items()
        }
        for name, upload in self.files.items():
            values[name] = f"<{upload.name}, {len(upload.data)} bytes>"
        return values


async def read_params(headers: list[tuple[bytes, bytes]], query: bytes, body: bytes) -> Params:
    """Parameters from the query string and the body."""
    values: dict[str, Any] = dict(_pairs(query)) if query else {}
    files: dict[str, Upload] = {}
    if body:
        content_type = next((value for name, value in headers if name == b"content-type"), b"")
        if content_type.startswith(b"application/x-www-form-urlencoded") or not content_type:
            values.update(_pairs(body))
        elif content_type.startswith(b"application/json"):
            values.update(_object(body))
        elif content_type.startswith(b"multipart/form-data"):
            await _multipart(headers, body, values, files)
    return Params(values, files)


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    return parse_qsl(encoded.decode("utf-8", "replace"), keep_blank_values=True)


def _object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except ValueError:
        raise ApiError(400, "Bad Request: can't parse JSON object") from None
    if not isinstance(parsed, dict):
        raise ApiError(400, "Bad Request: JSON object expected")
    return parsed


async def _multipart(
    headers: list[tuple[bytes, bytes]], body: bytes, values: dict[str, Any], files: dict[str, Upload]
) -> None:
    async def stream() -> AsyncIterator[bytes]:
        yield body
        yield b""

    parser = MultiPartParser(Headers(raw=headers), stream(), max_part_size=16 * 1024 * 1024)  # type: ignore[arg-type]
    try:
        form = await parser.parse()
    except MultiPartException as trouble:
        raise bad_request(f"can't parse multipart data: {trouble.message}") from None
    try:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = Upload(value.filename or name, await value.read(), value.content_type)
            else:
                values[name] = value
    finally:
        await form.close()
