"""The table of outcomes (docs/architecture.md), row by row: what the provider answers, and what becomes of messages."""

import json
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.fakes.processes import ROOT
from tests.faults.backstage import backstage
from tests.faults.brug_process import count_of, until
from tests.faults.conversations import SIGN_UP, crowd
from tests.faults.nursery import ENVIRONMENT
from tests.faults.stage import Stage, say

ON_THE_WIRE = 0.5
"""Seconds after which no call arrives any more that left before the answer was read. The machine may be slow."""
HARMLESS = {"method": "sendMessage", "seconds": 0.0}
"""A line of the script that lets one call pass."""


async def test_after_a_429_nobody_calls_until_the_time_is_over(stage: Stage) -> None:
    await stage.brug.started()
    first, later = crowd(15), crowd(15, first=2001)
    await stage.control.script("throttle", method="sendMessage", seconds=3)
    async with stage.feeder() as feeder:
        say(feeder, first, 2)
        await feeder.drained()
        told_at = (await _throttled(stage))[0]
        await until(lambda: _past(told_at + ON_THE_WIRE))
        say(feeder, later, 2)
        verdict = await stage.verdict([*first, *later], feeder)

    verdict.check()
    moments = [call["time"] for call in await stage.control.attempts()]
    assert await _throttled(stage) == [told_at]
    assert [moment for moment in moments if told_at + ON_THE_WIRE < moment < told_at + 3] == []


async def test_while_one_call_in_five_is_throttled_nobody_calls_before_the_time_and_nothing_is_lost(
    stage: Stage, rounds: Callable[[int], int]
) -> None:
    await stage.brug.started()
    people, seconds = crowd(rounds(6)), 3 if rounds(0) else 1
    await stage.control.script("throttle", method="sendMessage", seconds=seconds, times=-1, every=5)
    async with stage.feeder() as feeder:
        say(feeder, people, 2)
        verdict = await stage.verdict(people, feeder, patience=20 * len(people))

    verdict.check()
    moments = [call["time"] for call in await stage.control.attempts()]
    told = await _throttled(stage)
    assert len(told) >= len(people) * 3 // 5
    for told_at in told:
        assert [moment for moment in moments if told_at + ON_THE_WIRE < moment < told_at + seconds] == []


AMBIGUOUS = {
    "accept_then_500": 1,
    "accept_then_reset": 1,
    "truncated": 1,
    "short": 1,
    "wrong_json": 1,
    "internal": 0,
    "bad_gateway": 0,
    "gateway_timeout": 0,
    "reset": 0,
    "redirect": 0,
    "accept_then_hang": 1,
}
"""Kinds of failure, and how many copies each may lead to."""


