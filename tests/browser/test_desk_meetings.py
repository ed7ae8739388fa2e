"""Meetings at the desk, with the made-up lab: small groups by keyboard alone, and the cycle in Arabic on a phone."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE_HEIGHT, PHONE_WIDTH, Watch
from tests.browser.live import live

pytestmark = pytest.mark.browser
PASSWORD = "four words in a row"
MOST_TABS = 80
NEXT = "/admin/meetings/4"
"""The meeting of the made-up lab that lies ahead."""


@dataclass(frozen=True, slots=True)
class Desks:
    """A small phone in English and one in Arabic, logged in."""

    url: str
    english: Page
    arabic: Page
    watch: Watch


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desks(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desks]:
    async with live(tmp_path_factory.mktemp("meetings")) as running:
        links, watch = list(json.loads(running.command("demo", "--json"))["setup_urls"].values()), Watch()
        english = await seated(chromium, watch, links[0], "en")
        arabic = await seated(chromium, watch, links[1], "ar")
        yield Desks(running.url, english, arabic, watch)
        for page in (english, arabic):
            await page.context.close()


async def seated(browser: Browser, watch: Watch, link: str, language: str) -> Page:
    context = await browser.new_context(
        viewport={"width": PHONE_WIDTH, "height": PHONE_HEIGHT}, locale=language, reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(8000)
    watch.over(page)
    await page.goto(link)
    for name in ("password", "again"):
        await page.locator(f"input[name={name}]").fill(PASSWORD)
    await page.locator("main button.main").click()
    await page.wait_for_url("**/admin/**")
    return page


async def tabs_to(page: Page, wanted: Locator) -> None:
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError("the key alone does not lead there")


async def fits(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


async def test_somebody_moves_to_another_small_group_by_keyboard(
    desks: Desks,
) -> None:
    page = desks.english
    await page.goto(f"{desks.url}{NEXT}/groups")
    choice = page.locator("[data-table='1'] select").first
    name = await page.locator("[data-table='1'] li").first.get_attribute("data-name")

    await tabs_to(page, choice)
    await page.keyboard.press("ArrowDown")
    moved = page.locator(f"[data-table='2'] li[data-name='{name}'] select")
    await expect(moved).to_be_focused()
    await expect(page.locator(".seating [role=status]")).to_contain_text(str(name))
    await tabs_to(page, page.locator("form.seating button.main"))
    await page.keyboard.press("Enter")

    await expect(page.locator(".notice.good")).to_be_visible()
    await expect(moved).to_have_value("2")
    assert await fits(page)
    assert desks.watch.problems == []


async def test_somebody_is_dragged_into_a_new_group_and_chosen_out_of_all_groups(desks: Desks) -> None:
    page = desks.english
    await page.goto(f"{desks.url}{NEXT}/groups")
    groups = page.locator("[data-table]")
    new = page.get_by_role("heading", name="A new group").locator("xpath=..")
    first = page.locator("[data-table='1'] li").first
    name = await first.get_attribute("data-name")
    many = await page.locator("[data-table='1'] li").count()

    await page.set_viewport_size({"width": 1280, "height": 900})
    await first.locator("bdi").drag_to(new)
    await expect(new.locator("li")).to_have_attribute("data-name", str(name))
    await expect(new.locator("[data-many]")).to_have_text("1")
    await expect(page.locator("[data-table='1'] li")).to_have_count(many - 1)

    await page.set_viewport_size({"width": PHONE_WIDTH, "height": PHONE_HEIGHT})
    await new.locator("select").select_option("0")
    none = groups.filter(has=page.get_by_role("heading", name="In no group yet"))
    await expect(none.locator("li")).to_have_attribute("data-name", str(name))
    await expect(page.locator(".seating [role=status]")).to_have_text(f"{name}: In no group yet")
    assert await fits(page)
    assert desks.watch.problems == []


async def test_in_arabic_the_cycle_runs_from_right_to_left(desks: Desks) -> None:
    arabic = desks.arabic
    await arabic.goto(f"{desks.url}/admin/meetings")
    first, last = (arabic.locator(".spans .phase rect").nth(number) for number in (0, -1))
    before, after = await first.bounding_box(), await last.bounding_box()
    assert before
    assert after
    assert before["x"] > after["x"], "time runs from right to left"
    assert await fits(arabic)
    assert desks.watch.problems == []


async def test_a_line_of_the_agenda_moves_in_the_page_and_the_times_stay(
    desks: Desks,
) -> None:
    page = desks.english
    await page.goto(f"{desks.url}{NEXT}/change")
    times, kinds = page.locator("[name$=_time]"), page.locator("[name$=_kind]")
    assert await kinds.nth(0).input_value() == "welcome"

    await page.locator("[data-line='0'] button[value='down 0']").click()
    await expect(kinds.nth(1)).to_have_value("welcome")
    await expect(times.nth(0)).to_have_value("11:00")
    many = await times.count()
    await page.locator("button[value=add]").click()
    await expect(times).to_have_count(many + 1)
    await expect(times.last).to_be_focused()
    await page.locator(f"button[value='remove {many}']").click()
    await expect(times).to_have_count(many)

    assert await fits(page)
    assert desks.watch.problems == []
