"""Voice notes and pictures that people send from a page, and see there: limited, and without hidden data."""

import io

import filetype
from aiohttp import web

from bot.messages import File, MediaKind

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 1600
PICTURES = ("JPEG", "PNG", "WEBP")
SOUNDS = {
    "video/webm": "audio/webm",
    "audio/webm": "audio/webm",
    "audio/ogg": "audio/ogg",
    "application/ogg": "audio/ogg",
}
SOUNDS |= {"video/mp4": "audio/mp4", "audio/mp4": "audio/mp4", "audio/x-m4a": "audio/mp4", "audio/mpeg": "audio/mpeg"}


class NotTaken(Exception):
    """This file is not a voice note or a picture that we take."""


def accept(data: bytes) -> tuple[MediaKind, str, bytes]:
    """The kind, the type and the cleaned bytes, judged by what the bytes are and not by what they are called.

    A picture is drawn anew, upright and at most 1600 pixels long: place, time and camera are gone. Slow: run it in
    a thread. Raises `NotTaken`.
    """
    if len(data) > MAX_BYTES:
        raise NotTaken
    kind = filetype.guess(data)
    if kind is not None and kind.mime in SOUNDS:
        return "voice", SOUNDS[kind.mime], data
    return "photo", "image/jpeg", _redrawn(data)


def _redrawn(data: bytes) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError  # Three megabytes that most conversations never need.

    try:
        with Image.open(io.BytesIO(data), formats=PICTURES) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotTaken
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotTaken from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    drawn = io.BytesIO()
    clean.save(drawn, "JPEG", quality=82)
    return drawn.getvalue()


def served(request: web.Request, file: File) -> web.Response:
    """The file, or the one part of it that was asked for: Safari plays no sound that it cannot have in parts.

    Whoever asks for several parts at once, or for what is no range, gets the whole (RFC 9110, 14.2).
    """
    headers = {"Accept-Ranges": "bytes"}
    asked = _range(request)
    if asked is None:
        return web.Response(body=file.data, content_type=file.mime, headers=headers)
    size = len(file.data)
    first, after, _ = asked.indices(size)
    if first >= size:
        raise web.HTTPRequestRangeNotSatisfiable(headers=headers | {"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{after - 1}/{size}"
    return web.Response(status=206, body=file.data[first:after], content_type=file.mime, headers=headers)


def _range(request: web.Request) -> slice | None:
    try:
        return request.http_range if "Range" in request.headers else None
    except ValueError:
        return None
