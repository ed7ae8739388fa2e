"""When a database closes, whoever is in it comes to the end, and nothing of it is opened again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util.concurrency import greenlet_spawn

import store.database
from store.database import Database, may_repeat
from store.tables import tally

ROW: dict[str, int | str] = {"lab_id": 1, "kind": "left", "place": "", "count": 1}


class Connections:
    """How many connections to the database are open."""

    def __init__(self, database: Database) -> None:
        self.open = 0
        for engine in {database.engine, database._hot}:
            event.listen(engine.sync_engine, "connect", self._more)
            event.listen(engine.sync_engine, "close", self._less)
            event.listen(engine.sync_engine, "close_detached", self._less)

    def _more(self, *_: object) -> None:
        self.open += 1

    def _less(self, *_: object) -> None:
        self.open -= 1


@pytest.fixture
async def fresh(database: Database) -> AsyncIterator[Database]:
    """Nobody has connected to it yet."""
    opened = Database(database.url.render_as_string(hide_password=False), database.keyring)
    yield opened
    await opened.close()


def ways(database: Database) -> list[AbstractAsyncContextManager[AsyncConnection]]:
    return [database.read(), database.write(), database.write(hot=True), database.bare()]


async def test_what_is_closed_is_not_opened_again(fresh: Database) -> None:
    connections = Connections(fresh)
    for way in ways(fresh):
        async with way as connection:
            await connection.execute(text("SELECT 1"))

    await fresh.close()

    for way in ways(fresh):
        with pytest.raises(OperationalError) as told:
            async with way:
                pass
        assert not may_repeat(told.value)
    assert connections.open == 0


@pytest.mark.parametrize("which", [0, 1, 2, 3], ids=["read", "write", "hot", "bare"])
async def test_whoever_is_in_it_comes_to_the_end_first(fresh: Database, which: int) -> None:
    connections = Connections(fresh)
    async with ways(fresh)[which] as connection:
        await connection.execute(text("SELECT 1"))
        closing = asyncio.create_task(fresh.close())
        await asyncio.sleep(0.05)
        before = closing.done()
        await connection.execute(text("SELECT 1"))
    await closing

    assert (before, connections.open) == (False, 0)


async def test_who_waits_for_the_lock_when_it_closes_still_writes(fresh: Database, database: Database) -> None:
    async with fresh.write() as connection:
        await connection.execute(insert(tally).values(ROW))
        waiting = asyncio.create_task(_add_another(fresh))
        await asyncio.sleep(0.02)
        closing = asyncio.create_task(fresh.close())
        await asyncio.sleep(0.02)
    await asyncio.gather(waiting, closing)

    async with database.read() as connection:
        assert len((await connection.execute(select(tally.c.id))).all()) == 2


async def test_whoever_does_not_come_to_an_end_is_not_waited_for(
    fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.database, "FINISH_SECONDS", 0.05)
    pool = fresh.engine.sync_engine.pool
    async with fresh.read() as connection:
        await connection.execute(text("SELECT 1"))
        async with asyncio.timeout(5):
            await fresh.close()
    await greenlet_spawn(pool.dispose)


async def test_a_pool_that_cannot_be_closed_keeps_no_other_open(fresh: Database) -> None:
    connections = Connections(fresh)
    async with fresh.write(hot=True) as connection:
        await connection.execute(text("SELECT 1"))
    whole, fresh.engine = fresh.engine, Stuck()  # type: ignore[assignment]

    with pytest.raises(OSError, match="stuck"):
        await fresh.close()

    assert connections.open == 0
    fresh.engine = whole


class Stuck:
    """Connections that cannot be closed."""

    async def dispose(self) -> None:
        raise OSError("stuck")


async def _add_another(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(insert(tally).values(ROW | {"place": "x"}))
