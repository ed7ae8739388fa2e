"""F1: the process dies by SIGKILL, anywhere. Nobody is forgotten, nothing is mended by hand."""

import asyncio
import random
from collections.abc import Callable

import pytest

from bot.crashpoints import NAMES
from tests.faults.backstage import backstage
from tests.faults.conversations import SCRIPT, crowd
from tests.faults.nursery import Fresh
from tests.faults.stage import Stage, Waves, say

PEOPLE = 20
SLOW_SEND = {"method": "sendMessage", "times": -1, "seconds": 0.02}


@pytest.mark.parametrize("seed", [1, 2])
async def test_kills_at_random_moments_lose_nothing(stage: Stage, seed: int, rounds: Callable[[int], int]) -> None:
    moments = random.Random(seed)
    people = Waves(PEOPLE)
    await stage.brug.started()
    await stage.control.script("slow", **SLOW_SEND)

    in_flight = 0
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        for _ in range(rounds(5)):
            people.say(feeder, 3)
            await asyncio.sleep(moments.uniform(0.02, 0.4))  # The moment is what this test is about.
            stage.brug.kill()
            await stage.brug.ended()
            in_flight += len(await behind.outbox("sending"))
            await stage.brug.started()
        verdict = await stage.verdict(people.all, feeder, patience=4 * rounds(5))

    verdict.check(stage.brug.killed_at)
    assert len(verdict.copies) <= in_flight
    assert len(feeder.acknowledged) == people.said


@pytest.mark.parametrize("point", NAMES)
async def test_a_death_at_each_crash_point_loses_nothing(stage: Stage, point: str) -> None:
    count = random.Random(point).randint(1, 4)
    people = crowd(PEOPLE)
    stage.brug.start(crashpoint=f"{point}:{count}")
    await stage.brug.ready()
    await stage.control.script("slow", **SLOW_SEND)

    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        say(feeder, people, len(SCRIPT))
        await stage.brug.crashed()
        in_flight = len(await behind.outbox("sending"))
        await stage.brug.started()
        verdict = await stage.verdict(people, feeder)

    verdict.check(stage.brug.killed_at)
    assert len(verdict.copies) <= in_flight
    assert len(feeder.acknowledged) == PEOPLE * len(SCRIPT)


async def test_it_is_ready_again_soon_after_a_kill(sqlite_stage: Stage) -> None:
    brug = sqlite_stage.brug
    await brug.started(launcher=Fresh())
    brug.kill()
    await brug.ended()

    seconds = await brug.started(launcher=Fresh())

    assert seconds < 15  # 5 on a machine with nothing else to do
