"""The bot of the tests of the Telegram channel: what it says, and how it is started."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp.connector import Connection

from bot.channels.telegram import Telegram
from bot.channels.telegram.sources import Pace
from bot.messages import Button, Outbound, SendError
from tests.fakes.inlets import RememberingInlet

TOKEN = "123456:canary-of-the-token"
SECRET = "canary-of-the-webhook-secret"
CHAT = 98_765_432_101
WORDS = "canary of the words"
HELLO = Outbound(WORDS, "en", (Button("q1:yes", "Yes"), Button("q1:no", "No")))
QUICK = Pace(first=0.01, most=0.05, slow=0.05, unavailable=0.02, long_poll=1, webhook_check=0.05)


@asynccontextmanager
async def running(url: str, inlet: RememberingInlet | None = None, **options: Any) -> AsyncIterator[Telegram]:
    """A channel that has started against the Bot API at `url`, and is stopped."""
    telegram = Telegram(TOKEN, url, pace=QUICK, **options)
    await telegram.start(inlet or RememberingInlet())
    try:
        yield telegram
    finally:
        await telegram.stop()


async def failure_of(telegram: Telegram) -> SendError:
    with pytest.raises(SendError) as caught:
        await telegram.send(str(CHAT), HELLO, {})
    return caught.value


async def failure_at(url: str, **options: Any) -> SendError:
    """Of a bot that is started for this one message."""
    async with running(url, **options) as telegram:
        return await failure_of(telegram)


class Dawdling(aiohttp.TCPConnector):
    """What a server says at once has come before its connection is used."""

    async def connect(self, *given: Any) -> Connection:
        connection = await super().connect(*given)
        try:
            await asyncio.sleep(0.05)
        except BaseException:
            connection.close()
            raise
        return connection
