"""The web chat as a browser's page uses it, against a real server on the loopback interface."""

import io
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from tests.house import House, house


@dataclass(frozen=True, slots=True)
class Event:
    """What the stream told."""

    name: str
    data: dict[str, Any]
    id: str = ""


@dataclass
class Page:
    """One browser, with its own cookies."""

    session: aiohttp.ClientSession
    base: str
    home: House
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    numbers: Any = field(default_factory=lambda: count(1))

    async def get(self, path: str, **headers: str) -> tuple[int, bytes, Any]:
        async with self.session.get(self.base + path, headers=headers) as answer:
            return answer.status, await answer.read(), answer.headers

    async def post(self, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any], Any]:
        around = {"Origin": self.base} | headers
        data = io.BytesIO(body) if isinstance(body, bytes) else body
        data = json.dumps(body) if isinstance(body, dict) else data
        async with self.session.post(self.base + path, data=data, headers=around) as answer:
            told = await answer.json() if answer.content_type == "application/json" else {}
            return answer.status, told, answer.headers

    async def says(self, text: str = "", **fields: Any) -> int:
        """Write, and wait until Brug has answered. The status."""
        self.home.clock.pass_(seconds=1)
        event = {"id": f"{self.name}-{next(self.numbers)}", "text": text}
        status, _, _ = await self.post("/chat/messages", event | fields)
        await self.home.brug.outbox.settled()
        return status

    async def begins(self, language: str = "English") -> "Page":
        await self.get("/chat")
        for text in ("/start", language):
            assert await self.says(text) == 200
        return self

    async def listens(self, enough: Callable[[list[Event]], bool], after: str = "", **headers: str) -> list[Event]:
        """All events of a fresh stream, until there are enough."""
        events: list[Event] = []
        timeout = aiohttp.ClientTimeout(sock_read=10)
        url = f"{self.base}/chat/events" + (f"?after={after}" if after else "")
        async with self.session.get(url, headers=headers, timeout=timeout) as answer:
            assert answer.content_type == "text/event-stream"
            fields: dict[str, str] = {}
            while not enough(events):
                line = (await answer.content.readline()).decode().rstrip("\n")
                name, _, value = line.partition(": ")
                if line:
                    fields[name] = value
                elif "event" in fields:
                    events.append(Event(fields["event"], json.loads(fields["data"]), fields.get("id", "")))
                    fields = {}
        return events


def texts(events: list[Event]) -> list[str]:
    return [event.data["text"] for event in events if event.name == "message"]


@dataclass
class Site:
    """Brug behind its web server."""

    home: House
    base: str

    @asynccontextmanager
    async def page(self) -> AsyncIterator[Page]:
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar, auto_decompress=False) as session:
            yield Page(session, self.base, self.home)


@asynccontextmanager
async def site(folder: Path) -> AsyncIterator[Site]:
    async with house(folder) as home, TestServer(home.brug.web, handler_cancellation=False) as server:
        for channel in home.brug.channels:
            await channel.start(home.brug.service)
        yield Site(home, str(server.make_url("")).rstrip("/"))
        for channel in home.brug.channels:
            await channel.stop()
