"""Token, secret, chat ids and words stay out of logs and exceptions, at the finest log level."""

import logging
import traceback

import pytest

from bot.channels.telegram import Telegram
from bot.channels.telegram.request import Timeouts
from bot.messages import Moved, SendError
from tests.bot.telegram_bot import CHAT, SECRET, TOKEN, WORDS, failure_at, failure_of, running
from tests.fakes.inlets import RememberingInlet
from tests.fakes.telegram_client import telegram_control
from tests.fakes.telegram_faults import ACCEPTING, STATUSES
from tests.fakes.telegram_updates import tap_update, text_update

pytest_plugins = ["tests.bot.telegram_fixtures"]

FAULTS = [*STATUSES, *sorted(ACCEPTING), "throttle", "migrate", "redirect", "html", "hang", "reset"]
ECHO = f'Bad Request: bad "{WORDS}" in chat {CHAT} at http://x/bot{TOKEN}'


def assert_clean(lines: list[str]) -> None:
    for line in lines:
        assert "canary" not in line
        assert str(CHAT) not in line


def printed(failure: SendError) -> str:
    return "".join(traceback.format_exception(failure)) + failure.reason + repr(failure.__context__)


async def every_failure(server_url: str) -> list[SendError]:
    """Of each answer that the stand-in can spoil. `not_modified` is none: that message is there."""
    told = []
    async with telegram_control(server_url) as server, running(server_url, timeouts=Timeouts(read=0.1)) as telegram:
        for kind in FAULTS:
            if kind != "not_modified":
                await server.script(kind, method="sendMessage", new_chat_id=-1009, seconds=0.3)
                told.append(await failure_of(telegram))
        await server.script("bad_request", method="sendMessage", description=ECHO)
        told.append(await failure_of(telegram))
    return told


async def test_no_failure_to_send_tells_a_secret(
    server_url: str, caplog: pytest.LogCaptureFixture, unused_tcp_port: int
) -> None:
    caplog.set_level(logging.DEBUG)

    told = await every_failure(server_url)
    told.append(await failure_at(f"http://127.0.0.1:{unused_tcp_port}"))

    assert len(told) == len(FAULTS) + 1
    assert_clean([printed(failure) for failure in told if not isinstance(failure, Moved)])
    assert_clean([caplog.text])


async def test_nothing_received_is_logged(server_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    inlet = RememberingInlet()
    inlet.failures.append(RuntimeError(WORDS))

    async with telegram_control(server_url) as server, running(server_url, inlet):
        await server.push(text_update(CHAT, WORDS), tap_update(CHAT, "canary"), {"message": {"text": WORDS}})
        await inlet.until(lambda seen: len(seen.taken) + len(seen.quarantined) == 3)

    assert "RuntimeError" in inlet.quarantined[0][1]
    assert_clean([caplog.text, *(reason for _, reason in inlet.quarantined)])


async def test_a_refused_token_is_not_quoted(server_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async with telegram_control(server_url) as server:
        await server.script("unauthorized", times=-1)
        async with running(server_url) as telegram:
            problem = telegram.problem or ""

    assert problem == "Telegram refuses the token of the bot: check BRUG_TELEGRAM_TOKEN."
    assert_clean([caplog.text, problem])


def test_neither_bot_nor_channel_prints_its_token() -> None:
    telegram = Telegram(TOKEN, mode="webhook", public_url="https://brug.example", secret=SECRET)

    assert_clean([repr(telegram), repr(telegram._bot), str(telegram._bot)])