async def test_a_reply_that_may_not_have_arrived_is_sent_again(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    await stage.brug.started()
    people = crowd(len(AMBIGUOUS))
    allowed = dict(zip([person.chat for person in people], AMBIGUOUS.values(), strict=True))
    for chat, kind in zip(allowed, AMBIGUOUS, strict=True):
        await stage.control.script(kind, method="sendMessage", chat_id=chat, seconds=16)

    async with stage.feeder() as feeder:
        say(feeder, people, 2)
        verdict = await stage.verdict(people, feeder, patience=40)

    assert (verdict.lost, verdict.disordered, verdict.unexpected) == ((), (), ())
    copies = [copy.chat for copy in verdict.copies]
    assert {chat: copies.count(chat) for chat in allowed} == allowed


async def test_what_never_works_is_tried_a_few_times_and_then_shown_to_a_human(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    await stage.brug.started()
    await stage.control.script("internal", method="sendMessage", chat_id=1001, times=-1)
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        say(feeder, crowd(1), 1)
        await until(lambda: count_of(behind.outbox("unconfirmed"), 1))
        await stage.brug.idle()

    assert len(await stage.control.attempts()) == 3


async def test_what_is_said_unasked_is_never_said_twice(stage: Stage) -> None:
    kinds = ["accept_then_reset", "accept_then_500", "internal", "truncated"]
    await stage.brug.started()
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        people = await stage.signed_up(len(kinds) + 1, feeder)
        before = len(await stage.control.accepted())
        for person, kind in zip(people, kinds, strict=False):
            await stage.control.script(kind, method="sendMessage", chat_id=person.chat)

        await behind.queue([person.chat for person in people], "News for {chat}")
        await until(lambda: count_of(behind.outbox("unconfirmed"), len(kinds)))
        await stage.brug.idle()

        news = (await stage.control.accepted())[before:]
        assert sorted(line["chat_id"] for line in news) == [1001, 1002, 1004, 1005]
        assert len(await behind.outbox("unconfirmed")) == len(kinds)


async def test_a_refused_token_pauses_the_channel_and_marks_nobody(stage: Stage) -> None:
    await stage.brug.started()
    first, later = crowd(3), crowd(10, first=2001)
    await stage.control.script("unauthorized", method="sendMessage", times=-1)
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        say(feeder, first, 2)
        await until(lambda: _red(stage, "refuses the token"))
        await feeder.drained()
        calls = len(await stage.control.attempts())
        say(feeder, later, 2)
        await feeder.drained()

        assert len(await stage.control.attempts()) == calls
        assert await behind.unreachable() == 0
        assert await behind.outbox("failed") == []

        await stage.control.reset()  # The token is mended, and Brug started anew.
        stage.brug.kill()
        await stage.brug.ended()
        await stage.brug.started()
        verdict = await stage.verdict([*first, *later], feeder)
    verdict.check()


async def test_a_message_that_is_refused_is_a_dead_letter_that_the_command_line_shows(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    await stage.brug.started()
    await stage.control.script("bad_request", method="sendMessage", description="Bad Request: can't parse entities")
    people = crowd(2)
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        say(feeder, people[:1], 1)
        await until(lambda: count_of(behind.outbox("failed"), 1))
        say(feeder, people[1:], 1)
        (await stage.verdict(people[1:], feeder)).check()

    command = [sys.executable, "-m", "bot", "outbox", "list", "--state", "failed", "--json"]
    done = subprocess.run(
        command, cwd=ROOT, env={**ENVIRONMENT, **stage.brug.settings}, capture_output=True, text=True, check=True
    )
    (row,) = json.loads(done.stdout)
    assert (row["class"], row["state"], "Telegram refuses this message" in row["error"]) == ("reply", "failed", True)
    assert len(await stage.control.attempts(chat=1001)) == 1


async def test_who_moved_gets_the_message_once_at_the_new_place(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    await stage.brug.started()
    async with stage.feeder() as feeder, backstage(stage.brug.database_url) as behind:
        people = await stage.signed_up(1, feeder)
        await stage.control.script("migrate", method="sendMessage", chat_id=1001, times=-1, new_chat_id=-9001)

        await behind.queue([people[0].chat], "News")
        await until(lambda: count_of(stage.control.accepted(-9001), 1))
        await stage.brug.idle()

    assert [line["text"] for line in await stage.control.accepted(-9001)] == ["News"]
    assert len(await stage.control.attempts(chat=1001)) == _REPLIES_OF_SIGN_UP + 1


_REPLIES_OF_SIGN_UP = SIGN_UP + 1


@pytest.mark.parametrize("failure", ["internal", "accept_then_reset"])
async def test_a_turn_that_fails_at_its_second_message_goes_on_there(sqlite_stage: Stage, failure: str) -> None:
    stage = sqlite_stage
    await stage.brug.started()
    people = crowd(1)
    for _ in range(2):  # The language question, and the first of two messages.
        await stage.control.script("slow", **HARMLESS)
    await stage.control.script(failure, method="sendMessage")
    async with stage.feeder() as feeder:
        say(feeder, people, 2)
        await feeder.drained()
        await until(lambda: count_of(stage.control.attempts(), 4))
        verdict = await stage.verdict(people, feeder)

    assert (verdict.lost, verdict.disordered, verdict.unexpected) == ((), (), ())
    assert len(await stage.control.attempts()) == 4
    assert len(verdict.copies) == (1 if failure == "accept_then_reset" else 0)


async def _throttled(stage: Stage) -> list[float]:
    return [call["time"] for call in await stage.control.attempts() if call["fault"] == "throttle"]


async def _past(moment: float) -> bool:
    return time.time() > moment


async def _red(stage: Stage, words: str) -> bool:
    status, report = await stage.brug.report("readyz")
    return status == 503 and any(words in problem for problem in report["problems"])
