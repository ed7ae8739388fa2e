"""F17 and F18: two processes serve one bot on one PostgreSQL. One dies, or sleeps and wakes up."""

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import cycle
from typing import Any

import pytest

from tests.fakes.telegram_feeder import TelegramFeeder
from tests.fakes.telegram_updates import photo_update
from tests.faults.backstage import backstage
from tests.faults.brug_process import BrugProcess, count_of, until
from tests.faults.conversations import SCRIPT, crowd
from tests.faults.posting import Poster
from tests.faults.stage import Stage, Waves, say

SLOW = 1.0


class SpreadingFeeder(TelegramFeeder):
    """A balancer stands before the workers: each post goes to the next one."""

    def __init__(self, urls: list[str], secret: str) -> None:
        super().__init__(urls[0], secret, pause=0.05)
        self._next_url = cycle(urls)

    async def _post(self, update: dict[str, Any]) -> bool:
        self.url = next(self._next_url)
        return await super()._post(update)


@asynccontextmanager
async def workers(stage: Stage, count: int, lease: int = 2) -> AsyncIterator[tuple[list[BrugProcess], SpreadingFeeder]]:
    all_ = [stage.brug, *(stage.another() for _ in range(count - 1))]
    for brug in all_:
        brug.settings["BRUG_LEASE_SECONDS"] = str(lease)
        await brug.started()
    async with SpreadingFeeder([brug.webhook for brug in all_], await stage.secret()) as feeder:
        yield all_, feeder


@asynccontextmanager
async def two_workers(stage: Stage, lease: int = 2) -> AsyncIterator[tuple[BrugProcess, BrugProcess, SpreadingFeeder]]:
    async with workers(stage, 2, lease) as ((one, other), feeder):
        yield one, other, feeder


async def test_two_workers_keep_everybodys_order(postgres_stage: Stage) -> None:
    stage = postgres_stage
    people = crowd(20)
    async with two_workers(stage) as (_, __, feeder):
        say(feeder, people, len(SCRIPT))
        verdict = await stage.verdict(people, feeder, patience=40)

    verdict.check()


async def test_one_of_several_is_killed_again_and_again(postgres_stage: Stage, rounds: Callable[[int], int]) -> None:
    """Two workers, or four at the full count; whichever dies, dies at a random moment."""
    stage, chance = postgres_stage, random.Random(17)
    people, deaths = Waves(20), 2 * rounds(2)
    await stage.control.script("slow", method="sendMessage", times=-1, seconds=0.02)
    async with workers(stage, 4 if rounds(0) else 2) as (all_, feeder):
        for _ in range(deaths):
            people.say(feeder, 1 + len(SCRIPT) // 4)
            await asyncio.sleep(chance.uniform(0.02, 0.4))  # The moment is what this test is about.
            victim = chance.choice(all_)
            victim.kill()
            await victim.ended()
            await victim.started()
        verdict = await stage.verdict(people.all, feeder, patience=10 * deaths)

    verdict.check([death for brug in all_ for death in brug.killed_at])


async def test_a_stranger_who_writes_to_both_at_once_is_one_person(postgres_stage: Stage) -> None:
    """Two inserts of the same address meet: the loser's input must take effect all the same."""
    stage = postgres_stage
    chats = range(100, 130)
    async with two_workers(stage) as (one, other, _):
        secret = await stage.secret()
        posters = [Poster(stage.session, brug.webhook, secret) for brug in (one, other)]
        for chat in chats:
            album = [photo_update(chat, f"p{chat}-{n}", update_id=chat * 10 + n) for n in range(2)]
            posts = (poster.post(photo) for poster, photo in zip(posters, album, strict=True))
            assert await asyncio.gather(*posts) == [200, 200]
        await one.idle()

        seen = await stage.control.accepted()
        assert {chat: sum(line["chat_id"] == chat for line in seen) for chat in chats} == dict.fromkeys(chats, 2)
    assert "quarantine" not in one.log.read_text() + other.log.read_text()


async def test_two_inputs_of_one_person_at_once_are_served_one_after_the_other(postgres_stage: Stage) -> None:
    stage = postgres_stage
    people = crowd(5)
    async with two_workers(stage) as (one, other, feeder), backstage(one.database_url) as behind:
        say(feeder, people, 1)
        (await stage.verdict(people, feeder)).check()
        secret = await stage.secret()
        posters = [Poster(stage.session, brug.webhook, secret) for brug in (one, other)]
        albums = [
            [photo_update(p.chat, f"p{p.chat}-{n}", update_id=p.chat * 100 + n) for p in people for n in part]
            for part in (range(15), range(15, 30))
        ]

        await asyncio.gather(*(poster.at_once(some) for poster, some in zip(posters, albums, strict=True)))

        assert await behind.turns() == [31] * len(people)


async def test_a_sleeper_that_wakes_up_sends_nothing_of_what_was_taken_over(postgres_stage: Stage) -> None:
    stage = postgres_stage
    people = crowd(10)
    async with two_workers(stage) as (sleeper, other, feeder):
        say(feeder, people, 1)
        (await stage.verdict(people, feeder)).check()
        await stage.control.script("slow", method="sendMessage", times=len(people), seconds=SLOW)
        say(feeder, people, 1)  # Answered with two messages: the first is on the wire, the second waits behind it.
        await feeder.drained()
        # What is not on the wire yet, but looked at for the last time, would be sent on waking up.
        await until(lambda: count_of(stage.control.attempts(), 2 * len(people)))
        slept_at = time.time()
        sleeper.signal(signal.SIGSTOP)
        await until(lambda: _at_rest(other), otherwise=other.last_words)
        sleeper.signal(signal.SIGCONT)
        await sleeper.ready()
        verdict = await stage.verdict(people, feeder)

    verdict.check([slept_at + SLOW])  # What was on the wire arrives after so long.
    assert {copy.beginning for copy in verdict.copies} == {SCRIPT[1][1][0]}


@pytest.mark.parametrize("wakes", [True, False])
async def test_what_a_sleeper_may_have_said_unasked_is_listed_and_not_said_again(
    postgres_stage: Stage, wakes: bool
) -> None:
    stage = postgres_stage
    async with two_workers(stage, lease=3) as (sleeper, other, feeder), backstage(other.database_url) as behind:
        people = await stage.signed_up(30, feeder)
        before = len(await stage.control.accepted())
        other.signal(signal.SIGSTOP)  # So that the sleeper claims everything.
        await behind.queue([person.chat for person in people], "News for {chat}")
        await until(lambda: _more_than(stage, before + 2))
        sleeper.signal(signal.SIGSTOP)
        other.signal(signal.SIGCONT)
        await until(lambda: _at_rest(other), otherwise=other.last_words)
        if wakes:
            sleeper.signal(signal.SIGCONT)
            await sleeper.ready()
            await sleeper.idle()

        news = [line["chat_id"] for line in (await stage.control.accepted())[before:]]
        unconfirmed = await behind.outbox("unconfirmed")
        assert len(news) == len(set(news))
        assert len(news) + len(unconfirmed) >= len(people)


async def _at_rest(brug: BrugProcess) -> bool:
    status, report = await brug.report("readyz")
    return status == 200 and report["oldest_due_seconds"] == 0.0


async def _more_than(stage: Stage, count: int) -> bool:
    return len(await stage.control.accepted()) > count
