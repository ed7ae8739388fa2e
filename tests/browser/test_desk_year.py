"""The pages of a lab's year at the desk, with the made-up lab: on a small phone, by keyboard, in two directions."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import PHONE_HEIGHT, PHONE_WIDTH, Watch
from tests.browser.live import Live, live

pytestmark = pytest.mark.browser

PASSWORD = "four words in a row"
MOST_TABS = 150
MEETING, LAB = "/admin/meetings/{meeting}", "/admin/labs/{lab}"
MAIN_ACTIONS = {
    "/admin/meetings": "Plan a meeting",
    MEETING: "Change the meeting",
    f"{MEETING}/cancel": "Yes, cancel the meeting",
    f"{LAB}/meetings/new": "Save",
    f"{LAB}/cadence": "Save",
    f"{LAB}/groups": "Save",
    f"{LAB}/phases": "Save",
    f"{LAB}/talks": "Open",
    f"{LAB}/polls": "Prepare a poll",
    f"{LAB}/polls/new?technique=single": "Save",
}
"""Pages, and what one comes to do there."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A coordinator's phone, logged in. `ids` fill the addresses of pages."""

    page: Page
    watch: Watch
    url: str
    ids: dict[str, int]

    async def opens(self, path: str) -> None:
        answer = await self.page.goto(self.url + path.format(**self.ids))
        assert answer is not None
        assert answer.status == 200

    async def fits(self) -> bool:
        return bool(await self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    async def tabs_to(self, name: str) -> bool:
        """Whether the key alone leads there, and one sees it: not below the bar of the phone."""
        main = self.page.locator("main")
        wanted = main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True))
        for _ in range(MOST_TABS):
            await self.page.keyboard.press("Tab")
            if await wanted.first.evaluate("one => one === document.activeElement"):
                return bool(await wanted.first.evaluate(IN_SIGHT))
        return False


IN_SIGHT = """one => {
  const box = one.getBoundingClientRect();
  return one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def brug(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Live]:
    async with live(tmp_path_factory.mktemp("year")) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desks(brug: Live, chromium: Browser) -> AsyncIterator[dict[str, Desk]]:
    """In English and in Arabic."""
    made = json.loads(brug.command("demo", "--json"))
    links = zip(("en", "ar"), made["setup_urls"].values(), strict=True)
    seats = {language: await _seat(chromium, brug.url, link, language, made["lab"]) for language, link in links}
    yield seats
    for desk in seats.values():
        await desk.page.context.close()


async def _seat(chromium: Browser, url: str, link: str, language: str, lab: int) -> Desk:
    """At the desk, with the next meeting of the lab in mind."""
    context = await chromium.new_context(
        viewport={"width": PHONE_WIDTH, "height": PHONE_HEIGHT},
        is_mobile=True,
        has_touch=True,
        locale=language,
        reduced_motion="reduce",  # what has the focus is in sight at once
    )
    page, watch = await context.new_page(), Watch()
    page.set_default_timeout(8000)
    watch.over(page)
    await page.goto(link)
    for name in ("password", "again"):
        await page.locator(f"input[name={name}]").fill(PASSWORD)
    await page.locator("main button.main").click()
    await page.wait_for_url("**/admin/")
    await page.goto(f"{url}/admin/meetings")
    next_one = await page.locator(".sentence a").first.get_attribute("href") or ""
    return Desk(page, watch, url, {"lab": lab, "meeting": int(next_one.rpartition("/")[2])})


@pytest.fixture
def desk(desks: dict[str, Desk]) -> Desk:
    return desks["en"]


@pytest.mark.parametrize(("path", "action"), MAIN_ACTIONS.items())
async def test_a_page_fits_a_small_phone_and_its_main_action_is_reached_by_keyboard(
    desk: Desk, path: str, action: str
) -> None:
    await desk.opens(path)

    assert await desk.fits()
    await expect(desk.page.get_by_role("note")).to_contain_text("This lab is made up")
    assert await desk.tabs_to(action)
    assert desk.watch.problems == []


@pytest.mark.parametrize("path", [f"{LAB}/cadence", MEETING, "/admin/meetings", f"{LAB}/polls/new?technique=scale"])
async def test_in_arabic_a_page_reads_from_right_to_left_and_fits(desks: dict[str, Desk], path: str) -> None:
    desk = desks["ar"]
    await desk.opens(path)

    await expect(desk.page.locator("html")).to_have_attribute("dir", "rtl")
    title = await desk.page.locator("h1").evaluate(
        "h1 => getComputedStyle(h1).textAlign + getComputedStyle(h1).direction"
    )
    assert title == "startrtl"
    assert await desk.fits()
    assert desk.watch.problems == []


async def test_whoever_moves_a_meeting_sees_first_who_is_told_and_can_leave_it(desk: Desk) -> None:
    await desk.opens(f"{MEETING}/change")
    before = await desk.page.locator("input[name=start]").input_value()
    assert await desk.fits()
    await desk.page.locator("input[name=start]").fill("12:15")
    await desk.page.locator("input[name=end]").fill("18:30")
    await desk.page.get_by_role("button", name="Save", exact=True).click()

    await expect(desk.page.get_by_role("heading", level=1)).to_have_text("Who will be told what")
    await expect(desk.page.locator("main")).to_contain_text("They get a correction first")
    assert await desk.fits()
    assert await desk.tabs_to("Yes, move the meeting and tell them")
    await desk.page.get_by_role("link", name="No, change nothing").click()
    await expect(desk.page.locator(".lead")).to_contain_text(before)


async def test_a_rule_that_cannot_hold_is_said_beside_its_form_and_what_was_typed_stays(desk: Desk) -> None:
    desk.watch.forgive("422")
    await desk.opens(f"{LAB}/cadence")
    await desk.page.locator("input[name=floor_days]").fill("2")
    await desk.page.get_by_role("button", name="Save", exact=True).first.click()

    await expect(desk.page.get_by_role("alert")).to_contain_text("than you allow (days: 2)")
    await expect(desk.page.locator("input[name=floor_days]")).to_have_value("2")
    assert await desk.fits()
    desk.watch.problems[:] = desk.watch.unforgiven
    assert desk.watch.problems == []


async def test_the_reason_of_a_week_stands_below_its_person_has_the_focus_and_escape_leads_back(desk: Desk) -> None:
    await desk.opens(f"{LAB}/calendar")
    row = desk.page.locator(".calendar tbody tr:not(.reason)").nth(8)
    week = row.locator("a.week").first
    name = await row.locator("th bdi").inner_text()
    await week.press("Enter")

    reason = desk.page.locator(".calendar .reason").nth(8)
    await expect(reason.get_by_role("heading")).to_contain_text(name)
    await expect(reason.locator("td")).to_be_focused()
    await expect(reason.get_by_role("heading")).to_be_in_viewport()
    assert await desk.fits()
    await desk.page.keyboard.press("Tab")
    assert await desk.page.evaluate("document.activeElement.closest('.reason') !== null")
    await desk.page.keyboard.press("Escape")
    await expect(week).to_be_focused()
    assert desk.watch.problems == []
