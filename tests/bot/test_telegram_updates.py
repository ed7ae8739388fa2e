"""Telegram's JSON becomes an `Inbound`, or is kept for a human; it never raises."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.channels.telegram import parse
from bot.channels.telegram.updates import read_bytes
from bot.messages import Inbound, Media

AMINA = {"id": 7, "is_bot": False, "first_name": "Amina", "language_code": "ti"}
CHAT = {"id": 7, "type": "private", "first_name": "Amina"}
GROUP = {"id": -100, "type": "supergroup", "title": "Neighbours"}
MESSAGE = {"message_id": 5, "date": 1_767_225_600, "chat": CHAT, "from": AMINA}
BOT = {"id": 1, "is_bot": True, "first_name": "Brug"}
FILE = {"file_id": "F", "file_unique_id": "u", "file_size": 9}
SMALL, LARGE = ({**FILE, "file_id": name, "width": side, "height": side} for name, side in (("S", 90), ("L", 900)))
UNDER = {"message_id": 3, "date": 1_767_225_600, "chat": CHAT, "from": BOT, "text": "?"}
TAP = {"id": "q1", "from": AMINA, "chat_instance": "1", "data": "o1", "message": UNDER}
MEMBER = {"user": BOT, "status": "member"}
BANNED = {"user": BOT, "status": "kicked", "until_date": 0}
CHANGE = {"chat": CHAT, "from": AMINA, "date": 1}


def written(text: str = "", media: Media | None = None) -> Inbound:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Inbound("telegram", "1", "9", "7", text=text, media=media, locales=("ti",), sent_at=at)


def tapped(token: str = "o1") -> Inbound:
    return Inbound("telegram", "1", "9", "7", taps=(token,), locales=("ti",), tapped_message="3")


def message(**content: Any) -> dict[str, Any]:
    return {"message": MESSAGE | content}


TABLE: list[tuple[str, dict[str, Any], Inbound | None]] = [
    ("text", message(text="ሰላም"), written("ሰላም")),
    ("deep link", message(text="/start CODE"), written("/start CODE")),
    (
        "command",
        message(text="/stop", entities=[{"type": "bot_command", "offset": 0, "length": 5}]),
        written("/stop"),
    ),
    ("reply", message(text="yes", reply_to_message=UNDER), written("yes")),
    ("tap", {"callback_query": TAP}, tapped()),
    ("tap on an old message", {"callback_query": TAP | {"message": UNDER | {"date": 0}}}, tapped()),
    ("tap without a message", {"callback_query": {k: v for k, v in TAP.items() if k != "message"}}, None),
    ("tap on a game", {"callback_query": TAP | {"data": None, "game_short_name": "g"}}, None),
    ("tap in a group", {"callback_query": TAP | {"message": UNDER | {"chat": GROUP}}}, None),
    (
        "voice note",
        message(voice={**FILE, "duration": 4, "mime_type": "audio/ogg"}),
        written(media=Media("voice", "F", "audio/ogg", 4)),
    ),
    (
        "voice note with caption",
        message(voice={**FILE, "duration": 4}, caption="for Els"),
        written("for Els", Media("voice", "F", "audio/ogg", 4)),
    ),
    (
        "music",
        message(audio={**FILE, "duration": 60, "mime_type": "audio/mpeg"}),
        written(media=Media("voice", "F", "audio/mpeg", 60)),
    ),
    ("picture, the largest size", message(photo=[SMALL, LARGE]), written(media=Media("photo", "L", "image/jpeg"))),
    (
        "picture of an album with caption",
        message(photo=[LARGE, SMALL], caption="our street", media_group_id="g"),
        written("our street", Media("photo", "L", "image/jpeg")),
    ),
    (
        "picture as a file",
        message(document={**FILE, "mime_type": "image/png"}),
        written(media=Media("photo", "F", "image/png")),
    ),
    ("another file", message(document={**FILE, "mime_type": "application/pdf"}, caption="look"), written("look")),
    ("svg is no picture", message(document={**FILE, "mime_type": "image/svg+xml"}), written()),
    (
        "sticker",
        message(
            sticker={
                **FILE,
                "type": "regular",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
            }
        ),
        written(),
    ),
    ("place", message(location={"latitude": 52.1, "longitude": 4.3}), written()),
    ("contact", message(contact={"phone_number": "+31600000000", "first_name": "Bilal"}), written()),
    ("film", message(video={**FILE, "width": 1, "height": 1, "duration": 1}), written()),
    ("round film", message(video_note={**FILE, "length": 1, "duration": 1}), written()),
    ("dice", message(dice={"emoji": "🎲", "value": 3}), written()),
    ("edit", {"edited_message": MESSAGE | {"edit_date": 1_767_225_700, "text": "no"}}, None),
    ("group", {"message": MESSAGE | {"chat": GROUP, "text": "hello"}}, None),
    (
        "channel",
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel"}, "text": "x"}},
        None,
    ),
    ("notice: pinned", message(pinned_message=UNDER), None),
    ("notice: timer", message(message_auto_delete_timer_changed={"message_auto_delete_time": 60}), None),
    ("blocked", {"my_chat_member": CHANGE | {"old_chat_member": MEMBER, "new_chat_member": BANNED}}, None),
    ("unblocked", {"my_chat_member": CHANGE | {"old_chat_member": BANNED, "new_chat_member": MEMBER}}, None),
]

# The library itself reads an attribute that it deprecates when it builds the notice of a timer.
OLD_SECONDS = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


@OLD_SECONDS
@pytest.mark.parametrize(("update", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_an_update_says_what_the_person_did(update: dict[str, Any], expected: Inbound | None) -> None:
    inbound = parse(Update.de_json({"update_id": 9} | update), "1")

    assert inbound == expected


@OLD_SECONDS
@pytest.mark.parametrize(("update", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_telegram_writes_is_never_taken_for_broken(update: dict[str, Any], expected: Inbound | None) -> None:
    reading = read_bytes(json.dumps({"update_id": 9} | update).encode(), "1")

    assert (reading.flaw, reading.inbound) == ("", expected)


def test_a_person_without_a_language_gives_no_locale() -> None:
    person = {"id": 7, "is_bot": False, "first_name": "Bilal"}

    inbound = parse(Update.de_json({"update_id": 9} | message(text="x", **{"from": person})), "1")

    assert inbound is not None
    assert inbound.locales == ()


def test_a_tap_is_remembered_so_that_its_button_stops_waiting() -> None:
    reading = read_bytes(json.dumps({"update_id": 9, "callback_query": TAP}).encode(), "1")

    assert reading.query == "q1"


def raw(update: object) -> bytes:
    return json.dumps(update).encode()


BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"<html>",
    "cut off": raw({"update_id": 9} | message(text="hello"))[:-20],
    "not UTF-8": b'{"update_id": 9, "message": {"text": "\xff\xfe"}}',
    "a list": b"[]",
    "null": b"null",
    "no id": raw(message(text="x")),
    "id is a text": raw({"update_id": "9"} | message(text="x")),
    "id is true": raw({"update_id": True} | message(text="x")),
    "nothing but an id": raw({"update_id": 9}),
    "null message": raw({"update_id": 9, "message": None}),
    "a kind nobody knows": raw({"update_id": 9, "telepathy": {}}),
    "null chat": raw({"update_id": 9, "message": MESSAGE | {"chat": None, "text": "x"}}),
    "chat is a list": raw({"update_id": 9, "message": MESSAGE | {"chat": [], "text": "x"}}),
    "no date": raw({"update_id": 9, "message": {"message_id": 1, "chat": CHAT, "text": "x"}}),
    "date beyond time": raw({"update_id": 9, "message": MESSAGE | {"date": 10**30, "text": "x"}}),
    "message is a number": raw({"update_id": 9, "message": 3}),
    "text is a number": raw({"update_id": 9} | message(text=3)),
    "text is a list": raw({"update_id": 9} | message(text=["x"])),
    "half a pair in a tap": raw({"update_id": 9, "callback_query": TAP | {"data": "\udc00"}}),
    "deeply nested": b'{"update_id": 9, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deeply nested replies": b'{"update_id": 9, "message": ' + b'{"reply_to_message":' * 900 + b"{}" + b"}" * 901,
    "a number of a million digits": b'{"update_id": ' + b"9" * 1_000_000 + b"}",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_read_is_kept_whole_with_a_reason(body: bytes) -> None:
    reading = read_bytes(body, "1")

    assert reading.inbound is None
    assert reading.raw == body
    assert reading.flaw.endswith(".")


@given(st.binary())
def test_no_bytes_whatsoever_raise(body: bytes) -> None:
    assert read_bytes(body, "1").flaw


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(MESSAGE)), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from(Update.ALL_TYPES), JUNK)
def test_no_content_of_any_kind_of_update_raises(kind: str, content: object) -> None:
    reading = read_bytes(raw({"update_id": 9, kind: content}), "1")

    assert reading.flaw or reading.inbound is None or isinstance(reading.inbound.text, str)


@pytest.mark.parametrize("broken", ["a\0b", "a\ud800b"])
def test_words_with_what_cannot_be_stored_are_words_all_the_same(broken: str) -> None:
    data = {"update_id": 9} | message(text=broken)

    reading = read_bytes(raw(data), "1")

    assert reading.flaw == ""
    assert reading.inbound is not None
    assert reading.inbound.text == "a\ufffdb"
