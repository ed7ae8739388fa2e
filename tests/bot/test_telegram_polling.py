"""Long polling: Telegram forgets an update only after it is stored."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.channels.telegram import Telegram
from bot.messages import Unavailable
from tests.bot.telegram_bot import CHAT, running
from tests.fakes.inlets import RememberingInlet
from tests.fakes.processes import PythonProcess
from tests.fakes.telegram_client import TelegramControl
from tests.fakes.telegram_updates import text_update

pytest_plugins = ["tests.bot.telegram_fixtures"]


async def until(condition: Callable[[], Coroutine[Any, Any, bool]]) -> None:
    async with asyncio.timeout(10):
        while not await condition():
            await asyncio.sleep(0.01)


def texts(inlet: RememberingInlet, chat: int = CHAT) -> list[str]:
    return [inbound.text for inbound in inlet.taken if inbound.sender == str(chat)]


async def test_what_people_wrote_is_taken_in_order(server: TelegramControl) -> None:
    inlet = RememberingInlet()
    chats = [CHAT, CHAT + 1, CHAT + 2]
    updates = [text_update(chat, str(number)) for number in range(50) for chat in chats]

    async with running(server.url, inlet):
        await server.push(*updates)
        await inlet.until(lambda seen: len(seen.taken) == 150)

    assert all(texts(inlet, chat) == [str(number) for number in range(50)] for chat in chats)


async def test_the_offset_moves_only_after_the_commit(server: TelegramControl) -> None:
    inlet = RememberingInlet()
    inlet.failures.extend([Unavailable()] * 3)

    async with running(server.url, inlet):
        (update_id,) = await server.push(text_update(CHAT, "hello"))
        await inlet.until(lambda seen: len(seen.taken) == 1)

    assert inlet.attempts[str(update_id)] == 4
    assert texts(inlet) == ["hello"]


async def test_a_failure_does_not_let_later_words_overtake(server: TelegramControl) -> None:
    inlet = RememberingInlet()
    inlet.failures.append(Unavailable())

    async with running(server.url, inlet):
        await server.push(text_update(CHAT, "one"), text_update(CHAT, "two"), text_update(CHAT + 1, "other"))
        await inlet.until(lambda seen: {"one", "two"} <= {inbound.text for inbound in seen.taken})

    assert texts(inlet) == ["one", "two"]


async def test_people_do_not_wait_for_each_other(server: TelegramControl) -> None:
    inlet = RememberingInlet()
    inlet.gate.clear()

    async with running(server.url, inlet):
        await server.push(*[text_update(CHAT + number, "x") for number in range(20)])
        await inlet.until(lambda seen: len(seen.attempts) == 20)
        inlet.gate.set()


async def test_stopping_waits_for_what_has_arrived_and_for_nothing_else(server: TelegramControl) -> None:
    inlet = RememberingInlet()
    inlet.gate.clear()
    async with running(server.url, inlet) as telegram:
        await server.push(text_update(CHAT, "hello"))
        await inlet.until(lambda seen: bool(seen.attempts))

        stopping = asyncio.create_task(telegram.stop())
        await asyncio.sleep(0.05)
        waited = not stopping.done()
        inlet.gate.set()
        await asyncio.wait_for(stopping, 0.5)

    assert waited
    assert texts(inlet) == ["hello"]


async def test_a_broken_update_is_kept_and_the_next_one_passes(server: TelegramControl) -> None:
    inlet = RememberingInlet()

    async with running(server.url, inlet):
        await server.push({"message": {"text": 3}}, text_update(CHAT, "hello"))
        await inlet.until(lambda seen: len(seen.taken) == 1)

    assert len(inlet.quarantined) == 1


async def test_a_webhook_from_earlier_is_taken_away(server: TelegramControl) -> None:
    async with running(server.url):
        await until(lambda: called(server, "getUpdates"))

    assert (await server.calls())["deleteWebhook"] == 1


async def called(server: TelegramControl, method: str) -> bool:
    return method in await server.calls()


async def test_two_pollers_are_a_problem_until_one_stops(server: TelegramControl) -> None:
    inlet = RememberingInlet()
    await server.script("conflict", method="getUpdates", times=3)

    async with running(server.url, inlet) as telegram:
        await until(lambda: has_problem(telegram))
        sentence = telegram.problem
        await until(lambda: has_no_problem(telegram))
        await server.push(text_update(CHAT, "hello"))
        await inlet.until(lambda seen: len(seen.taken) == 1)

    assert sentence == "Another program asks for this bot's updates: stop it, or make another bot."


async def has_problem(telegram: Telegram) -> bool:
    return telegram.problem is not None


async def has_no_problem(telegram: Telegram) -> bool:
    return telegram.problem is None


@pytest.mark.parametrize(
    "kind", ["internal", "bad_gateway", "truncated", "wrong_json", "reset", "throttle", "html", "unauthorized"]
)
async def test_no_failure_of_telegram_ends_the_polling(server: TelegramControl, kind: str) -> None:
    inlet = RememberingInlet()
    for method in ("getMe", "deleteWebhook", "getUpdates"):
        await server.script(kind, method=method, times=2, seconds=0)

    async with running(server.url, inlet):
        await server.push(text_update(CHAT, "hello"))
        await inlet.until(lambda seen: len(seen.taken) == 1)


async def test_telegram_may_be_away_when_the_service_starts(unused_tcp_port: int) -> None:
    inlet = RememberingInlet()
    url = f"http://127.0.0.1:{unused_tcp_port}"

    async with running(url, inlet) as telegram:
        await until(lambda: has_problem(telegram))
        sentence = telegram.problem
        with PythonProcess("tests.fakes.telegram_server", "--port", str(unused_tcp_port)) as process:
            await asyncio.to_thread(process.first_json)
            await until(lambda: has_no_problem(telegram))
            link = telegram.link("abc")

    assert sentence == "Telegram cannot be reached; it is tried again."
    assert link == "https://t.me/brug_test_bot?start=abc"
