"""Where an entrant's time goes under load, by py-spy: it samples from outside and changes nothing in the program."""

import asyncio
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from bench.entrants import PYTHON
from bench.trial import Running, measure, running

if TYPE_CHECKING:
    from bench.suite import Suite

SAMPLES = 200
"""A second."""


async def profile(suite: "Suite", folder: Path) -> None:
    """Write one flame graph for each entrant, `<name>.svg`, and its stacks with their counts, `<name>.txt`."""
    folder.mkdir(parents=True, exist_ok=True)
    for entrant in suite.entrants:
        for kind, ending in (("flamegraph", "svg"), ("raw", "txt")):
            suite.announce(f"profile, {ending}: {entrant.title}")
            async with running(entrant, suite.provider, suite.url) as run:
                target = folder / f"{entrant.name}.{ending}"
                await asyncio.gather(
                    measure(run, suite.provider, suite.plan),
                    _sample(run, kind, target, suite.plan.warmup, suite.plan.seconds),
                )


async def _sample(run: Running, kind: str, target: Path, warmup: float, seconds: float) -> None:
    await asyncio.sleep(warmup)
    spy = await asyncio.create_subprocess_exec(
        str(PYTHON.parent / "py-spy"), "record", "--pid", str(run.process.pid), "--rate", str(SAMPLES),
        "--duration", str(max(1, int(seconds))), "--format", kind, "--output", str(target),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    _, errors = await spy.communicate()
    if spy.returncode:
        raise RuntimeError(f"py-spy could not sample: {errors.decode(errors='replace')}")
