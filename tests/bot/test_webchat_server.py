"""The web chat's routes: who may post, what is told, and what no page may keep."""

import asyncio
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.app import build, open_database
from bot.http import SECURITY_HEADERS
from store.tables import inbox, outbox, person, quarantine
from tests.bot.page import Event, Page, Site, site, texts
from tests.conversations import catalogues
from tests.house import settings_for

POSTS = ("/chat/messages", "/chat/media", "/chat/seen")


@pytest.fixture
async def brug(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
async def amina(brug: Site) -> AsyncIterator[Page]:
    """She has chosen English and is asked for consent."""
    async with brug.page() as page:
        yield await page.begins()


@pytest.fixture
async def stranger(brug: Site) -> AsyncIterator[Page]:
    async with brug.page() as page:
        yield page


async def test_a_page_gets_a_secret_that_only_the_server_reads(stranger: Page) -> None:
    _, _, first = await stranger.get("/chat")
    _, _, second = await stranger.get("/chat")

    cookie = SimpleCookie(first["Set-Cookie"])["brug_chat"]
    assert len(cookie.value) >= 32
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/chat", "")
    assert "Set-Cookie" not in second


async def test_on_a_secure_address_the_secret_travels_only_securely(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, public_url="https://brug.example")
    database = await open_database(settings)
    brug = build(settings, database, catalogues())

    async with TestServer(brug.web) as server, aiohttp.ClientSession() as session:
        answer = await session.get(server.make_url("/chat"))
        cookie = SimpleCookie(answer.headers["Set-Cookie"])["brug_chat"]

    assert cookie["secure"] is True
    await database.close()


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1"}, {"Origin": ""}],
)
async def test_another_site_cannot_post(amina: Page, path: str, headers: dict[str, str]) -> None:
    before = await amina.home.count(inbox)

    status, _, _ = await amina.post(path, {"id": "x", "text": "hello"}, **headers)

    assert (status, await amina.home.count(inbox)) == (403, before)


async def test_another_site_cannot_post_without_saying_so(amina: Page) -> None:
    async with amina.session.post(
        f"{amina.base}/chat/messages", json={"id": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    ) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("cookie", ["", "short", "x" * 65, "é" * 30])
async def test_nobody_posts_or_listens_without_the_secret(stranger: Page, cookie: str) -> None:
    for path in POSTS:
        assert (await stranger.post(path, {"id": "x"}, Cookie=f"brug_chat={quote(cookie)[:70]}"))[0] == 403
    assert (await stranger.get("/chat/events"))[0] == 403
    assert await stranger.home.count(person) == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b"[" * 100_000, b'{"id": NaN', b'{"text":"\\'],
    ids=range(9),
)  # fmt: skip
async def test_what_does_not_parse_is_a_broken_request(amina: Page, body: bytes) -> None:
    before = await amina.home.count(inbox)

    for path in ("/chat/messages", "/chat/seen"):
        assert (await amina.post(path, body))[0] == 400

    assert (await amina.home.count(inbox), await amina.home.count(quarantine)) == (before, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": 7},
        {"taps": 7},
        {"taps": "yes"},
        {"taps": [1, None, "q" * 5000]},
        {"media": "99999999999999999999"},
        {"media": "١"},
        {"media": "²"},
        {"id": 1.5},
        {"id": "\ud800\x00" * 99},
        {"text": "\x00\ud800"},
    ],
)
async def test_fields_of_a_wrong_kind_break_nothing(amina: Page, fields: dict[str, Any]) -> None:
    assert await amina.says(**fields) == 200

    assert await amina.home.count(quarantine) == 0


async def test_fifty_copies_at_once_take_effect_once(brug: Site, stranger: Page) -> None:
    await stranger.get("/chat")

    posts = (stranger.post("/chat/messages", {"id": "same", "text": "/start"}) for _ in range(50))
    told = await asyncio.gather(*posts)
    await brug.home.brug.outbox.settled()

    assert {status for status, _, _ in told} == {200}
    assert (await brug.home.count(inbox), await brug.home.count(person), await brug.home.count(outbox)) == (1, 1, 1)


async def test_nobody_can_take_the_name_of_anybody_elses_message(brug: Site, amina: Page) -> None:
    async with brug.page() as greta:
        await greta.begins()
        before = await brug.home.count(inbox)

        for page in (greta, greta, amina, amina):
            assert await page.says("hello", id="the same") == 200

    assert await brug.home.count(inbox) == before + 2


async def test_a_page_knows_its_own_message_again_by_the_name_it_gave(amina: Page) -> None:
    longest = "i" * 80
    await amina.says("hello", id=longest)

    events = await amina.listens(lambda events: "hello" in texts(events))

    assert [e.data["client"] for e in events if e.data.get("text") == "hello"] == [longest]
    assert [e.data["client"] for e in events if e.data.get("from") == "brug"] == [None] * 3


