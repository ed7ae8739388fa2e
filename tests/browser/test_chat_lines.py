"""The web chat on bad lines: nothing she says is lost, nothing is said twice."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.chatting import bubble, pill, waits_for_words, write
from tests.browser.conftest import Watch
from tests.fakes.chat_stub import ChatStub
from tests.fakes.chat_texts import SAYINGS

pytestmark = pytest.mark.browser

EN, AR = SAYINGS["en"], SAYINGS["ar"]


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


async def test_words_that_nobody_keeps_stay_where_she_said_them(stub: ChatStub, phone: Page, watch: Watch) -> None:
    """An answer without her name, or a translation: the server takes it and tells it to no page."""
    stub.step = "end"
    await waits_for_words(stub, phone)
    stub.discreet = True
    await write(phone, "Nobody may know")
    await expect(bubble(phone, EN["noted"])).to_have_count(1)
    await expect(phone.locator(".day:visible")).to_have_count(1)
    stub.discreet = False
    await write(phone, "Good day")
    await expect(bubble(phone, EN["noted"])).to_have_count(2)
    stub.say("News")
    await expect(bubble(phone, "News")).to_be_visible()

    assert await phone.locator("#talk .text").all_inner_texts() == [
        "Hello", "Nobody may know", EN["noted"], "Good day", EN["noted"], "News",
    ]  # fmt: skip


async def test_words_that_still_wait_stand_below_what_comes(stub: ChatStub, phone: Page, watch: Watch) -> None:
    watch.forgive("Failed to load resource")
    await waits_for_words(stub, phone)
    stub.down = "503"
    await write(phone, "I come later")
    await expect(phone.locator("#talk")).to_contain_text("Not sent yet, trying again")
    stub.say("News")
    await expect(bubble(phone, "News")).to_be_visible()

    assert await phone.locator("#talk .text").all_inner_texts() == ["Hello", "News", "I come later"]


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


async def test_a_phone_that_slept_opens_a_new_line_when_it_wakes(stub: ChatStub, phone: Page, watch: Watch) -> None:
    await phone.clock.install()
    await waits_for_words(stub, phone)
    await _turn_screen(phone, off=True)
    await phone.clock.fast_forward(60_000)
    await _turn_screen(phone, off=False)
    stub.say("Good morning")

    await expect(bubble(phone, "Good morning")).to_have_count(1)
    await expect(bubble(phone, "Hello")).to_have_count(1)
    assert stub.lines_opened == 2


async def _turn_screen(page: Page, *, off: bool) -> None:
    await page.evaluate(
        """off => {
          Object.defineProperty(document, 'hidden', { configurable: true, value: off });
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        off,
    )
