"""A message that Telegram takes in parts: what she sees when one of them fails."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.channels.telegram import Telegram
from bot.channels.telegram.begun import LIFE, MOST, Begun
from bot.messages import Ambiguous, File, NotAccepted, Outbound, Refused, SendError, Throttled
from tests.bot.telegram_bot import CHAT, HELLO
from tests.fakes.telegram_client import TelegramControl

pytest_plugins = ["tests.bot.telegram_fixtures"]

PARAGRAPHS = [f"{number} " + "word " * 800 for number in ("One", "Two", "Three")]
LONG = Outbound("\n\n".join(PARAGRAPHS), "en", HELLO.buttons)
Fails = Callable[[str, type[SendError]], Coroutine[Any, Any, None]]


@pytest.fixture
def fails(telegram: Telegram, server: TelegramControl) -> Fails:
    """The long message is sent, and the second part meets a fault."""

    async def fail(kind: str, expected: type[SendError]) -> None:
        await server.script("slow", method="sendMessage", seconds=0)
        await server.script(kind, method="sendMessage")
        with pytest.raises(SendError) as caught:
            await telegram.send(str(CHAT), LONG, {})
        assert type(caught.value) is expected

    return fail


async def seen(server: TelegramControl) -> list[str]:
    return [line["text"].split()[0] for line in await server.accepted(CHAT)]


async def test_a_long_message_arrives_in_parts_and_its_last_one_counts(
    telegram: Telegram, server: TelegramControl
) -> None:
    message_id = await telegram.send(str(CHAT), LONG, {})

    lines = await server.accepted(CHAT)
    assert "".join(line["text"] for line in lines) == LONG.text
    assert [bool(line["reply_markup"]) for line in lines] == [False, False, True]
    assert str(lines[-1]["message_id"]) == message_id


@pytest.mark.parametrize(("kind", "expected"), [("throttle", Throttled), ("redirect", NotAccepted)])
async def test_where_a_part_was_not_taken_the_next_try_goes_on_with_it(
    telegram: Telegram, server: TelegramControl, fails: Fails, kind: str, expected: type[SendError]
) -> None:
    await fails(kind, expected)

    await telegram.send(str(CHAT), Outbound(LONG.text, "en", HELLO.buttons), {})

    assert await seen(server) == ["One", "Two", "Three"]


async def test_however_often_a_part_is_not_taken_nothing_comes_twice(
    telegram: Telegram, server: TelegramControl, fails: Fails
) -> None:
    await fails("throttle", Throttled)
    await server.script("throttle", method="sendMessage", times=5)
    for _ in range(5):
        with pytest.raises(Throttled):
            await telegram.send(str(CHAT), LONG, {})

    await telegram.send(str(CHAT), LONG, {})

    assert await seen(server) == ["One", "Two", "Three"]


@pytest.mark.parametrize("kind", ["accept_then_500", "wrong_json"])
async def test_where_nobody_knows_whether_a_part_arrived_only_that_one_may_come_twice(
    telegram: Telegram, server: TelegramControl, fails: Fails, kind: str
) -> None:
    await fails(kind, Ambiguous)

    await telegram.send(str(CHAT), LONG, {})

    assert await seen(server) == ["One", "Two", "Two", "Three"]


async def test_a_last_part_that_may_have_arrived_is_sent_again(telegram: Telegram, server: TelegramControl) -> None:
    for _ in range(2):
        await server.script("slow", method="sendMessage", seconds=0)
    await server.script("wrong_json", method="sendMessage")
    with pytest.raises(Ambiguous):
        await telegram.send(str(CHAT), LONG, {})

    await telegram.send(str(CHAT), LONG, {})

    assert await seen(server) == ["One", "Two", "Three", "Three"]


async def test_a_picture_comes_once_though_its_long_text_fails(telegram: Telegram, server: TelegramControl) -> None:
    message = Outbound(PARAGRAPHS[0], "en", picture=1)
    files = {1: File(b"\xff\xd8", "image/jpeg", "agenda.jpg")}
    await server.script("throttle", method="sendMessage")
    with pytest.raises(Throttled):
        await telegram.send(str(CHAT), message, files)

    await telegram.send(str(CHAT), message, files)

    assert [line["method"] for line in await server.accepted(CHAT)] == ["sendPhoto", "sendMessage"]


@pytest.mark.parametrize(
    ("kind", "expected", "between"),
    [("throttle", Throttled, [HELLO]), ("bad_request", Refused, []), ("throttle", Throttled, [LONG])],
    ids=["another message came between", "it was refused for good", "it arrived meanwhile"],
)
async def test_the_same_words_once_more_are_a_message_of_their_own(
    telegram: Telegram,
    server: TelegramControl,
    fails: Fails,
    kind: str,
    expected: type[SendError],
    between: list[Outbound],
) -> None:
    await fails(kind, expected)
    for message in between:
        await telegram.send(str(CHAT), message, {})
    before = len(await seen(server))

    await telegram.send(str(CHAT), LONG, {})

    assert (await seen(server))[before:] == ["One", "Two", "Three"]


async def test_what_one_person_got_counts_for_nobody_else(
    telegram: Telegram, server: TelegramControl, fails: Fails
) -> None:
    await fails("throttle", Throttled)

    await telegram.send(str(CHAT + 1), LONG, {})

    assert len(await server.accepted(CHAT + 1)) == 3


def test_after_a_while_a_message_begins_anew() -> None:
    clock = iter([0.0, LIFE - 1, 1000.0, 1000.0 + LIFE])
    begun = Begun(lambda: next(clock))
    found = []

    for _ in range(2):
        begun.keep("7", LONG, 2)
        found.append(begun.take("7", LONG))

    assert found == [2, 0]


def test_of_many_people_the_last_ones_are_remembered() -> None:
    begun = Begun(lambda: 0.0)
    for number in range(MOST + 1):
        begun.keep(str(number), LONG, 1)

    assert [begun.take(str(number), LONG) for number in (0, 1, MOST)] == [0, 1, 1]
