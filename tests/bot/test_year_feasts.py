"""Feasts take a moment to load, the first time of all: nobody waits for a row meanwhile."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from store.database import Database
from tests.bot.year import Year, at
from tests.house import House


class Onlooker(ThreadPoolExecutor):
    """Threads that note how many are inside the database when they are given work."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.inside: list[int] = []

    def submit(self, work: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        self.inside.append(self.database._inside)
        return super().submit(work, *args, **options)


@pytest.fixture
async def year(home: House) -> Year:
    year = Year(home)
    await year.leaves_alone()
    await year.without("preparation")
    return year


def watched(year: Year) -> Onlooker:
    threads = Onlooker(year.home.brug.database)
    asyncio.get_running_loop().set_default_executor(threads)
    return threads


async def test_feasts_are_loaded_before_anybody_is_locked(year: Year) -> None:
    await year.knows("amina")
    await year.meets()
    year.home.clock.moment = at(5, 14, 16)
    threads = watched(year)

    done = await year.home.brug.rounds.contact()

    assert done.people == 1
    assert threads.inside == [0]


async def test_feasts_are_loaded_before_anybody_asks_what_is_planned(year: Year) -> None:
    threads = watched(year)

    await year.home.brug.rounds.plan()

    assert threads.inside == [0]
