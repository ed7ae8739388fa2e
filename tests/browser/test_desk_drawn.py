"""What only shows when a real browser draws the desk: where words break, and on which side they stand."""

import re

import pytest
from playwright.async_api import Browser

from flows.signup import INTRO
from store.crypto import fingerprint
from store.groups import add_quota
from tests.admin.house import Browser as Visitor
from tests.admin.house import House
from tests.admin.test_look import picture, upload
from tests.admin.test_recommendations import an_idea
from tests.admin.test_texts import HOLES, save
from tests.browser.desk_pages import STYLE, drawn

pytestmark = pytest.mark.browser

LINES_OF_ITS_LAST_WORD = """(mark, words) => {
  mark.lastChild.data = words;
  const range = document.createRange();
  range.setStart(mark.lastChild, words.lastIndexOf(" ") + 1);
  range.setEnd(mark.lastChild, words.length);
  return range.getClientRects().length;
}"""

OFF_ITS_LINE = """line => {
  const words = document.createRange(), middle = box => (box.top + box.bottom) / 2;
  words.selectNode(line.querySelector("svg").nextSibling);
  return Math.abs(middle(words.getBoundingClientRect()) - middle(line.querySelector("svg").getBoundingClientRect()));
}"""

WHERE_THE_SLASH_STANDS = """place => {
  const line = document.createElement("p");
  const text = document.createTextNode(`اكتبوا:
/hours`);
  const { direction, unicodeBidi } = getComputedStyle(place);
  Object.assign(line.style, { direction, unicodeBidi, whiteSpace: "pre-line" });
  line.append(text);
  place.after(line);
  const left = at => {
    const letter = document.createRange();
    letter.setStart(text, at);
    letter.setEnd(text, at + 1);
    return letter.getBoundingClientRect().left;
  };
  const slash = text.data.indexOf("/");
  return left(slash) - left(slash + 1);
}"""

GAP_ABOVE = """section => section.querySelector("h2").getBoundingClientRect().top
  - section.previousElementSibling.getBoundingClientRect().bottom"""


async def test_the_state_of_a_text_breaks_between_words_only(browser: Browser, house: House, els: Visitor) -> None:
    await save(house, els, INTRO, HOLES)
    in_dutch = "Nog niet gelezen door een moedertaalspreker"

    async with drawn(browser, els, f"/admin/texts?lab={house.lab_a}&language=en&state=changed") as page:
        assert await page.locator(".mark-of").first.evaluate(LINES_OF_ITS_LAST_WORD, in_dutch) == 1


async def test_no_word_of_the_menu_is_broken_in_two_on_a_tablet(browser: Browser, house: House, els: Visitor) -> None:
    in_dutch = "bij Bijeenkomsten"

    async with drawn(browser, els, "/admin/meetings") as page:
        for width in (660, 800, 960, 1100):
            await page.set_viewport_size({"width": width, "height": 900})
            here = page.locator(".side nav a[aria-current] span")
            assert await here.evaluate(LINES_OF_ITS_LAST_WORD, in_dutch) == 1, width


async def test_the_name_of_a_language_is_not_broken_in_the_list_of_people(
    browser: Browser, house: House, els: Visitor
) -> None:
    await house.sign_up("Amina with a long family name", house.lab_a)

    async with drawn(browser, els, "/admin/people") as page:
        language = page.locator(".people td[lang] bdi").first
        for width in (800, 960, 1100, 1280):
            await page.set_viewport_size({"width": width, "height": 900})
            assert await language.evaluate(LINES_OF_ITS_LAST_WORD, "in Українська") == 1, width


async def test_the_words_of_a_bar_stand_at_its_start_whatever_their_direction(
    browser: Browser, house: House, els: Visitor
) -> None:
    async with house.brug.database.write() as connection:
        await add_quota(connection, house.lab_a, "migrant", "Newcomers", 8)
    await els.submit("/admin/account", "/admin/account/language", language="ar")

    async with drawn(browser, els, f"/admin/labs/{house.lab_a}/groups") as page:
        words, line = await page.locator(".bars bdi").bounding_box(), await page.locator(".bars li").bounding_box()

        assert words
        assert line
        assert abs(words["x"] + words["width"] - line["x"] - line["width"]) < 2
        assert words["width"] < line["width"] / 2


async def test_the_calendar_is_no_wider_than_a_tablet(browser: Browser, house: House, els: Visitor) -> None:
    await house.sign_up("Amina", house.lab_a)

    async with drawn(browser, els, f"/admin/labs/{house.lab_a}/calendar") as page:
        for width in (660, 800, 960, 1100):
            await page.set_viewport_size({"width": width, "height": 900})
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, width


