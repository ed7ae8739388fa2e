"""What comes in by itself takes nobody's place away, and a screen reader hears of it."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import Watch
from tests.browser.live import Live
from tests.browser.test_desk_broadcast import WORDS, seat
from tests.browser.test_live_desk import at_the_desk

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.parentElement.id"


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser, brug: Live) -> AsyncIterator[Page]:
    brug.command("demo")
    page = await at_the_desk(browser, brug)
    yield page
    await page.context.close()


async def done_by_a_colleague(desk: Page, brug: Live, task: str) -> None:
    colleague = await desk.context.new_page()
    await colleague.goto(f"{brug.url}/admin/")
    await colleague.locator(f"#{task}").evaluate("(button) => button.form.submit()")
    await colleague.wait_for_url("**done=**")
    await colleague.close()


async def test_what_was_unfolded_stays_open_and_keeps_the_focus_when_the_list_comes_anew(
    desk: Page, brug: Live
) -> None:
    await desk.goto(f"{brug.url}/admin/")
    folded = desk.locator("details.others").first
    task = await desk.locator("button[id^=done-]").last.get_attribute("id")
    await folded.locator("summary").focus()
    await desk.keyboard.press("Enter")
    assert await folded.get_attribute("id") == await desk.evaluate(FOCUSED)

    await done_by_a_colleague(desk, brug, str(task))
    await expect(desk.locator(f"#{task}")).to_have_count(0)

    await expect(folded).to_have_attribute("open", "")
    assert await folded.get_attribute("id") == await desk.evaluate(FOCUSED)
    count = await desk.locator(".tabs [data-news]").inner_text()
    await expect(desk.locator("p.aloud[role=status]").last).to_have_text(count)


async def test_a_key_never_falls_on_the_next_task_when_a_colleague_did_this_one(desk: Page, brug: Live) -> None:
    await desk.goto(f"{brug.url}/admin/")
    task = str(await desk.locator("button[id^=done-]").nth(2).get_attribute("id"))
    await desk.locator(f"#{task}").focus()

    await done_by_a_colleague(desk, brug, task)
    await expect(desk.locator(f"#{task}")).to_have_count(0)

    assert await desk.evaluate("document.activeElement.matches('[sse-swap=list]')")


async def test_numbers_that_come_anew_leave_whoever_reads_them_where_she_was(
    browser: Browser, brug: Live, watch: Watch
) -> None:
    made = json.loads(brug.command("demo", "--json"))
    page = await seat(browser, watch, list(made["setup_urls"].values())[-1])
    await planned_for_later(page, f"{brug.url}/admin/labs/{made['lab']}/broadcasts/new")
    await page.route("**/progress?*", as_if_changed)
    unfolded = page.locator("#progress details")
    await unfolded.locator("summary").click()
    await page.locator("#progress button.danger").focus()

    await page.locator("#progress h2").evaluate("(old) => old.classList.add('old')")
    await expect(page.locator("#progress h2.old")).to_have_count(0)

    await expect(unfolded).to_have_attribute("open", "")
    assert await page.evaluate("document.activeElement.matches('#progress button.danger')")
    assert watch.problems == []
    await page.context.close()


async def as_if_changed(route: Route) -> None:
    """Where nothing changed the page stays as it is. Who does not say what she saw gets it anew."""
    await route.continue_(url=route.request.url.partition("?")[0])


async def planned_for_later(page: Page, form: str) -> None:
    await page.goto(form)
    await page.locator("textarea").first.fill(WORDS)
    await page.locator("input[name=language][value=ar]").check()
    await page.locator("main form button.main").click()
    await page.locator("#send input[value=later]").check()
    await page.locator("#send input[name=due_at]").fill("2031-05-20T10:00")
    await page.locator("#send button.main").click()
    await expect(page.locator("#progress .fates dd").first).to_contain_text("4")
