"""The fixtures of the tests of the Telegram channel: a stand-in Bot API for each module, as new for each test."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.channels.telegram import Telegram
from tests.bot.telegram_bot import running
from tests.fakes.telegram_client import TelegramControl, telegram_control, telegram_server


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    with telegram_server() as url:
        yield url


@pytest.fixture
async def server(server_url: str) -> AsyncIterator[TelegramControl]:
    async with telegram_control(server_url) as control:
        yield control


@pytest.fixture
async def telegram(server: TelegramControl) -> AsyncIterator[Telegram]:
    """The channel, started against the stand-in."""
    async with running(server.url) as telegram:
        yield telegram
