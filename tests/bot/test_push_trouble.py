"""Push services that are slow, away, or will not take it: no message pays for that, and nobody is named."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from store.tables import outbox, push
from tests.bot.page import Page, Site
from tests.bot.telling import is_written_to, notices, offer, opened, says_yes
from tests.conversations import catalogues
from tests.fakes.push_service import PushService, push_process, push_service


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


async def test_a_browser_that_is_gone_is_forgotten(amina: Page, vendor: PushService) -> None:
    for status in (410, 404):
        await says_yes(amina, vendor)
        await vendor.script({"status": status})

        await is_written_to(amina, str(status))

        assert await amina.home.count(push) == 0


@pytest.mark.parametrize("status", [301, 400, 403, 413, 429, 500, 503])
async def test_what_was_not_taken_is_tried_again_with_the_next_message(
    amina: Page, vendor: PushService, status: int
) -> None:
    await says_yes(amina, vendor)
    await vendor.script({"status": status})

    await is_written_to(amina, "one")
    await is_written_to(amina, "two")

    assert (await vendor.told(), await vendor.knocks()) == (["amina"], 2)
    assert {row.state for row in await amina.home.rows(outbox)} == {"sent"}


async def test_a_redirect_is_not_followed(amina: Page, vendor: PushService) -> None:
    elsewhere = await vendor.browser("elsewhere", notices(amina).key.public)  # type: ignore[union-attr]
    await says_yes(amina, vendor)
    for status in (301, 302, 307, 308):
        await vendor.script({"status": status, "location": elsewhere["endpoint"]})
        await is_written_to(amina, str(status))

    assert (await vendor.told(), await vendor.knocks()) == ([], 4)


async def test_a_push_service_that_is_slow_holds_up_no_message(amina: Page, vendor: PushService) -> None:
    await says_yes(amina, vendor)
    await vendor.script({"seconds": 1.0})
    telling = asyncio.create_task(is_written_to(amina, "slow"))
    await asyncio.sleep(0.4)

    before = asyncio.get_running_loop().time()
    assert await amina.says("Hello") == 200
    took = asyncio.get_running_loop().time() - before

    assert took < 0.4
    assert not telling.done()
    await telling
    assert {row.state for row in await amina.home.rows(outbox)} == {"sent"}


async def test_a_push_service_that_is_away_is_nobody_s_loss(amina: Page, vendor: PushService) -> None:
    subscription = await says_yes(amina, vendor)
    await amina.post("/chat/push", subscription | {"endpoint": "http://127.0.0.1:1/push/nobody"})

    await is_written_to(amina)

    assert await vendor.told() == ["amina"]
    assert {row.state for row in await amina.home.rows(outbox)} == {"sent"}
    assert ["told" in row.subscription for row in await amina.home.rows(push)] == [True, False]


async def test_the_log_knows_a_notice_by_its_number_only(amina: Page, vendor: PushService) -> None:
    subscription = await says_yes(amina, vendor)
    await vendor.script({"status": 500})
    with capture_logs() as log:
        await is_written_to(amina)

    [line] = [line for line in log if "notice" in line["event"]]
    assert (line["push"], line["delivery"]) == (1, "refused")
    assert subscription["endpoint"] not in str(log)


async def test_after_an_error_the_others_are_still_told(amina: Page, vendor: PushService) -> None:
    await says_yes(amina, vendor)
    told = notices(amina)
    fingerprint = told._fingerprint
    failures = iter([RuntimeError("the database is away")])

    def fails_once(sender: str) -> str:
        for failure in failures:
            raise failure
        return fingerprint(sender)

    told._fingerprint = fails_once
    with capture_logs() as log:
        told.tell("somebody else")
        await asyncio.sleep(0.2)
        await is_written_to(amina)

    assert await vendor.told() == ["amina"]
    assert [line["event"] for line in log if line["log_level"] == "error"] == [
        "could not see who is to be told of a message"
    ]


async def test_without_a_key_nobody_is_asked_and_messages_go_on(tmp_path: Path, loopback: None) -> None:
    (tmp_path / "vapid.key").write_text("torn")
    with capture_logs() as log:
        async with opened(tmp_path, catalogues()) as site, site.page() as amina:
            await amina.begins()

            assert (await offer(amina))[0] == 404
            assert await amina.says("yes") == 200

    assert [line["reason"] for line in log if "vapid.key" in line["event"]] == ["it is not 32 bytes in base64url"]
