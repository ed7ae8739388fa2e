"""A picture of each page of the desk, in Dutch by day and in Arabic by night. `make transcripts` writes them."""

import json
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Page

from admin.routes import ADMINISTRATORS
from admin.tabs import all_tabs
from tests.browser.live import Live, live
from tests.browser.test_desk_axe import PASSWORD, details_in
from tests.browser.test_pictures import Camera, camera

__all__ = ["camera"]

pytestmark = pytest.mark.browser

BY_DAY = ("nl", "light", {"width": 1100, "height": 800})
BY_NIGHT = ("ar", "dark", {"width": 360, "height": 740})
COLOURS = 48
"""So that all of them together stay small."""


async def seat(browser: Browser, link: str, way: tuple[str, str, dict[str, int]]) -> Page:
    language, scheme, size = way
    context = await browser.new_context(viewport=size, locale=language, color_scheme=scheme)  # type: ignore[arg-type]
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


def named(key: str, way: tuple[str, str, dict[str, int]]) -> str:
    return f"desk-{key.replace('_', '-')}-{way[0]}"


def made_small(file: Path) -> None:
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT).save(file, optimize=True)


async def test_each_page_of_the_desk_has_its_pictures(browser: Browser, tmp_path: Path, camera: Camera) -> None:
    async with live(tmp_path) as brug:
        made = json.loads(brug.command("demo", "--json"))
        for way, link in zip((BY_DAY, BY_NIGHT), made["setup_urls"].values(), strict=True):
            page = await seat(browser, link, way)
            details: dict[str, str] = {}
            for tab in all_tabs():
                if "coordinator" not in tab.roles:
                    continue
                await page.goto(f"{brug.url}/admin{tab.path.format(lab=made['lab'])}")
                await camera.takes(page, named(tab.key, way))
                details = details_in(await page.content()) | details
            for key, path in details.items():
                await page.goto(brug.url + path)
                await camera.takes(page, named(f"one-{key}", way))
            await page.context.close()
        for way in (BY_DAY, BY_NIGHT):
            page = await seat(browser, an_administrator(brug, way[0]), way)
            for tab in all_tabs():
                if tab.roles == ADMINISTRATORS:
                    await page.goto(f"{brug.url}/admin{tab.path}")
                    await camera.takes(page, named(tab.key, way))
            await page.context.close()
    for file in camera.folder.glob("desk-*-??.png"):
        made_small(file)
