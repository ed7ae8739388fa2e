"""What happens for every message: by index only, and in order even when somebody gives up waiting."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Select, create_engine, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from store.crypto import Keyring
from store.database import Database
from store.inline import InlineConnection
from store.intake import _TAKEN, _VISITORS
from store.outgoing import _OPEN
from store.tables import metadata, tally

ROW: dict[str, int | str] = {"lab_id": 1, "kind": "left", "place": "", "count": 1}
HOT: list[tuple[Select[tuple[object]], dict[str, list[str] | list[int]]]] = [
    (_TAKEN, {"channels": ["telegram"], "accounts": ["1"], "events": ["a", "b"]}),
    (_VISITORS, {"channels": ["telegram"], "accounts": ["1"], "lookups": ["a", "b"]}),
    (_OPEN, {"addresses": [1, 2]}),
]


@pytest.mark.parametrize(("query", "values"), HOT, ids=["taken", "visitors", "open"])
def test_no_query_of_the_hot_path_reads_a_whole_table(
    query: Select[tuple[object]], values: dict[str, list[str] | list[int]]
) -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    text = query.params(**values).compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True})
    unset = (None,) * len(text.positiontup or ())

    with engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", unset)]
    engine.dispose()

    assert [step for step in plan if step.startswith("SCAN") and "json_each" not in step] == []


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite+aiosqlite:///{tmp_path / 'brug.db'}", Keyring("s" * 32))
    async with opened.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield opened
    await opened.close()


async def test_who_gives_up_waiting_for_the_write_lock_leaves_no_transaction_behind(database: Database) -> None:
    assert database.url.database
    other = sqlite3.connect(database.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(_write(database))
    await asyncio.sleep(0.1)

    waiting.cancel()
    asyncio.get_running_loop().call_later(0.2, other.rollback)
    with suppress(asyncio.CancelledError):
        await waiting
    async with asyncio.timeout(3):
        await _write(database)
    other.close()

    async with database.read() as connection:
        assert (await connection.execute(select(tally.c.count))).all() == [(1,)]


async def test_where_the_write_lock_is_free_only_the_commit_waits_in_a_thread(database: Database) -> None:
    await _write(database, ROW)
    async with database.write(hot=True) as connection:
        before = await _handed(connection)

    async with database.write(hot=True) as connection:
        assert await _handed(connection) == before + 1
        await connection.execute(update(tally).values(count=2))
        assert await _handed(connection) == before + 1


async def test_where_another_process_holds_the_write_lock_it_is_waited_for_and_nobody_else_waits(
    database: Database,
) -> None:
    assert database.url.database
    other = sqlite3.connect(database.url.database, isolation_level=None)
    for _ in range(2):
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(_write(database, ROW | {"place": str(_)}))
        await asyncio.sleep(0.1)
        assert not waiting.done()

        other.rollback()
        async with asyncio.timeout(3):
            await waiting
    other.close()


async def test_a_hot_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await _write(database, ROW, ROW)

    async with database.write(hot=True) as connection:
        assert (await connection.execute(select(tally.c.count))).all() == []


async def _handed(connection: AsyncConnection) -> int:
    """How many steps this connection has left to its thread."""
    raw = (await connection.get_raw_connection()).driver_connection
    assert isinstance(raw, InlineConnection)
    return raw._handed


async def _write(database: Database, *rows: dict[str, int | str]) -> None:
    async with database.write(hot=True) as connection:
        for row in rows or (ROW,):
            await connection.execute(insert(tally).values(row))
