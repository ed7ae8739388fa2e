"""Connection refused: not a byte left, so everything waits and nothing can come twice."""

from pathlib import Path

import aiohttp

from bench.process import free_port
from tests.fakes.processes import PythonProcess
from tests.fakes.telegram_client import TelegramControl
from tests.fakes.telegram_feeder import TelegramFeeder
from tests.faults.brug_process import put_away_after
from tests.faults.conversations import crowd
from tests.faults.nursery import Nursery
from tests.faults.stage import Stage, say


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
