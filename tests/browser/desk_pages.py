"""A page of the desk as a real browser draws it, without a program behind it: for what only its style sheet decides."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page

from tests.admin.house import Browser as Visitor

STATIC = Path(__file__).parents[2] / "bot" / "static"
STYLE = "".join((STATIC / name).read_text("utf-8") for name in ("vendor/modern-normalize.css", "desk.css"))


@asynccontextmanager
async def drawn(
    browser: Browser, visitor: Visitor, path: str, media: Literal["screen", "print"] = "screen"
) -> AsyncIterator[Page]:
    """On a screen of usual width, or on paper."""
    shown = await visitor.get(path)
    assert shown.status == 200
    page = await browser.new_page(viewport={"width": 1100, "height": 800})
    await page.emulate_media(media=media)
    await page.set_content(re.sub("<(link|script)[^>]*>", "", shown.text) + f"<style>{STYLE}</style>")
    yield page
    await page.close()
