"""One gate for each bot: who must slow down, or is refused altogether, sends nothing to anybody."""

import asyncio
from pathlib import Path

import pytest

from bot.messages import ChannelDown, Throttled
from bot.outbox import Outbox
from store.tables import address, task
from tests.bot.post import Post, called
from tests.house import House, Paper, house


@pytest.fixture
async def post(home: House) -> Post:
    """Amina and Bilal are known; nothing is on its way."""
    post = Post(home)
    await post.knows("amina", "bilal")
    return post


async def test_when_a_bot_must_slow_down_nobody_sends_with_it_until_then(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [Throttled("slow down", 30)]
    await post.put("amina", "News")
    await post.sweep()
    await post.put("bilal", "News")
    await post.put("bilal", "Hello", "reply")

    for seconds in (0, 29):
        home.clock.pass_(seconds=seconds)
        await post.sweep()
        assert home.paper.calls == 1
    home.clock.pass_(seconds=1)
    await post.sweep()

    assert (home.said("amina"), home.said("bilal")) == (["News"], ["News", "Hello"])


async def test_another_process_on_the_same_database_keeps_still_too(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [Throttled("slow down", 30)]
    await post.put("amina", "News")
    await post.sweep()
    await post.put("bilal", "News")
    other = Paper()
    second = Outbox(home.brug.database, {("paper", "1"): other}, home.clock)
    second.start()

    for seconds in (0, 29):
        home.clock.pass_(seconds=seconds)
        await second.sweep()
        await second.settled()
        assert other.calls == 0
    home.clock.pass_(seconds=1)
    await second.sweep()
    await second.settled()
    await second.stop()

    assert (sorted(other.order), home.paper.calls) == (["amina", "bilal"], 1)


async def test_when_a_bot_must_slow_down_answers_wait_too(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [Throttled("slow down", 30)]
    await post.put("amina", "News")
    await post.sweep()

    assert await home.writes("bilal", "help") == []

    home.clock.pass_(seconds=31)
    await post.sweep()
    assert len(home.said("bilal")) >= 1


async def test_a_second_request_to_slow_down_does_not_shorten_the_first(home: House, post: Post) -> None:
    home.paper.gate = asyncio.Event()
    home.paper.troubles["amina"] = [Throttled("slow down", 60)]
    home.paper.troubles["bilal"] = [Throttled("slow down", 5)]
    for sender in ("amina", "bilal"):
        await post.put(sender, "News")
    await home.brug.outbox.sweep()
    await called(home.paper, 2)
    home.paper.gate.set()
    await home.brug.outbox.settled()
    calls = home.paper.calls

    home.clock.pass_(seconds=59)
    await post.sweep()

    assert (calls, home.paper.calls) == (2, 2)


@pytest.mark.parametrize("mended", [True, False])
async def test_a_refused_token_pauses_the_channel_until_somebody_starts_brug_anew(
    tmp_path: Path, database_url: str, mended: bool
) -> None:
    refusal = ChannelDown("the token is refused")
    async with house(tmp_path, database_url) as home:
        post = Post(home)
        await post.knows("amina", "bilal")
        home.paper.troubles["amina"] = [refusal]
        await post.put("amina", "News")
        await post.sweep()
        await post.put("bilal", "News")
        home.clock.pass_(hours=1)
        await post.sweep()

        assert home.paper.calls == 1
        assert "paper: the token is refused" in (await home.brug.health.ready()).problems
        assert await home.count(task) == 0

    async with house(tmp_path, database_url) as home:
        post = Post(home)
        home.clock.pass_(hours=2)
        if not mended:
            home.paper.troubles |= {"amina": [refusal] * 9, "bilal": [refusal] * 9}
        await post.sweep()

        assert await post.states() == ["sent" if mended else "queued"] * 2
        assert (await home.brug.health.ready()).good is mended
        assert all(row.reachable for row in await home.rows(address))
        assert await home.count(task) == 0
        assert home.paper.calls <= 2
