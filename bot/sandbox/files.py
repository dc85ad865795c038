"""Files that went through the chats, in memory."""

import mimetypes
import secrets
import struct

from bot.sandbox.errors import bad_request
from bot.sandbox.model import Json, StoredFile

_PREFIX = {"document": "BQACAgIAAx", "photo": "AgACAgIAAx", "voice": "AwACAgIAAx", "sticker": "CAACAgIAAx"}
_FOLDER = {"document": "documents", "photo": "photos", "voice": "voice", "sticker": "stickers"}
DOWNLOAD_LIMIT = 20 * 1024 * 1024
KEPT_FILES = 2000


class FileStore:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._count = 0

    def add(self, kind: str, data: bytes, name: str = "", mime_type: str | None = None) -> StoredFile:
        if not data:
            raise bad_request("file must be non-empty")
        self._count += 1
        width, height = _image_size(data) if kind == "photo" else (0, 0)
        extension = ".jpg" if kind == "photo" else _extension(name, kind)
        stored = StoredFile(
            file_id=_PREFIX[kind] + secrets.token_urlsafe(24),
            file_unique_id=secrets.token_urlsafe(10),
            kind=kind,
            path=f"{_FOLDER[kind]}/file_{self._count}{extension}",
            data=data,
            name=name or f"file{extension}",
            mime_type=mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream",
            width=width,
            height=height,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        if len(self._by_id) > KEPT_FILES:
            oldest = self._by_id.pop(next(iter(self._by_id)))
            del self._by_path[oldest.path]
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def file_json(stored: StoredFile) -> Json:
    """The fields that every kind of file has."""
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_unique_id,
        "file_size": len(stored.data),
    }


def document_json(stored: StoredFile) -> Json:
    return {**file_json(stored), "file_name": stored.name, "mime_type": stored.mime_type}


def photo_json(stored: StoredFile) -> list[Json]:
    """PhotoSize, smallest first; the small one is the same file under the same id."""
    full = {**file_json(stored), "width": stored.width, "height": stored.height}
    longest = max(stored.width, stored.height, 1)
    if longest <= 90:
        return [full]
    small = {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_unique_id + "s",
        "file_size": min(len(stored.data), 1500),
        "width": max(1, stored.width * 90 // longest),
        "height": max(1, stored.height * 90 // longest),
    }
    return [small, full]


def _extension(name: str, kind: str) -> str:
    dot = name.rfind(".")
    if dot > 0 and name[dot + 1 :].isalnum():
        return name[dot:].lower()
    return {"voice": ".oga", "sticker": ".webp"}.get(kind, "")


def _image_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data[:2] == b"\xff\xd8":
        position = 2
        while position + 9 < len(data) and data[position] == 0xFF:
            marker, size = data[position + 1], int.from_bytes(data[position + 2 : position + 4], "big")
            if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
                height, width = struct.unpack(">HH", data[position + 5 : position + 9])
                return int(width), int(height)
            position += 2 + size
        return 800, 600
    raise bad_request("IMAGE_PROCESS_FAILED")
