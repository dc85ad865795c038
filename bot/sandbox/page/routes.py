"""Serving the page's files."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FILES = frozenset(file.name for file in _STATIC.iterdir())
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def page_app() -> Starlette:
    """The page at `/`, what it consists of at `/page/<name>`."""
    return Starlette(routes=[Route("/", _index), Route("/page/{name}", _part)])


def _index(_: Request) -> Response:
    return _file("index.html")


def _part(request: Request) -> Response:
    name = request.path_params["name"]
    return _file(name) if name in _FILES else Response("Not Found", 404)


def _file(name: str) -> Response:
    path = _STATIC / name
    return Response(path.read_bytes(), media_type=_TYPES[path.suffix], headers=_HEADERS)
