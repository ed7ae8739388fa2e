"""What forms leave on paper: nothing that is secret, no headings above nothing, no sheet without a word."""

import pytest
from playwright.async_api import Browser

from admin.tabs import all_tabs
from tests.admin.gatherings import a_meeting, answers
from tests.admin.house import Browser as Visitor
from tests.admin.house import House
from tests.browser.desk_pages import drawn

pytestmark = pytest.mark.browser

BARE = """() => [...document.querySelectorAll("main h2")].filter((one) => one.checkVisibility()).filter((one) => {
  const section = one.closest("section") ?? one.parentElement;
  return section.innerText.trim() === one.innerText.trim() && !section.querySelector("img, svg:not(.icon)");
}).map((one) => one.innerText)"""
"""Headings with nothing to read below them."""
BELOW = """(what) => {
  const seen = [...document.querySelectorAll(what)].filter((one) => one.checkVisibility());
  const last = Math.max(...seen.map((one) => one.getBoundingClientRect().bottom));
  return document.querySelector("main").getBoundingClientRect().bottom - last;
}"""
"""Pixels between the last of these and the end of the page."""


async def test_the_secret_of_the_second_factor_is_never_on_paper(browser: Browser, els: Visitor) -> None:
    assert "<code" in (await els.get("/admin/account")).text

    async with drawn(browser, els, "/admin/account", "print") as page:
        secret = await page.locator("main :is(img, code):visible").count()
        bare = await page.evaluate(BARE)

    assert secret == 0
    assert bare == []


async def test_no_heading_stands_on_paper_above_nothing(browser: Browser, house: House, els: Visitor) -> None:
    meeting = await a_meeting(house)
    paths = [f"/admin{tab.path.format(lab=house.lab_a)}" for tab in all_tabs() if "coordinator" in tab.roles]
    paths += [f"/admin/labs/{house.lab_a}/meetings/new", f"/admin/labs/{house.lab_a}/pilots/new"]
    paths += [f"/admin/meetings/{meeting.id}{rest}" for rest in ("", "/change", "/invite", "/answers", "/needs")]
    found = {}

    for path in dict.fromkeys(paths):
        async with drawn(browser, els, path, "print") as page:
            if bare := await page.evaluate(BARE):
                found[path] = bare

    assert found == {}


async def test_nothing_below_the_last_name_asks_for_one_more_sheet(
    browser: Browser, house: House, els: Visitor
) -> None:
    meeting = await a_meeting(house)
    await answers(house, meeting.id, await house.sign_up("Amina", house.lab_a), answer="yes")

    async with drawn(browser, els, f"/admin/meetings/{meeting.id}/answers", "print") as page:
        blank = await page.evaluate(BELOW, ".seats li")

    assert blank < 8


async def test_names_of_who_comes_stand_side_by_side_on_paper(browser: Browser, house: House, els: Visitor) -> None:
    meeting = await a_meeting(house)
    for name in ("Amina", "Bilal", "Chen"):
        await answers(house, meeting.id, await house.sign_up(name, house.lab_a), answer="yes")

    async with drawn(browser, els, f"/admin/meetings/{meeting.id}", "print") as page:
        places = [await one.bounding_box() for one in await page.locator(".board li:visible").all()]

    assert len({place["x"] for place in places if place}) == 3


async def test_a_form_for_a_meeting_leaves_no_lines_without_words_on_paper(
    browser: Browser, house: House, els: Visitor
) -> None:
    async with drawn(browser, els, f"/admin/labs/{house.lab_a}/meetings/new", "print") as page:
        assert await page.locator("main fieldset:visible").count() == 0
