"""F7 and F28: updates that nobody can read, and very many at once."""

import json
from collections.abc import Callable
from typing import Any

from tests.fakes.telegram_updates import text_update
from tests.faults.brug_process import until
from tests.faults.conversations import crowd
from tests.faults.posting import Poster
from tests.faults.stage import Stage, say

CHAT = 1001


def _message(**fields: Any) -> bytes:
    update = text_update(CHAT, "x", update_id=fields.pop("update_id", 0))
    update["message"] |= fields
    return json.dumps(update).encode()


POISON: tuple[bytes, ...] = (
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"{",
    b"\xff\xfe{}",
    b"\x00",
    b'{"update_id": null}',
    b'{"update_id": "7"}',
    b'{"update_id": 1e400}',
    b'{"update_id": NaN}',
    b'{"update_id": 50}',
    b'{"update_id": 51, "message": null}',
    b'{"update_id": 52, "message": []}',
    b'{"update_id": 53, "message": {"chat": null}}',
    b'{"update_id": 54, "something_new": {"chat": {"id": 1001}}}',
    b'{"update_id": 55, "callback_query": {"id": "1", "data": null}}',
    b'{"update_id": 56, "message_reaction": {"chat": {"id": 1001, "type": "private"}}}',
    b'{"update_id": 57, "my_chat_member": {"chat": {"id": 1001, "type": "private"}}}',
    b"[" * 100_000,
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    b'{"update_id": ' + b"9" * 5_000 + b"}",
    b'{"update_id": 58, "message": "' + b"\xc3\x28" * 10 + b'"}',
    _message(update_id=60, text=None),
    _message(update_id=61, text=7),
    _message(update_id=62, text={"a": "b"}),
    _message(update_id=63, text="x" * 1_000_000),
    _message(update_id=64, text="nul \0 nul"),
    _message(update_id=65, text="half a pair \ud83d"),
    _message(update_id=66, text="\u202e\u200b\ufeff"),
    _message(update_id=67, date="yesterday"),
    _message(update_id=68, date=10**18),
    _message(update_id=69, date=-(10**18)),
    _message(update_id=70, chat={"id": CHAT, "type": "no such type"}),
    _message(update_id=71, chat={"id": 10**30, "type": "private"}),
    _message(update_id=72, chat={"id": "x", "type": "private"}),
    _message(update_id=73, photo=[]),
    _message(update_id=74, photo=[{"file_id": "f" * 5_000, "file_unique_id": "u", "width": 1, "height": 1}]),
    _message(update_id=75, photo=[{"file_id": None}]),
    _message(update_id=76, voice={"file_id": "v", "file_unique_id": "u", "duration": "long"}),
    _message(update_id=77, document={"file_id": "d", "file_unique_id": "u", "mime_type": 7}),
    _message(update_id=10**40),
    _message(update_id=-5),
    _message(update_id=78, **{"from": {"id": CHAT, "is_bot": False, "first_name": "A", "language_code": "e" * 5_000}}),
    _message(update_id=79, **{"from": {"id": CHAT, "is_bot": False, "first_name": "A", "language_code": "\0"}}),
)


async def test_no_update_is_answered_5xx_and_none_holds_up_the_next(stage: Stage) -> None:
    await stage.brug.started()
    poster = Poster(stage.session, stage.brug.webhook, await stage.secret())

    statuses = [await poster.post(body) for body in POISON]
    await stage.brug.idle()
    said = len(await stage.control.accepted(CHAT))
    answered = await poster.post(text_update(CHAT, "/start", update_id=1_000, language="en"))
    await until(lambda: _more_than(stage, said))

    assert [(status, body[:60]) for status, body in zip(statuses, POISON, strict=True) if status != 200] == []
    assert answered == 200
    assert (await stage.brug.report("healthz"))[0] == 200


async def _more_than(stage: Stage, count: int) -> bool:
    return len(await stage.control.accepted(CHAT)) > count


async def test_a_burst_is_stored_and_answered(stage: Stage, rounds: Callable[[int], int]) -> None:
    """All at once, at the full count 10,000 of 5,000 people. bench/trouble.py measures how long our 200 takes."""
    people, inputs = crowd(50 * rounds(6)), 2 if rounds(0) else 5
    await stage.brug.started()
    async with stage.feeder() as feeder:
        say(feeder, people, inputs)
        verdict = await stage.verdict(people, feeder, patience=600)

    verdict.check()
    assert len(feeder.acknowledged) == feeder.attempts == inputs * len(people)
