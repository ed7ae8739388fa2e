"""F14, F15, F16: the database is locked, full, or gone for a moment."""

import asyncio
import os
import sqlite3
import subprocess
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.telegram_client import telegram_control
from tests.fakes.telegram_updates import text_update
from tests.faults.brug_process import until
from tests.faults.conversations import SCRIPT, crowd
from tests.faults.nursery import Nursery
from tests.faults.posting import Poster
from tests.faults.stage import Stage, Waves, say
from tests.postgres import PostgresServer


async def test_sixteen_writers_a_long_reader_and_a_backup_do_not_lock_each_other_out(
    sqlite_stage: Stage, tmp_path: Path, rounds: Callable[[int], int]
) -> None:
    stage = sqlite_stage
    people = Waves(16)
    await stage.brug.started()
    file = stage.brug.database_url.removeprefix("sqlite:///")
    async with stage.feeder() as feeder:
        with closing(sqlite3.connect(file)) as reader, Disturbance(file, tmp_path / "backup"):
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM inbox").fetchall()
            for _ in range(rounds(1)):
                people.say(feeder, len(SCRIPT))
                await feeder.drained()
        verdict = await stage.verdict(people.all, feeder)

    verdict.check()
    assert feeder.attempts == people.said
    assert "locked" not in stage.brug.log.read_text()


class Disturbance:
    """Another program writes now and then, and copies the whole database meanwhile."""

    def __init__(self, file: str, copy: Path) -> None:
        self._over = threading.Event()
        self._work = threading.Thread(target=self._disturb, args=(file, copy))

    def __enter__(self) -> None:
        self._work.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._work.join(30)

    def _disturb(self, file: str, copy: Path) -> None:
        with closing(sqlite3.connect(file, timeout=10, isolation_level=None)) as writer:
            while not self._over.wait(0.05):
                writer.execute("BEGIN IMMEDIATE")
                writer.execute("UPDATE lab SET city = city || ''")
                self._over.wait(0.1)
                writer.execute("COMMIT")
                with closing(sqlite3.connect(copy)) as target:
                    writer.backup(target)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB."""
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be made here: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
async def small_stage(nursery: Nursery, stand_in: str, small_disk: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """Its data, but not its log, on the small disk."""
    async with aiohttp.ClientSession() as session, telegram_control(stand_in) as control:
        stage = Stage(nursery, small_disk, control, session)
        stage.brug.log = tmp_path / "log"
        yield stage
        await stage.clear()


async def test_a_full_disk_keeps_updates_at_the_provider_and_loses_nothing(
    small_stage: Stage, small_disk: Path
) -> None:
    stage = small_stage
    people = crowd(12)
    await stage.brug.started()
    poster = Poster(stage.session, stage.brug.webhook, await stage.secret())
    async with stage.feeder() as feeder:
        say(feeder, people, 2)
        (await stage.verdict(people, feeder)).check()
        _fill(small_disk / "ballast")
        say(feeder, people, len(SCRIPT))
        await until(lambda: _is_refused(poster))

        (small_disk / "ballast").unlink()
        verdict = await stage.verdict(people, feeder)

    verdict.check()
    with closing(sqlite3.connect(stage.brug.database_url.removeprefix("sqlite:///"))) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_a_full_disk_makes_it_not_ready(small_stage: Stage, small_disk: Path) -> None:
    stage = small_stage
    await stage.brug.started()
    poster = Poster(stage.session, stage.brug.webhook, await stage.secret())
    _fill(small_disk / "ballast")
    async with stage.feeder() as feeder:
        say(feeder, crowd(12), len(SCRIPT))
        await until(lambda: _is_refused(poster))

    status, report = await stage.brug.report("readyz")

    assert (status, "the database does not take anything" in str(report["problems"])) == (503, True)


async def test_a_disk_that_fails_to_write_keeps_updates_at_the_provider_and_loses_nothing(sqlite_stage: Stage) -> None:
    """Its log cannot be written either."""
    stage, people = sqlite_stage, crowd(12)
    await stage.brug.started()
    poster = Poster(stage.session, stage.brug.webhook, await stage.secret())
    async with stage.feeder() as feeder:
        say(feeder, people, 2)
        (await stage.verdict(people, feeder)).check()
        stage.brug.may_write(0)
        say(feeder, people, len(SCRIPT))
        await until(lambda: _is_refused(poster))
        status, report = await stage.brug.report("readyz")

        stage.brug.may_write()
        verdict = await stage.verdict(people, feeder)

    verdict.check()
    assert (status, "the database does not take anything" in str(report["problems"])) == (503, True)
    with closing(sqlite3.connect(stage.brug.database_url.removeprefix("sqlite:///"))) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(b"\0" * 4096)


async def _is_refused(poster: Poster) -> bool:
    """A stranger's first words: the provider must keep them."""
    return await poster.post(text_update(5000, "/start", update_id=777_000)) == 503


async def test_postgres_crashes_under_load_lose_nothing(
    postgres_stage: Stage, postgres_server: PostgresServer, rounds: Callable[[int], int]
) -> None:
    stage, server = postgres_stage, postgres_server
    people = Waves(20)
    await stage.brug.started()
    await stage.control.script("slow", method="sendMessage", times=-1, seconds=0.02)
    async with stage.feeder() as feeder:
        for _ in range(rounds(4)):
            people.say(feeder, 1 + len(SCRIPT) // 4)
            await asyncio.sleep(0.1)  # Somewhere in the middle of it.
            await asyncio.to_thread(server.stop, "immediate")
            await asyncio.to_thread(server.start)
        verdict = await stage.verdict(people.all, feeder, patience=10 * rounds(4))

    verdict.check()
    assert len(feeder.acknowledged) == people.said


async def test_killed_connections_lose_nothing(
    postgres_stage: Stage, postgres_server: PostgresServer, rounds: Callable[[int], int]
) -> None:
    stage = postgres_stage
    people = Waves(20)
    name = stage.brug.database_url.rpartition("/")[2]
    kill_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    kill_all += " AND pid <> pg_backend_pid()"
    await stage.brug.started()
    async with stage.feeder() as feeder:
        for _ in range(rounds(7)):
            people.say(feeder, len(SCRIPT) // 7)
            await asyncio.to_thread(postgres_server.sql, kill_all, name)
        verdict = await stage.verdict(people.all, feeder, patience=6 * rounds(7))

    verdict.check()
