"""One measurement: start an entrant, put load on it, read the figures, stop it."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.entrants import Entrant, Site
from bench.figures import Figures
from bench.load import Load, SteadyLoad, Target
from bench.process import Process, free_port, machine_cpu
from bench.provider import Provider

START_TIME = 30.0
"""Seconds in which an entrant must be up."""
FIRST_CHAT = 1_000_001
"""The Telegram id of the first person; the others follow it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How an entrant is loaded. `rate` 0 means: each person writes as soon as she has her reply."""

    people: int = 256
    width: int = 64
    seconds: float = 5.0
    warmup: float = 2.0
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Running:
    entrant: Entrant
    process: Process
    target: Target

    def cpu(self) -> float:
        return self.process.cpu() + self.entrant.beside()


@asynccontextmanager
async def running(entrant: Entrant, provider: Provider, url: str) -> AsyncIterator[Running]:
    """The entrant, up and with its webhook set. Each start gets a new folder."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        provider.forget()
        port = free_port()
        process = entrant.start(Site(port, url, Path(temporary)))
        try:
            await _up(process, port, provider)
            path = urlsplit(provider.webhook["url"]).path
            yield Running(entrant, process, Target(port, path, provider.webhook.get("secret_token", "")))
        finally:
            await asyncio.to_thread(process.stop)


async def measure(run: Running, provider: Provider, plan: Plan) -> Figures:
    """The figures of `plan.seconds` under load, after a warm-up."""
    people = range(FIRST_CHAT, FIRST_CHAT + plan.people)
    async with _load(run.target, provider, people, plan) as load:
        await asyncio.sleep(plan.warmup)
        load.tally.clear()
        clocks = (time.perf_counter, time.process_time, run.cpu, machine_cpu)
        before = _read(clocks)
        await asyncio.sleep(plan.seconds)
        seconds, generator, contestant, machine = (now - then for now, then in zip(_read(clocks), before, strict=True))
        answers = sorted(load.tally.answers)
        count = max(1, len(answers))
        run.process.check()
        return Figures(
            updates=len(answers),
            seconds=seconds,
            answers=answers,
            errors=dict(load.tally.errors),
            generator=generator / count,
            contestant=contestant / count,
            memory=run.process.memory(),
            others=max(0.0, machine - generator - contestant) / seconds,
        )


async def everybody_is_in(run: Running, provider: Provider, plan: Plan, limit: float = 120.0) -> Figures:
    """As `measure`, but for as long as it takes until everybody was asked twice: for the memory that takes."""
    people = range(FIRST_CHAT, FIRST_CHAT + plan.people)
    started = time.perf_counter()
    async with _load(run.target, provider, people, plan) as load:
        while len(load.tally.answers) < 2 * plan.people and time.perf_counter() < started + limit:
            await asyncio.sleep(0.1)
        run.process.check()
        answers = sorted(load.tally.answers)
        seconds = time.perf_counter() - started
        return Figures(len(answers), seconds, answers, load.tally.errors, memory=run.process.memory())


def _load(target: Target, provider: Provider, people: range, plan: Plan) -> Load:
    if plan.rate:
        return SteadyLoad(provider, target, people, plan.width, plan.rate)
    return Load(provider, target, people, plan.width)


def _read(clocks: tuple[Callable[[], float], ...]) -> list[float]:
    return [clock() for clock in clocks]


async def _up(process: Process, port: int, provider: Provider) -> None:
    limit = time.monotonic() + START_TIME
    while not (process.listens(port) and provider.webhook):
        if time.monotonic() > limit:
            raise TimeoutError(f"Not up after {START_TIME:.0f} s. Its log: {process.log.read_text()[-2000:]}")
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)
