"""A browser cuts off what does not fit into a box, and says nothing. The desk says it."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.live import Live
from tests.browser.test_live_desk import at_the_desk

pytestmark = pytest.mark.browser

TOLD = "Not all of it fits: the end is cut off. Characters that fit: 4000."


async def test_who_pastes_more_than_fits_is_told_at_once_until_it_fits(browser: Browser, brug: Live) -> None:
    page = await at_the_desk(browser, brug)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto(f"{brug.url}/admin/labs/1/broadcasts/new")
    box, told = page.locator("textarea").first, page.get_by_role("alert")
    await box.focus()

    await page.evaluate("navigator.clipboard.writeText('Soup. '.repeat(600))")
    await page.keyboard.press("Control+V")
    await expect(told).to_have_count(0)
    await page.keyboard.press("Control+V")

    await expect(told).to_have_text(TOLD)
    await expect(box).to_have_attribute("aria-describedby", "cut-off")
    assert len(await box.input_value()) == 4000

    await page.keyboard.press("Backspace")
    await expect(told).to_have_count(0)
    await expect(box).not_to_have_attribute("aria-describedby", "cut-off")
