"""The pictures of the documents, made from the real program. `make transcripts` writes them to docs/images/."""

import json
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, expect

from flows import signup
from tests.browser.chatting import pill, write
from tests.browser.live import Live, live
from tests.browser.test_live_desk import at_the_desk
from tests.conversations import catalogues

pytestmark = pytest.mark.browser

IMAGES = Path(__file__).parent.parent.parent / "docs" / "images"
COLOURS = 96
"""Of one picture, so that all of them together stay small: enough for faces and for letters."""
CAST = {"ar": "أمينة", "ti": "ሳባ", "nl": "Deniz", "uk": "Олена", "fr": "Céline"}


def made_small(file: Path, colours: int) -> None:
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(colours, Image.Quantize.MEDIANCUT).save(file, optimize=True)


class Camera:
    """Takes pictures into docs/images when they are to be written, else into a folder that is thrown away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: list[Path] = []

    async def takes(self, page: Page, name: str) -> None:
        await page.evaluate("document.fonts.ready")
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        # The last bubble slides in: it is shown as it will stand.
        await page.screenshot(path=self.folder / f"{name}.png", animations="disabled")
        assert (self.folder / f"{name}.png").stat().st_size > 5_000
        self.taken.append(self.folder / f"{name}.png")


@pytest.fixture
def camera(request: pytest.FixtureRequest, tmp_path: Path) -> Camera:
    return Camera(IMAGES if request.config.getoption("--write-transcripts") else tmp_path)


async def _phone(browser: Browser, locale: str) -> tuple[BrowserContext, Page]:
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, device_scale_factor=2, locale=locale
    )
    return context, await context.new_page()


async def _chat(browser: Browser, brug: Live, language: str, camera: Camera | None = None) -> None:
    """Somebody signs up; pictures are taken on the way."""
    known = catalogues().languages[language]
    texts = known.texts
    context, page = await _phone(browser, language.replace("_", "-"))
    await page.goto(brug.chat)
    await expect(pill(page, known.autonym)).to_be_visible()
    if camera:
        await camera.takes(page, f"chat-{language}-languages")
    await pill(page, known.autonym).click()
    await pill(page, texts["Yes"]).click()
    await expect(page.locator("#talk .text").last).to_contain_text(texts[signup.ASK_NAME])
    await write(page, CAST[language])
    await pill(page, texts["26 to 59"]).click()
    await pill(page, texts["Evenings"]).click()
    if camera:
        await camera.takes(page, f"chat-{language}")
    await pill(page, texts["Done"]).click()
    await expect(page.locator("#talk .text").last).to_contain_text(CAST[language])
    if camera:
        await camera.takes(page, f"chat-{language}-done")
    await context.close()


async def test_the_pictures_show_the_chat_and_the_desk(browser: Browser, tmp_path: Path, camera: Camera) -> None:
    async with live(tmp_path) as brug:
        where = ("--city", "Gent", "--timezone", "Europe/Brussels")
        brug.command("lab", "new", "--name", "Samen Sterk", *where, "--languages", "nl,ar,ti")
        code = json.loads(brug.command("lab", "code", "--lab", "2", "--place", "Market", "--json"))["code"]
        brug = Live(brug.url, f"{brug.url}/chat?code={code}", brug.setup, brug.join, brug.folder, brug.environment)
        for language in CAST:
            await _chat(browser, brug, language, camera if language in ("ar", "ti", "nl") else None)
        page = await at_the_desk(browser, brug)
        await camera.takes(page, "desk-today")
        await page.goto(f"{brug.url}/admin/people")
        await camera.takes(page, "desk-people")
        await page.get_by_role("link", name="أمينة").click()
        await page.wait_for_url("**/admin/people/*")
        await camera.takes(page, "desk-person")
        person = page.url
        await page.set_viewport_size({"width": 360, "height": 740})
        await page.goto(person)
        await camera.takes(page, "desk-person-phone")
        await page.goto(f"{brug.url}/admin/people")
        await camera.takes(page, "desk-people-phone")
        await page.context.close()
        context, page = await _phone(browser, "ti")
        await page.goto(f"{brug.url}/join/{code}")
        await camera.takes(page, "join-ti")
        await context.close()
    for file in camera.taken:
        made_small(file, COLOURS)
