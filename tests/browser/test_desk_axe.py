"""Every page of the desk on a small phone: axe finds nothing serious, nothing is wider than the screen, no report."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from admin.tabs import all_tabs
from tests.browser.conftest import PHONE_HEIGHT, PHONE_WIDTH, Watch
from tests.browser.live import Live, live

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false });
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
}"""
SKIPPED = """() => {
  const shown = [...document.querySelectorAll("h1, h2, h3, h4")].filter((one) => one.checkVisibility());
  const levels = shown.map((one) => Number(one.tagName[1]));
  return levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1).map((level) => `skips to heading ${level}`);
}"""
PASSWORD = "four words in a row"
DETAILS = {
    "person": r"/admin/people/\d+",
    "meeting": r"/admin/meetings/\d+",
    "new-meeting": r"/admin/labs/\d+/meetings/new",
    "poll": r"/admin/polls/\d+",
    "new-poll": r"/admin/labs/\d+/polls/new[^\"]*",
    "pilot": r"/admin/pilots/\d+",
    "recommendation": r"/admin/recommendations/\d+",
    "broadcast": r"/admin/broadcasts/\d+",
    "new-broadcast": r"/admin/labs/\d+/broadcasts/new",
    "colleague": r"/admin/staff/\d+",
    "text": r"/admin/labs/\d+/texts/[0-9a-f]+",
}
"""One page of each kind that the pages of the menu lead to."""
IN_ARABIC = ("/admin/", "/admin/people", "/admin/staff")


def details_in(html: str) -> dict[str, str]:
    """The first address of each kind."""
    found = {kind: re.search(rf'href="({one})(?:[#?][^"]*)?"', html) for kind, one in DETAILS.items()}
    return {kind: match[1] for kind, match in found.items() if match}


async def amiss(page: Page, watch: Watch, url: str) -> list[str]:
    """What is wrong with the page at this address. What axe itself tries on it is not the page's fault."""
    answer = await page.goto(url, wait_until="load")
    if answer is None or answer.status != 200:
        return [f"{url}: {answer and answer.status}"]
    found: list[Any] = []
    if not await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        found.append("wider than the screen")
    found += watch.problems
    found += await page.evaluate(RUN, RULES)
    await page.evaluate("for (const folded of document.querySelectorAll('main details')) folded.open = true")
    found += await page.evaluate(SKIPPED)
    found += await page.evaluate(RUN, RULES)
    watch.problems.clear()
    return [f"{url}: {one}" for one in found]


async def administrator(browser: Browser, brug: Live) -> Page:
    """On a small phone, logged in."""
    made = brug.command("staff", "add", "--name", "Ada", "--email", "ada@example.org", "--role", "administrator")
    context = await browser.new_context(
        viewport={"width": PHONE_WIDTH, "height": PHONE_HEIGHT}, has_touch=True, is_mobile=True, locale="en-GB"
    )
    await context.add_init_script(AXE)  # the browser puts it in, so that the pages' own policy stays as strict as it is
    page = await context.new_page()
    await page.goto(made.split()[-1])
    for box in await page.locator("input[type=password]").all():
        await box.fill(PASSWORD)
    await page.locator("main button.main").click()
    await page.wait_for_url("**/admin/")
    return page


async def test_every_page_of_the_desk_can_be_read_by_everybody(browser: Browser, tmp_path: Path) -> None:
    problems: list[str] = []
    watch = Watch()
    async with live(tmp_path) as brug:
        lab = json.loads(brug.command("demo", "--json"))["lab"]
        page = await administrator(browser, brug)
        watch.over(page)
        details: dict[str, str] = {}
        for path in dict.fromkeys(f"/admin{tab.path.format(lab=lab)}" for tab in all_tabs()):
            problems += await amiss(page, watch, brug.url + path)
            details = details_in(await page.content()) | details
        for path in details.values():
            problems += await amiss(page, watch, brug.url + path)
        await page.goto(f"{brug.url}/admin/set-up")
        await page.locator("select[name=language]").select_option("ar")
        await page.locator("form[action='/admin/account/language'] button").click()
        for path in IN_ARABIC:
            problems += await amiss(page, watch, brug.url + path)
            assert await page.evaluate("document.documentElement.dir") == "rtl"
        await page.context.close()

    assert problems == []
    assert {"person", "meeting", "poll"} <= details.keys()
