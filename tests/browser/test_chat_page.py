"""The page of the web chat in a real browser, against a stand-in for its server."""

import gzip
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE_HEIGHT, Watch
from tests.fakes.chat_stub import ChatStub
from tests.fakes.chat_texts import SAYINGS

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[2] / "bot" / "static"
FIRST_LOAD = 60_000
EN, AR = SAYINGS["en"], SAYINGS["ar"]
XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "javascript:alert(1)",
    "</textarea><iframe srcdoc='<script>alert(1)</script>'>",
    "{{constructor.constructor('alert(1)')()}}",
    "https://example.org/<b>bold</b>",
]


@pytest.fixture
async def stub() -> AsyncIterator[ChatStub]:
    async with ChatStub() as stub:
        yield stub


def pill(page: Page, name: str) -> Locator:
    return page.locator("#talk").get_by_role("button", name=name, exact=True)


def bubble(page: Page, text: str) -> Locator:
    return page.locator("#talk .text").get_by_text(text, exact=True)


async def write(page: Page, text: str) -> None:
    await page.locator("#words").fill(text)
    await page.locator("#send").click()


async def waits_for_words(stub: ChatStub, page: Page) -> None:
    """The chat stands where it takes whatever is written."""
    stub.say("Hello")
    await page.goto(f"{stub.url}/chat")
    await expect(bubble(page, "Hello")).to_be_visible()


