"""By keyboard and by ear: what became of a form is the first thing that one meets on the page that follows."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.live import Live
from tests.browser.test_live_desk import at_the_desk

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.innerText"


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser, brug: Live) -> AsyncIterator[Page]:
    page = await at_the_desk(browser, brug)
    yield page
    await page.context.close()


async def test_after_done_the_next_key_is_undo(desk: Page, brug: Live) -> None:
    brug.command("demo")
    await desk.goto(f"{brug.url}/admin/")
    await desk.locator("button[id^=done-]").first.focus()

    await desk.keyboard.press("Enter")
    await desk.wait_for_url("**done=**")

    await expect(desk.locator(".notice.good")).to_be_focused()
    await desk.keyboard.press("Tab")
    assert await desk.evaluate(FOCUSED) == "Undo"


async def test_what_is_wrong_with_a_form_has_the_focus(desk: Page, brug: Live) -> None:
    await desk.goto(f"{brug.url}/admin/labs/1/talks")
    await desk.locator("form.stack").evaluate("(form) => { form.noValidate = true; }")

    await desk.locator("form.stack button").press("Enter")

    await expect(desk.locator("#problems")).to_be_focused()
    await expect(desk.locator("#problems")).to_contain_text("Write the day")


async def test_at_the_door_a_wrong_password_is_said(browser: Browser, brug: Live) -> None:
    page = await browser.new_page()
    await page.goto(f"{brug.url}/admin/login")
    await page.locator("input[name=email]").fill("els@example.org")
    await page.locator("input[name=password]").fill("not this one at all")
    await page.keyboard.press("Enter")

    await expect(page.locator("[role=alert]")).to_be_focused()
    await page.close()


async def test_where_the_page_goes_on_at_another_place_it_is_only_said(desk: Page, brug: Live) -> None:
    lab = json.loads(brug.command("demo", "--json"))["lab"]
    questions = f"{brug.url}/admin/labs/{lab}/questions"
    await desk.goto(questions)
    place = await desk.locator("main [id^=q]").last.get_attribute("id")

    await desk.goto(f"{questions}?saved=1#{place}")

    said = await desk.locator(".notice.good span").inner_text()

    await expect(desk.locator("main > p.aloud[role=status]").last).to_have_text(said)
    assert await desk.evaluate("document.activeElement === document.body")
