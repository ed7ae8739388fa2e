"""No page of the desk is wider than its window, from a small phone to a wide screen."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page

from admin.desk import all_routes
from admin.tabs import all_tabs
from tests.browser.live import Live, live
from tests.browser.test_desk_axe import administrator

pytestmark = pytest.mark.browser

WIDTHS = (320, 400, 520, 640, 645, 700, 801, 960, 965, 1100, 1400)
"""Around each width at which the style sheet changes something, and between them."""
IN_OTHER_LANGUAGES = (320, 645)
OPEN = "for (const folded of document.querySelectorAll('main details')) folded.open = true"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def too_wide(page: Page, url: str, widths: Iterable[int]) -> list[str]:
    """At which of the widths it can be scrolled sideways. What is folded is open."""
    await page.goto(url, wait_until="load")
    await page.evaluate(OPEN)
    found = []
    for width in widths:
        await page.set_viewport_size({"width": width, "height": 900})
        over = await page.evaluate(TOO_WIDE)
        found += [f"{url} at {width}: {over} px too wide"] if over > 0 else []
    return found


async def speak(page: Page, brug: Live, language: str) -> None:
    await page.goto(f"{brug.url}/admin/account")
    await page.locator("select[name=language]").select_option(language)
    await page.locator("form[action='/admin/account/language'] button").click()


def kind_of(path: str) -> str:
    """The route that an address belongs to, "" where none shows a page."""
    for route in all_routes():
        named = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape("/admin" + route.name.partition(" ")[2]))
        if route.method == "GET" and not route.path.endswith("/stream") and re.fullmatch(named, path):
            return route.name
    return ""


async def links_on(page: Page, url: str) -> dict[str, str]:
    """The first address of each kind that this page leads to."""
    found: dict[str, str] = {}
    for address in await page.locator("a[href^='/admin/']").evaluate_all("ones => ones.map(one => one.href)"):
        found.setdefault(kind_of(urlsplit(address).path), address.removeprefix(url))
    return found


async def is_a_page(page: Page, address: str) -> bool:
    answer = await page.request.get(address)
    return answer.headers["content-type"].startswith("text/html") and "<main" in await answer.text()


async def test_no_page_scrolls_sideways_at_any_width(browser: Browser, tmp_path: Path) -> None:
    problems: list[str] = []
    async with live(tmp_path) as brug:
        lab = json.loads(brug.command("demo", "--json"))["lab"]
        phone = await administrator(browser, brug)
        page = await browser.new_page(storage_state=await phone.context.storage_state())  # a phone would zoom out
        to_see = {kind_of(path): path for path in (f"/admin{tab.path.format(lab=lab)}" for tab in all_tabs())}
        of_the_menu, seen = list(to_see.values()), {""}
        while waiting := to_see.keys() - seen:
            seen.add(kind := min(waiting))
            if await is_a_page(page, brug.url + to_see[kind]):
                problems += await too_wide(page, brug.url + to_see[kind], WIDTHS)
                to_see = await links_on(page, brug.url) | to_see
        for language in ("nl", "ar"):
            await speak(page, brug, language)
            for path in of_the_menu:
                problems += await too_wide(page, brug.url + path, IN_OTHER_LANGUAGES)
        await phone.context.close()
        await page.close()

    assert problems == []
    assert {"GET /people/{id}", "GET /meetings/{meeting}/invite", "GET /polls/{poll}", "GET /pilots/{pilot}"} <= seen
