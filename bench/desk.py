"""`python -m bench.desk`: how long each page of the desk takes with 10,000 people and a million messages.

The whole web application on loopback, one coordinator who asks for one page after the other, in turns. All people are
in one lab: that is the worst case.
"""

import asyncio
import json
import platform
import re
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer
from argon2 import PasswordHasher
from rich.console import Console
from rich.table import Table
from sqlalchemy import update

from bench.desk_pages import addresses
from bench.desk_seed import fill
from bench.entrants import sqlite_url
from bench.postgres import cluster
from bench.process import machine_cpu
from bot.app import build, open_database
from bot.clock import SystemClock
from bot.serving import spare_the_collector
from bot.settings import Settings, read_settings
from locales.catalogue import load as load_catalogues
from store.database import Database
from store.labs import labs
from store.staff import add_staff
from store.tables import staff

TARGET = 100
"""Milliseconds in which a page answers."""
KEY = "a key for the bench, long enough"
EMAIL, PASSWORD = "bench@example.org", "four words in a row"
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Timed:
    """One page. Milliseconds; `cpu`: the median of what this process took, asking included. `kilobytes` came back."""

    page: str
    status: int
    median: float
    p99: float
    cpu: float
    kilobytes: float


@dataclass(frozen=True, slots=True)
class Run:
    """`others`: cores that other programs took meanwhile."""

    database: str
    others: float
    pages: tuple[Timed, ...]


@asynccontextmanager
async def desk(database: Database, settings: Settings) -> AsyncIterator[tuple[ClientSession, str]]:
    """A coordinator at the desk, logged in. No jobs run beside: nothing but pages is measured."""
    brug = build(settings, database, load_catalogues(), SystemClock())
    async with (
        TestServer(brug.web) as server,
        ClientSession(cookie_jar=CookieJar(unsafe=True, treat_as_secure_origin=server.make_url(""))) as session,
    ):
        brug.service.start()
        brug.outbox.start()
        spare_the_collector()
        base = str(server.make_url("")).rstrip("/")
        await _log_in(session, base)
        yield session, base
        await brug.stop()


async def _log_in(session: ClientSession, base: str) -> None:
    async with session.get(f"{base}/admin/login") as page:
        found = re.search(r'name="csrf" value="([^"]+)"', await page.text())
    fields = {"csrf": found[1] if found else "", "email": EMAIL, "password": PASSWORD}
    async with session.post(f"{base}/admin/login", data=fields, headers={"Origin": base}) as page:
        if page.url.path != "/admin/":
            raise RuntimeError(f"Could not log in: {page.status} at {page.url.path}")


async def hire(database: Database, lab_id: int) -> None:
    """The coordinator, with a password."""
    hashed, now = PasswordHasher().hash(PASSWORD), SystemClock().now()
    async with database.write() as connection:
        made, _ = await add_staff(
            connection, database.keyring, name="Els", email=EMAIL, role="coordinator", lab_id=lab_id, now=now
        )
        values = {"password_hash": hashed, "setup_hash": None, "setup_until": None}
        await connection.execute(update(staff).where(staff.c.id == made).values(values))


async def measure(url: str, folder: Path, people: int, messages: int, rounds: int, only: str) -> Run:
    """A database that is in `folder` already is taken as it is."""
    name = "PostgreSQL" if url else "SQLite"
    settings = read_settings(data_dir=folder, database_url=url or sqlite_url(folder), secret_key=KEY, timezone="UTC")
    seeded = not url and (folder / "brug.db").exists()
    database = await open_database(settings)
    if not seeded:
        began = time.perf_counter()
        await hire(database, await fill(database, load_catalogues(), people, messages, SystemClock().now()))
        print(f"{name}: seeded in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    async with database.read() as connection:
        lab_id = min(await labs(connection))
        found = await addresses(connection, lab_id, SystemClock().now().date())
    pages = [(word, path) for word, path in found if only in word]
    async with desk(database, settings) as (session, base):
        return await _in_turns(name, session, base, pages, rounds)


async def _in_turns(name: str, session: ClientSession, base: str, pages: list[tuple[str, str]], rounds: int) -> Run:
    """The first turn is not counted: templates are read in it."""
    took: dict[str, list[tuple[float, float]]] = {word: [] for word, _ in pages}
    last: dict[str, tuple[int, int]] = {}
    began, busy, own = time.perf_counter(), machine_cpu(), time.process_time()
    for turn in range(rounds + 1):
        for word, path in pages:
            start, worked = time.perf_counter(), time.process_time()
            async with session.get(f"{base}/admin{path}") as answer:
                last[word] = (answer.status, len(await answer.read()))
            if turn:
                took[word].append((time.perf_counter() - start, time.process_time() - worked))
    others = (machine_cpu() - busy - (time.process_time() - own)) / (time.perf_counter() - began)
    timed = (_timed(word, took[word], *last[word]) for word, _ in pages)
    return Run(name, round(max(0.0, others), 2), tuple(sorted(timed, key=lambda one: -one.median)))


def _timed(word: str, took: list[tuple[float, float]], status: int, size: int) -> Timed:
    waited, worked = ([1000 * seconds for seconds in some] for some in zip(*took, strict=True))
    p99 = statistics.quantiles(waited, n=100, method="inclusive")[98] if len(waited) > 1 else waited[0]
    numbers = (statistics.median(waited), p99, statistics.median(worked), size / 1024)
    return Timed(word, status, *(round(number, 1) for number in numbers))


def table(run: Run) -> Table:
    shown = Table(title=f"{run.database}; others took {run.others:.1f} cores", title_justify="left")
    for number, word in enumerate(("page", "status", "median ms", "p99 ms", "CPU ms", "kB", f"median under {TARGET}")):
        shown.add_column(word, justify="right" if number else "left")
    for one in run.pages:
        within = "yes" if one.median < TARGET else "[bold red]no[/]"
        numbers = (f"{one.status}", f"{one.median:.0f}", f"{one.p99:.0f}", f"{one.cpu:.0f}", f"{one.kilobytes:.0f}")
        shown.add_row(one.page, *numbers, within)
    return shown


def main(
    people: Annotated[int, typer.Option(help="In one lab.", min=100)] = 10_000,
    messages: Annotated[int, typer.Option(help="Half of them each way.")] = 1_000_000,
    rounds: Annotated[int, typer.Option(help="How often each page is asked for.", min=1)] = 30,
    only: Annotated[str, typer.Option(help="Pages with this in their name.")] = "",
    postgres: Annotated[bool, typer.Option(help="Measure PostgreSQL too.")] = True,
    keep: Annotated[Path | None, typer.Option(help="Folder for SQLite's database, used again if it is there.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Measure every page of the desk and compare with the target."""
    with ExitStack() as stack:
        server = stack.enter_context(cluster()) if postgres else None
        runs = []
        for url in ["", *([server.fresh_database()] if server else [])]:
            fresh = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-desk-")))
            folder = keep if keep and not url else fresh
            runs.append(asyncio.run(measure(url, folder, people, messages, rounds, only)))
    if as_json:
        print(json.dumps([asdict(run) for run in runs], indent=2))
        return
    console = Console(width=WIDTH)
    console.print(f"Python {platform.python_version()}, {people:,} people, {messages:,} messages, {rounds} rounds")
    for run in runs:
        console.print(table(run))


if __name__ == "__main__":
    typer.run(main)
