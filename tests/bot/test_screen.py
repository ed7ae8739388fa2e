"""The live screen, as anybody in the room gets it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from store.screen_door import door_of
from store.tables import code, person
from tests.bot.screening import Hall, hall

NAMES = tuple(f"person{n}" for n in range(12))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Hall]:
    async with hall(tmp_path) as room:
        await room.fills(NAMES)
        yield room


async def look(room: Hall, path: str, **headers: str) -> tuple[int, str, str]:
    """Status, text, and the policy for its content."""
    async with aiohttp.ClientSession() as session, session.get(room.url + path, headers=headers) as answer:
        policy = answer.headers.get("Content-Security-Policy", "")
        return answer.status, (await answer.read()).decode("utf-8", "replace"), policy


async def test_before_five_have_answered_it_waits(room: Hall) -> None:
    poll = await room.asks()
    for name in NAMES[:4]:
        await room.taps(name, 0)

    status, text, policy = await look(room, f"/screen/{poll.code}?lang=en")

    assert (status, "Waiting for the first answers" in text, "Where shall we meet?" in text) == (200, True, True)
    assert "people answered" not in text
    assert "<table>" not in text
    assert "number" not in text
    assert "default-src 'none'" in policy
    assert "Person0" not in text
    await room.taps(NAMES[4], 0)
    assert "5 of 12 people answered" in (await look(room, f"/screen/{poll.code}?lang=en"))[1]


async def test_how_many_are_left_is_not_said_where_they_are_few(room: Hall) -> None:
    poll, said = await room.asks(), {}

    for place, name in enumerate(NAMES, start=1):
        await room.taps(name, 0)
        text = (await look(room, f"/screen/{poll.code}?lang=en"))[1]
        said[place] = re.findall(r'class="count[^>]*>([^<]*)<', text)[0]

    assert said[7] == "7 of 12 people answered"
    assert [said[place] for place in (8, 11)] == ["8 people answered.", "11 people answered."]
    assert said[12] == "12 of 12 people answered"


async def test_while_it_is_open_the_room_can_read_what_can_be_chosen(room: Hall) -> None:
    poll = await room.asks()

    status, text, _ = await look(room, f"/screen/{poll.code}?lang=ar")

    assert status == 200
    assert re.findall(r"<li><bdi>([^<]+)</bdi></li>", text) == ["مكتبة", "مدرسة", "حديقة"]
    await room.lab.close(poll)
    assert "<li>" not in (await look(room, f"/screen/{poll.code}?lang=ar"))[1]


async def test_numbers_come_when_it_closes_and_small_ones_not_at_all(room: Hall) -> None:
    poll = await room.asks()
    for place, name in enumerate(NAMES):
        await room.taps(name, 0 if place < 7 else 1)
    assert "<table>" not in (await look(room, f"/screen/{poll.code}?lang=en"))[1]

    await room.lab.close(poll)

    text = (await look(room, f"/screen/{poll.code}?lang=en"))[1]
    assert "12 people answered" in text
    assert re.findall(r'class="number">(?:<span class="soft">)?([^<]+)', text) == ["7", "–", "–"]
    assert "Small numbers are not shown" in text


async def test_it_speaks_the_languages_of_the_poll_in_their_direction(room: Hall) -> None:
    poll = await room.asks()

    _, arabic, _ = await look(room, f"/screen/{poll.code}?lang=ar")
    _, other, _ = await look(room, f"/screen/{poll.code}?lang=uk")
    _, browser, _ = await look(room, f"/screen/{poll.code}", **{"Accept-Language": "ar"})

    assert '<html lang="ar" dir="rtl">' in arabic
    assert "أين نلتقي؟" in arabic
    assert '<html lang="uk"' not in other
    assert '<html lang="ar" dir="rtl">' in browser


@pytest.mark.parametrize("path", ["/screen/unknown-code-0000", "/screen/%00", f"/screen/{'x' * 2000}"])
@pytest.mark.parametrize("part", ["", "/events", "/qr.png"])
async def test_a_code_that_nobody_made_leads_nowhere(room: Hall, path: str, part: str) -> None:
    assert (await look(room, path + part))[0] == 404


async def test_a_draft_has_no_screen_yet(room: Hall) -> None:
    draft = await room.lab.draft()

    assert (await look(room, f"/screen/{draft.code}"))[0] == 404


async def test_who_has_no_invitation_scans_and_joins_as_long_as_it_is_open(room: Hall) -> None:
    poll = await room.asks()
    await look(room, f"/screen/{poll.code}")
    await look(room, f"/screen/{poll.code}")
    home = room.lab.year.home
    [door] = await home.rows(code)

    await home.writes("stranger", f"/start {door_of(home.brug.database.keyring, poll)}")
    assert (await home.rows(person))[-1].lab_id == home.lab.id
    assert door.expires_at == poll.closes_at
    assert (await look(room, f"/screen/{poll.code}/qr.png"))[0] == 200
    await room.lab.close(poll)
    assert (await look(room, f"/screen/{poll.code}/qr.png"))[0] == 404
    before = len(await home.rows(person))
    await home.writes("latecomer", f"/start {door_of(home.brug.database.keyring, poll)}")
    assert [one.lab_id for one in (await home.rows(person))[before:]] == [None]


async def test_the_stream_tells_at_once_what_is_shown(room: Hall) -> None:
    poll = await room.asks()

    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{room.url}/screen/{poll.code}/events?lang=en") as answer,
    ):
        event, data = [(await answer.content.readline()).decode() for _ in range(2)]

    assert (answer.content_type, event.strip()) == ("text/event-stream", "event: state")
    assert "Waiting for the first answers" in data
