"""The web chat of the real program: a newcomer signs up, and is found by the coordinator."""

import json

import pytest
from playwright.async_api import Page, expect

from flows import signup
from tests.browser.chatting import bubble, pill, write
from tests.browser.conftest import Watch
from tests.browser.live import Live
from tests.conversations import catalogues

pytestmark = pytest.mark.browser

ARABIC = catalogues().languages["ar"].texts


async def signs_up(page: Page, brug: Live, name: str, texts: dict[str, str]) -> None:
    await page.goto(brug.chat)
    await pill(page, "العربية").click()
    await pill(page, texts["Yes"]).click()
    await expect(page.locator("#talk .text").last).to_contain_text(texts[signup.ASK_NAME])
    await write(page, name)
    await pill(page, texts["26 to 59"]).click()
    await pill(page, texts["Mornings"]).click()
    await pill(page, texts["Evenings"]).click()
    await pill(page, texts["Done"]).click()


async def test_somebody_signs_up_in_arabic_on_a_small_phone(phone: Page, brug: Live, watch: Watch) -> None:
    await signs_up(phone, brug, "أمينة", dict(ARABIC))

    await expect(phone.locator("#talk .text").last).to_contain_text("أمينة")
    await expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 360
    [amina] = json.loads(brug.command("lab", "people", "--lab", "1", "--json"))
    assert (amina["name"], amina["language"], amina["state"]) == ("أمينة", "ar", "active")
    assert amina["answers"]["times"] == ["mornings", "evenings"]


async def test_a_reload_shows_the_conversation_once(phone: Page, brug: Live, watch: Watch) -> None:
    await signs_up(phone, brug, "أمينة", dict(ARABIC))
    await expect(phone.locator("#talk .text").last).to_contain_text("أمينة")
    before = await phone.locator("#talk .text").all_inner_texts()

    await phone.reload()

    await expect(phone.locator("#talk .text")).to_have_count(len(before))
    assert await phone.locator("#talk .text").all_inner_texts() == before


async def test_the_answer_of_a_question_stays_visible_and_cannot_be_tapped_again(
    phone: Page, brug: Live, watch: Watch
) -> None:
    await signs_up(phone, brug, "أمينة", dict(ARABIC))
    await expect(phone.locator("#talk .text").last).to_contain_text("أمينة")
    await phone.reload()

    chosen = pill(phone, ARABIC["Evenings"])

    await expect(chosen).to_have_attribute("aria-disabled", "true")


async def test_the_join_page_offers_the_chat_in_the_language_of_the_browser(
    phone: Page, brug: Live, watch: Watch
) -> None:
    await phone.set_extra_http_headers({"Accept-Language": "ti,en;q=0.5"})
    right = await phone.goto(brug.join)
    texts = await phone.locator("main").inner_text()
    wrong = await phone.goto(f"{brug.url}/join/AAAAAAAAAAAAAAAAAAAAAA")

    assert right is not None
    assert wrong is not None
    assert (right.status, wrong.status) == (200, 200)
    assert await phone.locator("main").inner_text() == texts
    await expect(phone.locator("html")).to_have_attribute("lang", "ti")


async def test_what_is_written_while_the_page_is_closed_is_there_when_it_opens(
    phone: Page, brug: Live, watch: Watch
) -> None:
    await phone.goto(brug.chat)
    await pill(phone, "English").click()
    await expect(bubble(phone, signup.CONSENT.replace("{lab}", "Try-out lab"))).to_be_visible()
    await phone.goto("about:blank")

    await phone.goto(f"{brug.url}/chat")

    await expect(pill(phone, "Yes")).to_be_enabled()
    await expect(phone.locator("#talk .text").filter(has_text="Try-out lab")).to_have_count(2)
