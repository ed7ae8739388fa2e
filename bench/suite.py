"""The four measurements, entrants taken in turn so that a slow minute of the machine hits all of them."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import brug
from bench.entrants import Entrant, Site, sqlite_url
from bench.postgres import Cluster
from bench.process import Process
from bench.provider import Provider
from bench.results import Results
from bench.trial import Plan, everybody_is_in, measure, running

CROWD = 2000
"""People in conversation for the memory and the answer time."""
KNOWN = (100, 10_000, 100_000)
"""People in the database for the flatness; a hundred of them write."""

Announce = Callable[[str], None]
"""Tells the person who waits what is measured now. One line each: a spinner would take the generator's time."""


@dataclass(frozen=True, slots=True)
class Suite:
    entrants: Sequence[Entrant]
    provider: Provider
    url: str
    plan: Plan
    results: Results
    announce: Announce

    async def speed(self, rounds: int) -> None:
        for number in range(1, rounds + 1):
            for entrant in self.entrants:
                self.announce(f"speed, round {number} of {rounds}: {entrant.title}")
                async with running(entrant, self.provider, self.url) as run:
                    figures = await measure(run, self.provider, self.plan)
                self.results.speed.setdefault(entrant.name, []).append(figures)

    async def memory(self) -> None:
        for entrant in self.entrants:
            self.announce(f"memory with {CROWD} people: {entrant.title}")
            async with running(entrant, self.provider, self.url) as run:
                plan = replace(self.plan, people=CROWD)
                self.results.memory[entrant.name] = await everybody_is_in(run, self.provider, plan)

    async def latency(self) -> None:
        """At half of what `speed` found, so it must come after it."""
        for entrant in self.entrants:
            rate = self.results.rate(entrant.name) / 2
            self.announce(f"answer time at {rate:.0f} updates a second: {entrant.title}")
            async with running(entrant, self.provider, self.url) as run:
                plan = replace(self.plan, people=CROWD, width=256, rate=rate, seconds=2 * self.plan.seconds)
                self.results.latency[entrant.name] = await measure(run, self.provider, plan)

    async def flat(self, cluster: Cluster | None) -> None:
        """Brug only: it alone has a database that can be filled before it starts."""
        for entrant in self.entrants:
            if not entrant.name.startswith("brug"):
                continue
            for people in KNOWN:
                self.announce(f"{people:,} people known: {entrant.title}")
                await self._known(entrant, people, cluster)

    async def _known(self, entrant: Entrant, people: int, cluster: Cluster | None) -> None:
        with tempfile.TemporaryDirectory(prefix="bench-known-") as name:
            folder = Path(name)
            in_postgres = entrant.name == "brug_postgres" and cluster
            url = cluster.fresh_database() if in_postgres and cluster else sqlite_url(folder)
            brug.seed(url, people, folder)

            def start(site: Site) -> Process:
                return brug.start(url, site.port, site.provider, folder)

            async with running(replace(entrant, start=start), self.provider, self.url) as run:
                figures = await measure(run, self.provider, replace(self.plan, people=min(KNOWN)))
            self.results.flat.setdefault(entrant.name, {})[people] = figures
