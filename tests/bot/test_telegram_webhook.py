"""The webhook: who may post, and when Telegram may forget an update."""

import asyncio
import io
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from multidict import CIMultiDict

from bot.channels.telegram import Telegram
from bot.messages import Unavailable
from tests.bot.doors import Visit, visited
from tests.bot.telegram_bot import CHAT, SECRET, running
from tests.fakes.inlets import RememberingInlet
from tests.fakes.telegram_client import TelegramControl
from tests.fakes.telegram_updates import tap_update, text_update

pytest_plugins = ["tests.bot.telegram_fixtures"]

Served = Callable[[Telegram], AbstractAsyncContextManager[Visit]]
PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = text_update(CHAT, "hello", update_id=9)


@pytest.fixture
def inlet() -> RememberingInlet:
    return RememberingInlet()


@pytest.fixture
async def telegram(server: TelegramControl, inlet: RememberingInlet) -> AsyncIterator[Telegram]:
    options = {"mode": "webhook", "public_url": "https://brug.example/", "secret": SECRET}
    async with running(server.url, inlet, **options) as telegram:
        yield telegram


@pytest.fixture(params=["at the door", "by aiohttp"])
def served(request: pytest.FixtureRequest) -> Served:
    return lambda telegram: visited(telegram.routes(), telegram.post() if request.param == "at the door" else None)


@pytest.fixture
async def client(telegram: Telegram, served: Served) -> AsyncIterator[Visit]:
    async with served(telegram) as client:
        yield client


async def post(client: Visit, body: object, headers: Any = None) -> tuple[int, bytes]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with client.post(PATH, data=io.BytesIO(content), headers=headers or {HEADER: SECRET}) as response:
        return response.status, await response.read()


async def test_an_update_is_acknowledged_after_the_inlet_took_it(client: Visit, inlet: RememberingInlet) -> None:
    inlet.gate.clear()
    posting = asyncio.create_task(post(client, UPDATE))
    await inlet.until(lambda seen: seen.attempts["9"] == 1)
    waiting = not posting.done()

    inlet.gate.set()

    assert waiting
    assert await posting == (200, b"")
    assert [(inbound.event_id, inbound.text) for inbound in inlet.taken] == [("9", "hello")]


async def test_the_name_of_the_header_may_be_in_any_case(client: Visit, inlet: RememberingInlet) -> None:
    assert await post(client, UPDATE, {HEADER.lower(): SECRET}) == (200, b"")
    assert len(inlet.taken) == 1


FORGED: dict[str, CIMultiDict[str]] = {
    "missing": CIMultiDict({"X-Other": SECRET}),
    "empty": CIMultiDict({HEADER: ""}),
    "wrong": CIMultiDict({HEADER: "x" * len(SECRET)}),
    "cut": CIMultiDict({HEADER: SECRET[:-1]}),
    "longer": CIMultiDict({HEADER: SECRET + "x"}),
    "other case": CIMultiDict({HEADER: SECRET.upper()}),
    "not ASCII": CIMultiDict({HEADER: "gehëim"}),
    "doubled": CIMultiDict([(HEADER, SECRET), (HEADER, SECRET)]),
    "doubled, one wrong": CIMultiDict([(HEADER, "x"), (HEADER, SECRET)]),
    "as authorization": CIMultiDict({"Authorization": f"Bearer {SECRET}"}),
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED.keys())
async def test_a_forged_post_gets_nothing_and_touches_nothing(
    client: Visit, inlet: RememberingInlet, headers: CIMultiDict[str]
) -> None:
    assert await post(client, UPDATE, headers) == (401, b"")
    assert not inlet.attempts
    assert not inlet.quarantined


PREVIOUS = "canary-of-the-previous-secret"


@pytest.mark.parametrize(("previous", "status"), [(PREVIOUS, 200), ("", 401)], ids=["while it changes", "afterwards"])
async def test_while_the_secret_changes_the_previous_one_opens_too(
    served: Served, server: TelegramControl, inlet: RememberingInlet, previous: str, status: int
) -> None:
    options = {"mode": "webhook", "public_url": "https://brug.example/", "secret": SECRET}
    async with (
        running(server.url, inlet, **options, previous_secret=previous) as telegram,
        served(telegram) as client,
    ):
        told = [(await post(client, UPDATE, {HEADER: shown}))[0] for shown in (SECRET, PREVIOUS, "x", "")]

        assert told == [200, status, 401, 401]


async def test_no_mutation_of_the_secret_is_accepted(client: Visit, inlet: RememberingInlet) -> None:
    chance = random.Random(1)

    for _ in range(300):
        letters = list(SECRET)
        letters[chance.randrange(len(letters))] = chance.choice("!0123456789")
        assert await post(client, UPDATE, {HEADER: "".join(letters)}) == (401, b"")

    assert not inlet.attempts


