"""Whatever is pressed is at least as large as WCAG 2.2 asks (24 by 24), also a short name in a list."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser

from tests.admin.gatherings import a_meeting, answers
from tests.admin.house import Browser as Visitor
from tests.admin.house import House
from tests.browser.desk_pages import drawn

pytestmark = pytest.mark.browser

SMALL = """() => [...document.querySelectorAll("main :is(a[href], button, summary, input:not([type=hidden]), select)")]
  .filter((one) => one.checkVisibility() && !one.closest(".aloud"))
  .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([one, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${one.innerText}`)"""

HIT = """(one) => {
  one.scrollIntoView({ block: "center", behavior: "instant" });
  const box = one.getBoundingClientRect();
  return one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""
RING = """() => {
  const style = getComputedStyle(document.activeElement);
  const box = document.activeElement.getBoundingClientRect();
  const row = document.activeElement.closest("ul").getBoundingClientRect();
  return row.top - box.top + parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
}"""
"""Pixels of it above the row, which shows nothing that stands out of it."""


async def test_nothing_to_press_is_smaller_than_a_fingertip(browser: Browser, house: House, els: Visitor) -> None:
    meeting = await a_meeting(house)
    bo = await house.sign_up("Bo", house.lab_a)
    await answers(house, meeting.id, bo, answer="yes")
    await house.write("bo", "Where is it?")
    await els.get(f"/admin/people/{bo}")
    lab = f"/admin/labs/{house.lab_a}"
    paths = ["/admin/", "/admin/people", "/admin/log", "/admin/channels", f"{lab}/polls/new", f"{lab}/questions"]
    paths += [
        f"{lab}/voices",
        "/admin/meetings",
        f"/admin/meetings/{meeting.id}",
        f"/admin/people/{bo}",
        "/admin/staff",
    ]
    found = {}

    for path in paths:
        async with drawn(browser, els, path) as page:
            if small := await page.evaluate(SMALL):
                found[path] = small

    assert found == {}


async def test_a_button_in_a_row_is_pressed_and_not_the_link_of_the_row(
    browser: Browser, house: House, els: Visitor
) -> None:
    await house.sign_up("Bo", house.lab_a)
    house.clock.move(timedelta(days=25))

    voices = f"/admin/labs/{house.lab_a}/voices"
    async with house.seat("els@example.org") as again, drawn(browser, again, voices) as page:
        hit = await page.locator("table .button").first.evaluate(HIT)

    assert hit


async def test_the_ring_around_the_focused_tab_is_not_cut_off(browser: Browser, house: House, els: Visitor) -> None:
    async with drawn(browser, els, "/admin/people") as page:
        await page.locator(".tabs a").first.focus()
        await page.keyboard.press("Tab")
        outside = await page.evaluate(RING)

    assert outside <= 0
