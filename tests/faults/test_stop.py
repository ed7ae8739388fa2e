"""F2 and P6: told to stop, by a supervisor or by a person."""

import asyncio
import json
import random
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from itertools import count
from typing import Any

import aiohttp

from tests.fakes.telegram_feeder import SECRET_HEADER
from tests.fakes.telegram_updates import text_update
from tests.faults.backstage import backstage
from tests.faults.brug_process import until
from tests.faults.conversations import crowd
from tests.faults.oracle import judge
from tests.faults.stage import Stage, Waves, say


async def test_restarts_under_load_lose_and_double_nothing(stage: Stage, rounds: Callable[[int], int]) -> None:
    moments = random.Random(2)
    people = Waves(20)
    restarts = rounds(6)
    codes = []
    await stage.brug.started()
    await stage.control.script("slow", method="sendMessage", times=-1, seconds=0.02)
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        for _ in range(restarts):
            people.say(feeder, 3)
            await asyncio.sleep(moments.uniform(0.02, 0.3))  # The moment is what this test is about.
            stage.brug.signal(signal.SIGTERM)
            codes.append(await stage.brug.ended())
            await stage.brug.started()
        verdict = await stage.verdict(people.all, feeder, patience=4 * rounds(6))

        verdict.check()
        assert codes == [0] * restarts
        assert await behind.outbox("unconfirmed") == []
        assert len(feeder.acknowledged) == people.said
    assert "Traceback" not in stage.brug.log.read_text()


async def test_while_it_stops_the_webhook_says_come_again(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    await stage.brug.started()
    secret = await stage.secret()
    await stage.control.script("slow", method="sendMessage", chat_id=1001, seconds=2)
    async with stage.feeder() as feeder:
        people = crowd(1)
        say(feeder, people, 1)
        await feeder.drained()
        stage.brug.signal(signal.SIGTERM)
        await until(lambda: _stopping(stage))

        answer = await _post(stage, secret)
        code = await stage.brug.ended()

    judge(people, feeder.acknowledged, await stage.control.accepted()).check()
    assert answer == (503, "2")
    assert code == 0


async def test_what_is_under_way_in_the_web_chat_is_stored_once_or_refused(
    stage: Stage, rounds: Callable[[int], int]
) -> None:
    moments = random.Random(3)
    guests = [Guest(stage, name) for name in ("amina", "bilal", "celine", "deniz", "els", "farid")]
    await stage.brug.started()
    for _ in range(rounds(3)):
        writing = [asyncio.create_task(guest.writes_on()) for guest in guests]
        await asyncio.sleep(moments.uniform(0.1, 0.4))  # The moment is what this test is about.
        stage.brug.signal(signal.SIGTERM)
        code = await stage.brug.ended()
        await asyncio.gather(*writing)
        assert code == 0
        await stage.brug.started()

    async with backstage(stage.brug.database_url) as behind:
        heard = sorted(event.partition(":")[2] for event in await behind.heard("webchat"))
    taken = sorted(name for guest in guests for name in guest.taken)
    assert {status for guest in guests for status in guest.statuses} <= {200, 503}
    assert len(taken) >= len(guests)
    assert [name for name in taken if heard.count(name) != 1] == []
    assert "Traceback" not in stage.brug.log.read_text()


class Guest:
    """Writes in the web chat, one message after the other, each on a slow line. `taken`: what was acknowledged."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.name = name
        self.taken: list[str] = []
        self.statuses: set[int] = set()
        self._stage = stage
        self._numbers = count(1)

    async def writes_on(self) -> None:
        """Until nobody listens any more."""
        cookies = {"brug_chat": self.name.ljust(32, "x")}
        async with aiohttp.ClientSession(cookies=cookies) as session:
            with suppress(aiohttp.ClientError):
                while True:
                    await self._writes(session, f"{self.name}{next(self._numbers)}")

    async def _writes(self, session: aiohttp.ClientSession, name: str) -> None:
        body = _slowly(json.dumps({"id": name, "text": "hello"}).encode())
        async with session.post(f"{self._stage.brug.url}/chat/messages", data=body) as answer:
            self.statuses.add(answer.status)
            if answer.status == 200:
                self.taken.append(name)


async def _slowly(body: bytes) -> AsyncIterator[bytes]:
    yield body[:5]
    await asyncio.sleep(0.05)
    yield body[5:]


async def test_a_broadcast_that_waits_for_its_turn_survives_a_restart(stage: Stage) -> None:
    """Claimed but not sent is not "maybe sent"."""
    await stage.brug.started()
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        people = await stage.signed_up(60, feeder)
        chats = [person.chat for person in people]
        for number in range(3):
            await behind.queue(chats, f"News {number} for {{chat}}")
        await until(lambda: _some_news(stage))
        stage.brug.signal(signal.SIGTERM)
        await stage.brug.ended()
        before_the_end = await _news(stage)
        await stage.brug.started()
        await until(lambda: _nothing_open(stage))

        assert len(before_the_end) < 3 * len(people)
        assert await behind.outbox("unconfirmed") == []
    assert sorted(line["chat_id"] for line in await _news(stage)) == sorted(3 * chats)


async def test_after_stop_nothing_more_is_sent(stage: Stage) -> None:
    await stage.brug.started()
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        people = await stage.signed_up(3, feeder)
        chat = people[0].chat
        for number in range(60):
            await behind.queue([chat], f"News {number} for {{chat}}")
        await until(lambda: _some_news(stage))
        feeder.put(text_update(chat, "stop", language="en"))
        await feeder.drained()
        stopped_at = time.time()
        await until(lambda: _nothing_open(stage))

        late = [line for line in await _news(stage) if line["time"] > stopped_at + 0.3]
        assert late == []
        assert len(await behind.outbox("cancelled")) > 10
    goodbyes = [line for line in await stage.control.accepted(chat) if line["text"].startswith("We stop.")]
    assert len(goodbyes) == 1


async def _news(stage: Stage) -> list[dict[str, Any]]:
    return [line for line in await stage.control.accepted() if line["text"].startswith("News")]


async def _some_news(stage: Stage) -> bool:
    return len(await _news(stage)) >= 3


async def _nothing_open(stage: Stage) -> bool:
    status, report = await stage.brug.report("readyz")
    return status == 200 and report["oldest_due_seconds"] == 0.0


async def _stopping(stage: Stage) -> bool:
    status, report = await stage.brug.report("readyz")
    return status == 503 and "the service is stopping" in report["problems"]


async def _post(stage: Stage, secret: str) -> tuple[int, str]:
    update = text_update(2002, "/start", update_id=900)
    try:
        async with stage.session.post(stage.brug.webhook, json=update, headers={SECRET_HEADER: secret}) as answer:
            return answer.status, answer.headers.get("Retry-After", "")
    except aiohttp.ClientError:
        return 0, ""
