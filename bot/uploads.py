"""Voice notes and pictures that people send from a page: limited in size and kind, and without hidden data."""

import io

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError

from bot.messages import MediaKind

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