async def test_bilal_signs_up_in_arabic_by_touch(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await phone.goto(f"{stub.url}/chat?code=ABCD")
    await pill(phone, "العربية").tap()
    await pill(phone, AR["yes"]).tap()
    await expect(bubble(phone, AR["name"])).to_be_visible()
    await phone.locator("#words").fill("بلال")
    await phone.locator("#send").tap()
    await pill(phone, AR["18-25"]).tap()
    await pill(phone, AR["mornings"]).tap()
    await pill(phone, AR["weekends"]).tap()
    await pill(phone, AR["done"]).tap()
    await expect(bubble(phone, AR["welcome"].format(name="بلال"))).to_be_in_viewport()

    assert stub.posts[0]["text"] == "/start ABCD"
    assert stub.posts[-1]["taps"] == ["times:mornings", "times:weekends", "times:done"]
    await expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    await expect(phone.locator("#words")).to_have_attribute("placeholder", "اكتب رسالة")
    await expect(phone.locator("#leave")).to_have_text("خروج سريع")
    assert "ABCD" not in phone.url


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
    stub._ask("times", {"mornings": ""}, closers=("done",))
    await phone.goto(f"{stub.url}/chat")
    await expect(pill(phone, EN["done"])).to_be_visible()

    heights = await phone.locator(".pill").evaluate_all("all => all.map((one) => one.offsetHeight)")
    others = await phone.locator("button:visible, label:visible").evaluate_all("all => all.map((one) => one.offsetHeight)")

    assert min(heights) >= 48
    assert min(others) >= 44


async def test_a_reload_shows_the_conversation_once(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await phone.goto(f"{stub.url}/chat")
    await pill(phone, "English").tap()
    await pill(phone, EN["yes"]).tap()
    await expect(bubble(phone, EN["name"])).to_be_visible()
    before = await phone.locator("#talk").inner_text()

    await phone.reload()
    await expect(bubble(phone, EN["name"])).to_be_visible()

    assert await phone.locator("#talk").inner_text() == before
    assert [post["text"] for post in stub.posts].count("/start") == 1
    assert await phone.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("fault", ["503", "reset", "late reset"])
async def test_words_written_while_the_server_is_down_arrive_once(
    stub: ChatStub, phone: Page, watch: Watch, fault: str
) -> None:
    watch.forgive("Failed to load resource")
    await waits_for_words(stub, phone)
    stub.down = fault  # type: ignore[assignment]
    await write(phone, "I come later")
    await write(phone, "Is that good")
    await expect(phone.locator("#talk")).to_contain_text("Not sent yet, trying again")
    stub.down = ""

    await expect(phone.locator(".tick[data-status=read]")).to_have_count(2)
    await expect(phone.locator(".row.me .text")).to_have_text(["I come later", "Is that good"])
    await expect(phone.locator(".trouble")).to_have_count(0)
    assert [post["text"] for post in stub.posts] == ["I come later", "Is that good"]


async def test_a_cut_stream_loses_nothing_and_doubles_nothing(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    for number in range(5):
        stub.cut()
        stub.say(f"News {number}")
        await write(phone, f"Word {number}")
        await expect(bubble(phone, f"News {number}")).to_be_visible()

    await expect(phone.locator(".tick[data-status=read]")).to_have_count(5)
    texts = await phone.locator("#talk .text").all_inner_texts()
    assert [text for text in texts if text.startswith("News")] == [f"News {n}" for n in range(5)]
    assert [text for text in texts if text.startswith("Word")] == [f"Word {n}" for n in range(5)]


async def test_a_server_that_vanished_and_came_back_is_found_again(stub: ChatStub, phone: Page, watch: Watch) -> None:
    watch.forgive("Failed to load resource")
    await waits_for_words(stub, phone)
    await stub.vanish()
    await expect(phone.locator("#state")).to_have_text("No connection. Trying again")
    await write(phone, "Are you there")
    stub.say("We are back")
    await stub.listen()

    await expect(bubble(phone, "We are back")).to_be_visible(timeout=20_000)
    await expect(phone.locator(".tick[data-status=read]")).to_have_count(1, timeout=20_000)
    await expect(phone.locator("#state")).to_have_text("Answers by a person and a program")
    await expect(bubble(phone, "Are you there")).to_have_count(1)


async def test_an_error_page_instead_of_the_stream_does_not_end_it(stub: ChatStub, phone: Page, watch: Watch) -> None:
    watch.forgive("Failed to load resource")
    await waits_for_words(stub, phone)
    stub.deaf = True
    stub.cut()
    await phone.wait_for_timeout(800)
    stub.say("Still here")
    stub.deaf = False

    await expect(bubble(phone, "Still here")).to_be_visible()


async def test_refused_words_stay_and_can_be_sent_again(stub: ChatStub, phone: Page, watch: Watch) -> None:
    watch.forgive("Failed to load resource")
    await waits_for_words(stub, phone)
    stub.down = "400"
    await write(phone, "Please read this")
    again = phone.get_by_role("button", name="Try again")
    await expect(phone.get_by_role("alert").filter(has_text="That did not work.")).to_be_visible()
    stub.down = ""
    await again.tap()

    await expect(phone.locator(".tick[data-status=read]")).to_have_count(1)
    await expect(phone.locator(".trouble")).to_have_count(0)
    assert [post["text"] for post in stub.posts] == ["Please read this"]


async def test_an_answer_tapped_while_the_server_is_down_is_not_tapped_twice(
    stub: ChatStub, phone: Page, watch: Watch
) -> None:
    watch.forgive("Failed to load resource")
    await phone.goto(f"{stub.url}/chat")
    await pill(phone, "English").wait_for()
    stub.down = "503"
    await pill(phone, "English").tap()
    await expect(phone.locator(".trouble")).to_contain_text("Not sent yet")
    await pill(phone, "Français").tap(force=True)
    stub.down = ""

    await expect(pill(phone, EN["yes"])).to_be_visible()
    assert [post["taps"] for post in stub.posts if post["taps"]] == [["l:en"]]
    await expect(pill(phone, "Français")).to_be_hidden()
    await expect(pill(phone, "English")).to_have_attribute("aria-pressed", "true")


async def test_several_answers_travel_in_one_message_and_stay_visible(
    stub: ChatStub, phone: Page, watch: Watch
) -> None:
    stub._ask("times", dict.fromkeys(("mornings", "afternoons", "evenings"), ""), closers=("done", "skip"))
    stub.name = "Amina"
    await phone.goto(f"{stub.url}/chat")
    for name in ("mornings", "evenings", "mornings", "afternoons"):
        await pill(phone, EN[name]).tap()
    await pill(phone, EN["done"]).tap()

    await expect(pill(phone, EN["done"])).to_be_hidden()
    await expect(phone.locator(".pill:visible")).to_have_text([EN["afternoons"], EN["evenings"]])
    assert [sorted(post["taps"]) for post in stub.posts] == [["times:afternoons", "times:done", "times:evenings"]]


async def test_skip_beside_done_acts_at_once(stub: ChatStub, phone: Page, watch: Watch) -> None:
    stub._ask("times", {"mornings": ""}, closers=("done", "skip"))
    stub.name = "Amina"
    await phone.goto(f"{stub.url}/chat")
    await pill(phone, EN["skip"]).tap()

    await expect(bubble(phone, EN["welcome"].format(name="Amina"))).to_be_visible()
    assert [post["taps"] for post in stub.posts] == [["times:skip"]]


async def test_a_question_that_was_only_read_aloud_stays_open(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await phone.goto(f"{stub.url}/chat")
    await pill(phone, "English").tap()
    await pill(phone, EN["listen"]).tap()
    await expect(phone.locator(".player")).to_be_visible()
    await phone.get_by_role("button", name="Listen").tap()
    await expect(phone.get_by_role("button", name="Pause")).to_be_visible()
    await expect(pill(phone, EN["yes"])).to_have_attribute("aria-disabled", "false")
    await pill(phone, EN["yes"]).tap()

    await expect(bubble(phone, EN["name"])).to_be_visible()


async def test_a_long_list_opens_as_a_sheet_and_is_searched_in_any_letters(
    stub: ChatStub, phone: Page, watch: Watch
) -> None:
    await phone.goto(f"{stub.url}/chat")
    await expect(pill(phone, "Kurmancî")).to_be_hidden()
    await phone.get_by_role("button", name="More").tap()
    sheet = phone.get_by_role("dialog")
    await sheet.get_by_label("Search").fill("kurmanci")
    await expect(sheet.locator(".pill:visible")).to_have_text(["Kurmancî"])
    await sheet.get_by_label("Search").fill("xyz")
    await expect(sheet.get_by_role("status")).to_have_text("Nothing found")
    await sheet.get_by_label("Search").fill("amharic")
    await sheet.locator(".pill:visible").tap()

    await expect(sheet).to_be_hidden()
    await expect(phone.locator("#talk .pill:visible bdi").first).to_have_attribute("lang", "am")
    assert stub.posts[-1]["taps"] == ["l:am"]


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


async def test_a_voice_message_is_recorded_shown_and_sent(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    await phone.get_by_role("button", name="Voice message").tap()
    await expect(phone.get_by_role("timer")).to_have_text("0:01")
    await phone.locator("#deliver").tap()

    await expect(phone.locator(".row.me .player")).to_have_count(1)
    await expect(phone.locator(".tick[data-status=read]")).to_have_count(1)
    kind, body = stub.media["1"]
    assert kind == "audio/webm"
    assert body.startswith(b"\x1a\x45\xdf\xa3")


async def test_a_cancelled_voice_message_leaves_nothing(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    await phone.get_by_role("button", name="Voice message").tap()
    await phone.locator("#discard").tap()

    await expect(phone.locator("#composer")).to_be_visible()
    await expect(phone.locator(".row.me")).to_have_count(0)
    assert stub.media == {}


async def test_holding_the_microphone_records_until_it_is_let_go(stub: ChatStub, browser: Browser) -> None:
    page = await browser.new_page()
    await waits_for_words(stub, page)
    await page.locator("#mic").hover()
    await page.mouse.down()
    await expect(page.get_by_role("timer")).to_have_text("0:01")
    await page.mouse.up()

    await expect(page.locator(".row.me .player")).to_have_count(1)
    await expect(page.locator("#composer")).to_be_visible()


async def test_a_photo_is_previewed_made_small_and_sent_with_words(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    photo = {"name": "street.jpg", "mimeType": "image/jpeg", "buffer": _photo(3000, 2000)}
    await phone.locator("#pick").set_input_files(photo)  # type: ignore[arg-type]
    await expect(phone.locator("#preview")).to_be_visible()
    await write(phone, "Our street")

    await expect(phone.locator(".row.me .picture img")).to_have_count(1)
    await expect(phone.locator(".tick[data-status=read]")).to_have_count(1)
    await expect(phone.locator("#preview")).to_be_hidden()
    kind, body = stub.media["1"]
    sent = Image.open(io.BytesIO(body))
    assert (kind, sent.size) == ("image/jpeg", (1600, 1067))
    assert not sent.getexif()
    assert stub.posts[-1]["text"] == "Our street"


async def test_a_photo_put_back_is_not_sent(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    photo = {"name": "street.jpg", "mimeType": "image/jpeg", "buffer": _photo(300, 200)}
    await phone.locator("#pick").set_input_files(photo)  # type: ignore[arg-type]
    await phone.locator("#unpick").tap()
    await write(phone, "Only words")

    await expect(phone.locator(".tick[data-status=read]")).to_have_count(1)
    assert stub.media == {}


async def test_why_a_photo_was_refused_is_said_in_the_words_of_the_server(
    stub: ChatStub, phone: Page, watch: Watch
) -> None:
    watch.forgive("Failed to load resource")
    await waits_for_words(stub, phone)
    stub.too_large = True
    photo = {"name": "street.jpg", "mimeType": "image/jpeg", "buffer": _photo(300, 200)}
    await phone.locator("#pick").set_input_files(photo)  # type: ignore[arg-type]
    await phone.locator("#send").tap()
    await expect(phone.locator(".trouble")).to_contain_text("This photo is too large.")
    await phone.locator(".trouble").get_by_role("button", name="Cancel").tap()

    await expect(phone.locator(".row.me")).to_have_count(0)


def _photo(width: int, height: int) -> bytes:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "home"
    Image.new("RGB", (width, height), "#7ab").save(file, "JPEG", exif=exif)
    return file.getvalue()


async def test_payloads_are_shown_as_text(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    for payload in XSS:
        stub.say(payload, sender="team", buttons=({"token": payload, "label": payload, "icon": payload},))
        stub.say(payload, sender="me", key="i", lang='"><b>', picture="javascript:alert(1)", sound="data:text/html,x")
    await expect(phone.locator("#talk .text")).to_have_count(1 + 2 * len(XSS))

    await expect(phone.locator(".team .text")).to_have_text(XSS)
    await expect(phone.locator("#talk :is(script, iframe, b, img, a, audio)")).to_have_count(0)
    await expect(phone.locator("#talk :is([onload], [onerror])")).to_have_count(0)


async def test_a_payload_in_the_code_stays_in_its_attribute(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await phone.goto(f"{stub.url}/chat?code=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    await pill(phone, "English").wait_for()

    assert stub.posts[0]["text"] == '/start "><script>alert(1)</script>'


async def test_reading_further_back_is_not_disturbed(stub: ChatStub, phone: Page, watch: Watch) -> None:
    for number in range(30):
        stub.say(f"Old {number}")
    await phone.goto(f"{stub.url}/chat")
    await expect(bubble(phone, "Old 29")).to_be_in_viewport()
    await phone.locator("#scroller").evaluate("element => { element.scrollTop = 0; }")
    await expect(bubble(phone, "Old 0")).to_be_in_viewport()
    await phone.wait_for_timeout(100)
    stub.say("New")
    unread = phone.get_by_role("button", name="New messages")
    await expect(unread).to_be_visible()
    await expect(bubble(phone, "Old 0")).to_be_in_viewport()
    assert stub.seen[-1] == "o30"
    await unread.tap()

    await expect(bubble(phone, "New")).to_be_in_viewport()
    await expect(unread).to_be_hidden()
    await phone.wait_for_function("() => true")
    assert stub.seen[-1] == "o31"


async def test_leaving_quickly_leaves_nothing_to_go_back_to(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    await phone.get_by_role("button", name="Leave quickly").tap()
    await phone.wait_for_url("**/away")

    assert await phone.evaluate("history.length") == 2
    await phone.go_back()
    assert "/chat" not in phone.url


async def test_the_menu_speaks_for_her(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    for name in ("My data", "Help", "Stop", "Language"):
        await phone.get_by_role("button", name="Menu").tap()
        await phone.get_by_role("dialog").get_by_role("button", name=name).tap()
    await expect(pill(phone, "English")).to_be_visible()

    assert [post["text"] for post in stub.posts] == ["/mydata", "/help", "/stop", "/language"]
    await expect(phone.locator(".row.me")).to_have_count(0)


async def test_a_stop_that_does_not_get_through_is_seen(stub: ChatStub, phone: Page, watch: Watch) -> None:
    watch.forgive("Failed to load resource")
    await waits_for_words(stub, phone)
    stub.down = "503"
    await phone.get_by_role("button", name="Menu").tap()
    await phone.get_by_role("dialog").get_by_role("button", name="Stop").tap()
    await expect(phone.locator(".row.me")).to_contain_text("Not sent yet")
    stub.down = ""

    await expect(bubble(phone, EN["help"])).to_be_visible()
    await expect(phone.locator(".row.me")).to_have_count(0)
    assert [post["text"] for post in stub.posts] == ["/stop"]


async def test_typing_dots_stand_until_the_answer(stub: ChatStub, phone: Page, watch: Watch) -> None:
    stub.thinking = 1.0
    await waits_for_words(stub, phone)
    await write(phone, "A question")
    await expect(phone.locator("#typing")).to_be_visible()

    await expect(bubble(phone, EN["noted"])).to_be_visible()
    await expect(phone.locator("#typing")).to_be_hidden()


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


async def test_a_screen_reader_hears_who_speaks_and_only_what_is_new(
    stub: ChatStub, phone: Page, watch: Watch
) -> None:
    await waits_for_words(stub, phone)
    log = phone.get_by_role("log", name="Conversation")
    await expect(log).to_have_attribute("aria-busy", "false")
    stub.say("Call me", sender="team")
    await write(phone, "Yes")

    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(phone.locator(".row.team")).to_contain_text("A person of the team")
    await expect(phone.locator(".row.me .bubble")).to_contain_text(re.compile("You.*Yes.*Read", re.DOTALL))


async def test_a_day_is_written_once(stub: ChatStub, phone: Page, watch: Watch) -> None:
    stub.say("One")
    stub.say("Two")
    stub.say("Three", day_text="Friday 15 May", time="2026-05-15T09:00:00Z")
    await phone.goto(f"{stub.url}/chat")
    await expect(bubble(phone, "Three")).to_be_visible()

    await expect(phone.locator(".day:visible")).to_have_text(["Thursday 14 May", "Friday 15 May"])


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
    bodies += [path.read_bytes() for path in STATIC.rglob("*") if path.name != "public.css" and path.is_file()]

    assert sum(len(gzip.compress(body)) for body in bodies) < FIRST_LOAD
