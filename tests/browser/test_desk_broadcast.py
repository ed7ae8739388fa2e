"""A message to many in Arabic, on a small phone: written, seen as people see it, sent, and watched on its way."""

import json

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import PHONE_HEIGHT, PHONE_WIDTH, Watch
from tests.browser.live import Live
from tests.browser.test_live_desk import PASSWORD

pytestmark = pytest.mark.browser

WORDS = "المكتبة مغلقة غدا. نلتقي في القاعة."


async def seat(browser: Browser, watch: Watch, link: str) -> Page:
    """A coordinator whose phone speaks Arabic, at the desk of the made-up lab."""
    context = await browser.new_context(
        viewport={"width": PHONE_WIDTH, "height": PHONE_HEIGHT}, is_mobile=True, has_touch=True, locale="ar"
    )
    page = await context.new_page()
    page.set_default_timeout(8000)
    watch.over(page)
    await page.goto(link)
    for name in ("password", "again"):
        await page.locator(f"input[name={name}]").fill(PASSWORD)
    await page.locator("main button.main").click()
    await page.wait_for_url("**/admin/")
    return page


async def fits(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


async def test_a_message_is_written_seen_sent_and_watched_in_arabic(browser: Browser, brug: Live, watch: Watch) -> None:
    made = json.loads(brug.command("demo", "--json"))
    page = await seat(browser, watch, list(made["setup_urls"].values())[-1])

    await page.goto(f"{brug.url}/admin/labs/{made['lab']}/broadcasts/new")
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert await fits(page)
    await page.locator("textarea").first.fill(WORDS)
    await page.locator("input[name=language][value=ar]").check()
    await page.locator("main form button.main").click()

    await expect(page.locator("#preview .shown[dir=rtl][lang=ar]").first).to_contain_text(WORDS)
    await expect(page.locator("#people summary").first).to_contain_text("4")
    assert await fits(page)
    await page.locator("#send input[name=due_at]").fill("2031-05-20T10:00")
    await expect(page.locator("#send input[value=later]")).to_be_checked()
    await page.locator("#send button.main").click()

    await expect(page.locator("#progress .fates dd").first).to_contain_text("4")
    await page.locator("#progress summary").click()
    await page.locator("#progress button.main").focus()
    for _ in range(2):
        async with page.expect_response("**/progress?**") as asked:
            pass
        assert (await asked.value).status == 204
    await expect(page.locator("#progress button.main")).to_be_focused()
    await expect(page.locator("#progress table").first).to_be_visible()
    assert await fits(page)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**said=paused")
    await expect(page.locator("#progress")).not_to_have_attribute("hx-trigger", "every 3s")
    assert watch.problems == []
    await page.context.close()
