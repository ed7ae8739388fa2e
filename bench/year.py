"""`python -m bench.year`: the scheduler with many people and many planned contacts, on both databases.

Claiming: 1,000 due contacts among 1 and 5 million planned ones. Deciding: 100,000 people with their histories. A
broadcast in eight languages to 100,000 people, beside the bare `INSERT ... SELECT`. A rehearsal of a year.

Beside the time that went by stands the CPU time of this process: on a machine that does other things too, it says more.
A PostgreSQL server's is not in it.
"""

import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.entrants import sqlite_url
from bench.postgres import cluster
from bot.app import open_database
from bot.messages import Outbound
from bot.packing import pack
from bot.settings import Settings
from lab.policy import Policy
from scheduler.cadence import Contact, Day, Past, Person, decide
from store.broadcast import write_broadcast
from store.contacts import due_contacts, due_people, settle, settled
from store.database import Database
from store.labs import new_lab

NOW = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
LANGUAGES = ("nl", "en", "fr", "ar", "tr", "uk", "ti", "fa_AF")
PEOPLE = 20_000
CLAIMED = 1_000
DECIDED = 100_000
REACHED = 100_000
PARTS = ("deciding", "rehearsal", "claiming", "broadcast")


@asynccontextmanager
async def database_of(url: str) -> AsyncIterator[Database]:
    with tempfile.TemporaryDirectory(prefix="bench-year-") as name:
        folder = Path(name)
        settings = Settings(
            data_dir=folder,
            database_url=url or sqlite_url(folder),
            secret_key="a key for the bench, long enough",
            port=8080,
            lease_seconds=20,
        )
        database = await open_database(settings)
        try:
            yield database
        finally:
            await database.close()


async def fill_people(connection: AsyncConnection, count: int) -> None:
    """Through the database's own series: a million rows in seconds."""
    lab = await new_lab(connection, name="Bench", city="Gent", timezone="Europe/Brussels", languages=LANGUAGES, now=NOW)
    languages = " ".join(f"WHEN {i} THEN '{code}'" for i, code in enumerate(LANGUAGES))
    await connection.execute(
        text(
            f"INSERT INTO person (lab_id, language, role, standing, turns, timezone, created_at) "  # noqa: S608
            f"SELECT {lab.id}, CASE n % {len(LANGUAGES)} {languages} END, 'participant', 'active', 0, '', :now "
            f"FROM ({_series(connection, count)}) AS s"
        ),
        {"now": _moment(connection, NOW)},
    )
    await connection.execute(
        text(
            "INSERT INTO address (channel, account, lookup, external, person_id, reachable, locales, created_at) "
            "SELECT 'paper', '1', 'l' || id, :external, id, :yes, '', :now FROM person"
        ),
        {"external": b"x", "yes": True, "now": _moment(connection, NOW)},
    )


async def fill_contacts(connection: AsyncConnection, count: int) -> None:
    """Planned ones ahead, spread over a year; `CLAIMED` of them are due."""
    each = count // PEOPLE
    later = (
        "datetime(:now, '+1 hour', '+' || n || ' hours')"
        if _is_sqlite(connection)
        else ("CAST(:now AS timestamptz) + make_interval(hours => n + 1)")
    )
    soon = "datetime(:now, '-1 hour')" if _is_sqlite(connection) else "CAST(:now AS timestamptz) - interval '1 hour'"
    far = "datetime(:now, '+400 days')" if _is_sqlite(connection) else "CAST(:now AS timestamptz) + interval '400 days'"
    for due, series, which in ((later, _series(connection, each), ""), (soon, "SELECT -1 AS n", f"LIMIT {CLAIMED}")):
        await connection.execute(
            text(
                "INSERT INTO contact (lab_id, person_id, kind, reference, slot, priority, due_at, expires_at, state, "  # noqa: S608
                f"reason, created_at) SELECT lab_id, person.id, 'check_up', '', 's' || n, 7, {due}, {far}, 'planned', "
                f"'', :now FROM person CROSS JOIN ({series}) AS s {which}"
            ),
            {"now": _moment(connection, NOW)},
        )
    await connection.execute(text("ANALYZE"))


def _is_sqlite(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "sqlite"


def _series(connection: AsyncConnection, count: int) -> str:
    if _is_sqlite(connection):
        return f"WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < {count - 1}) SELECT n FROM c"  # noqa: S608
    return f"SELECT generate_series(0, {count - 1}) AS n"


def _moment(connection: AsyncConnection, moment: datetime) -> object:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}" if _is_sqlite(connection) else moment


async def claim_seconds(url: str, planned: int, rounds: int = 5) -> tuple[float, float]:
    """By the clock and of CPU: the medians of some rounds, each rolled back."""
    async with database_of(url) as database:
        async with database.write() as connection:
            await fill_people(connection, PEOPLE)
            await fill_contacts(connection, planned)
        times, busy = [], []
        for _ in range(rounds):
            async with database.engine.connect() as connection:
                begin, began = time.perf_counter(), time.process_time()
                ids = await due_people(connection, NOW, CLAIMED)
                due = await due_contacts(connection, ids, NOW)
                await settle(connection, [settled(row.id, NOW, state="sent", reason="sent") for row in due])
                times.append(time.perf_counter() - begin)
                busy.append(time.process_time() - began)
                assert len(due) == CLAIMED, len(due)
                await connection.rollback()
        return statistics.median(times), statistics.median(busy)


