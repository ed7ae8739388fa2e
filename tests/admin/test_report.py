"""The report: one page in a language of the city, from what is stored and from words of the coordinator."""

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, update

from bot.meeting_files import drawing
from lab.pilots import Pilot
from lab.recommendations import Recommendation
from store.groups import add_quota, groups_in
from store.pilots import add_pilot
from store.recommendations import add_recommendation
from store.tables import lab, quota, recommendation_change
from tests.admin.house import Browser, House
from tests.admin.voicing import Bunch, fill


def path(house: House, rest: str = "") -> str:
    return f"/admin/labs/{house.lab_a}/report{rest}"


async def change_lab(house: House, **values: Any) -> None:
    async with house.brug.database.write() as connection:
        await connection.execute(update(lab).where(lab.c.id == house.lab_a).values(values))


async def tried_and_recommended(house: House) -> None:
    async with house.brug.database.write() as connection:
        for name, state in (("Language café", "running"), ("A bus", "idea")):
            await add_pilot(connection, Pilot(0, house.lab_a, {"en": name}, state=state), house.clock.now())
        for words, state in (("Open in the evening", "agreed"), ("Free coffee", "proposed")):
            new = Recommendation(0, house.lab_a, {"en": words}, state)
            await add_recommendation(connection, new, house.clock.now())


async def test_the_page_tells_what_was_asked_tried_and_recommended(house: House, els: Browser) -> None:
    await fill(house, Bunch(14, "migrant", came=9), Bunch(8, "partner", came=7), Bunch(3, "policymaker"))
    await tried_and_recommended(house)

    page = await els.submit(path(house), lang="en", asked="How do people learn?", wanted="Pay for a room.")

    for words in ("What was asked How do people learn?", "What we ask from you Pay for a room."):
        assert words in page.words
    assert "People who took part: 16. Meetings: 1." in page.words
    assert "Monday 4 May 2026" in page.words.replace(",", "")
    assert "Newcomers 14 of 25" in page.words
    assert "Groups of fewer than five people are not shown" in page.words
    assert "Policy makers" not in page.words.partition("Your words")[0]
    assert "Language café running" in page.words
    assert "Open in the evening agreed by the group" in page.words
    assert "A bus" not in page.words
    assert "Free coffee" not in page.words


async def test_a_list_has_the_comma_of_its_language(house: House, els: Browser) -> None:
    await change_lab(house, languages=["en", "ar"])
    await fill(house, Bunch(14, came=14), Bunch(8, "partner", language="ar", came=8))
    async with house.brug.database.write() as connection:
        new = Recommendation(0, house.lab_a, {"ar": "ظل"}, "agreed")
        made = await add_recommendation(connection, new, house.clock.now())
        change = {"recommendation_id": made, "state": "agreed", "reason": {}, "at": house.clock.now()}
        await connection.execute(insert(recommendation_change).values(change))

    page = await els.get(path(house, "?lang=ar"))

    assert "agreed by the group، " in page.words
    assert "14\u2069، " in page.words, "languages of those who took part"


async def test_a_language_without_words_says_what_is_missing(house: House, els: Browser) -> None:
    await change_lab(house, languages=["en", "ar"])
    await tried_and_recommended(house)
    await els.submit(path(house), lang="en", asked="How?", wanted="Pay.")

    page = await els.get(path(house, "?lang=ar"))

    missing = "What was asked, What was tried, What we recommend, What we ask from you"
    assert f"words are missing for: {missing}" in page.words
    assert 'class="paper" lang="ar" dir="rtl"' in page.text
    assert "How?" not in page.words


async def test_words_that_are_too_long_come_back_whole(house: House, els: Browser) -> None:
    page = await els.submit(path(house), lang="en", asked="word " * 200, wanted="")

    assert page.status == 422
    assert "too long for one page" in page.words
    assert ("word " * 200).strip() in page.text


async def test_two_who_write_at_once_lose_nothing(house: House, els: Browser) -> None:
    page = await els.get(path(house))
    shown = {"csrf": page.csrf, "as_shown": page.field("as_shown"), "lang": "en", "wanted": ""}

    await els.post(path(house), {**shown, "asked": "First words"})
    second = await els.post(path(house), {**shown, "asked": "Second words"})

    assert second.status == 409
    assert "First words" in second.text
    assert "Second words" in second.text


