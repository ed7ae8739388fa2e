"""A real browser, in which each test has a profile of its own. Skipped where there is no Chromium.

Chromium is started once for all files that follow each other, as that takes longer than most tests. It lives in the
loop of the session, so all tests of this folder do, and the fixtures that they share with it.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

from tests.admin.house import Browser as Visitor
from tests.admin.house import House, open_house
from tests.browser.live import Live, live
from tests.fakes.chat_stub import ChatStub

HERE = "tests/browser/"
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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """What a test opens and leaves open is closed: the next one finds nothing of it."""
    before = set(chromium.contexts)
    yield chromium
    for context in set(chromium.contexts) - before:
        await context.close()


@pytest_asyncio.fixture(loop_scope="session")
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


@pytest_asyncio.fixture(loop_scope="session")
async def watch(phone: Page) -> AsyncIterator[Watch]:
    """Watches `phone`; the test fails when something happened that it did not forgive.

    A test asks for it after the server, so that the watch ends while the server is still there.
    """
    watch = Watch()
    watch.over(phone)
    yield watch
    assert watch.unforgiven == []


@pytest_asyncio.fixture(loop_scope="session")
async def stub() -> AsyncIterator[ChatStub]:
    """A stand-in for the server behind the chat."""
    async with ChatStub() as stub:
        yield stub


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="session")
async def els(house: House) -> AsyncIterator[Visitor]:
    async with house.seat(await house.hire("Els", "coordinator", house.lab_a)) as visitor:
        yield visitor


@pytest_asyncio.fixture(loop_scope="session")
async def brug(tmp_path: Path) -> AsyncIterator[Live]:
    """The real program, empty but for its first lab."""
    async with live(tmp_path) as running:
        yield running
