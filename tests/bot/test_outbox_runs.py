"""Whatever goes wrong while messages are on their way, nobody waits for ever behind it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.consequences import MAX_ATTEMPTS
from bot.messages import Ambiguous, ChannelDown, NotAccepted, Throttled
from tests.bot.disk import small_disk
from tests.bot.post import Post
from tests.house import House, house


@pytest.fixture
async def post(home: House) -> Post:
    """Amina and Bilal are known; nothing is on its way."""
    post = Post(home)
    await post.knows("amina", "bilal")
    return post


@pytest.fixture
def full_log() -> Iterator[None]:
    """No line can be written to the log."""
    structlog.configure(processors=[_no_space])
    yield
    structlog.reset_defaults()


def _no_space(_: WrappedLogger, __: str, ___: EventDict) -> EventDict:
    raise OSError("No space left on device")


@pytest.mark.usefixtures("full_log")
@pytest.mark.parametrize("kind", ["reply", "broadcast"])
async def test_a_log_that_takes_nothing_holds_up_no_message(home: House, post: Post, kind: str) -> None:
    home.paper.troubles["amina"] = [RuntimeError("a bug")]
    for text in ("One", "Two"):
        await post.put("amina", text, kind)

    await post.sweep()
    home.clock.pass_(minutes=1)
    await post.sweep()

    assert home.said("amina") == (["One", "Two"] if kind == "reply" else ["Two"])
    assert await post.states() == ["sent" if kind == "reply" else "unconfirmed", "sent"]


@pytest.mark.usefixtures("full_log")
async def test_a_channel_pauses_also_when_the_log_takes_nothing(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [ChannelDown("the token is refused")]
    await post.put("amina", "News")

    await post.sweep()

    assert await post.states() == ["queued"]
    assert "paper: the token is refused" in (await home.brug.health.ready()).problems


@pytest.mark.usefixtures("full_log")
async def test_the_outbox_outlives_a_disk_that_takes_neither_rows_nor_log(tmp_path: Path) -> None:
    with small_disk() as disk:
        async with house(tmp_path) as home:
            post = Post(home)
            await post.knows("amina")
            await post.put("amina", "News")

            disk.full = True
            home.brug.outbox.wake([1])
            await home.brug.outbox.settled()
            disk.full = False
            await post.sweep()

            assert home.brug.outbox.alive()
            assert home.said("amina") == ["News"]


async def test_what_is_raised_before_anything_was_sent_holds_up_nobody(home: House, post: Post) -> None:
    await post.put("amina", "One", "reply", body={"text": "One", "lang": "en", "colour": "a later Brug knows it"})
    await post.put("amina", "Two", "reply")

    for _ in range(4):
        await post.sweep()
        home.clock.pass_(minutes=1)

    assert (home.said("amina"), await post.states()) == (["Two"], ["unconfirmed", "sent"])


async def test_a_run_that_is_cancelled_leaves_its_messages_to_the_sweep(home: House, post: Post) -> None:
    cancelled: list[Exception | None] = [asyncio.CancelledError()]  # type: ignore[list-item]
    home.paper.troubles["amina"] = cancelled
    for text in ("One", "Two"):
        await post.put("amina", text, "reply")

    await post.sweep()
    assert (home.said("amina"), await post.states()) == ([], ["sending", "sending"])

    home.clock.pass_(seconds=home.brug.outbox.lease.total_seconds())
    await post.sweep()
    assert home.said("amina") == ["One", "Two"]


async def test_a_request_to_slow_down_is_no_attempt(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [*[Throttled("slow down", 30)] * 9, Ambiguous("the line broke")]
    row = await post.put("amina", "Hello", "reply")

    for _ in range(12):
        await post.sweep()
        home.clock.pass_(minutes=1)

    assert home.said("amina") == ["Hello"]
    assert (await post.row(row)).attempts == 2


async def test_what_was_claimed_when_the_bot_must_slow_down_has_not_been_tried(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [Throttled("slow down", 30)] * 3
    rows = [await post.put("amina", text, "reply") for text in ("One", "Two")]

    for _ in range(3):
        await post.sweep()
        home.clock.pass_(minutes=1)

    assert [(await post.row(row)).attempts for row in rows] == [0, 0]


async def test_what_waits_behind_a_message_that_fails_keeps_its_own_attempts(home: House, post: Post) -> None:
    home.paper.troubles["amina"] = [NotAccepted("no connection")] * (MAX_ATTEMPTS + 1)
    for text in ("One", "Two"):
        await post.put("amina", text)

    for _ in range(MAX_ATTEMPTS + 6):
        await post.sweep()
        home.clock.pass_(minutes=10)

    assert (home.said("amina"), await post.states()) == (["Two"], ["failed", "sent"])
