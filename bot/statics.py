"""Style sheets, scripts and pictures: read once at start, compressed, and kept by browsers until they change."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web

FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=600"
_VERSION = re.compile("[0-9a-f]{12}")
TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".css": "text/css"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    plain: bytes
    small: bytes
    mime: str


class Statics:
    """All files of a folder. `prefix` names their version, so that a browser never mixes two.

    A page that was open before an upgrade asks for older versions: it gets what the file says now, for a short while.
    """

    def __init__(self, folder: Path) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): _read(path) for path in sorted(folder.rglob("*")) if path.is_file()
        }
        seen = hashlib.sha256(b"".join(name.encode() + file.plain for name, file in self._files.items()))
        self._version = seen.hexdigest()[:12]
        self.prefix = f"/static/{self._version}"

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/static/{path:.+}", self._serve)]

    async def _serve(self, request: web.Request) -> web.Response:
        version, _, rest = request.match_info["path"].partition("/")
        current = version == self._version
        file = self._files.get(rest if _VERSION.fullmatch(version) else request.match_info["path"])
        if file is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": FOREVER if current else BRIEFLY, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=file.small, content_type=file.mime, headers=headers | {"Content-Encoding": "gzip"})
        return web.Response(body=file.plain, content_type=file.mime, headers=headers)


def _read(path: Path) -> StaticFile:
    plain = path.read_bytes()
    mime = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return StaticFile(plain, _compressed(plain), mime)


@cache
def _compressed(plain: bytes) -> bytes:
    """Done once for all applications of a process: tests make thousands."""
    return gzip.compress(plain, 9, mtime=0)
