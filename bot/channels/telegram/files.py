"""Voice notes and pictures that people sent: fetched from the Bot API's own host, by Telegram's id only."""

from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from bot.channels.telegram.outcomes import TooLarge
from bot.channels.telegram.pool import MAX_ANSWER
from bot.channels.telegram.request import QuietBot
from bot.messages import File, Refused

_TYPES: Final = {
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
_DOWNLOAD_TIMEOUT: Final = 60.0


async def fetch(bot: QuietBot, ref: str) -> File:
    """The bytes behind a file id. `mime` is what the name says: look at the bytes before trusting it.

    Raises `Refused` for what is too large or strange, `TelegramError` for what the network did.
    """
    found: dict[str, Any] = await bot.call("getFile", {"file_id": ref})
    path = PurePosixPath(_checked(found.get("file_path")))
    if int(found.get("file_size") or 0) > MAX_ANSWER:
        raise Refused("The file is larger than 20 MB.")
    return File(await _download(bot, path), _TYPES.get(path.suffix.lower(), "application/octet-stream"), path.name)


async def _download(bot: QuietBot, path: PurePosixPath) -> bytes:
    url = f"{bot.base_file_url}/{quote(str(path))}"
    try:
        return await bot.request.retrieve(url, read_timeout=_DOWNLOAD_TIMEOUT)
    except TooLarge:
        raise Refused("The file is larger than 20 MB.") from None


def _checked(path: object) -> str:
    """A path below the bot's folder. The library itself would follow a whole URL, token and all."""
    if not isinstance(path, str) or not path or path.startswith("/") or "://" in path or ".." in path.split("/"):
        raise Refused("Telegram names no path for this file.")
    return path
