"""A page that asks by itself who else is here stops when nobody is logged in any more, and says so."""

import pytest
from playwright.async_api import Page, Request, expect

from admin.sessions import IDLE
from tests.admin.gatherings import a_meeting
from tests.admin.house import PASSWORD, House
from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

A_LITTLE_LATER = 21_000
MUCH_LATER = 300_000
"""Milliseconds on the clock of the page."""


async def test_when_the_session_is_over_the_page_asks_no_more_and_what_was_typed_is_kept(
    house: House, phone: Page, watch: Watch
) -> None:
    watch.forgive("401")
    meeting, email = await a_meeting(house), await house.hire("Els", "coordinator", house.lab_a)
    await phone.clock.install()
    await phone.goto(f"{house.base}/admin/login")
    await phone.locator("input[name=email]").fill(email)
    await phone.locator("input[name=password]").fill(PASSWORD)
    await phone.locator("main button.main").click()
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


def _note(asked: list[str], request: Request) -> None:
    if request.url.endswith("/company"):
        asked.append(request.url)
