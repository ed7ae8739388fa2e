"""Els sets whom people can call in danger."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from store.tables import task
from tests.admin.house import Browser, House, Page


async def saved(house: House, browser: Browser, **fields: str) -> Page:
    return await browser.submit(f"/admin/labs/{house.lab_a}/safety", **fields)


async def page_of(house: House, browser: Browser) -> Page:
    return await browser.get(f"/admin/labs/{house.lab_a}/safety")


async def test_it_is_off_and_the_words_stand_there_to_be_read(house: House, els: Browser) -> None:
    page = await page_of(house, els)

    assert "Switched off: Brug does not listen for these words." in page.words
    assert "i am being attacked Violence · gives help at once" in page.words
    assert f"/admin/labs/{house.lab_a}/safety" in (await els.get("/admin/set-up")).text


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"on": "1", "reviewed": "1"}, "Write the help numbers in these languages first: English."),
        ({"on": "1", "number_en": "112"}, "Tick that it was done."),
        ({"number_en": "1" * 400}, "too long"),
    ],
)
async def test_what_is_not_ready_cannot_be_switched_on(
    house: House, els: Browser, fields: dict[str, str], problem: str
) -> None:
    page = await saved(house, els, **fields)

    assert page.status == 422
    assert problem in page.words
    assert "Switched off" in (await page_of(house, els)).words


async def test_what_was_typed_is_not_lost(house: House, els: Browser) -> None:
    assert (await saved(house, els, on="1", number_en="112, or 1712")).field("number_en") == "112, or 1712"


async def test_switched_on_it_answers_in_the_chat(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)

    page = await saved(house, els, on="1", reviewed="1", number_en="112, or 1712")
    await house.write("amina", "My husband beats me")

    assert "Switched on. Reviewed on Mon 11 May · Els" in page.words
    today = (await els.get("/admin/")).words
    assert "Amina may be in danger. Please call or write now. Urgent Violence" in today
    assert today.index("may be in danger") < today.index("Amina is new")


async def test_other_numbers_are_reviewed_by_whoever_ticks_it_then(
    house: House, els: Browser, administrator: Browser
) -> None:
    await saved(house, els, on="1", reviewed="1", number_en="112")
    await saved(house, administrator, on="1", reviewed="1", number_en="112")
    assert "· Els" in (await page_of(house, els)).words

    await saved(house, administrator, on="1", reviewed="1", number_en="113")

    assert "· Ada" in (await page_of(house, els)).words


async def test_today_shows_of_danger_what_kind_and_whether_a_call_is_wanted(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    row = {"lab_id": house.lab_a, "person_id": who, "kind": "danger", "created_at": house.clock.now()}
    async with house.brug.database.write() as connection:
        await connection.execute(insert(task).values(**row, note="self_harm call"))

    assert "Urgent Self-harm · Wants a call" in (await els.get("/admin/")).words


async def test_today_says_that_she_wrote_more_since_and_none_of_her_words(house: House, els: Browser) -> None:
    await in_danger(house, els)
    assert "wrote more" not in (await els.get("/admin/")).words.casefold()

    await house.write("amina", "He comes back at six")
    house.clock.move(timedelta(minutes=20))
    await house.write("amina", "I am at my sister's now")

    words = (await els.get("/admin/")).words
    assert "Urgent Violence · Wrote more since then: 2, the last time Mon 11 May, 11:20" in words
    assert words.count("may be in danger") == 1
    assert "at six" not in words


async def test_a_tap_or_what_was_written_before_is_not_writing_more(house: House, els: Browser) -> None:
    await in_danger(house, els)
    await house.write("amina", "", tap="999:call")
    await house.write("amina", "/help")

    assert "Wrote more" not in (await els.get("/admin/")).words


async def in_danger(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await saved(house, els, on="1", reviewed="1", number_en="112, or 1712")
    await house.write("amina", "My husband beats me")


async def test_another_lab_is_not_there(house: House, greta: Browser) -> None:
    assert (await page_of(house, greta)).status == 404
