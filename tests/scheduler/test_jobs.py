"""What happens by itself: it happens, it goes on after a failure, and it ends in peace."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

import scheduler.jobs
from bot.clock import SystemClock
from scheduler.jobs import Jobs
from store.tables import outbox
from tests.house import House, house


@dataclass
class Sweeper:
    """Stands in for the outbox: counts its sweeps, and fails or waits as told."""

    sweeps: int = 0
    failures: list[Exception] = field(default_factory=list)
    gate: asyncio.Event | None = None
    finished: int = 0

    async def sweep(self) -> None:
        self.sweeps += 1
        if self.failures:
            raise self.failures.pop()
        if self.gate:
            await self.gate.wait()
        self.finished += 1


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
async def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """With short pauses, on SQLite: the jobs do not know the database."""
    monkeypatch.setattr(scheduler.jobs, "SWEEP_SECONDS", 0.05)
    monkeypatch.setattr(scheduler.jobs, "RETENTION_SECONDS", 0.05)
    async with house(tmp_path) as opened:
        yield opened


def jobs_of(home: House, sweeper: Any) -> Jobs:
    return Jobs(home.brug.database, sweeper, home.brug.rounds, SystemClock())


async def test_a_job_that_fails_is_tried_again(home: House) -> None:
    sweeper = Sweeper(failures=[RuntimeError("a bug"), OSError("no space")])
    jobs = jobs_of(home, sweeper)

    jobs.start()
    await until(lambda: sweeper.finished >= 2)
    await jobs.stop()

    assert sweeper.sweeps >= 4


async def test_a_job_that_takes_long_is_not_started_twice(home: House) -> None:
    sweeper = Sweeper(gate=asyncio.Event())
    jobs = jobs_of(home, sweeper)

    jobs.start()
    await until(lambda: sweeper.sweeps > 0)
    await asyncio.sleep(0.3)

    assert sweeper.sweeps == 1
    assert sweeper.gate is not None
    sweeper.gate.set()
    await jobs.stop()


async def test_to_stop_lets_the_job_that_is_under_way_end(home: House) -> None:
    sweeper = Sweeper(gate=asyncio.Event())
    jobs = jobs_of(home, sweeper)
    jobs.start()
    await until(lambda: sweeper.sweeps == 1)

    stopping = asyncio.create_task(jobs.stop())
    await asyncio.sleep(0.1)
    assert not stopping.done()
    assert sweeper.gate is not None
    sweeper.gate.set()
    await stopping

    assert (sweeper.sweeps, sweeper.finished) == (1, 1)


async def test_what_never_started_can_be_stopped(home: House) -> None:
    await jobs_of(home, Sweeper()).stop()


async def test_the_sweep_sends_what_waits_and_nobody_woke(home: House) -> None:
    await home.signs_up("amina")
    who = await home.person("amina")
    now = home.clock.now()
    row = {"person_id": who.id, "address_id": 1, "kind": "broadcast", "body": {"text": "News", "lang": "en"}}
    row |= {"state": "queued", "due_at": now, "key": "news", "created_at": now}
    async with home.brug.database.write() as connection:
        await connection.execute(insert(outbox).values(row))
    jobs = jobs_of(home, home.brug.outbox)

    jobs.start()
    await until(lambda: home.said("amina")[-1] == "News")
    await jobs.stop()


async def test_retention_runs_by_itself(home: House) -> None:
    await home.writes("stranger", "/start")
    home.clock.pass_(days=-400)
    jobs = jobs_of(home, Sweeper())

    jobs.start()
    async with asyncio.timeout(10):
        while await home.person("stranger") is not None:
            await asyncio.sleep(0.02)
    await jobs.stop()
