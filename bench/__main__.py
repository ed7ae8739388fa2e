"""`python -m bench`: measure Brug and the others side by side and compare the ratios with the targets."""

import asyncio
import json
import os
import platform
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.disk import sync_time
from bench.entrants import NAMES, entrant
from bench.postgres import cluster
from bench.profile import profile
from bench.provider import Provider
from bench.results import Results
from bench.suite import CROWD, Suite
from bench.tables import tables
from bench.trial import Plan

MEASUREMENTS = ("speed", "memory", "latency", "flat")
WIDTH = 120
"""Columns that the tables need."""


def main(
    only: Annotated[str, typer.Option(help=f"Entrants, by comma: {', '.join(NAMES)}.")] = ",".join(NAMES),
    measure: Annotated[str, typer.Option(help="Measurements, by comma; latency needs speed.")] = ",".join(MEASUREMENTS),
    rounds: Annotated[int, typer.Option(help="How often each entrant has its turn.", min=1)] = 3,
    seconds: Annotated[float, typer.Option(help="How long each turn is measured.")] = 5.0,
    warmup: Annotated[float, typer.Option(help="How long it is loaded before that.")] = 2.0,
    people: Annotated[int, typer.Option(help="How many are in conversation.")] = CROWD,
    width: Annotated[int, typer.Option(help="How many of them wait for a reply at any time.")] = 64,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    profile_to: Annotated[Path | None, typer.Option(help="Profile each entrant under load into this folder.")] = None,
) -> None:
    """Measure Brug and the others side by side and compare the ratios with the targets."""
    names, kinds = only.split(","), measure.split(",")
    if people < width:
        raise typer.BadParameter("As many people as lanes are needed at least.", param_hint="--people")
    if unknown := [kind for kind in kinds if kind not in MEASUREMENTS]:
        raise typer.BadParameter(f"There is no {', '.join(unknown)}.", param_hint="--measure")
    if "latency" in kinds and "speed" not in kinds:
        sentence = f"Latency is measured at half the speed: write --measure speed,{measure}"
        raise typer.BadParameter(sentence, param_hint="--measure")
    plan = Plan(people, width, seconds, warmup)
    try:
        results = asyncio.run(_run(names, kinds, rounds, plan, profile_to))
    except (RuntimeError, LookupError, OSError) as error:
        Console(stderr=True).print(str(error), markup=False)
        raise typer.Exit(1) from error
    if as_json:
        print(json.dumps(results.as_json(), indent=2))
        return
    console = Console(width=max(WIDTH, Console().width))
    console.print(results.settings)
    for table in tables(results):
        console.print(table)


async def _run(names: list[str], kinds: list[str], rounds: int, plan: Plan, profile_to: Path | None) -> Results:
    provider = Provider()
    waiting = Console(stderr=True)
    with ExitStack() as stack:
        server = stack.enter_context(cluster()) if "brug_postgres" in names else None
        entrants = [entrant(name, server) for name in names]
        results = Results(_settings(rounds, plan))
        suite = Suite(entrants, provider, await provider.open(), plan, results, waiting.print)
        stack.callback(provider.close)
        if profile_to:
            await profile(suite, profile_to)
            return results
        if "speed" in kinds:
            await suite.speed(rounds)
        if "memory" in kinds:
            await suite.memory()
        if "latency" in kinds:
            await suite.latency()
        if "flat" in kinds:
            await suite.flat(server)
    return results


def _settings(rounds: int, plan: Plan) -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "disk_sync_ms": round(sync_time() * 1000, 3),
        "rounds": rounds,
        "seconds": plan.seconds,
        "warmup": plan.warmup,
        "people": plan.people,
        "waiting_at_once": plan.width,
    }


if __name__ == "__main__":
    typer.run(main)