async def test_a_stranger_is_turned_away_before_the_body_is_read(client: Visit) -> None:
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: brug.example\r\nContent-Length: 1000000\r\n\r\n".encode())

    answer = await asyncio.wait_for(reader.readline(), 2)

    writer.close()
    await writer.wait_closed()
    assert b" 401 " in answer


BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"<html>",
    "not UTF-8": b'{"update_id": 9, "message": {"text": "\xff\xfe"}}',
    "no id": b"{}",
    "unknown kind": b'{"update_id": 9, "telepathy": {}}',
    "null fields": b'{"update_id": 9, "message": {"message_id": null, "date": null, "chat": null}}',
    "deeply nested": b"[" * 200_000,
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
async def test_what_cannot_be_read_is_kept_and_does_not_come_again(
    client: Visit, inlet: RememberingInlet, body: bytes
) -> None:
    assert await post(client, body) == (200, b"")
    assert [raw for raw, _ in inlet.quarantined] == [body]
    assert not inlet.attempts


async def test_a_megabyte_of_text_is_taken(client: Visit, inlet: RememberingInlet) -> None:
    assert (await post(client, text_update(CHAT, "a" * 1_000_000, update_id=9)))[0] == 200
    assert len(inlet.taken[0].text) == 1_000_000


async def test_of_a_body_beyond_all_measure_the_beginning_is_kept(client: Visit, inlet: RememberingInlet) -> None:
    assert (await post(client, b"x" * (5 * 1024 * 1024)))[0] == 200
    assert inlet.quarantined == [(b"x" * 64 * 1024, "It is larger than 4 MB.")]


@pytest.mark.parametrize("body", [UPDATE, b"<html>"], ids=["update", "broken body"])
async def test_what_cannot_be_stored_just_now_comes_again(client: Visit, inlet: RememberingInlet, body: object) -> None:
    inlet.failures.append(Unavailable())

    async with client.post(PATH, json=body if body is UPDATE else None, headers={HEADER: SECRET}) as response:
        first = (response.status, response.headers.get("Retry-After"))

    assert first == (503, "2")
    assert (await post(client, body))[0] == 200
    assert len(inlet.taken) + len(inlet.quarantined) == 1


async def test_a_fault_of_ours_sets_the_update_aside_and_lets_the_next_one_pass(
    client: Visit, inlet: RememberingInlet
) -> None:
    inlet.failures.append(RuntimeError("a bug"))

    statuses = [(await post(client, text_update(CHAT, "x", update_id=number)))[0] for number in (1, 2)]

    assert statuses == [200, 200]
    assert [inbound.event_id for inbound in inlet.taken] == ["2"]
    [(_, reason)] = inlet.quarantined
    assert reason.startswith("Taking it failed: ")
    assert reason.endswith("RuntimeError")


async def test_before_the_start_telegram_is_asked_to_come_again(served: Served) -> None:
    telegram = Telegram("1:x", mode="webhook", public_url="https://brug.example", secret=SECRET)

    async with served(telegram) as client:
        assert (await post(client, UPDATE))[0] == 503


async def test_a_tapped_button_stops_waiting(client: Visit, server: TelegramControl) -> None:
    await post(client, tap_update(CHAT, "q1:yes", update_id=9))

    async with asyncio.timeout(5):
        while (await server.calls()).get("answerCallbackQuery") != 1:
            await asyncio.sleep(0.01)


async def test_a_slow_reply_is_announced_by_typing(
    client: Visit, server: TelegramControl, inlet: RememberingInlet
) -> None:
    inlet.gate.clear()
    posting = asyncio.create_task(post(client, UPDATE))

    async with asyncio.timeout(5):
        while (await server.calls()).get("sendChatAction") != 1:
            await asyncio.sleep(0.02)

    inlet.gate.set()
    assert (await posting)[0] == 200


async def test_telegram_learns_where_to_post_and_how_to_prove_itself(
    telegram: Telegram, server: TelegramControl
) -> None:
    async with asyncio.timeout(5):
        while not (await server.webhook())["url"]:
            await asyncio.sleep(0.01)

    webhook = await server.webhook()
    assert (webhook["url"], webhook["secret_token"]) == ("https://brug.example/telegram/webhook", SECRET)
    assert webhook["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert webhook["max_connections"] == 100


async def test_a_webhook_that_somebody_else_took_away_is_set_again(telegram: Telegram, server: TelegramControl) -> None:
    await server.reset()

    async with asyncio.timeout(5):
        while not (await server.webhook())["url"]:
            await asyncio.sleep(0.01)


def test_a_bot_that_polls_has_no_webhook() -> None:
    assert (Telegram("1:x").routes(), Telegram("1:x").post()) == ([], None)