async def test_a_field_for_a_day_stays_in_its_column_on_a_phone(browser: Browser, house: House, els: Visitor) -> None:
    async with drawn(browser, els, f"/admin/labs/{house.lab_a}/meetings/new") as page:
        await page.set_viewport_size({"width": 360, "height": 740})
        wider = "fields => fields.filter(field => field.offsetWidth > field.closest('label').offsetWidth).length"

        assert await page.locator(".pair input").count() > 4
        assert await page.locator(".pair input").evaluate_all(wider) == 0


async def test_words_of_the_other_direction_stand_beside_their_box(
    browser: Browser, house: House, els: Visitor
) -> None:
    await an_idea(
        house, "Samir", "العربية", words="هل يكتب لي أحد ما يُقال في اللقاء حتى أقرأه في البيت مع عائلتي؟ شكرا"
    )

    async with drawn(browser, els, f"/admin/labs/{house.lab_a}/recommendations/new") as page:
        words = page.locator("label.check bdi")

        assert await words.evaluate("one => getComputedStyle(one).direction") == "rtl"
        assert await words.evaluate("one => getComputedStyle(one).textAlign") == "left"


async def test_a_command_in_an_arabic_text_stands_as_people_write_it(
    browser: Browser, house: House, els: Visitor
) -> None:
    async with drawn(browser, els, f"/admin/labs/{house.lab_a}/texts/{fingerprint(INTRO)}?language=ar") as page:
        places = page.locator("#ar :is(.wordlines[dir=rtl], textarea[dir=rtl])")

        assert await places.count() == 2
        for place in await places.all():
            assert await place.evaluate(WHERE_THE_SLASH_STANDS) < 0


async def test_a_group_of_the_other_direction_is_named_where_its_bar_begins(
    browser: Browser, house: House, els: Visitor
) -> None:
    async with house.brug.database.write() as connection:
        await add_quota(connection, house.lab_a, "own-1", "الشباب", 5)

    async with drawn(browser, els, f"/admin/labs/{house.lab_a}/groups") as page:
        name = page.locator(".bars bdi", has_text="الشباب")

        assert await name.evaluate("one => getComputedStyle(one).direction") == "rtl"
        assert await name.evaluate("one => getComputedStyle(one).textAlign") == "left"


async def test_a_sign_stands_on_the_line_of_its_words(browser: Browser, house: House, els: Visitor) -> None:
    async with drawn(browser, els, "/admin/channels") as page:
        assert await page.locator("main p:has(> .icon)").first.evaluate(OFF_ITS_LINE) < 3


async def test_a_logo_stands_with_the_name_of_its_lab(browser: Browser, house: House, els: Visitor) -> None:
    async with drawn(browser, els, "/admin/") as page:
        assert await page.locator("header .mark").inner_text() == "Brug"
    await upload(els, house, picture())

    async with drawn(browser, els, "/admin/") as page:
        assert await page.locator("header .mark").inner_text() == "Lab A"


async def test_a_heading_stands_apart_from_the_line_above_it(browser: Browser, house: House, els: Visitor) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.hire("Robin", "coordinator", house.lab_a)
    colleague = re.findall(r'href="(/admin/staff/\d+)"', (await els.get("/admin/staff")).text)[-1]

    for path in (colleague, f"/admin/people/{who}/week/2026-05-11"):
        async with drawn(browser, els, path) as page:
            assert await page.locator("main section").first.evaluate(GAP_ABOVE) >= 16, path


async def test_what_is_wrong_stands_beside_its_sign_and_inside_its_box(
    browser: Browser, house: House, els: Visitor
) -> None:
    token = (await els.get("/admin/")).csrf
    refused = await els.post(f"/admin/labs/{house.lab_a}/groups", {"csrf": token, "name": "Readers", "seats": "x"})
    notice = re.search(r'<div class="notice bad".*?</div>', refused.text, re.DOTALL)
    assert notice

    page = await browser.new_page(viewport={"width": 360, "height": 740})
    await page.set_content(f"<main>{notice[0]}</main><style>{STYLE}</style>")

    sign, words = [await page.locator(f".notice {part}").bounding_box() for part in ("svg", "ul")]
    assert sign
    assert words
    assert abs(sign["y"] - words["y"]) < 8
    assert words["x"] >= sign["x"] + sign["width"]
    assert await page.locator(".notice ul").evaluate("one => getComputedStyle(one).paddingInlineStart") != "0px"
    await page.close()
