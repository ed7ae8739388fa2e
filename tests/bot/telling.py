"""A Brug whose web chat may tell browsers, and people who say yes to that."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestServer
from sqlalchemy import insert

from bot.channels.webchat import WebChat
from bot.channels.webchat_notices import Notices
from locales.catalogue import Catalogues
from store.tables import address, outbox
from tests.bot.page import Page, Site
from tests.fakes.push_service import PushService
from tests.house import House, house


@asynccontextmanager
async def opened(folder: Path, catalogues: Catalogues) -> AsyncIterator[Site]:
    async with house(folder, catalogues=catalogues) as home, TestServer(home.brug.web) as server:
        chat = web_chat(home)
        chat.push.notices.grace = 0.05
        await chat.start(home.brug.service)
        yield Site(home, str(server.make_url("")).rstrip("/"))
        await chat.stop()


def web_chat(home: House) -> WebChat:
    [chat] = [channel for channel in home.brug.channels if isinstance(channel, WebChat)]
    return chat


def notices(page: Page) -> Notices:
    return web_chat(page.home).push.notices


async def offer(page: Page) -> tuple[int, dict[str, Any]]:
    status, body, _ = await page.get("/chat/push")
    return status, json.loads(body) if status == 200 else {}


async def says_yes(page: Page, vendor: PushService, name: str = "amina") -> dict[str, Any]:
    """As the page does it, when it is quiet. What her browser gave."""
    await notices(page).settled()
    _, offered = await offer(page)
    subscription = await vendor.browser(name, offered["key"])
    assert (await page.post("/chat/push", subscription))[0] == 200
    return subscription


async def is_written_to(page: Page, text: str = "We meet on Thursday.", place: int = 0) -> None:
    await writes_to(page.home, text, place)


async def writes_to(home: House, text: str, place: int = 0, *, asks_push: bool = False) -> None:
    """Somebody of the lab writes to her. Until it is sent, and its notice too."""
    [to] = [row for row in await home.rows(address) if row.channel == "webchat"][place : place + 1]
    now = home.clock.now()
    body = {"text": text, "lang": "en"} | ({"asks_push": True} if asks_push else {})
    row = {"kind": "coordinator", "body": body, "state": "queued", "due_at": now, "created_at": now, "key": text}
    async with home.brug.database.write() as connection:
        await connection.execute(insert(outbox).values(row | {"address_id": to.id, "person_id": to.person_id}))
    home.brug.outbox.wake([to.id])
    await home.brug.outbox.settled()
    await web_chat(home).push.notices.settled()


async def looks(page: Page) -> None:
    await page.listens(bool)
    await asyncio.sleep(0.05)
