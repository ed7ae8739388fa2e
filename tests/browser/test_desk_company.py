"""A page that asks by itself who else is here stops when nobody is logged in any more, and says so."""

import re

import pytest
from playwright.async_api import Page, Request, expect

from admin.sessions import IDLE
from tests.admin.gatherings import a_meeting
from tests.admin.house import PASSWORD, House
from tests.admin.house import Browser as Visitor
from tests.admin.test_broadcast import crowd, drafted
from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

A_LITTLE_LATER = 21_000
MUCH_LATER = 300_000
"""Milliseconds on the clock of the page."""


async def test_when_the_session_is_over_the_page_asks_no_more_and_what_was_typed_is_kept(
    house: House, phone: Page, watch: Watch
) -> None:
    watch.forgive("401")
    meeting, _ = await a_meeting(house), await house.hire("Els", "coordinator", house.lab_a)
    await phone.clock.install()
    await log_in(phone, house)
    await phone.goto(f"{house.base}/admin/meetings/{meeting.id}/change")
    await phone.locator("input[name=place]").fill("The old school")
    await expect(phone.locator(".together")).to_have_count(1)

    house.clock.move(IDLE)
    await phone.clock.fast_forward(A_LITTLE_LATER)
    await expect(phone.get_by_role("alert")).to_contain_text("Log in, and you can send it")
    asked: list[str] = []
    phone.on("request", lambda request: _note(asked, request))
    await phone.clock.fast_forward(MUCH_LATER)

    assert asked == []
    assert await phone.locator("input[name=place]").input_value() == "The old school"
    await phone.locator("main button.main").click()
    await expect(phone.get_by_role("status")).to_contain_text("What you wrote is kept")


async def test_a_page_that_watches_a_message_leaves_for_the_door_and_comes_back(
    house: House, els: Visitor, phone: Page, watch: Watch
) -> None:
    watch.forgive("401")
    await crowd(house, 1)
    sent = await drafted(house, els)
    await els.submit(sent.path, f"{sent.path}/send", when="later", due_at="2026-05-20T10:00")
    await phone.clock.install()
    await log_in(phone, house)
    await phone.goto(f"{house.base}{sent.path}")

    house.clock.move(IDLE)
    await phone.clock.fast_forward(A_LITTLE_LATER)
    await phone.wait_for_url(re.compile(r"/admin/login\?then=/admin/broadcasts/"))
    await fill_in(phone)

    await phone.wait_for_url(f"{house.base}{sent.path}")
    await expect(phone.locator("#progress")).to_be_visible()


async def log_in(phone: Page, house: House) -> None:
    await phone.goto(f"{house.base}/admin/login")
    await fill_in(phone)


async def fill_in(phone: Page) -> None:
    await phone.locator("input[name=email]").fill("els@example.org")
    await phone.locator("input[name=password]").fill(PASSWORD)
    await phone.locator("main button.main").click()


def _note(asked: list[str], request: Request) -> None:
    if request.url.endswith("/company"):
        asked.append(request.url)
