"""Told to stop: whoever is in the house is answered, and finds the database open to the last."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import insert

from bot.app import Brug, build, open_database
from bot.plain_http import Fields, Post
from bot.serving import House, end, open_house
from store.database import Database
from store.tables import tally
from tests.conversations import catalogues
from tests.house import Paper, lay_out, settings_for


@dataclass
class Writing(Paper):
    """What is posted to it is written down, by both ways, once its gate is open."""

    database: Database | None = None
    here: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/slow", self._posted)]

    def post(self) -> Post:
        return Post("/door", self._admits, self._write)

    def _admits(self, _: Fields) -> bool:
        return True

    async def _posted(self, request: web.Request) -> web.Response:
        self.here += 1
        if not await self._write(await request.read()):
            raise web.HTTPServiceUnavailable
        return web.Response()

    async def _write(self, body: bytes) -> bool:
        await self.gate.wait()
        if body == b"no":
            return False
        assert self.database is not None
        async with self.database.write() as connection:
            row = {"lab_id": 1, "kind": "left", "place": body.decode(), "count": 1}
            await connection.execute(insert(tally).values(row))
        return True


@dataclass
class Street:
    """Before the house."""

    brug: Brug
    house: House
    channel: Writing
    session: aiohttp.ClientSession
    port: int

    async def posts(self, path: str, body: bytes | AsyncIterator[bytes]) -> tuple[int, str]:
        async with self.session.post(f"http://127.0.0.1:{self.port}{path}", data=body) as answer:
            return answer.status, answer.headers.get("Connection", "")

    async def written(self) -> list[str]:
        """What the database holds, looked at by somebody else."""
        other = Database(self.brug.settings.database, self.brug.database.keyring)
        async with other.read() as connection:
            found = sorted((await connection.scalars(tally.select().with_only_columns(tally.c.place))).all())
        await other.close()
        return found


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    lay_out(tmp_path / "data")
    settings = settings_for(tmp_path / "data", port=0)
    database = await open_database(settings)
    channel = Writing(database=database)
    brug = build(settings, database, catalogues(), extra=[channel])
    house = await open_house(brug)
    await brug.start()
    port = house.door.listening.sockets[0].getsockname()[1]
    async with aiohttp.ClientSession() as session:
        yield Street(brug, house, channel, session, port)


@asynccontextmanager
async def ending(street: Street) -> AsyncIterator[None]:
    """The process is told to stop, and gets as far as it can by itself."""
    over = asyncio.create_task(end(street.brug, street.house))
    await asyncio.sleep(0.1)
    assert not over.done()
    yield
    async with asyncio.timeout(4):
        await over


@pytest.mark.parametrize("path", ["/slow", "/door"])
async def test_what_is_under_way_is_written_before_the_database_closes(street: Street, path: str) -> None:
    posted = asyncio.create_task(street.posts(path, b"a"))
    await asyncio.sleep(0.1)
    async with ending(street):
        street.channel.gate.set()

        assert (await posted)[0] == 200
    assert await street.written() == ["a"]


async def test_what_is_still_coming_is_read_to_its_end(street: Street) -> None:
    rest = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b"a"
        await rest.wait()
        yield b"b"

    street.channel.gate.set()
    posted = asyncio.create_task(street.posts("/slow", slowly()))
    while not street.channel.here:
        await asyncio.sleep(0.01)
    async with ending(street):
        rest.set()

        assert await posted == (200, "close")
    assert await street.written() == ["ab"]


async def test_who_is_refused_comes_on_no_old_connection_either(street: Street) -> None:
    posted = asyncio.create_task(street.posts("/slow", b"no"))
    while not street.channel.here:
        await asyncio.sleep(0.01)
    async with ending(street):
        street.channel.gate.set()

        assert await posted == (503, "close")


async def test_nobody_new_comes_in_while_the_house_closes(street: Street) -> None:
    posted = asyncio.create_task(street.posts("/slow", b"a"))
    await asyncio.sleep(0.1)
    async with ending(street):
        with pytest.raises(aiohttp.ClientConnectorError):
            await street.posts("/slow", b"b")
        street.channel.gate.set()
        await posted


async def test_who_takes_too_long_is_not_waited_for_and_nothing_is_opened_for_her_later(street: Street) -> None:
    posted = asyncio.create_task(street.posts("/door", b"a"))
    await asyncio.sleep(0.1)
    await street.brug.finish()
    await street.house.close(0.05)
    await street.brug.database.close()

    street.channel.gate.set()
    with pytest.raises(aiohttp.ClientError):
        await posted
    assert await street.written() == []
