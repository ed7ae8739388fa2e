"""`python -m bench.trouble`: how long Telegram waits for our 200 when things go badly (F28 and F9 of the fault tests).

Many people write at once; or the provider fails on a share of all calls, or hangs. Updates come at a steady rate
whatever happens, and each is counted from the moment at which it was due. The stages are those of the fault tests.
"""

import asyncio
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import aiohttp
import typer
from rich.console import Console
from rich.table import Table

from bench.postgres import cluster
from bench.process import cpu, machine_cpu
from tests.fakes.telegram_client import TelegramControl, telegram_control, telegram_server
from tests.fakes.telegram_feeder import SECRET_HEADER
from tests.faults.conversations import Person, crowd
from tests.faults.nursery import Nursery
from tests.faults.oracle import judge
from tests.faults.stage import Stage

LIMIT = 1.0
"""Seconds within which 99 of 100 updates are acknowledged."""
KINDS = ("internal", "accept_then_reset", "truncated", "hang")
HANGS = 10.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """`people` write `times` times each, `rate` updates a second in all; of the provider's calls so many in a hundred
    go wrong."""

    name: str
    people: int
    times: int
    rate: float
    failing: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds. `failed`: the share of calls that really went wrong; `lost`: answers that never came; `drained`: from
    the last update to the last answer. `cpu_ms`: what Brug took for an update; `cores`: what the machine was busy with.
    """

    database: str
    trouble: str
    updates: int
    refused: int
    p50: float
    p99: float
    longest: float
    failed: float
    lost: int
    drained: float
    cpu_ms: float
    cores: float


def troubles(seconds: float) -> tuple[Trouble, ...]:
    burst = Trouble("burst", people=5_000, times=2, rate=10_000 / seconds)
    rate = 50.0
    people = round(rate * seconds / 2)
    ill = (Trouble(f"{share} % fail", people, times=2, rate=rate, failing=share) for share in (5, 30, 100))
    return (burst, *ill)


class Steady:
    """Posts each update when it is due, in order for each chat, and again where it was not taken."""

    def __init__(self, session: aiohttp.ClientSession, stage: Stage, secret: str) -> None:
        self.waits: list[float] = []
        self.acknowledged: list[int] = []
        self.answers: Counter[int] = Counter()
        self._session, self._url = session, stage.brug.webhook
        self._headers = {SECRET_HEADER: secret}
        self._before: dict[int, asyncio.Task[None]] = {}

    async def write(self, people: Sequence[Person], trouble: Trouble) -> None:
        begin, nth = time.perf_counter(), 0
        for _ in range(trouble.times):
            for person in people:
                due = begin + nth / trouble.rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                [update] = person.next_updates(1)
                nth += 1
                person.said.append(nth)
                work = self._take(update | {"update_id": nth}, due, self._before.get(person.chat))
                self._before[person.chat] = asyncio.create_task(work)
        await asyncio.gather(*self._before.values())

    async def _take(self, update: dict[str, Any], due: float, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        while not await self._post(update):
            await asyncio.sleep(0.5)
        self.waits.append(time.perf_counter() - due)
        self.acknowledged.append(update["update_id"])

    async def _post(self, update: dict[str, Any]) -> bool:
        try:
            async with self._session.post(self._url, json=update, headers=self._headers) as response:
                self.answers[response.status] += 1
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            self.answers[0] += 1
            return False


async def measure(stage: Stage, session: aiohttp.ClientSession, database: str, trouble: Trouble) -> Outcome:
    people = crowd(trouble.people)
    await stage.brug.started()
    steady = Steady(session, stage, await stage.secret())
    for nth, kind in enumerate(KINDS if trouble.failing else ()):
        every = round(100 * len(KINDS) / trouble.failing)
        await stage.control.script(
            kind, method="sendMessage", times=-1, seconds=HANGS, every=every, passed=nth * every // len(KINDS)
        )
    before, own, begin = machine_cpu(), cpu(stage.brug.pid), time.perf_counter()
    await steady.write(people, trouble)
    spent = 1000 * (cpu(stage.brug.pid) - own)
    cores = (machine_cpu() - before) / (time.perf_counter() - begin)
    ended = time.perf_counter()
    lost = await _lost(stage, people, steady.acknowledged, patience=0 if trouble.failing else 600)
    waits = sorted(steady.waits)
    return Outcome(
        database=database,
        trouble=trouble.name,
        updates=len(waits),
        refused=sum(count for status, count in steady.answers.items() if status != 200),
        p50=waits[len(waits) // 2],
        p99=waits[len(waits) * 99 // 100],
        longest=waits[-1],
        failed=await _share(stage.control),
        lost=lost,
        drained=time.perf_counter() - ended,
        cpu_ms=spent / len(waits),
        cores=cores,
    )


async def _lost(stage: Stage, people: Sequence[Person], acknowledged: Sequence[int], patience: float) -> int:
    """While a provider fails for ever answers are waited for in vain: there only waiting for our 200 is looked at."""
    end = time.perf_counter() + patience
    while True:
        lost = len(judge(people, acknowledged, await stage.control.accepted()).lost)
        if not lost or time.perf_counter() > end:
            return lost
        await asyncio.sleep(0.5)


async def _share(control: TelegramControl) -> float:
    calls = await control.attempts()
    return sum(call["fault"] is not None for call in calls) / max(1, len(calls))


async def play(chosen: Sequence[Trouble], databases: Sequence[tuple[str, str]]) -> list[Outcome]:
    """Each trouble on a new database and with a new Brug."""
    outcomes = []
    async with AsyncExitStack() as stack:
        nursery = stack.enter_context(Nursery())
        url = stack.enter_context(telegram_server())
        connector = aiohttp.TCPConnector(limit=0)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        for trouble, (name, database) in zip(chosen, databases, strict=True):
            with tempfile.TemporaryDirectory(prefix="bench-trouble-") as folder:
                async with telegram_control(url) as control:
                    stage = Stage(nursery, Path(folder), control, session, database)
                    outcomes.append(await measure(stage, session, name, trouble))
                    await stage.clear()
    return outcomes


def _databases(stack: ExitStack, count: int, postgres: bool) -> Iterator[tuple[str, str]]:
    yield from (("sqlite", "") for _ in range(count))
    if postgres:
        server = stack.enter_context(cluster())
        yield from (("postgres", server.fresh_database()) for _ in range(count))


def main(
    seconds: Annotated[float, typer.Option(help="How long people write.")] = 60.0,
    only: Annotated[str, typer.Option(help="Names of troubles that begin so.")] = "",
    postgres: bool = True,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Exit code 1 when 99 of 100 updates were not acknowledged within a second, or an answer was lost in a burst."""
    chosen = [trouble for trouble in troubles(seconds) if trouble.name.startswith(only)]
    with ExitStack() as stack:
        databases = list(_databases(stack, len(chosen), postgres))
        outcomes = asyncio.run(play(chosen * (len(databases) // len(chosen)), databases))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in outcomes]))
    else:
        Console(width=120).print(_table(outcomes))
    if any(one.p99 > LIMIT or (one.trouble == "burst" and one.lost) for one in outcomes):
        raise typer.Exit(1)


def _table(outcomes: Sequence[Outcome]) -> Table:
    names = ("database", "trouble", "updates", "refused", "p50 s", "p99 s", "longest", "failed", "lost", "drained s")
    table = Table(*names, "CPU ms", "cores", title="Seconds until an update is acknowledged")
    for one in outcomes:
        table.add_row(*(f"{value:.2f}" if isinstance(value, float) else str(value) for value in asdict(one).values()))
    return table


if __name__ == "__main__":
    typer.run(main)
