"""A phone with a push service behind it, and what its worker shows."""

import asyncio
import json
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, expect

from bot.page_texts import PUSH_TEXTS
from tests.bot.page import Site
from tests.bot.telling import web_chat
from tests.browser.chatting import pill
from tests.fakes.push_service import PushService

SCRIPT = (Path(__file__).parent / "push_browser.js").read_text("utf-8")
EN = PUSH_TEXTS


async def is_a_browser(
    phone: Page, brug: Site, vendor: PushService, permission: str = "default", answer: str = "granted"
) -> None:
    """Headless Chromium has no push service behind it: the stand-in is put in its place."""
    key = web_chat(brug.home).push.notices.key
    assert key
    values = {"GIVEN": await vendor.browser("amina", key.public), "KEY": key.public}
    script = SCRIPT
    for name, value in (values | {"PERMISSION": permission, "ANSWER": answer}).items():
        script = script.replace(name, json.dumps(value))
    await phone.add_init_script(script)


async def begins(phone: Page, brug: Site, language: str = "English") -> None:
    await phone.goto(f"{brug.base}/chat")
    await pill(phone, language).tap()
    await expect(phone.locator("#talk .pill").last).to_be_enabled()
    await expect(phone.locator(".tick[data-status=sending]")).to_have_count(0)


def card(phone: Page) -> Locator:
    return phone.locator(".ask")


async def notices(phone: Page, some: bool = True, tries: int = 200) -> list[list[str]]:
    """What stands on the locked phone, as soon as there is something, or nothing any more."""
    for _ in range(tries):
        shown = await _notices(phone)
        if bool(shown) is some:
            return shown
        await asyncio.sleep(0.03)
    return shown


async def _notices(phone: Page) -> list[list[str]]:
    shown: list[list[str]] = await phone.evaluate(
        """async () => {
            const worker = await navigator.serviceWorker.getRegistration('/chat');
            return (await worker.getNotifications()).map(({ title, lang, dir, body }) => [title, lang, dir, body]);
        }"""
    )
    return shown


async def arrives(context: BrowserContext, phone: Page, brug: Site, words: str) -> None:
    """The browser's maker hands a push to the worker. Chromium now and then forgets one that its tools hand over, so it
    comes again until there is a notice: a second one takes the place of the first.
    """
    line = await context.new_cdp_session(phone)
    ready: list[str] = []
    line.on("ServiceWorker.workerVersionUpdated", lambda event: ready.extend(_activated(event["versions"])))
    await line.send("ServiceWorker.enable")
    while not ready:
        await phone.wait_for_timeout(20)
    push = {"origin": brug.base, "registrationId": ready[0], "data": words}
    for _ in range(5):
        await line.send("ServiceWorker.deliverPushMessage", push)
        if await notices(phone, tries=50):
            return


def _activated(versions: list[dict[str, Any]]) -> list[str]:
    """The registrations that have a worker to take it: to another one a push is lost."""
    return [one["registrationId"] for one in versions if one["status"] == "activated"]


async def hides(phone: Page, yes: bool) -> None:
    await phone.evaluate(
        """(yes) => {
            Object.defineProperty(document, 'hidden', { configurable: true, get: () => yes });
            document.dispatchEvent(new Event('visibilitychange'));
        }""",
        yes,
    )
    await phone.wait_for_timeout(300)
