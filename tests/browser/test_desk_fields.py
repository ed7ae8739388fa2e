"""A form at the desk: days in words, and what came of it where one looks."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.live import Live
from tests.browser.test_live_desk import at_the_desk

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(loop_scope="session")
async def phases(browser: Browser, brug: Live) -> AsyncIterator[Page]:
    page = await at_the_desk(browser, brug)
    await page.goto(f"{brug.url}/admin/labs/1/phases")
    yield page
    await page.context.close()


async def test_a_day_that_is_chosen_stands_below_in_words_with_its_weekday(phases: Page) -> None:
    first = phases.get_by_label("First day").first
    words = first.locator("+ .inwords")

    await first.fill("2031-05-14")
    await expect(words).to_have_text("Wed 14 May 2031")
    await first.fill("2031-05-17")
    await expect(words).to_have_text("Sat 17 May 2031")
    await first.fill("")
    await expect(words).to_have_text("")


async def test_who_searches_goes_on_at_what_was_found_not_at_the_form_again(phases: Page, brug: Live) -> None:
    await phases.set_viewport_size({"width": 360, "height": 740})
    await phases.goto(f"{brug.url}/admin/texts")
    await phases.get_by_label("Words", exact=True).fill("meeting")
    await phases.keyboard.press("Enter")
    await phases.wait_for_url("**#found")

    await expect(phases.get_by_role("status").filter(has_text=" of ")).to_be_focused()
    await phases.keyboard.press("Tab")
    await expect(phases.locator("table.worded a").first).to_be_focused()
    await expect(phases.locator("table.worded a").first).to_be_in_viewport()


async def test_what_a_rule_would_change_is_shown_without_moving_the_form_away(phases: Page, brug: Live) -> None:
    await phases.set_viewport_size({"width": 360, "height": 740})
    await phases.goto(f"{brug.url}/admin/labs/1/cadence")
    rule = phases.locator("input[name=a_week]")
    await rule.fill("1")
    await rule.press("Tab")

    said = phases.get_by_role("status").filter(has_text="The next 30 days")
    await expect(said).to_be_visible()
    await expect(rule).to_be_in_viewport()
    await said.get_by_role("link").press("Enter")
    await expect(phases.get_by_role("group", name="The next 30 days")).to_be_focused()
