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
    """What fills the page keeps its very colour, and what is seldom (a warning) is not mixed with it."""
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    counted = sorted(picture.getcolors(picture.width * picture.height) or (), key=lambda one: -one[0])
    most = [colour for _, colour in counted[: colours // 3]]
    frequent = [part for colour in most if isinstance(colour, tuple) for part in colour]
    seldom = picture.quantize(colours - colours // 3, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette((frequent + seldom)[: 3 * colours])
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(file, optimize=True)


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


def test_the_colour_of_a_few_words_stays_though_most_of_the_page_has_others(tmp_path: Path) -> None:
    page, ground, warm = Image.new("RGB", (400, 400), "#ffffff"), (0xF7, 0xF6, 0xF2), (0x8C, 0x2F, 0x0C)
    page.paste(ground, (0, 0, 100, 400))
    for shade in range(200):
        page.paste((shade, shade, shade), (150, shade, 390, shade + 1))
    page.paste(warm, (120, 120, 130, 125))
    page.save(tmp_path / "page.png")

    made_small(tmp_path / "page.png", 24)

    with Image.open(tmp_path / "page.png") as small:
        shown = small.convert("RGB")
    assert shown.getpixel((50, 50)) == ground
    kept = shown.getpixel((125, 122))
    assert isinstance(kept, tuple)
    assert max(abs(one - other) for one, other in zip(kept, warm, strict=True)) < 8
