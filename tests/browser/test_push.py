"""The page asks whether it may tell her of messages, only when the server says so, and takes a No for a No."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from store.tables import push
from tests.bot.page import Site
from tests.bot.telling import opened, writes_to
from tests.browser.chatting import bubble, write
from tests.browser.conftest import PHONE_HEIGHT, PHONE_WIDTH, Watch
from tests.browser.pushing import EN, begins, card, hides, is_a_browser
from tests.conversations import catalogues
from tests.fakes.push_service import PushService, push_process, push_service
from tests.fakes.push_texts import words_in

pytestmark = pytest.mark.browser

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


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


async def test_nobody_is_asked_before_there_is_a_reason(
    phone: Page, brug: Site, watch: Watch, vendor: PushService
) -> None:
    await is_a_browser(phone, brug, vendor)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    await begins(phone, brug)
    await writes_to(brug.home, "Hello")
    await expect(bubble(phone, "Hello")).to_be_visible()
    await phone.wait_for_timeout(1000)

    await expect(card(phone)).to_have_count(0)
    assert not any(word in url for url in asked for word in ("push", "sw.js"))
    assert await phone.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


async def test_who_says_no_is_not_asked_again(phone: Page, brug: Site, watch: Watch, vendor: PushService) -> None:
    await is_a_browser(phone, brug, vendor)
    await begins(phone, brug)
    await writes_to(brug.home, "We meet on Thursday", asks_push=True)
    await card(phone).get_by_role("button", name="No").tap()
    await expect(card(phone)).to_have_count(0)
    await phone.wait_for_timeout(200)

    await phone.reload()
    await writes_to(brug.home, "And on Friday", asks_push=True)
    await expect(bubble(phone, "And on Friday")).to_be_visible()
    await phone.wait_for_timeout(1000)

    await expect(card(phone)).to_have_count(0)
    assert await phone.evaluate("pushBrowser.asked") == 0


async def test_the_question_stands_once_under_the_newest_reason(
    phone: Page, brug: Site, watch: Watch, vendor: PushService
) -> None:
    await is_a_browser(phone, brug, vendor)
    await begins(phone, brug)
    for text in ("Thursday", "Friday"):
        await writes_to(brug.home, text, asks_push=True)
        await expect(phone.locator(".row", has_text=text).locator(".ask")).to_be_visible()

    await phone.reload()

    await expect(phone.locator(".row", has_text="Friday").locator(".ask")).to_be_visible()
    await expect(card(phone)).to_have_count(1)


async def test_who_says_stop_is_not_asked_any_more(phone: Page, brug: Site, watch: Watch, vendor: PushService) -> None:
    await is_a_browser(phone, brug, vendor)
    await begins(phone, brug)
    await writes_to(brug.home, "We meet on Thursday", asks_push=True)
    await expect(card(phone)).to_be_visible()
    await write(phone, "How late?")
    await expect(phone.locator(".row.own .tick[data-status=sending]")).to_have_count(0)
    await expect(card(phone)).to_be_visible()

    await write(phone, "stop")

    await expect(card(phone)).to_have_count(0)


@pytest.mark.parametrize("answer", ["denied", "default"])
async def test_who_is_refused_by_the_browser_is_told_so_and_may_try_again_where_she_only_closed_its_question(
    phone: Page, brug: Site, watch: Watch, vendor: PushService, answer: str
) -> None:
    await is_a_browser(phone, brug, vendor, answer=answer)
    await begins(phone, brug)
    await writes_to(brug.home, "Thursday", asks_push=True)
    await card(phone).get_by_role("button", name="Yes").tap()

    await expect(card(phone)).to_contain_text(EN["failed"] if answer == "denied" else EN["ask"])
    assert await brug.home.count(push) == 0


async def test_where_notices_were_refused_before_nobody_is_asked(
    phone: Page, brug: Site, watch: Watch, vendor: PushService
) -> None:
    await is_a_browser(phone, brug, vendor, permission="denied")
    await begins(phone, brug)
    await writes_to(brug.home, "Thursday", asks_push=True)
    await expect(bubble(phone, "Thursday")).to_be_visible()
    await phone.wait_for_timeout(1000)

    await expect(card(phone)).to_have_count(0)


async def test_a_page_that_nobody_looks_at_counts_as_closed(
    phone: Page, brug: Site, watch: Watch, vendor: PushService
) -> None:
    await is_a_browser(phone, brug, vendor)
    await begins(phone, brug)
    await writes_to(brug.home, "Thursday", asks_push=True)
    await card(phone).get_by_role("button", name="Yes").tap()
    await expect(card(phone)).to_have_text(EN["on"])
    await hides(phone, True)

    await writes_to(brug.home, "Friday")
    assert await vendor.told() == ["amina"]
    await expect(bubble(phone, "Friday")).to_have_count(0)
    await hides(phone, False)

    await expect(bubble(phone, "Friday")).to_be_visible()


async def test_the_menu_has_a_way_out_also_after_a_reload(
    phone: Page, brug: Site, watch: Watch, vendor: PushService
) -> None:
    await is_a_browser(phone, brug, vendor)
    await begins(phone, brug)
    await writes_to(brug.home, "Thursday", asks_push=True)
    await card(phone).get_by_role("button", name="Yes").tap()
    await expect(card(phone)).to_have_text(EN["on"])
    await phone.reload()
    await expect(bubble(phone, "Thursday")).to_be_visible()
    await phone.get_by_role("button", name="Menu").tap()
    await phone.get_by_role("button", name=EN["off"]).tap()
    await phone.wait_for_timeout(300)

    assert await brug.home.count(push) == 0
    assert await phone.evaluate("pushBrowser.unsubscribed") == 1
    await phone.get_by_role("button", name="Menu").tap()
    await expect(phone.get_by_role("button", name=EN["off"])).to_have_count(0)


async def test_an_iphone_is_told_how_to_put_the_page_on_its_home_screen(browser: Browser, brug: Site) -> None:
    context = await browser.new_context(user_agent=IPHONE, has_touch=True, viewport={"width": 360, "height": 740})
    phone = await context.new_page()
    await phone.add_init_script("delete window.PushManager; delete window.Notification;")
    await begins(phone, brug)
    await writes_to(brug.home, "Thursday", asks_push=True)

    await expect(card(phone)).to_contain_text(EN["home"])
    await card(phone).get_by_role("button", name="Close").tap()
    await expect(card(phone)).to_have_count(0)
    await context.close()


@pytest.mark.parametrize(("language", "words"), [("English", words_in("en")), ("العربية", words_in("ar"))])
async def test_the_card_fits_a_small_phone_in_both_directions(
    phone: Page, brug: Site, watch: Watch, vendor: PushService, tmp_path: Path, language: str, words: dict[str, str]
) -> None:
    await is_a_browser(phone, brug, vendor)
    await begins(phone, brug, language)
    await writes_to(brug.home, "Thursday", asks_push=True)
    await expect(card(phone)).to_contain_text(words[EN["ask"]])
    await phone.screenshot(path=tmp_path / "card.png")

    heights = await card(phone).locator("button").evaluate_all("all => all.map((one) => one.offsetHeight)")
    assert min(heights) >= 48
    assert await phone.evaluate("document.getElementById('scroller').scrollWidth") <= PHONE_WIDTH
    await expect(card(phone)).to_be_in_viewport(ratio=1)
