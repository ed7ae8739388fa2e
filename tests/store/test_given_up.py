"""Whoever gives up in the middle of a transaction leaves no lock behind."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import event, text

from store.crypto import Keyring
from store.database import Database


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[Database]:
    opened = Database(postgres_url.replace("postgresql://", "postgresql+psycopg://"), Keyring("s" * 32))
    yield opened
    await opened.close()


@pytest.fixture
def no_collector() -> Iterator[None]:
    """What nobody closes stays open, as it may for minutes: the collector comes seldom."""
    gc.disable()
    yield
    gc.enable()


async def _writes(database: Database, *, hot: bool) -> None:
    async with database.write(hot=hot) as connection:
        await connection.execute(text("SELECT 1"))


@pytest.mark.parametrize("hot", [False, True])
async def test_a_write_that_is_given_up_at_any_moment_leaves_no_lock(
    database: Database, no_collector: None, *, hot: bool
) -> None:
    for turns in range(14):
        for pause in (0, 0.0003):
            given_up = asyncio.create_task(_writes(database, hot=hot))
            for _ in range(turns):
                await asyncio.sleep(pause)
            given_up.cancel()
            await asyncio.wait([given_up])

            await _writes(database, hot=False)


AT_ONCE = 4
"""So many connections of the hot path are kept open on PostgreSQL."""


@pytest.mark.postgres
async def test_who_gives_up_while_connections_go_back_loses_none_of_them(postgres: Database) -> None:
    pool = postgres._hot.sync_engine.pool
    made: list[object] = []
    event.listen(pool, "connect", lambda connection, _: made.append(connection))
    await _writes_at_once(postgres)
    given_up = asyncio.create_task(_fails(postgres))
    event.listen(pool, "checkin", lambda *_: given_up.cancel(), once=True)

    await asyncio.wait([given_up])

    assert given_up.cancelled()
    await _writes_at_once(postgres)
    assert len(made) == AT_ONCE


@pytest.mark.postgres
async def test_a_connection_that_cannot_go_back_keeps_no_other_from_it(postgres: Database) -> None:
    await _writes_at_once(postgres)
    broken = postgres._kept[0]
    postgres._kept[0] = Broken()  # type: ignore[call-overload]

    with pytest.raises(ValueError, match="a bug"):
        await _fails(postgres)

    assert postgres._hot.sync_engine.pool.checkedout() == 1  # type: ignore[attr-defined]
    await broken.close()


class Broken:
    """A connection that cannot be closed."""

    async def close(self) -> None:
        raise OSError("broken")


async def _writes_at_once(database: Database) -> None:
    everybody_in = asyncio.Barrier(AT_ONCE)

    async def writes() -> None:
        async with database.write(hot=True):
            await everybody_in.wait()

    await asyncio.gather(*(writes() for _ in range(AT_ONCE)))


async def _fails(database: Database) -> None:
    async with database.write(hot=True):
        raise ValueError("a bug")
