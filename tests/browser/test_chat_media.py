"""The web chat's voice messages and photos."""

import io

import pytest
from PIL import Image
from playwright.async_api import Browser, Page, expect

from tests.browser.chatting import bubble, pill, waits_for_words, write
from tests.browser.conftest import Watch
from tests.fakes.chat_stub import ChatStub
from tests.fakes.chat_texts import SAYINGS

pytestmark = pytest.mark.browser

EN, AR = SAYINGS["en"], SAYINGS["ar"]


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
