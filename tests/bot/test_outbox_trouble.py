"""A provider in trouble: several workers, many messages, and little that a human must look at afterwards."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.breaker import FAILURES
from bot.messages import Ambiguous, File, Outbound, Throttled
from bot.outbox import Outbox
from store.outgoing import close_gate
from tests.bot.post import Post, called
from tests.house import House, Paper, SetClock

WINDOW = timedelta(seconds=3)
CROWD = [f"p{number}" for number in range(20)]
TEXTS = ["One", "Two", "Three", "Four"]


@dataclass
class Grumpy(Paper):
    """Tells every fifth caller to slow down, and writes down who calls all the same. Shared by all workers."""

    clock: SetClock = field(default_factory=SetClock)
    told_at: list[datetime] = field(default_factory=list)
    too_early: int = 0

    async def send(self, address: str, message: Outbound, files: dict[int, File]) -> str:
        now = self.clock.now()
        # What is sent at the same moment is on the wire already.
        self.too_early += any(told < now < told + WINDOW for told in self.told_at)
        if (self.calls + 1) % 5 == 0:
            self.calls += 1
            self.told_at.append(now)
            raise Throttled("slow down", WINDOW.total_seconds())
        return await super().send(address, message, files)


@asynccontextmanager
async def workers(home: House, paper: Paper, count: int) -> AsyncIterator[Sequence[Outbox]]:
    async with AsyncExitStack() as stack:
        outboxes = [Outbox(home.brug.database, {("paper", "1"): paper}, home.clock) for _ in range(count)]
        for outbox in outboxes:
            outbox.start()
            stack.push_async_callback(outbox.stop)
        yield outboxes


async def work(outboxes: Sequence[Outbox]) -> None:
    for outbox in outboxes:
        await outbox.sweep()
    for outbox in outboxes:
        await outbox.settled()


@pytest.fixture
async def post(home: House) -> Post:
    """Nothing is sent by the house itself."""
    await home.brug.outbox.stop()
    post = Post(home)
    await post.knows(*CROWD)
    return post


async def test_however_many_workers_nobody_calls_while_the_bot_must_slow_down(home: House, post: Post) -> None:
    for text in TEXTS:
        for who in CROWD:
            await post.put(who, text, "reply")
    paper = Grumpy(clock=home.clock)

    async with workers(home, paper, 3) as outboxes:
        for _ in range(80):
            await work(outboxes)
            home.clock.pass_(seconds=1)

    assert len(paper.told_at) >= 15
    assert paper.too_early == 0
    assert all([sheet.text for sheet in paper.sheets[who]] == TEXTS for who in CROWD)


async def test_what_another_worker_has_claimed_already_waits_too(home: House, post: Post) -> None:
    for text in ("One", "Two"):
        await post.put("p0", text, "reply")
    paper = Paper()
    async with workers(home, paper, 1) as (worker,):
        paper.gate = asyncio.Event()
        await worker.sweep()
        await called(paper)
        async with home.brug.database.write() as connection:
            await close_gate(connection, "paper", "1", until=home.clock.now() + timedelta(seconds=30))
        home.clock.pass_(seconds=1)
        paper.gate.set()
        await worker.settled()
        before = [sheet.text for sheet in paper.sheets["p0"]]

        home.clock.pass_(seconds=30)
        await work([worker])

    assert before == ["One"]
    assert [sheet.text for sheet in paper.sheets["p0"]] == ["One", "Two"]


@pytest.mark.parametrize(("kind", "unconfirmed"), [("broadcast", FAILURES + 8), ("reply", 4)])
async def test_an_outage_leaves_few_messages_to_a_human_and_loses_none(
    home: House, post: Post, kind: str, unconfirmed: int
) -> None:
    """Two minutes of nothing but errors. Afterwards everybody hears what was not risked."""
    paper = Paper()
    for who in CROWD:
        paper.troubles[who] = [Ambiguous("502")] * 99
        await post.put(who, "News", kind)

    async with workers(home, paper, 1) as outboxes:
        for _ in range(60):
            await work(outboxes)
            home.clock.pass_(seconds=2)
        during = paper.calls
        paper.troubles.clear()
        for _ in range(20):
            await work(outboxes)
            home.clock.pass_(seconds=5)

    states = await post.states()
    assert during <= FAILURES + 8
    assert states.count("unconfirmed") <= unconfirmed
    assert states.count("sent") + states.count("unconfirmed") == len(CROWD)
    assert sorted(paper.order) == sorted(set(paper.order))
    assert len(paper.order) == states.count("sent")
