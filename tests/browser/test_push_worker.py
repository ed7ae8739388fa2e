"""The worker shows the notice while the page is closed, and leads back to the chat."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.page_texts import NOTICE
from tests.bot.page import Site
from tests.bot.telling import opened, writes_to
from tests.browser.chatting import bubble
from tests.browser.conftest import PHONE_HEIGHT, PHONE_WIDTH, Watch
from tests.browser.pushing import EN, arrives, begins, card, is_a_browser, notices
from tests.conversations import catalogues
from tests.fakes.push_service import PushService, push_process, push_service

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(loop_scope="session")
async def brug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    monkeypatch.setenv("BRUG_PUSH_LOOPBACK", "1")
    async with opened(tmp_path / "data", catalogues()) as site:
        yield site


@pytest.fixture(scope="module")
def vendor_url() -> Iterator[str]:
    with push_process() as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def vendor(vendor_url: str) -> AsyncIterator[PushService]:
    async with push_service(vendor_url) as service:
        yield service


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A small phone that would show notices."""
    size = {"width": PHONE_WIDTH, "height": PHONE_HEIGHT}
    context = await browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
        permissions=["notifications"],
    )
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def phone(context: BrowserContext) -> Page:
    page = await context.new_page()
    page.set_default_timeout(8000)
    return page


async def test_who_says_yes_is_told_when_the_page_is_closed(
    context: BrowserContext, phone: Page, brug: Site, watch: Watch, vendor: PushService
) -> None:
    await is_a_browser(phone, brug, vendor)
    await begins(phone, brug)
    await writes_to(brug.home, "We meet on Thursday", asks_push=True)
    await expect(card(phone)).to_contain_text(EN["ask"])
    await card(phone).get_by_role("button", name="Yes").tap()
    await expect(card(phone)).to_have_text(EN["on"])
    await phone.goto("about:blank")

    await writes_to(brug.home, "Bring Amina's papers")
    [told] = await vendor.pushes()
    await phone.goto(f"{brug.base}/")
    await arrives(context, phone, brug, told["words"])

    assert await notices(phone) == [[NOTICE, "en", "ltr", ""]]
    assert "Amina" not in told["words"]
    await phone.goto(f"{brug.base}/chat")
    await expect(bubble(phone, "Bring Amina's papers")).to_be_visible()
    assert await notices(phone, some=False) == []


async def test_a_push_that_cannot_be_read_shows_a_sign_and_no_words(
    context: BrowserContext, phone: Page, brug: Site, watch: Watch
) -> None:
    await phone.goto(f"{brug.base}/chat")
    await phone.evaluate("navigator.serviceWorker.register('/chat/sw.js', { scope: '/chat' })")
    await phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await arrives(context, phone, brug, "not what we sent")

    assert await notices(phone) == [["✉️", "", "auto", ""]]


async def test_tapping_the_notice_opens_the_chat(
    context: BrowserContext, phone: Page, brug: Site, watch: Watch
) -> None:
    await phone.goto(f"{brug.base}/chat")
    await phone.evaluate("navigator.serviceWorker.register('/chat/sw.js', { scope: '/chat' })")
    await phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await arrives(context, phone, brug, json.dumps({"text": NOTICE, "lang": "en", "dir": "ltr"}))
    await notices(phone)
    [worker] = context.service_workers
    tap = """async () => {
        const went = [];
        clients.openWindow = async (url) => went.push(url);
        WindowClient.prototype.focus = async function () { went.push('focus ' + new URL(this.url).pathname); };
        const [notification] = await registration.getNotifications();
        const event = new NotificationEvent('notificationclick', { notification });
        const waits = [];
        event.waitUntil = (work) => waits.push(work);
        dispatchEvent(event);
        await Promise.all(waits);
        return went;
    }"""

    assert await worker.evaluate(tap) == ["focus /chat"]
