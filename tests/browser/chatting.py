"""How a test reads and uses the page of the chat."""

from playwright.async_api import Locator, Page, expect

from tests.fakes.chat_stub import ChatStub


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