async def test_a_stream_says_hello_and_then_what_was_said(amina: Page) -> None:
    events = await amina.listens(lambda events: len(texts(events)) == 4)

    hello, *rest = events
    assert (hello.name, hello.data["lang"], hello.data["empty"]) == ("hello", "en", False)
    assert [event.data["from"] for event in rest if event.name == "message"] == ["brug", "me", "brug", "brug"]
    assert texts(events)[1] == "English"


async def test_a_stream_of_a_stranger_says_that_nothing_was_said(stranger: Page) -> None:
    await stranger.get("/chat")

    [hello] = await stranger.listens(bool)

    assert (hello.name, hello.data["empty"], hello.data["lab"]) == ("hello", True, "Brug")


async def test_a_question_is_closed_once_it_is_answered_and_shows_what_was_tapped(amina: Page) -> None:
    question = (await amina.listens(lambda events: len(texts(events)) == 4))[-1]
    yes = question.data["buttons"][0]["token"]
    listening = asyncio.create_task(
        amina.listens(lambda events: question.data["key"] in [e.data["key"] for e in events if e.name == "closed"])
    )
    await asyncio.sleep(0.1)

    await amina.says(taps=[yes])
    events = await listening

    closed = {event.data["key"]: event.data["chosen"] for event in events if event.name == "closed"}
    assert closed[question.data["key"]] == [yes]


def asking(events: list[Event]) -> list[str]:
    """The messages under which buttons can be tapped, in order."""
    closed = {event.data["key"] for event in events if event.name == "closed"}
    asked = [event.data for event in events if event.name == "message" and event.data["buttons"]]
    return [one["key"] for one in asked if one["open"] and one["key"] not in closed]


async def test_a_question_that_is_asked_again_is_open_under_the_newest_message_only(amina: Page) -> None:
    first = asking(await amina.listens(lambda events: len(texts(events)) == 4))
    listening = asyncio.create_task(amina.listens(lambda events: sum(e.name == "closed" for e in events) == 2))
    await asyncio.sleep(0.1)

    await amina.says("I do not know yet")

    told = asking(await listening)
    later = await amina.listens(lambda events: sum(e.name == "closed" for e in events) == 2)
    assert len(told) == 1
    assert told != first
    assert asking(later) == told


async def test_what_was_tapped_is_shown_once_where_a_question_was_asked_again(amina: Page) -> None:
    await amina.says("I do not know yet")
    again = (await amina.listens(lambda events: len(texts(events)) == 6))[-1]
    yes = again.data["buttons"][0]["token"]

    await amina.says(taps=[yes])

    events = await amina.listens(lambda events: sum(event.name == "closed" for event in events) == 3)
    assert [event.data["chosen"] for event in events if event.name == "closed"][1:] == [[], [yes]]


async def test_what_is_read_on_one_page_is_told_to_the_other(amina: Page) -> None:
    last = (await amina.listens(lambda events: len(texts(events)) == 4))[-1].data["key"]
    read = {"key": last, "status": "read"}
    listening = asyncio.create_task(
        amina.listens(lambda events: read in [e.data for e in events if e.name == "status"])
    )
    await asyncio.sleep(0.2)

    assert (await amina.post("/chat/seen", {"upto": last}))[0] == 200
    await amina.says("Amina")
    events = await listening

    assert [e.data["status"] for e in events if e.name == "status"] == ["read"] * 3


@pytest.mark.parametrize("how", ["Last-Event-ID", "after"])
async def test_a_stream_that_was_lost_goes_on_and_misses_nothing(amina: Page, how: str) -> None:
    seen = await amina.listens(lambda events: len(texts(events)) == 4)
    point = next(event.id for event in reversed(seen) if event.id)
    amina.home.clock.pass_(hours=1)
    await amina.says("yes")
    amina.home.clock.pass_(hours=1)
    await amina.says("Amina")

    resumed = {"after": quote(point)} if how == "after" else {"Last-Event-ID": point}
    events = await amina.listens(lambda events: "How old are you?" in texts(events), **resumed)

    everything = await amina.listens(lambda events: "How old are you?" in texts(events))
    assert {"yes", "Amina", "How old are you?"} <= set(texts(events))
    assert set(texts(everything)) == set(texts(seen)) | set(texts(events))


async def test_every_answer_is_dressed_and_none_is_kept(brug: Site, amina: Page) -> None:
    paths = ["/", "/chat", "/join/unknown", "/join/x/qr.png", "/healthz", "/readyz", "/metrics", "/nothing"]

    answers: list[tuple[int, Any, Any]] = [await amina.get(path) for path in [*paths, "/chat/media/1"]]
    answers += [await amina.post("/chat/messages", b"{"), await amina.post("/chat/seen", {}, Origin="x")]

    for _, _, headers in answers:
        assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
        assert headers["Cache-Control"] == "no-store"
    async with amina.session.get(f"{amina.base}/chat/events") as stream:
        assert stream.headers["Cache-Control"] == "no-store"
        assert {name: stream.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
