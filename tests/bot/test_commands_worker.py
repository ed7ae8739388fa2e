"""`brug worker`: a process that plans and contacts beside another one. Each contact goes out once, and `/healthz` says
how old the oldest overdue one is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, update

from bot.clock import SystemClock
from bot.demo.write import Writing
from store.contacts import row_of
from store.crypto import Keyring
from store.database import Database
from store.tables import address, contact, lab, meeting, outbox, person
from tests.bot.test_commands import Brug
from tests.conversations import catalogues
from tests.fakes.processes import ROOT
from tests.house import SECRET, house

PATIENCE = 60
OVERDUE = timedelta(hours=3)


def test_on_sqlite_a_worker_says_that_one_process_does_it_all(tmp_path: Path) -> None:
    said = Brug(tmp_path / "data")("worker")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("A worker beside another process needs PostgreSQL")
    assert "`brug run`" in said.err


def test_a_worker_that_would_take_the_bots_messages_away_is_refused(tmp_path: Path) -> None:
    bot = {"BRUG_TELEGRAM_TOKEN": "123456:abc", "BRUG_DATABASE_URL": "postgresql://postgres@127.0.0.1:9/none"}

    [said] = Brug(tmp_path / "data").each(("worker",), **bot)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("A worker beside another process needs BRUG_TELEGRAM_MODE=webhook")


async def test_health_says_how_old_the_oldest_overdue_contact_is(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.signs_up("amina")
        who, now = await home.person("amina"), home.clock.now()
        before = (await home.brug.health.alive()).as_json()
        async with home.brug.database.write() as connection:
            row = row_of(home.lab.id, who.id, "check_up", now - OVERDUE, now + OVERDUE, now)
            await connection.execute(insert(contact).values(row))

        alive, ready = await home.brug.health.alive(), await home.brug.health.ready()
        await home.brug.rounds.contact()

        assert before["oldest_overdue_contact_seconds"] == 0.0
        assert alive.good
        assert alive.oldest_overdue_contact_seconds == ready.oldest_overdue_contact_seconds == OVERDUE.total_seconds()
        assert (await home.brug.health.alive()).oldest_overdue_contact_seconds == 0.0


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    """With the made-up lab in it, which may write at any hour today."""
    opened = Database(postgres_url.replace("postgresql://", "postgresql+psycopg://"), Keyring(SECRET))
    now = SystemClock().now()
    async with opened.write() as connection:
        await Writing(connection, opened.keyring, catalogues(), now).write()
        any_time = {"quiet_from": "00:00", "quiet_to": "00:00", "a_day": 5, "a_week": 21}
        await connection.execute(update(lab).values(policy=any_time, calendars=[]))
        await connection.execute(
            update(person).values(last_in_at=now - timedelta(days=2), paused_until=None, facts=None)
        )
        await connection.execute(delete(contact).where(contact.c.state == "planned"))
    yield opened
    await opened.close()


@contextmanager
def worker(folder: Path, url: str) -> Iterator["subprocess.Popen[str]"]:
    settings = {"BRUG_DATA_DIR": str(folder), "BRUG_DATABASE_URL": url, "BRUG_SECRET_KEY": SECRET, "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "worker"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **settings},  # noqa: TID251
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.postgres
async def test_two_workers_share_what_is_due_and_nobody_hears_anything_twice(
    database: Database, postgres_url: str, tmp_path: Path
) -> None:
    overdue = await _make_due(database)
    with worker(tmp_path / "one", postgres_url) as one, worker(tmp_path / "other", postgres_url) as other:
        end = time.monotonic() + PATIENCE
        while await _undecided(database) and time.monotonic() < end:
            assert (one.poll(), other.poll()) == (None, None)
            time.sleep(0.2)
        time.sleep(2.5)  # What was decided is sent, or would be sent again.
        for process in (one, other):
            process.send_signal(signal.SIGTERM)
        assert [process.wait(30) for process in (one, other)] == [0, 0]

    async with database.read() as connection:
        decided = (await connection.execute(select(contact).where(contact.c.id.in_(overdue)))).all()
        sent = (await connection.execute(select(outbox).where(outbox.c.key.like("contact:%:%")))).all()
    fresh = [row for row in sent if int(row.key.split(":")[1]) in overdue]
    assert {row.state for row in decided} == {"sent"}
    assert sorted(int(row.key.split(":")[1]) for row in fresh) == sorted(overdue)
    assert {(row.state, row.attempts) for row in fresh} == {("sent", 1)}


async def _make_due(database: Database) -> list[int]:
    """A reminder of the last meeting for everybody who can be reached."""
    now = SystemClock().now()
    reached = select(address.c.person_id).where(address.c.reachable)
    active = (person.c.standing == "active", person.c.role == "participant", person.c.id.in_(reached))
    async with database.write() as connection:
        about = (await connection.execute(select(func.max(meeting.c.id)))).scalar_one()
        people = (await connection.execute(select(person.c.id, person.c.lab_id).where(*active))).all()
        rows = [
            row_of(one.lab_id, one.id, "reminder_week", now - OVERDUE, now + OVERDUE, now, meeting_id=about)
            for one in people
        ]
        made = [await connection.execute(insert(contact).values(row).returning(contact.c.id)) for row in rows]
        return [int(one.scalar_one()) for one in made]


async def _undecided(database: Database) -> int:
    async with database.read() as connection:
        query = select(func.count()).where(contact.c.state == "planned", contact.c.due_at <= SystemClock().now())
        return int((await connection.execute(query)).scalar_one())
