"""Whoever gives up in the middle of a transaction leaves no lock behind."""

import asyncio
import gc
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from store.database import Database


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