async def test_it_is_a_pdf_too_in_both_directions(house: House, els: Browser) -> None:
    await change_lab(house, languages=["en", "ar"])
    for language in ("en", "ar"):
        async with els.session.get(els.base + path(house, f"/pdf?lang={language}")) as answer:
            assert answer.content_type == "application/pdf"
            assert (await answer.read()).startswith(b"%PDF-")


async def test_without_typst_the_page_says_how_to_print(
    house: House, els: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "find_spec", lambda _: None)

    assert "Print the page instead" in (await els.get(path(house))).words
    assert "You can still print it" in (await els.get(path(house, "/pdf"))).words


async def test_a_reader_reads_and_writes_nothing(house: House) -> None:
    async with house.browser() as rosa:
        await rosa.log_in(await house.hire("Rosa", "reader", house.lab_a))

        assert "Your words on this page" not in (await rosa.get(path(house))).words
        csrf = (await rosa.get(path(house))).csrf
        assert (await rosa.post(path(house), {"csrf": csrf, "asked": "x"})).status == 403


async def test_the_table_of_the_funder_hides_what_is_small_and_holds_no_formula(house: House, els: Browser) -> None:
    await fill(house, Bunch(14, "migrant", came=9), Bunch(12, "partner", came=6))
    async with house.brug.database.write() as connection:
        await connection.execute(update(quota).where(quota.c.key == "partner").values(name='=HYPERLINK("x")'))
        await connection.execute(insert(quota).values(lab_id=house.lab_a, key="own-1", name="+1", seats=3))
    await tried_and_recommended(house)

    text = (await els.get(path(house, "/table.csv"))).text
    async with els.session.get(els.base + path(house, "/table.xlsx")) as answer:
        sheet = load_workbook(io.BytesIO(await answer.read())).active

    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert lines[0] == ["Part", "Divided by", "What", "Number", "Of"]
    assert ["Who comes", "Group", "The migrants", "9", "14"] in lines
    assert ["Who comes", "Group", '\'=HYPERLINK("x")', "6", "12"] in lines
    assert ["Meetings", "", "2026-05-04", "Co-creation", ""] in lines
    assert ["Pilots", "", "Language café", "running", ""] in lines
    assert sheet is not None
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert ["Who comes", "Group", '=HYPERLINK("x")', 6, 12] in cells
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}


async def test_a_group_of_our_own_has_a_name_in_each_language(house: House, els: Browser) -> None:
    await fill(house, Bunch(9, "migrant"), Bunch(8, "own-young"))
    await change_lab(house, languages=["en", "ar"])
    async with house.brug.database.read() as connection:
        usual, young = [one.id for one in await groups_in(connection, house.lab_a)]
    groups = f"/admin/labs/{house.lab_a}/groups"
    form = await els.get(groups)
    hers = {f"name_{usual}": "Newcomers", f"seats_{usual}": "10", f"name_{young}": "Youth", f"seats_{young}": "10"}

    page = await els.post(groups, {**form.hidden, **hers, f"name_{young}_ar": "الشباب"})

    assert f'name="name_{young}_ar" value="الشباب"' in page.text
    assert f"name_{usual}_ar" not in page.text
    for language, said, other in (("en", "Youth", "الشباب"), ("ar", "الشباب", "Youth")):
        sheet = (await els.get(path(house, f"?lang={language}"))).text.partition('class="paper"')[2]
        assert (said in sheet, other in sheet) == (True, False), language
    assert "Youth 8 of" in (await els.get(f"/admin/labs/{house.lab_a}/voices")).words
    await els.submit("/admin/account", "/admin/account/language", language="ar")
    assert "الشباب 8" in (await els.get(f"/admin/labs/{house.lab_a}/voices")).words.replace("\u2068", "").replace(
        "\u2069", ""
    )


async def test_two_who_name_a_group_at_once_see_both(house: House, els: Browser) -> None:
    async with house.brug.database.write() as connection:
        young = await add_quota(connection, house.lab_a, "own-young", "Youth", 10)
    groups = f"/admin/labs/{house.lab_a}/groups"
    form, hers = await els.get(groups), {f"name_{young}": "Youth", f"seats_{young}": "10"}
    await els.post(groups, {**form.hidden, **hers, f"name_{young}_en": "Young people"})

    late = await els.post(groups, {**form.hidden, **hers, f"name_{young}_en": "Teenagers"})

    assert late.status == 409
    assert "Young people" in late.words
    assert "Teenagers" in late.words
