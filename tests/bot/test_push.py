"""Told of a message while the page is closed: once, by a notice that names nobody, and never at a message's cost."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.page_texts import NOTICE
from store.tables import address, outbox, push
from tests.bot.page import Page, Site
from tests.bot.telling import is_written_to, looks, notices, offer, opened, says_yes
from tests.conversations import catalogues
from tests.fakes.push_service import PushService, push_process, push_service
from tests.fakes.push_texts import without_notices, words_in


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRUG_PUSH_LOOPBACK", "1")


@pytest.fixture
async def brug(tmp_path: Path, loopback: None) -> AsyncIterator[Site]:
    async with opened(tmp_path / "data", catalogues()) as site:
        yield site


@pytest.fixture(scope="module")
def vendor_url() -> Iterator[str]:
    with push_process() as url:
        yield url


@pytest.fixture
async def vendor(vendor_url: str) -> AsyncIterator[PushService]:
    async with push_service(vendor_url) as service:
        yield service


@pytest.fixture
async def amina(brug: Site) -> AsyncIterator[Page]:
    """She has chosen English."""
    async with brug.page() as page:
        yield await page.begins()


async def test_a_closed_page_is_told_and_the_notice_names_nobody_and_no_topic(amina: Page, vendor: PushService) -> None:
    await says_yes(amina, vendor)

    await is_written_to(amina)

    [told] = await vendor.pushes()
    assert json.loads(told["words"]) == {"text": NOTICE, "lang": "en", "dir": "ltr"}
    assert {name: told["headers"][name] for name in ("urgency", "topic", "ttl")} == {
        "urgency": "normal",
        "topic": "message",
        "ttl": "2419200",
    }
    assert told["claims"]["aud"] == vendor.url
    assert told["claims"]["exp"] == (amina.home.clock.now() + timedelta(hours=12)).timestamp()
    assert "cookie" not in told["headers"]


async def test_she_is_told_once_until_she_looks(amina: Page, vendor: PushService) -> None:
    await says_yes(amina, vendor)
    for text in ("one", "two", "three"):
        await is_written_to(amina, text)
    assert await vendor.told() == ["amina"]

    await looks(amina)
    await is_written_to(amina, "four")

    assert await vendor.told() == ["amina", "amina"]


async def test_who_swiped_her_notice_away_hears_of_what_comes_half_a_day_later(
    amina: Page, vendor: PushService
) -> None:
    """Else the reminder of the day before would reach nobody who did not look at what came last week."""
    await says_yes(amina, vendor)
    await is_written_to(amina, "one")
    amina.home.clock.pass_(hours=11)
    await is_written_to(amina, "two")
    assert await vendor.told() == ["amina"]

    amina.home.clock.pass_(hours=1)
    await is_written_to(amina, "three")

    assert await vendor.told() == ["amina", "amina"]


async def test_she_is_told_once_also_where_brug_was_started_anew_in_between(
    tmp_path: Path, loopback: None, vendor: PushService
) -> None:
    async with opened(tmp_path, catalogues()) as site, site.page() as amina:
        await says_yes(await amina.begins(), vendor)
        await is_written_to(amina, "before")
    async with opened(tmp_path, catalogues()) as site, site.page() as amina:
        await is_written_to(amina, "after")

    assert await vendor.told() == ["amina"]


async def test_each_of_her_browsers_is_told(amina: Page, vendor: PushService) -> None:
    await says_yes(amina, vendor, "phone")
    await says_yes(amina, vendor, "laptop")

    await is_written_to(amina)

    assert sorted(await vendor.told()) == ["laptop", "phone"]


async def test_an_open_page_is_not_told(amina: Page, vendor: PushService) -> None:
    await says_yes(amina, vendor)
    listening = asyncio.create_task(amina.listens(lambda events: "later" in [e.data.get("text") for e in events]))
    await asyncio.sleep(0.2)

    await is_written_to(amina, "now")

    assert await vendor.knocks() == 0
    await is_written_to(amina, "later")
    await listening


async def test_who_saw_the_message_and_left_is_not_told(amina: Page, vendor: PushService) -> None:
    await says_yes(amina, vendor)
    notices(amina).grace = 0.5
    telling = asyncio.create_task(is_written_to(amina, "now"))
    await asyncio.sleep(0.2)

    newest = max(row.id for row in await amina.home.rows(outbox))
    assert (await amina.post("/chat/seen", {"upto": f"o{newest}"}))[0] == 200
    await telling

    assert await vendor.knocks() == 0


async def test_the_notice_is_in_the_language_that_she_chose(brug: Site, vendor: PushService) -> None:
    async with brug.page() as bilal:
        await bilal.begins("العربية")
        _, offered = await offer(bilal)
        await says_yes(bilal, vendor, "bilal")
        await is_written_to(bilal)

    [told] = await vendor.pushes()
    assert json.loads(told["words"]) == {"text": words_in("ar")[NOTICE], "lang": "ar", "dir": "rtl"}
    assert offered["strings"]["ask"] == words_in("ar")["May this page tell you when there is a message?"]


async def test_all_notices_are_equally_long(brug: Site, vendor: PushService) -> None:
    async with brug.page() as amina, brug.page() as bilal:
        await says_yes(await amina.begins(), vendor)
        await says_yes(await bilal.begins("العربية"), vendor, "bilal")
        await is_written_to(amina, "one", 0)
        await is_written_to(bilal, "two", 1)

    assert len({told["length"] for told in await vendor.pushes()}) == 1


async def test_without_the_words_in_her_language_she_is_not_asked(
    tmp_path: Path, loopback: None, vendor: PushService
) -> None:
    async with opened(tmp_path, without_notices("ar")) as site, site.page() as bilal:
        await bilal.begins("العربية")

        assert (await offer(bilal))[0] == 404
        status, _, _ = await bilal.post("/chat/push", await vendor.browser("bilal", "any"))

        assert (status, await site.home.count(push)) == (409, 0)


async def test_who_is_forgotten_takes_her_browsers_along(amina: Page, vendor: PushService) -> None:
    await says_yes(amina, vendor)
    async with amina.home.brug.database.write() as connection:
        await connection.execute(address.delete())

    assert await amina.home.count(push) == 0
