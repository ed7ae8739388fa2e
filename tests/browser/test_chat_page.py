"""The web chat in a real browser: signing up, choosing, reading, leaving."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.chatting import bubble, pill, waits_for_words, write
from tests.browser.conftest import Watch
from tests.fakes.chat_stub import ChatStub
from tests.fakes.chat_texts import SAYINGS

pytestmark = pytest.mark.browser

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


async def test_several_answers_travel_in_one_message_and_stay_visible(
    stub: ChatStub, phone: Page, watch: Watch
) -> None:
    stub.ask("times", dict.fromkeys(("mornings", "afternoons", "evenings"), ""), closers=("done", "skip"))
    await phone.goto(f"{stub.url}/chat")
    for name in ("mornings", "evenings", "mornings", "afternoons"):
        await pill(phone, EN[name]).tap()
    await pill(phone, EN["done"]).tap()

    await expect(pill(phone, EN["done"])).to_be_hidden()
    await expect(phone.locator(".pill:visible")).to_have_text([EN["afternoons"], EN["evenings"]])
    assert [sorted(post["taps"]) for post in stub.posts] == [["times:afternoons", "times:done", "times:evenings"]]


async def test_skip_beside_done_acts_at_once(stub: ChatStub, phone: Page, watch: Watch) -> None:
    stub.ask("times", {"mornings": ""}, closers=("done", "skip"))
    await phone.goto(f"{stub.url}/chat")
    await pill(phone, EN["skip"]).tap()

    await expect(bubble(phone, EN["welcome"].format(name="Amina"))).to_be_visible()
    assert [post["taps"] for post in stub.posts] == [["times:skip"]]


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


GROWS_WHILE_IT_SCROLLS = """async (scroller) => {
  const talk = document.getElementById('talk');
  const grow = (height) => {
    const more = document.createElement('div');
    more.style.flex = `0 0 ${height}px`;
    more.style.blockSize = `${height}px`;
    talk.append(more);
  };
  grow(40);
  scroller.scrollTop = scroller.scrollHeight;
  grow(300);
  for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
  return scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
}"""


async def test_the_last_words_stay_in_view_when_the_page_grows_while_it_scrolls(
    stub: ChatStub, phone: Page, watch: Watch
) -> None:
    """After a reload, letters of another script may come late: that the page grew is not that she scrolled back."""
    for number in range(30):
        stub.say(f"Old {number}")
    await phone.goto(f"{stub.url}/chat")
    await expect(bubble(phone, "Old 29")).to_be_in_viewport()

    left = await phone.locator("#scroller").evaluate(GROWS_WHILE_IT_SCROLLS)

    assert left < 2


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


async def test_a_command_that_is_typed_has_no_bubble_either(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await waits_for_words(stub, phone)
    await write(phone, "/help")

    await expect(bubble(phone, EN["help"])).to_be_visible()
    await expect(phone.locator(".row.me")).to_have_count(0)


async def test_typing_dots_stand_until_the_answer(stub: ChatStub, phone: Page, watch: Watch) -> None:
    stub.thinking = 1.0
    await waits_for_words(stub, phone)
    await write(phone, "A question")
    await expect(phone.locator("#typing")).to_be_visible()

    await expect(bubble(phone, EN["noted"])).to_be_visible()
    await expect(phone.locator("#typing")).to_be_hidden()


async def test_a_day_is_written_once(stub: ChatStub, phone: Page, watch: Watch) -> None:
    stub.say("One")
    stub.say("Two")
    stub.say("Three", day_text="Friday 15 May", time="2026-05-15T09:00:00Z")
    await phone.goto(f"{stub.url}/chat")
    await expect(bubble(phone, "Three")).to_be_visible()

    await expect(phone.locator(".day:visible")).to_have_text(["Thursday 14 May", "Friday 15 May"])
