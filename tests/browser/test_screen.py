"""The live screen in a real browser, while 24 people answer over Telegram and the web chat at once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.bot.screening import Hall, hall
from tests.browser.conftest import Watch
from tests.fakes.telegram_client import TelegramControl, telegram_control

pytest_plugins = ["tests.bot.telegram_fixtures"]  # `server_url`
pytestmark = pytest.mark.browser

IN_CHATS = tuple(str(7_000_000 + n) for n in range(12))
ON_PAGES = tuple(f"page{n}" for n in range(12))
PROJECTOR = {"width": 1280, "height": 720}


@pytest_asyncio.fixture(loop_scope="session")
async def server(server_url: str) -> AsyncIterator[TelegramControl]:
    """In the loop of the browser."""
    async with telegram_control(server_url) as control:
        yield control


@pytest_asyncio.fixture(loop_scope="session")
async def room(tmp_path: Path, server: TelegramControl) -> AsyncIterator[Hall]:
    async with hall(tmp_path, server) as room:
        await room.fills_chats(IN_CHATS)
        await room.opens_pages(ON_PAGES)
        yield room


async def screen(browser: Browser, watch: Watch, url: str) -> Page:
    context = await browser.new_context(viewport=PROJECTOR, locale="en")  # type: ignore[arg-type]
    page = await context.new_page()
    page.set_default_timeout(8000)
    watch.over(page)
    await page.goto(url)
    return page


async def fits(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


async def test_the_count_rises_and_bars_come_without_a_reload(browser: Browser, room: Hall) -> None:
    poll, watch = await room.asks(), Watch()
    english = await screen(browser, watch, f"{room.url}/screen/{poll.code}?lang=en")
    arabic = await screen(browser, watch, f"{room.url}/screen/{poll.code}?lang=ar")
    await english.evaluate("window.stayed = true")
    await expect(english.locator(".count")).to_have_text("Waiting for the first answers")
    await expect(english.locator("figure img")).to_be_visible()

    await room.all_tap(dict.fromkeys(IN_CHATS[:2], 0), dict.fromkeys(ON_PAGES[:2], 1))
    await expect(english.locator(".count")).to_have_text("Waiting for the first answers")
    await room.all_tap(
        {name: place % 2 for place, name in enumerate(IN_CHATS[2:])},
        {name: 0 if place < 6 else 2 for place, name in enumerate(ON_PAGES[2:])},
    )
    await expect(english.locator(".count")).to_have_text("24 of 24 people answered")
    assert await english.locator("table").count() == 0

    await room.lab.close(poll)

    await expect(english.locator("tr")).to_have_count(3)
    await expect(arabic.locator("tr")).to_have_count(3)
    numbers = await english.locator(".number").all_inner_texts()
    assert all(number == "–" or int(number) >= 5 for number in numbers)
    assert "13" in numbers
    assert await english.evaluate("window.stayed")
    await expect(english.locator("figure")).to_have_count(0)
    await expect(arabic.locator("html")).to_have_attribute("dir", "rtl")
    await expect(arabic.locator("h1")).to_have_text("أين نلتقي؟")
    first, text = await arabic.locator("rect").first.bounding_box(), await arabic.locator("th").first.bounding_box()
    assert first is not None
    assert text is not None
    assert first["x"] < text["x"]
    await arabic.set_viewport_size({"width": 360, "height": 740})
    assert await fits(english)
    assert await fits(arabic)
    assert watch.problems == []
    for page in (english, arabic):
        await page.context.close()
