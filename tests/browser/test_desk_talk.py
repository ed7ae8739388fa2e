"""Two coordinators on one person's page: what she writes appears on both, and each sees the other."""

import json

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.chatting import write
from tests.browser.conftest import Watch
from tests.browser.live import Live
from tests.browser.test_live_chat import ARABIC, signs_up
from tests.browser.test_live_desk import PASSWORD, at_the_desk

pytestmark = pytest.mark.browser


async def omar_at_the_desk(browser: Browser, brug: Live) -> Page:
    hired = ("--name", "Omar", "--email", "omar@example.org", "--role", "coordinator", "--lab", "1", "--json")
    made = json.loads(brug.command("staff", "add", *hired))
    context = await browser.new_context(viewport={"width": 1180, "height": 900}, locale="en-GB")
    page = await context.new_page()
    await page.goto(made["setup_url"])
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("input[name=again]").fill(PASSWORD)
    await page.get_by_role("button", name="Save").click()
    await page.wait_for_url("**/admin/")
    return page


async def test_a_message_appears_without_reload_while_two_are_on_the_page(
    phone: Page, watch: Watch, browser: Browser, brug: Live
) -> None:
    await signs_up(phone, brug, "أمينة", dict(ARABIC))
    await expect(phone.locator("#talk .text").last).to_contain_text("أمينة")
    els, omar = await at_the_desk(browser, brug), await omar_at_the_desk(browser, brug)
    for page in (els, omar):
        watch.over(page)
        await page.goto(f"{brug.url}/admin/people/1")
    await expect(els.locator("#company")).to_contain_text("Omar has this page open too.")

    await write(phone, "هل يوجد مصعد؟")
    for page in (els, omar):
        await expect(page.locator("#said").get_by_text("هل يوجد مصعد؟")).to_be_visible()
    await els.get_by_label("Answer", exact=True).press_sequentially("نعم")
    await expect(omar.locator("#company")).to_contain_text("Els is writing an answer.")

    await els.get_by_role("button", name="Send", exact=True).click()
    await expect(omar.locator("#said").get_by_text("نعم", exact=True)).to_be_visible()
    await expect(omar.locator("#quiet")).to_contain_text("the program is quiet until")
    for page in (els, omar):
        await page.context.close()


async def test_two_who_have_one_draft_open_see_each_other(watch: Watch, browser: Browser, brug: Live) -> None:
    els, omar = await at_the_desk(browser, brug), await omar_at_the_desk(browser, brug)
    for page in (els, omar):
        watch.over(page)
    await els.goto(f"{brug.url}/admin/labs/1/polls/new?technique=yes_no")
    await els.get_by_role("button", name="Save", exact=True).click()
    await els.goto(f"{brug.url}/admin/polls/1/change")

    await omar.goto(f"{brug.url}/admin/polls/1")

    await expect(omar.locator(".together")).to_have_text("Els has this page open too.")
    await els.reload()
    await expect(els.locator(".together")).to_have_text("Omar has this page open too.")
    for page in (els, omar):
        await page.context.close()
