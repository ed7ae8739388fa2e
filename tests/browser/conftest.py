"""A real browser for each test, with a profile of its own. Skipped where there is no Chromium."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

from tests.admin.house import Browser as Visitor
from tests.admin.house import House, open_house
from tests.fakes.chat_stub import ChatStub

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
PHONE_WIDTH, PHONE_HEIGHT = 360, 740


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[Page]:
    """A page on a small phone that is touched."""
    context = await browser.new_context(
        viewport={"width": PHONE_WIDTH, "height": PHONE_HEIGHT}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    page = await context.new_page()
    page.set_default_timeout(8000)
    yield page
    await context.close()


@dataclass
class Watch:
    """Collects what must not happen on a page: errors, broken content policy, requests to other hosts."""

    problems: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))

    def forgive(self, pattern: str) -> None:
        """A problem that this test brings about itself."""
        self.forgiven.append(pattern)

    @property
    def unforgiven(self) -> list[str]:
        return [problem for problem in self.problems if not any(re.search(p, problem) for p in self.forgiven)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            self.problems.append(f"request: {request.url}")


@pytest.fixture
async def watch(phone: Page) -> AsyncIterator[Watch]:
    """Watches `phone`; the test fails when something happened that it did not forgive.

    A test asks for it after the server, so that the watch ends while the server is still there.
    """
    watch = Watch()
    watch.over(phone)
    yield watch
    assert watch.unforgiven == []


@pytest.fixture
async def stub() -> AsyncIterator[ChatStub]:
    """A stand-in for the server behind the chat."""
    async with ChatStub() as stub:
        yield stub


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as house:
        yield house


@pytest.fixture
async def els(house: House) -> AsyncIterator[Visitor]:
    async with house.seat(await house.hire("Els", "coordinator", house.lab_a)) as visitor:
        yield visitor
