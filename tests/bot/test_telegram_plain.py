"""The direct reader agrees with python-telegram-bot on whatever both can read."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.plain import plain
from bot.channels.telegram.updates import by_library
from bot.messages import Inbound
from tests.bot.test_telegram_updates import AMINA, BROKEN, CHAT, MESSAGE, OLD_SECONDS, TABLE, TAP, UNDER

COMMAND = {"type": "bot_command", "offset": 0, "length": 6}
MARKUP = {"inline_keyboard": [[{"text": "Yes", "callback_data": "q1:yes"}], []]}
FULL = {"last_name": "T.", "username": "amina"}
WORDS = {
    "update_id": 9,
    "message": MESSAGE
    | {"text": "/start", "entities": [COMMAND]}
    | {"chat": CHAT | FULL, "from": AMINA | FULL | {"is_premium": True}},
}
PRESSED = {
    "update_id": 9,
    "callback_query": TAP
    | {"message": UNDER | {"reply_markup": MARKUP, "link_preview_options": {"is_disabled": True}, "entities": []}},
}
NEARLY_ALL = {
    "words": {"update_id": 9, "message": MESSAGE | {"text": "ሰላም"}},
    "a command": WORDS,
    "a tap": {"update_id": 9, "callback_query": TAP},
    "a tap on a question": PRESSED,
}


def as_library(update: Any) -> tuple[Inbound | None, str | None, str]:
    reading = by_library(update, b"", "1")
    return reading.inbound, reading.query, reading.flaw


@pytest.mark.parametrize("update", NEARLY_ALL.values(), ids=NEARLY_ALL.keys())
def test_words_and_taps_are_read_directly_and_as_the_library_reads_them(update: dict[str, Any]) -> None:
    found = plain(update, "1")

    assert found is not None
    assert (*found, "") == as_library(update)


@OLD_SECONDS
@pytest.mark.parametrize("update", [row[1] for row in TABLE], ids=[row[0] for row in TABLE])
def test_any_other_update_is_left_to_the_library_or_read_as_it_does(update: dict[str, Any]) -> None:
    found = plain({"update_id": 9} | update, "1")

    assert found is None or (*found, "") == as_library({"update_id": 9} | update)


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_what_the_library_cannot_read_is_never_read_directly(body: bytes) -> None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return

    assert plain(update, "1") is None


SCALARS = st.none() | st.booleans() | st.integers(-1, 2**40) | st.sampled_from(["", "\0", "\ud800", "private", "nl"])
JUNK: st.SearchStrategy[Any] = (
    SCALARS | st.just([]) | st.just({}) | st.just([None]) | st.just([{}]) | st.just({"id": 7, "type": "private"})
)
NAMES = st.sampled_from(["id", "type", "caption", "photo", "user", "url", "reply_to_message", "api_kwargs", "self"])


@st.composite
def almost_plain(draw: st.DrawFn) -> dict[str, Any]:
    """A plain update in which one to three things are not as expected."""
    update: dict[str, Any] = deepcopy(draw(st.sampled_from([WORDS, PRESSED])))
    for _ in range(draw(st.integers(1, 3))):
        _spoil(draw, draw(st.sampled_from(list(_places(update)))))
    return update


def _places(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _places(inner)


def _spoil(draw: st.DrawFn, place: Any) -> None:
    if isinstance(place, list):
        place.append(deepcopy(draw(JUNK)))
        return
    name = draw(NAMES | st.sampled_from(sorted(place)) if place else NAMES)
    if draw(st.booleans()):
        place[name] = deepcopy(draw(JUNK))
    else:
        place.pop(name, None)


@OLD_SECONDS
@given(almost_plain())
def test_an_update_that_is_a_little_strange_is_read_as_the_library_reads_it(update: dict[str, Any]) -> None:
    found = plain(update, "1")

    assert found is None or (*found, "") == as_library(update)
