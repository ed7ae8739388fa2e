"""What leads out of the web chat: the file for her calendar, and the place on a map."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.chatting import bubble
from tests.browser.conftest import Watch
from tests.fakes.chat_stub import ChatStub

pytestmark = pytest.mark.browser

MAP = "https://www.openstreetmap.org/?mlat=51.050000&mlon=3.730000#map=17/51.050000/3.730000"
FILE = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


async def test_a_meeting_is_put_in_the_calendar_and_found_on_a_map_with_one_tap_each(
    stub: ChatStub, phone: Page, watch: Watch, tmp_path: Path
) -> None:
    stub.media["9"] = ("text/calendar", FILE)
    stub.say("📅 Thursday 14 May 18:00\n📍 De Krook", calendar="/chat/media/9", map=MAP)
    await phone.goto(f"{stub.url}/chat")

    calendar = phone.get_by_role("link", name="For my calendar")
    place = phone.get_by_role("link", name="See it on the map")
    await expect(place).to_have_attribute("href", MAP)
    await expect(place).to_have_attribute("target", "_blank")
    await expect(place).to_have_attribute("rel", "noopener noreferrer")
    async with phone.expect_download() as waiting:
        await calendar.tap()
    kept = await waiting.value
    await kept.save_as(tmp_path / "kept")

    assert kept.suggested_filename == "meeting.ics"
    assert (tmp_path / "kept").read_bytes() == FILE
    boxes = [await link.bounding_box() for link in (calendar, place)]
    assert all(box and box["height"] >= 44 for box in boxes)
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 360


async def test_a_message_leads_to_no_other_site(stub: ChatStub, phone: Page, watch: Watch) -> None:
    stub.say("Hello", calendar="https://evil.example/meeting.ics", map="javascript:alert(1)")
    await phone.goto(f"{stub.url}/chat")

    await expect(bubble(phone, "Hello")).to_be_visible()
    await expect(phone.locator(".way")).to_have_count(0)


async def test_in_arabic_the_links_stand_on_the_side_where_one_reads(stub: ChatStub, phone: Page, watch: Watch) -> None:
    stub.lang = "ar"
    stub.say("📍 De Krook", calendar="/chat/media/9", map=MAP)
    await phone.goto(f"{stub.url}/chat")

    sign = await phone.locator(".way .icon").first.bounding_box()
    way = await phone.locator(".way").first.bounding_box()

    assert sign is not None
    assert way is not None
    assert sign["x"] > way["x"] + way["width"] / 2