def decide_seconds(count: int = DECIDED) -> float:
    """On one core: each with two contacts due and twelve behind her."""
    policy, day = Policy(), Day("Europe/Brussels")
    past = [Past("reminder_week", NOW - timedelta(days=4 * n)) for n in range(1, 13)]
    begin = time.perf_counter()
    for n in range(count):
        due = [
            Contact(n, "reminder_day", 3, NOW - timedelta(minutes=n % 60), NOW + timedelta(days=1), meeting=1),
            Contact(-n - 1, "check_up", 7, NOW - timedelta(hours=1), NOW + timedelta(days=14)),
        ]
        seen = Person("active", last_in_at=NOW - timedelta(days=3), last_out_at=NOW - timedelta(days=3))
        decide(due, seen, past, policy, NOW, day)
    return time.perf_counter() - begin


async def broadcast_ratio(url: str) -> tuple[float, float]:
    """Seconds for the broadcast, and for the bare statement that writes as many rows, in the same run."""
    body = {code: pack(Outbound("We meet on Thursday at 18:00 in the library. " * 3, code)) for code in LANGUAGES}
    async with database_of(url) as database:
        async with database.write() as connection:
            await fill_people(connection, REACHED)
        took, bare = [], []
        for turn in range(3):
            async with database.engine.connect() as connection:
                begin = time.perf_counter()
                written = await write_broadcast(connection, f"b{turn}", None, body, NOW)
                took.append(time.perf_counter() - begin)
                assert sum(written.values()) == REACHED, written
                await connection.rollback()
                begin = time.perf_counter()
                await connection.execute(
                    text(
                        "INSERT INTO outbox (person_id, address_id, kind, body, state, due_at, key, attempts, "
                        "created_at) SELECT person_id, id, 'broadcast', :body, 'queued', :now, 'bare:' || id, 0, :now "
                        "FROM address"
                    ),
                    {"body": b"x" * 200, "now": _moment(connection, NOW)},
                )
                bare.append(time.perf_counter() - begin)
                await connection.rollback()
        return min(took), min(bare)


def rehearsal_seconds() -> tuple[float, float]:
    """By the clock, and of CPU."""
    begin, began = time.perf_counter(), _childrens_cpu()
    subprocess.run(
        [sys.executable, "-m", "bot", "rehearse", "--people", "24", "--months", "12", "--seed", "7"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begin, _childrens_cpu() - began


def _childrens_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def _measure(*, small: int, large: int, postgres: bool, only: str) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(cluster()) if postgres else None
        for name in ("SQLite", *(["PostgreSQL"] if server else [])):

            def url(in_postgres: bool = name != "SQLite") -> str:
                return server.fresh_database() if server and in_postgres else ""

            if only in ("", "claiming"):
                await _compare_claims(name, (small, url()), (large, url()))
            if only in ("", "broadcast"):
                took, bare = await broadcast_ratio(url())
                times = f"{took / bare:.1f} times (target 5)"
                print(f"{name}: broadcast to {REACHED:,} {took:.2f} s, bare {bare:.2f} s: {times}")


async def _compare_claims(name: str, small: tuple[int, str], large: tuple[int, str]) -> None:
    """Each is how many are planned, and in which database."""
    few, few_busy = await claim_seconds(small[1], small[0])
    print(f"{name}: claiming {CLAIMED:,} among {small[0]:,} takes {few * 1000:.0f} ms ({few_busy * 1000:.0f} ms CPU)")
    many, busy = await claim_seconds(large[1], large[0])
    times = f"{many / few:.2f} times that (target 3)"
    print(f"{name}: among {large[0]:,} {many * 1000:.0f} ms ({busy * 1000:.0f} ms CPU): {times}")


def main(
    small: Annotated[int, typer.Option(help="Planned contacts.")] = 1_000_000,
    large: Annotated[int, typer.Option(help="Planned contacts, the more.")] = 5_000_000,
    postgres: Annotated[bool, typer.Option(help="Measure PostgreSQL too.")] = True,
    rehearsal: Annotated[bool, typer.Option(help="Rehearse a year too.")] = True,
    only: Annotated[str, typer.Option(help=f"One thing: {', '.join(PARTS)}.")] = "",
) -> None:
    """Measure the scheduler and compare with the targets."""
    if only not in ("", *PARTS):
        raise typer.BadParameter(f"There is {', '.join(PARTS)}.")
    if only in ("", "deciding"):
        print(f"deciding for {DECIDED:,} people: {decide_seconds():.1f} s (target 60)")
    if only == "rehearsal" or (rehearsal and not only):
        took, busy = rehearsal_seconds()
        print(f"rehearsing 12 months of 24 people: {took:.1f} s ({busy:.1f} s CPU) (target 30)")
    if only in ("", "claiming", "broadcast"):
        asyncio.run(_measure(small=small, large=large, postgres=postgres, only=only))


if __name__ == "__main__":
    typer.run(main)
