"""Logs are a sentence and ids: with everything logged that can be, nobody's name, number, words or token is there."""

import asyncio
import io
import logging
from collections.abc import Iterator
from contextlib import AsyncExitStack, redirect_stderr
from pathlib import Path

import pytest
import structlog
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, StatementError

from bot.log import TALKATIVE, set_up
from bot.messages import Ambiguous, ChannelDown, Media, NotAccepted, Refused, Throttled, Unavailable, Unreachable
from store.tables import person
from tests.bot.disk import small_disk
from tests.bot.post import Post
from tests.house import house

NAME, WORDS, NUMBER, TOKEN = (
    "Canarina",
    "canary words",
    "+32 470 99 88 77",
    "123456789:canaryAAHdqTcvCH1vGWJxfSeofSAs0K5",
)
CANARIES = ("canar", "Canar", "470", "99 88", TOKEN)
TROUBLES = (
    RuntimeError(WORDS),
    Throttled("a reason", 1),
    NotAccepted("a reason"),
    Refused("a reason"),
    Ambiguous("a reason"),
    Unreachable("a reason"),
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged: as `brug run` sets it up, at DEBUG, and back again."""
    root, printed = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    with redirect_stderr(printed):
        set_up("debug")
    yield printed
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


def assert_clean(output: str, *sentences: str) -> None:
    """Not because nothing was logged: the `sentences` were."""
    for canary in CANARIES:
        assert canary not in output
    for sentence in sentences:
        assert sentence in output


async def test_a_sign_up_and_all_that_can_go_wrong_tell_nothing(
    tmp_path: Path, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with AsyncExitStack() as stack:
        disk = stack.enter_context(small_disk())
        home = await stack.enter_async_context(house(tmp_path))
        post = Post(home)
        await home.signs_up(NUMBER, NAME)
        await home.writes(NUMBER, WORDS)
        await home.writes(NUMBER, media=Media("voice", "canary-file"))
        await post.knows("bilal")
        home.paper.troubles[NUMBER] = [*TROUBLES]
        home.paper.troubles["bilal"] = [ChannelDown("a reason")]
        for sender in (*[NUMBER] * len(TROUBLES), "bilal"):
            await post.put(sender, WORDS)
            await post.sweep()
            home.clock.pass_(minutes=10)
        monkeypatch.setattr(type(home.brug.service.player.conversation), "respond", _fail)
        await home.writes(NUMBER, WORDS)
        disk.full = True
        with pytest.raises(Unavailable):
            await home.writes(NUMBER, WORDS)

    sentences = ("a channel failed", "the channel is paused", "could not be handled", "does not take anything")
    assert_clean(log.getvalue(), *sentences)


def _fail(*_: object) -> None:
    raise RuntimeError(f"{NAME} said {WORDS} from {NUMBER}")


def test_a_token_or_a_number_in_a_sentence_is_hidden(log: io.StringIO) -> None:
    structlog.get_logger().error(f"POST https://api.telegram.org/bot{TOKEN}/getMe", number=NUMBER)
    logging.getLogger("some.library").error("call of %s with https://x/bot%s/getMe", NUMBER, TOKEN)

    assert_clean(log.getvalue(), "getMe", "call of …")


def test_an_error_of_a_library_is_logged_by_its_kind_and_place(log: io.StringIO) -> None:
    try:
        _fail()
    except RuntimeError:
        logging.getLogger("some.library").exception("it failed")

    assert_clean(log.getvalue(), "it failed", "test_logs.py", "RuntimeError")


async def test_an_error_that_nobody_caught_is_logged_by_its_kind_and_place(log: io.StringIO) -> None:
    asyncio.get_running_loop().call_soon(_fail)
    await asyncio.sleep(0.05)

    assert_clean(log.getvalue(), "RuntimeError")


async def test_a_page_that_fails_is_logged_by_its_kind_and_place(log: io.StringIO) -> None:
    async def failing(_: web.Request) -> web.Response:
        raise RuntimeError(WORDS)

    app = web.Application()
    app.router.add_post("/", failing)
    async with TestServer(app) as server, ClientSession() as session:
        answer = await session.post(server.make_url("/"), data=WORDS)
        assert answer.status == 500

    assert_clean(log.getvalue(), "RuntimeError")


async def test_an_error_of_the_database_does_not_quote_what_was_to_be_stored(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        with pytest.raises((StatementError, DBAPIError)) as failed:
            async with home.brug.database.write() as connection:
                await connection.execute(insert(person).values(name=NAME, place=WORDS, created_at="canary"))

    assert NAME not in str(failed.value)
    assert WORDS not in str(failed.value)
