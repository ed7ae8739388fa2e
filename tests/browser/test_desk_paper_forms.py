"""What forms leave on paper: nothing that is secret, no headings above nothing, no sheet without a word."""

import pytest
from playwright.async_api import Browser

from tests.admin.house import Browser as Visitor
from tests.browser.desk_pages import drawn

pytestmark = pytest.mark.browser

BARE = """() => [...document.querySelectorAll("main h2")].filter((one) => one.checkVisibility()).filter((one) => {
  const section = one.closest("section") ?? one.parentElement;
  return section.innerText.trim() === one.innerText.trim() && !section.querySelector("img, svg:not(.icon)");
}).map((one) => one.innerText)"""
"""Headings with nothing to read below them."""


async def test_the_secret_of_the_second_factor_is_never_on_paper(browser: Browser, els: Visitor) -> None:
    assert "<code" in (await els.get("/admin/account")).text

    async with drawn(browser, els, "/admin/account", "print") as page:
        secret = await page.locator("main :is(img, code):visible").count()
        bare = await page.evaluate(BARE)

    assert secret == 0
    assert bare == []
