"""Voice notes and pictures that people sent."""

import pytest

from bot.channels.telegram import Telegram
from bot.messages import File, NotAccepted, Refused
from tests.fakes.telegram_client import TelegramControl

pytest_plugins = ["tests.bot.telegram_fixtures"]


async def test_a_voice_note_is_fetched(telegram: Telegram, server: TelegramControl) -> None:
    await server.add_file("F", "voice/file_3.oga", b"OggS" * 50_000)

    assert await telegram.fetch("F") == File(b"OggS" * 50_000, "audio/ogg", "file_3.oga")


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../bot/getMe", "voice/../../x", "http://127.0.0.1:9/x"],
)
async def test_a_file_is_fetched_from_below_the_bots_folder_only(
    telegram: Telegram, server: TelegramControl, path: str
) -> None:
    await server.add_file("F", path, b"x")

    with pytest.raises(Refused):
        await telegram.fetch("F")
    assert "download" not in await server.calls()


async def test_a_redirected_file_is_not_followed(telegram: Telegram, server: TelegramControl) -> None:
    await server.add_file("F", "voice/file_3.oga", b"OggS")
    await server.script("redirect", method="download")

    with pytest.raises(NotAccepted):
        await telegram.fetch("F")


@pytest.mark.parametrize("claims", [None, 5], ids=["as getFile says", "though getFile says otherwise"])
async def test_a_file_that_is_too_large_is_refused(
    telegram: Telegram, server: TelegramControl, claims: int | None
) -> None:
    await server.add_file("F", "voice/file_3.oga", bytes(1024), times=20 * 1024 + 1, claims=claims)

    with pytest.raises(Refused, match="20 MB"):
        await telegram.fetch("F")


async def test_a_file_that_is_gone_is_refused(telegram: Telegram) -> None:
    with pytest.raises(Refused):
        await telegram.fetch("unknown")
