"""A picture of each page of the desk, by day and by night, in Dutch and in Arabic. `make transcripts` writes them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from admin.desk import all_routes
from admin.routes import ADMINISTRATORS
from admin.tabs import all_tabs
from tests.browser.live import Live, live
from tests.browser.test_desk_axe import DETAILS, PASSWORD, details_in
from tests.browser.test_pictures import Camera, camera, made_small

__all__ = ["camera"]

pytestmark = pytest.mark.browser

WIDE, PHONE = (1100, 800), (360, 740)


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is shown; `mark` ends the picture's name."""

    mark: str
    scheme: str
    size: tuple[int, int]


WAYS = {
    "nl": (Way("nl", "light", WIDE), Way("nl-dark", "dark", PHONE)),
    "ar": (Way("ar", "dark", PHONE), Way("ar-light", "light", WIDE)),
}
COLOURS = 32
"""So that all of them together stay small."""

BELOW = {
    "meeting": ("answers", "cancel", "change", "door", "groups", "invite", "needs"),
    "person": ("erase", "facts", "merge"),
}
"""Pages that a page of one thing leads to."""
ALONE = {
    "export": "/labs/{lab}/export",
    "said": "/people/said?q=taal",
    "one-new-pilot": "/labs/{lab}/pilots/new",
    "one-new-recommendation": "/labs/{lab}/recommendations/new",
}
NO_PAGES = r"/(stream|progress|pdf|sound|media|wordings)\b|\.(csv|xlsx|zip)$"
"""Answers with a file, or with a part of a page."""
NOT_PICTURED = {
    "/broadcasts/1/change": "the form of a new one, filled in",
    "/broadcasts/1/second": "only a large one needs a second person",
    "/codes/1": "made by a press of a button, for one moment",
    "/day": "a few words for a field of a form",
    "/labs/1/answers/1": "the form of a new one, filled in",
    "/labs/1/broadcasts": "the same page as in the menu",
    "/labs/1/meetings": "the same page as in the menu",
    "/labs/1/people": "the same page as in the menu",
    "/labs/1/pilots": "the same page as in the menu",
    "/labs/1/polls": "the same page as in the menu",
    "/labs/1/polls/times": "a part of the form of a poll",
    "/labs/1/recommendations": "the same page as in the menu",
    "/labs/1/texts": "the same page as in the menu",
    "/people/1/week/1": "a part of the calendar",
    "/polls/1/change": "the form of a new one, filled in",
    "/second-factor": "only for who has one",
    "/setup/1": "works once",
}


async def seat(browser: Browser, link: str, language: str) -> Page:
    context = await browser.new_context(locale=language)
    page = await context.new_page()
    await page.goto(link)
    for box in await page.locator("input[type=password]").all():
        await box.fill(PASSWORD)
    await page.locator("main button.main").click()
    await page.wait_for_url("**/admin/")
    return page


def an_administrator(brug: Live, name: str) -> str:
    """Her link."""
    who = ("--name", "Ada", "--email", f"ada-{name}@example.org", "--role", "administrator")
    return brug.command("staff", "add", *who).split()[-1]


async def pictured(page: Page, camera: Camera, key: str, ways: tuple[Way, ...]) -> None:
    for way in ways:
        await page.set_viewport_size({"width": way.size[0], "height": way.size[1]})
        await page.emulate_media(color_scheme="dark" if way.scheme == "dark" else "light")
        await camera.takes(page, f"desk-{key.replace('_', '-')}-{way.mark}")


def below(details: dict[str, str]) -> dict[str, str]:
    return {f"one-{key}-{rest}": f"{details[key]}/{rest}" for key, all_of_them in BELOW.items() for rest in all_of_them}


async def test_each_page_of_the_desk_has_its_pictures(browser: Browser, tmp_path: Path, camera: Camera) -> None:
    async with live(tmp_path) as brug:
        made = json.loads(brug.command("demo", "--json"))
        for (language, ways), link in zip(WAYS.items(), made["setup_urls"].values(), strict=True):
            page = await seat(browser, link, language)
            details: dict[str, str] = {}
            for tab in all_tabs():
                if "coordinator" not in tab.roles:
                    continue
                await page.goto(f"{brug.url}/admin{tab.path.format(lab=made['lab'])}")
                await pictured(page, camera, tab.key, ways)
                details = details_in(await page.content()) | details
            alone = {key: f"/admin{path.format(lab=made['lab'])}" for key, path in ALONE.items()}
            for key, path in ({f"one-{key}": path for key, path in details.items()} | alone | below(details)).items():
                answer = await page.goto(brug.url + path)
                assert answer is not None
                assert answer.status == 200, path
                await pictured(page, camera, key, ways)
            await page.context.clear_cookies()
            await page.goto(f"{brug.url}/admin/login")
            await pictured(page, camera, "login", ways)
            await page.context.close()
        for language, ways in WAYS.items():
            page = await seat(browser, an_administrator(brug, language), language)
            for tab in all_tabs():
                if tab.roles == ADMINISTRATORS:
                    await page.goto(f"{brug.url}/admin{tab.path}")
                    await pictured(page, camera, tab.key, ways)
            await page.context.close()
    for file in camera.taken:
        made_small(file, COLOURS)


def test_no_page_of_the_desk_goes_without_a_picture_unsaid() -> None:
    shown = [r"/login", *(re.escape(tab.path.format(lab=1)) for tab in all_tabs())]
    shown += [one.removeprefix("/admin") for one in DETAILS.values()]
    shown += [re.escape(path.format(lab=1).partition("?")[0]) for path in ALONE.values()]
    shown += [rf"{DETAILS[key].removeprefix('/admin')}/{rest}" for key, some in BELOW.items() for rest in some]

    addresses = {
        re.sub(r"\{\w+(:(?:[^{}]|\{[^}]*\})*)?\}", "1", one.path) for one in all_routes() if one.method == "GET"
    }
    pages = {one for one in addresses if not re.search(NO_PAGES, one)}

    unseen = {one for one in pages if not any(re.fullmatch(known, one or "/") for known in shown)}
    assert unseen == set(NOT_PICTURED)
