"""One live page too many is told when to come again, wherever it is."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from admin.live import MOST_OF_ONE
from bot.channels.webchat_stream import MAX_STREAMS
from bot.http import STREAM_AGAIN
from bot.screen import MOST_STREAMS
from tests.admin.house import House, open_house
from tests.bot.page import site
from tests.bot.screening import hall

LIVE = {"Accept": "text/event-stream"}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as house:
        yield house


async def one_too_many(session: aiohttp.ClientSession, url: str, most: int) -> tuple[int, str]:
    """What the next one hears while so many are open: status, and in how many seconds to come again."""
    async with AsyncExitStack() as pages:
        for _ in range(most):
            opened = await pages.enter_async_context(session.get(url, headers=LIVE))
            assert opened.status == 200
        refused = await pages.enter_async_context(session.get(url, headers=LIVE))
        return refused.status, refused.headers.get("Retry-After", "")


async def test_at_the_desk(desk: House) -> None:
    async with desk.seat(await desk.hire("Els", "coordinator", desk.lab_a)) as els:
        told = await one_too_many(els.session, f"{els.base}/admin/today/stream", MOST_OF_ONE)

    assert told == (429, STREAM_AGAIN["Retry-After"])


async def test_in_the_chat(tmp_path: Path) -> None:
    async with site(tmp_path) as brug, brug.page() as amina:
        await amina.begins()
        told = await one_too_many(amina.session, f"{brug.base}/chat/events", MAX_STREAMS)

    assert told == (429, STREAM_AGAIN["Retry-After"])


async def test_on_the_screen_of_a_poll(tmp_path: Path) -> None:
    async with hall(tmp_path) as room, aiohttp.ClientSession() as session:
        await room.fills(("amina",))
        poll = await room.asks()
        told = await one_too_many(session, f"{room.url}/screen/{poll.code}/events", MOST_STREAMS)

    assert told == (429, STREAM_AGAIN["Retry-After"])
