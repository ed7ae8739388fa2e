"""The web chat for every hand, eye, screen and line."""

import gzip
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.chatting import bubble, pill, waits_for_words, write
from tests.browser.conftest import PHONE_HEIGHT, Watch
from tests.fakes.chat_stub import ChatStub
from tests.fakes.chat_texts import SAYINGS

pytestmark = pytest.mark.browser

EN, AR = SAYINGS["en"], SAYINGS["ar"]
STATIC = Path(__file__).resolve().parents[2] / "bot" / "static"
FIRST_LOAD = 60_000


async def test_a_sign_up_needs_no_more_than_a_keyboard(stub: ChatStub, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.goto(f"{stub.url}/chat")

    await _tab_to(page, pill(page, "English"))
    await page.keyboard.press("Enter")
    await _tab_to(page, pill(page, EN["yes"]))
    await page.keyboard.press("Space")
    await expect(bubble(page, EN["name"])).to_be_visible()
    await _tab_to(page, page.locator("#words"))
    await page.keyboard.type("Amina")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("Tesfay")
    await page.keyboard.press("Enter")
    await _tab_to(page, pill(page, EN["26-59"]), "Shift+Tab")
    await page.keyboard.press("Enter")
    await _tab_to(page, pill(page, EN["evenings"]))
    await page.keyboard.press("Space")
    await _tab_to(page, pill(page, EN["done"]))
    await page.keyboard.press("Enter")

    await expect(bubble(page, EN["welcome"].format(name="Amina\nTesfay"))).to_be_visible()
    assert stub.posts[-1]["taps"] == ["times:evenings", "times:done"]


async def _tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    await expect(target).to_be_visible()
    for _ in range(40):
        if await target.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"{key} never reaches {target}")


async def test_the_focused_button_has_a_visible_ring(stub: ChatStub, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(f"{stub.url}/chat")
    await _tab_to(page, pill(page, "English"))

    width = await pill(page, "English").evaluate("element => getComputedStyle(element).outlineWidth")

    assert width == "3px"


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("zoom", ["100%", "200%"])
async def test_nothing_scrolls_sideways_at_320_pixels(stub: ChatStub, browser: Browser, lang: str, zoom: str) -> None:
    page = await browser.new_page(viewport={"width": 320, "height": 640}, has_touch=True)
    stub.lang = lang
    stub.say("https://example.org/" + "a" * 90)
    stub.say("Samen Sterk " * 8, sender="me", key="i", status="read")
    stub.say(SAYINGS[lang]["consent"], sound="/chat/media/tone")
    stub.ask_language()
    await page.goto(f"{stub.url}/chat")
    await page.evaluate("zoom => { document.documentElement.style.fontSize = zoom; }", zoom)
    await expect(pill(page, "English")).to_be_visible()

    beyond = await page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((element) => {
             const { width, left, right } = element.getBoundingClientRect();
             return width > 1 && (left < -0.5 || right > innerWidth + 0.5);
           }).map((element) => element.outerHTML.slice(0, 120))"""
    )

    assert beyond == []
    assert await page.evaluate("document.getElementById('scroller').scrollWidth") <= 320


async def test_buttons_are_large_enough_for_a_thumb(stub: ChatStub, phone: Page, watch: Watch) -> None:
    stub.ask("times", {"mornings": ""}, closers=("done",))
    await phone.goto(f"{stub.url}/chat")
    await expect(pill(phone, EN["done"])).to_be_visible()

    heights = await phone.locator(".pill").evaluate_all("all => all.map((one) => one.offsetHeight)")
    others = await phone.locator("button:visible, label:visible").evaluate_all(
        "all => all.map((one) => one.offsetHeight)"
    )

    assert min(heights) >= 48
    assert min(others) >= 44


async def test_each_language_is_written_in_its_own_script_with_its_own_lang(
    stub: ChatStub, phone: Page, watch: Watch
) -> None:
    await phone.goto(f"{stub.url}/chat")
    await pill(phone, "ትግርኛ").wait_for()

    first, second = [await pill(phone, name).bounding_box() for name in ("English", "Nederlands")]

    await expect(pill(phone, "ትግርኛ").locator("bdi")).to_have_attribute("lang", "ti")
    await expect(pill(phone, "دری").locator("bdi")).to_have_attribute("lang", "fa-AF")
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]


async def test_enter_belongs_to_the_input_method_while_it_composes(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    await phone.locator("#words").fill("ሰላ")
    await phone.locator("#words").dispatch_event("keydown", {"key": "Enter", "isComposing": True})

    await expect(phone.locator("#words")).to_have_value("ሰላ")
    assert stub.posts == []


async def test_the_field_grows_to_five_lines(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    heights = []
    for lines in (1, 3, 5, 12):
        await phone.locator("#words").fill("\n".join(["line"] * lines))
        heights.append(await phone.locator("#words").evaluate("element => element.offsetHeight"))

    assert heights[0] < heights[1] < heights[2] == heights[3] < PHONE_HEIGHT / 2


async def test_a_screen_reader_hears_who_speaks_and_only_what_is_new(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    log = phone.get_by_role("log", name="Conversation")
    await expect(log).to_have_attribute("aria-busy", "false")
    stub.say("Call me", sender="team")
    await write(phone, "Yes")

    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(phone.locator(".row.team")).to_contain_text("A person of the team")
    await expect(phone.locator(".row.me .bubble")).to_contain_text(re.compile("You.*Yes.*Read", re.DOTALL))


async def test_the_dark_scheme_is_dark(stub: ChatStub, browser: Browser) -> None:
    page = await browser.new_page(color_scheme="dark", reduced_motion="reduce")
    await waits_for_words(stub, page)

    paper = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = await page.evaluate("getComputedStyle(document.body).color")

    assert _brightness(paper) < 40 < 200 < _brightness(ink)


def _brightness(colour: str) -> int:
    return max(int(part) for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("path", ["/", "/join/ABCD"])
async def test_the_public_pages_lead_to_the_chat(stub: ChatStub, phone: Page, watch: Watch, path: str) -> None:
    await phone.set_viewport_size({"width": 320, "height": 640})
    await phone.goto(f"{stub.url}{path}")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 320
    await phone.get_by_role("link", name="Chat here").tap()

    await expect(pill(phone, "English")).to_be_visible()


async def test_the_first_load_is_small_enough_for_a_slow_line(stub: ChatStub, phone: Page, watch: Watch) -> None:
    bodies: list[bytes] = []

    async def weigh() -> None:
        response = await phone.goto(f"{stub.url}/chat")
        assert response is not None
        bodies.append(await response.body())

    await weigh()
    files = ["chat.css", "chat.js", "icons.svg", *(f"chat/{path.name}" for path in (STATIC / "chat").iterdir())]
    bodies += [(STATIC / name).read_bytes() for name in files]

    assert sum(len(gzip.compress(body)) for body in bodies) < FIRST_LOAD
