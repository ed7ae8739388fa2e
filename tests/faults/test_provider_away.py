"""F9: a provider that is not there, and one that answers many calls, or all of them, with errors."""

from pathlib import Path

import aiohttp
import pytest

from bench.process import free_port
from tests.fakes.processes import PythonProcess
from tests.fakes.telegram_client import TelegramControl
from tests.fakes.telegram_feeder import TelegramFeeder
from tests.faults.backstage import backstage
from tests.faults.brug_process import put_away_after, until
from tests.faults.conversations import crowd
from tests.faults.nursery import Nursery
from tests.faults.stage import Stage, say

TROUBLES = ("internal", "accept_then_reset", "truncated", "gateway_timeout")


@pytest.mark.parametrize(("one_in", "times"), [(20, -1), (3, -1), (1, 2)])
async def test_of_many_calls_that_fail_what_is_lost_is_listed_and_updates_are_taken_meanwhile(
    sqlite_stage: Stage, one_in: int, times: int
) -> None:
    """So many of each kind of trouble: 5 and 33 of a hundred calls, or the first eight. bench/trouble.py measures how
    long updates wait meanwhile.
    """
    stage, people = sqlite_stage, crowd(20)
    await stage.brug.started()
    every = 1 if one_in == 1 else one_in * len(TROUBLES)
    for nth, kind in enumerate(TROUBLES):
        await stage.control.script(kind, method="sendMessage", times=times, every=every, passed=nth * one_in % every)

    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        say(feeder, people, 5)
        await feeder.drained()
        await until(lambda: _nothing_waits(stage))
        verdict = await stage.verdict(people, feeder, patience=0)
        unconfirmed = await behind.outbox("unconfirmed")

    assert (verdict.disordered, verdict.unexpected) == ((), ())
    assert len(verdict.lost) <= len(unconfirmed) <= 8
    assert len(feeder.acknowledged) == feeder.attempts


async def _nothing_waits(stage: Stage) -> bool:
    """Nor will it be tried again later."""
    status, report = await stage.brug.report("readyz")
    async with backstage(stage.brug.database_url) as behind:
        open_rows = [row for state in ("queued", "sending") for row in await behind.outbox(state)]
    return status == 200 and not open_rows and report["ok"]


async def test_while_nobody_answers_at_the_provider_everything_waits(nursery: Nursery, tmp_path: Path) -> None:
    port = free_port()
    provider = ("tests.fakes.telegram_server", "--port", str(port))
    people = crowd(10)
    async with aiohttp.ClientSession() as session:
        with PythonProcess(*provider) as process:
            process.first_json()
            stage = Stage(nursery, tmp_path, TelegramControl(f"http://127.0.0.1:{port}", session), session)
            await stage.brug.started()
            secret = await stage.secret()
        async with put_away_after(stage.brug), TelegramFeeder(stage.brug.webhook, secret) as feeder:
            say(feeder, people, 2)
            await feeder.drained()
            with PythonProcess(*provider) as process:
                process.first_json()
                verdict = await stage.verdict(people, feeder)

    verdict.check()
