"""What supervisors, browsers' caches and people see of the server when all is well, and when the disk is full."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from locales.catalogue import Problem
from store.tables import inbox
from tests.bot.disk import Disk, small_disk
from tests.bot.page import Page, Site, site
from tests.bot.test_webchat_uploads import OGG
from tests.conversations import catalogues
from tests.house import house

OLD_VERSION = "0123456789ab"
OLD_PATHS = [f"{OLD_VERSION}/{rest}" for rest in ("nothing.js", "", "../../web.py", f"{OLD_VERSION}/chat.css")]
OLD_PATHS += ["old/chat.css", "0123456789abc/chat.css", "0123456789AB/chat.css"]


@pytest.fixture
def disk() -> Iterator[Disk]:
    with small_disk() as disk:
        yield disk


@pytest.fixture
async def brug(tmp_path: Path, disk: Disk) -> AsyncIterator[Site]:
    async with site(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
async def amina(brug: Site) -> AsyncIterator[Page]:
    async with brug.page() as page:
        yield await page.begins()


async def test_a_healthy_brug_says_so_without_a_word_about_anybody(amina: Page) -> None:
    await amina.says("yes")
    await amina.says("Canarina")

    answers = [await amina.get(path) for path in ("/healthz", "/readyz", "/metrics")]

    assert [status for status, _, _ in answers] == [200, 200, 200]
    nothing_waits = b'"oldest_due_seconds": 0.0, "oldest_overdue_contact_seconds": 0.0'
    assert answers[0][1] == b'{"ok": true, "problems": [], ' + nothing_waits + b"}"
    assert b"brug_taken 4.0" in answers[2][1]
    assert all(b"Canarina" not in body for _, body, _ in answers)


async def test_a_broken_language_is_told_and_is_no_reason_not_to_serve(tmp_path: Path) -> None:
    broken = Problem("ar", "locales/ar/LC_MESSAGES/brug.po", 7, "the text does not end: the file was cut")
    texts = replace(catalogues(), problems=(broken,))

    async with house(tmp_path / "data", catalogues=texts) as home, TestClient(TestServer(home.brug.web)) as supervisor:
        ready, numbers = await supervisor.get("/readyz"), await supervisor.get("/metrics")

        assert (await ready.json())["broken_languages"] == ["ar"]
        assert "brug_broken_languages 1.0" in await numbers.text()
        assert ready.status == 200


async def test_ready_means_that_something_was_really_written(amina: Page) -> None:
    log = amina.home.brug.settings.data_dir / "brug.db-wal"
    before = log.stat().st_mtime_ns

    await amina.get("/readyz")

    assert log.stat().st_mtime_ns > before


async def test_while_nothing_can_be_written_whoever_asks_is_told_to_come_again(amina: Page, disk: Disk) -> None:
    before = await amina.home.count(inbox)
    posts = {"/chat/messages": {"id": "kept", "text": "yes"}, "/chat/seen": {"upto": "o1"}, "/chat/media": OGG}

    disk.full = True
    answers = [await amina.post(path, body) for path, body in posts.items()]
    ready, alive = await amina.get("/readyz"), await amina.get("/healthz")

    assert [(status, headers["Retry-After"]) for status, _, headers in answers] == [(503, "2")] * 3
    assert (ready[0], alive[0]) == (503, 200)
    assert b"the database does not take anything" in ready[1]
    assert await amina.home.count(inbox) == before

    disk.full = False
    assert (await amina.post("/chat/messages", posts["/chat/messages"]))[0] == 200
    assert (await amina.home.count(inbox), (await amina.get("/readyz"))[0]) == (before + 1, 200)


@pytest.mark.parametrize("which", range(4))
async def test_whichever_loop_dies_a_supervisor_is_told(amina: Page, which: int) -> None:
    """Those that claim, record and keep leases, and the one that takes what comes in."""
    brug = amina.home.brug
    loop = [*brug.outbox._loops, *brug.service._lanes][which]
    assert loop is not None

    loop.cancel()
    await asyncio.wait([loop])

    status, body, _ = await amina.get("/healthz")
    died = b"intake" if which == 3 else b"outbox"
    assert (status, b"the %b loop has died" % died in body) == (503, True)


async def test_a_brug_that_stops_is_not_ready_and_takes_nothing(amina: Page) -> None:
    amina.home.brug.health.stopping = True
    await amina.home.brug.service.stop()

    assert (await amina.get("/readyz"))[0] == 503
    status, _, headers = await amina.post("/chat/messages", {"id": "x", "text": "yes"})
    assert (status, headers["Retry-After"]) == (503, "2")


async def test_files_of_pages_travel_small_and_are_kept_until_they_change(amina: Page) -> None:
    _, page, _ = await amina.get("/chat", **{"Accept-Encoding": "identity"})
    version = page.decode().partition("/static/")[2].partition("/")[0]

    _, small, kept = await amina.get(f"/static/{version}/chat.css", **{"Accept-Encoding": "gzip"})
    _, plain, _ = await amina.get(f"/static/{version}/chat.css", **{"Accept-Encoding": "identity"})
    _, _, unversioned = await amina.get("/static/chat.css")

    assert gzip.decompress(small) == plain
    assert len(small) < len(plain)
    assert (kept["Content-Encoding"], kept["Vary"]) == ("gzip", "Accept-Encoding")
    assert "immutable" in kept["Cache-Control"]
    assert unversioned["Cache-Control"] == "public, max-age=600"
    assert "Set-Cookie" not in kept


async def test_a_page_that_was_open_before_an_upgrade_gets_what_a_file_says_now(amina: Page) -> None:
    status, old, kept = await amina.get(f"/static/{OLD_VERSION}/chat/push.js")
    _, now, _ = await amina.get("/static/chat/push.js")

    assert (status, old == now, kept["Cache-Control"]) == (200, True, "public, max-age=600")


@pytest.mark.parametrize(
    "path", ["../web.py", "..%2fweb.py", "%2e%2e/web.py", "old/../../web.py", "nothing", "", *OLD_PATHS]
)
async def test_nothing_but_files_of_pages_is_served(amina: Page, path: str) -> None:
    assert (await amina.get(f"/static/{path}"))[0] == 404


async def test_pages_travel_small(amina: Page) -> None:
    _, body, headers = await amina.get("/chat", **{"Accept-Encoding": "gzip"})

    assert headers["Content-Encoding"] == "gzip"
    assert b"<!doctype html>" in gzip.decompress(body).lower()


async def test_a_right_and_a_wrong_code_show_the_same_page(amina: Page) -> None:
    right = (await amina.home.code(place="Market")).token
    wrong = "A" * len(right)

    pages = [await amina.get(f"/join/{code}", **{"Accept-Encoding": "identity"}) for code in (right, wrong)]

    assert pages[0][0] == pages[1][0] == 200
    assert pages[0][1].replace(right.encode(), wrong.encode()) == pages[1][1]
