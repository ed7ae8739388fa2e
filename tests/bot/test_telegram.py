"""The Telegram channel against a stand-in Bot API in a process of its own."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.channels import Setup
from bot.channels.telegram import Telegram, build
from bot.clock import SystemClock
from bot.messages import (
    Ambiguous,
    ChannelDown,
    File,
    Moved,
    NotAccepted,
    Outbound,
    Refused,
    Sender,
    SendError,
    Throttled,
    Unreachable,
)
from store.crypto import Keyring
from store.database import Database
from tests.bot.telegram_bot import CHAT, HELLO, TOKEN, WORDS, failure_of
from tests.conversations import catalogues
from tests.fakes.inlets import RememberingInlet
from tests.fakes.telegram_client import TelegramControl
from tests.house import SECRET as KEY
from tests.house import settings_for

pytest_plugins = ["tests.bot.telegram_fixtures"]


async def test_a_message_arrives_with_its_buttons_and_its_id_comes_back(
    telegram: Telegram, server: TelegramControl
) -> None:
    message_id = await telegram.send(str(CHAT), HELLO, {})

    (seen,) = await server.accepted(CHAT)
    assert (seen["text"], str(seen["message_id"])) == (WORDS, message_id)
    assert seen["reply_markup"]["inline_keyboard"] == [
        [{"text": "Yes", "callback_data": "q1:yes"}, {"text": "No", "callback_data": "q1:no"}]
    ]


@pytest.mark.parametrize(
    ("file", "method", "field"),
    [
        (File(b"\xff\xd8" * 700_000, "image/jpeg", "agenda.jpg"), "sendPhoto", "picture"),
        (File(b"OggS" * 1000, "audio/ogg", "voice.ogg"), "sendVoice", "sound"),
        (File(b"ID3" * 1000, "audio/mpeg", "voice.mp3"), "sendAudio", "sound"),
    ],
)
async def test_a_file_arrives_whole_with_words_and_buttons(
    telegram: Telegram, server: TelegramControl, file: File, method: str, field: str
) -> None:
    row: dict[str, Any] = {field: 1}

    await telegram.send(str(CHAT), Outbound(WORDS, "en", HELLO.buttons, **row), {1: file})

    (seen,) = await server.accepted(CHAT)
    assert (seen["method"], seen["text"]) == (method, WORDS)
    assert seen["upload"] == {"filename": file.name, "mime": seen["upload"]["mime"], "size": len(file.data)}
    assert len(seen["reply_markup"]["inline_keyboard"][0]) == 2


async def test_an_edit_changes_the_buttons_and_keeps_the_id(telegram: Telegram, server: TelegramControl) -> None:
    message_id = await telegram.send(str(CHAT), HELLO, {})

    edited = await telegram.send(str(CHAT), Outbound("", "en", edits=message_id), {})

    assert edited == message_id
    assert (await server.accepted(CHAT))[-1]["method"] == "editMessageReplyMarkup"


async def test_an_edit_that_changes_nothing_counts_as_sent(telegram: Telegram) -> None:
    message_id = await telegram.send(str(CHAT), HELLO, {})
    same = Outbound("", "en", HELLO.buttons, edits=message_id)

    assert await telegram.send(str(CHAT), same, {}) == message_id


OUTCOMES: list[tuple[str, type[SendError], int]] = [
    ("blocked", Unreachable, 0),
    ("deactivated", Unreachable, 0),
    ("never_started", Unreachable, 0),
    ("chat_not_found", Unreachable, 0),
    ("forbidden", Refused, 0),
    ("bad_request", Refused, 0),
    ("unauthorized", ChannelDown, 0),
    ("not_found", ChannelDown, 0),
    ("throttle", Throttled, 0),
    ("migrate", Moved, 0),
    ("redirect", NotAccepted, 0),
    ("internal", Ambiguous, 0),
    ("bad_gateway", Ambiguous, 0),
    ("unavailable", Ambiguous, 0),
    ("gateway_timeout", Ambiguous, 0),
    ("html", Ambiguous, 0),
    ("reset", Ambiguous, 0),
    ("accept_then_reset", Ambiguous, 1),
    ("accept_then_500", Ambiguous, 1),
    ("truncated", Ambiguous, 1),
    ("short", Ambiguous, 1),
    ("wrong_json", Ambiguous, 1),
]


@pytest.mark.parametrize(("kind", "expected", "arrived"), OUTCOMES, ids=[row[0] for row in OUTCOMES])
async def test_each_failure_says_what_may_be_done(
    telegram: Telegram, server: TelegramControl, kind: str, expected: type[SendError], arrived: int
) -> None:
    await server.script(kind, method="sendMessage", seconds=7, new_chat_id=-1009)

    failure = await failure_of(telegram)

    assert type(failure) is expected
    assert len(await server.accepted(CHAT)) == arrived


async def test_a_throttled_bot_learns_for_how_long(telegram: Telegram, server: TelegramControl) -> None:
    await server.script("throttle", seconds=7, method="sendMessage")

    failure = await failure_of(telegram)

    assert isinstance(failure, Throttled)
    assert failure.seconds == 7


async def test_a_moved_chat_says_where_to(telegram: Telegram, server: TelegramControl) -> None:
    await server.script("migrate", new_chat_id=-1009, method="sendMessage")

    failure = await failure_of(telegram)

    assert isinstance(failure, Moved)
    assert failure.new_address == "-1009"


async def test_a_slow_answer_is_waited_for(telegram: Telegram, server: TelegramControl) -> None:
    await server.script("slow", method="sendMessage", seconds=0.2)

    assert await telegram.send(str(CHAT), HELLO, {})


async def test_a_refused_token_becomes_a_problem_that_a_human_can_read(
    telegram: Telegram, server: TelegramControl
) -> None:
    await server.script("unauthorized", method="sendMessage")

    await failure_of(telegram)

    assert telegram.problem == "Telegram refuses the token of the bot: check BRUG_TELEGRAM_TOKEN."


def test_the_outbox_can_send_with_it() -> None:
    sender: Sender = Telegram(TOKEN)

    assert (sender.name, sender.account, sender.limits.text) == ("telegram", "123456", 4096)


async def test_the_deep_link_names_the_bot(telegram: Telegram) -> None:
    assert telegram.link("abc-123") == "https://t.me/brug_test_bot?start=abc-123"


async def test_no_deep_link_without_a_name(unused_tcp_port: int) -> None:
    assert Telegram(TOKEN, f"http://127.0.0.1:{unused_tcp_port}").link("abc") is None


@pytest.mark.parametrize("given", ["", "s" * 32])
async def test_the_webhooks_secret_is_what_is_set_or_made_of_the_secret_key(
    tmp_path: Path, server: TelegramControl, given: str
) -> None:
    there = {"telegram_token": TOKEN, "telegram_api_url": server.url, "public_url": "https://brug.example"}
    settings = settings_for(tmp_path, **there, telegram_secret=given)
    telegram = build(Setup(settings, Database(settings.database, Keyring(KEY)), catalogues(), SystemClock()))
    assert telegram

    await telegram.start(RememberingInlet())
    async with asyncio.timeout(5):
        while not (told := (await server.webhook()).get("secret_token")):
            await asyncio.sleep(0.01)
    await telegram.stop()

    assert told == given if given else len(told) == 64


@pytest.mark.parametrize(
    ("token", "options"),
    [
        ("no-token", {}),
        (TOKEN, {"mode": "webhook", "secret": "s" * 32}),
        (TOKEN, {"mode": "webhook", "public_url": "https://brug.example"}),
        (TOKEN, {"mode": "webhook", "public_url": "https://brug.example", "secret": "short"}),
        (TOKEN, {"mode": "webhook", "public_url": "https://brug.example", "secret": "s" * 32, "previous_secret": "x"}),
    ],
    ids=["not a token", "no public URL", "no secret", "short secret", "short previous secret"],
)
def test_settings_that_cannot_work_are_refused_at_once(token: str, options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"(?i)telegram") as caught:
        Telegram(token, **options)

    assert token not in str(caught.value)
