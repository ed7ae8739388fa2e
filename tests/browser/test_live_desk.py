"""From the first hello to the coordinator's answer, in two browsers, with the real program between them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.chatting import pill, write
from tests.browser.conftest import Watch
from tests.browser.live import Live, live
from tests.browser.test_live_chat import ARABIC, signs_up
from tests.faults.nursery import Fresh

pytestmark = pytest.mark.browser

PASSWORD = "four words in a row"


@pytest_asyncio.fixture(loop_scope="session")
async def brug(tmp_path: Path) -> AsyncIterator[Live]:
    """Started as anybody starts it."""
    async with live(tmp_path, Fresh()) as running:
        yield running


async def at_the_desk(browser: Browser, brug: Live) -> Page:
    """The coordinator's screen, set up with the link that the program printed."""
    context = await browser.new_context(viewport={"width": 1180, "height": 900}, locale="en-GB")
    page = await context.new_page()
    await page.goto(brug.setup)
    await page.get_by_label("Name", exact=True).fill("Els")
    await page.get_by_label("E-mail address").fill("els@example.org")
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("input[name=again]").fill(PASSWORD)
    await page.get_by_role("button", name="Save").click()
    await page.wait_for_url("**/admin/")
    return page


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser, brug: Live) -> AsyncIterator[Page]:
    page = await at_the_desk(browser, brug)
    yield page
    await page.context.close()


async def test_somebody_who_signed_up_in_arabic_is_found_at_the_desk_and_gets_an_answer(
    phone: Page, desk: Page, brug: Live, watch: Watch
) -> None:
    await signs_up(phone, brug, "أمينة", dict(ARABIC))
    await expect(phone.locator("#talk .text").last).to_contain_text("أمينة")

    await desk.goto(f"{brug.url}/admin/people")
    await desk.get_by_role("link", name="أمينة").click()
    await expect(desk.get_by_role("heading", level=1)).to_contain_text("أمينة")
    await desk.get_by_label("Answer", exact=True).fill("أهلا بك يا أمينة")
    await desk.get_by_role("button", name="Send").click()

    await expect(phone.locator("#talk .text").last).to_have_text("أهلا بك يا أمينة")
    await write(phone, "شكرا لكم")
    await expect(phone.locator("#talk .text").filter(has_text="شكرا لكم")).to_have_count(1)
    await desk.reload()
    await expect(desk.get_by_text("شكرا لكم").first).to_be_visible()


async def test_the_set_up_link_works_once(desk: Page, brug: Live, browser: Browser) -> None:
    stranger = await browser.new_page()

    answer = await stranger.goto(brug.setup)

    assert answer is not None
    assert answer.status == 404


async def test_a_question_before_consent_is_a_task_for_today(phone: Page, desk: Page, brug: Live, watch: Watch) -> None:
    await phone.goto(brug.chat)
    await pill(phone, "English").click()
    await pill(phone, "I have a question").click()
    await expect(phone.locator("#talk .text").last).to_contain_text("What do you want to know")
    await write(phone, "Is there somebody who speaks Tigrinya?")
    await expect(phone.locator("#talk .text").last).to_contain_text("You can also decide later")

    await desk.goto(f"{brug.url}/admin/")

    await expect(desk.get_by_text("Is there somebody who speaks Tigrinya?")).to_be_visible()
