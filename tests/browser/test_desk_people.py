"""The list of people by keyboard alone: two are ticked and put into a group, and the undo is within reach."""

import json

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Watch
from tests.browser.live import Live

pytestmark = pytest.mark.browser

PASSWORD = "four words in a row"
MOST_TABS = 80


async def els_at_the_demo(browser: Browser, brug: Live) -> Page:
    made = json.loads(brug.command("demo", "--json"))
    context = await browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB", reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(8000)
    await page.goto(next(iter(made["setup_urls"].values())))
    for name in ("password", "again"):
        await page.locator(f"input[name={name}]").fill(PASSWORD)
    await page.locator("main button.main").click()
    await page.wait_for_url("**/admin/")
    return page


async def tab_to(page: Page, selector: str) -> None:
    """With the key alone."""
    wanted = page.locator(selector).first
    for _ in range(MOST_TABS):
        if await wanted.evaluate("one => one === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not lead to {selector}")


async def test_two_people_are_put_into_a_group_by_keyboard(browser: Browser, brug: Live, watch: Watch) -> None:
    page = await els_at_the_demo(browser, brug)
    watch.over(page)
    await page.goto(f"{brug.url}/admin/people")
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    for number in (0, 1):
        await tab_to(page, f"tbody tr:nth-of-type({number + 1}) input[name=person]")
        await page.keyboard.press("Space")
    await expect(page.locator("#all-of-them")).to_have_js_property("indeterminate", value=True)
    await tab_to(page, "#do")
    await page.keyboard.press("ArrowDown")
    assert (await page.locator("#do").input_value()).startswith("group:")
    await tab_to(page, "#several button")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Several people")
    await expect(page.locator(".notice.good")).to_contain_text("New in “")
    back = page.get_by_role("link", name="Back to the list")
    await expect(back).to_be_visible()
    assert watch.problems == []
