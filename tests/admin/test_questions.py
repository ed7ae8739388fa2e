"""Els keeps the promises of her lab: who answers what, what is the same, and what was not kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from store import promises
from store.tables import staff_lab, task
from tests.admin.house import Browser, House, Page
from tests.admin.test_answer import answer, sent_by_desk
from tests.admin.test_borders import number_of

SAME = ("When is the next meeting?", "The next meeting, when is it?")


async def page_of(house: House, browser: Browser) -> Page:
    return await browser.get(f"/admin/labs/{house.lab_a}/questions")


async def act(house: House, browser: Browser, task_id: int, what: str, **fields: str) -> Page:
    page = f"/admin/labs/{house.lab_a}/questions"
    return await browser.submit(page, f"{page}/{task_id}/{what}", **fields)


async def brought_in(house: House) -> list[Any]:
    async with house.brug.database.read() as connection:
        return list(await connection.execute(select(task).where(task.c.sort != "").order_by(task.c.id)))


async def two_ask(house: House, second_language: str = "English") -> tuple[int, int]:
    """Amina and Bilal ask the same. Their ids."""
    amina = await house.sign_up("Amina", house.lab_a)
    bilal = await house.sign_up("Bilal", house.lab_a, language=second_language)
    for name, words in zip(("amina", "bilal"), SAME, strict=True):
        await house.write(name, words)
    return amina, bilal


@pytest.fixture
async def merged(house: House, els: Browser) -> tuple[int, int]:
    people = await two_ask(house)
    first, second = await brought_in(house)
    await act(house, els, second.id, "merge", into=str(first.id))
    return people


async def test_what_waits_stands_there_with_the_day_that_was_promised(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "The bus did not come")
    await house.write("amina", "3")

    page = await page_of(house, els)

    assert "Amina says that something is wrong. The bus did not come Promised by Mon 18 May" in page.words
    assert f"/admin/labs/{house.lab_a}/questions" in (await els.get("/admin/")).text


async def test_somebody_takes_it_and_sees_on_the_last_day_that_it_is_hers(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "The bus did not come")
    assert "Nobody has taken this yet." in (await els.get("/admin/")).words
    me = await number_of(house, "els@example.org")

    await act(house, els, (await brought_in(house))[0].id, "assign", owner=str(me), sort="signal")

    assert "Els answers this." in (await page_of(house, els)).words
    assert "You answer this." in (await els.get("/admin/")).words
    house.clock.move(timedelta(days=7))
    await els.log_in("els@example.org")
    assert "You answer this: please do it today." in (await els.get("/admin/")).words


async def test_nobody_of_another_lab_can_be_made_to_answer(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "The bus did not come")
    greta = await number_of(house, await house.hire("Greta", "coordinator", house.lab_b))
    number = (await brought_in(house))[0].id

    assert (await act(house, els, number, "assign", owner=str(greta), sort="question")).status == 400
    assert (await act(house, els, number, "assign", owner="0", sort="danger")).status == 400


async def test_who_also_works_for_this_lab_can_be_made_to_answer_and_stays_in_the_list(
    house: House, els: Browser
) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "The bus did not come")
    greta = await number_of(house, await house.hire("Greta", "coordinator", house.lab_b))
    async with house.brug.database.write() as connection:
        await connection.execute(staff_lab.insert().values(staff_id=greta, lab_id=house.lab_a))
    number = (await brought_in(house))[0].id

    page = await act(house, els, number, "assign", owner=str(greta), sort="question")

    assert "Greta answers this." in page.words
    assert f'<option value="{greta}" selected>' in page.text, "who saves the sort only must not send her away"


async def test_what_is_alike_is_suggested_and_answered_together_by_a_human(house: House, els: Browser) -> None:
    await two_ask(house)
    first, second = await brought_in(house)
    assert "Perhaps the same" in (await page_of(house, els)).words

    page = await act(house, els, second.id, "merge", into=str(first.id))

    assert "Perhaps the same" not in page.words
    assert "answered together with the one above" in page.words
    assert [words in (await els.get("/admin/")).words for words in SAME] == [True, False]

    await act(house, els, second.id, "unmerge")

    assert [words in (await els.get("/admin/")).words for words in SAME] == [True, True]


@pytest.mark.parametrize("into", ["", "999", "own"])
async def test_it_is_the_same_as_nothing_that_does_not_wait_here(house: House, els: Browser, into: str) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "The bus did not come")
    number = (await brought_in(house))[0].id

    page = await act(house, els, number, "merge", into=str(number) if into == "own" else into)

    assert page.status == 400


async def test_all_who_asked_get_the_answer(house: House, els: Browser, merged: tuple[int, int]) -> None:
    amina, _ = merged
    assert "This also goes to Bilal, who asked the same." in (await els.get(f"/admin/people/{amina}")).words

    settles = [str(row.id) for row in await brought_in(house) if row.person_id == amina]
    await answer(els, amina, "On Thursday.", settles)

    own, others = sorted(await sent_by_desk(house))
    assert own == "On Thursday."
    assert others == f"You wrote to us: {SAME[1]}\n\nOn Thursday."
    rows = await brought_in(house)
    assert [(row.answer, row.answer_language, row.done_at is None) for row in rows] == [
        ("On Thursday.", "en", False)
    ] * 2
    assert "Answered on Mon 11 May" in (await page_of(house, els)).words


async def test_an_answer_from_either_page_is_for_both(house: House, els: Browser, merged: tuple[int, int]) -> None:
    _, bilal = merged
    settles = [str(row.id) for row in await brought_in(house) if row.person_id == bilal]

    await answer(els, bilal, "On Thursday.", settles)

    assert all(row.answered_at for row in await brought_in(house))


async def test_an_answer_does_not_go_to_anybody_in_a_language_she_did_not_choose(house: House, els: Browser) -> None:
    amina, bilal = await two_ask(house, "العربية")
    first, second = await brought_in(house)
    await act(house, els, second.id, "merge", into=str(first.id))
    said = (await els.get(f"/admin/people/{amina}")).words
    assert "This does not go to Bilal yet: it must be in" in re.sub("[\u2068\u2069]", "", said)

    await answer(els, amina, "On Thursday.", [str(first.id)])

    assert await sent_by_desk(house) == ["On Thursday."]
    waiting = (await brought_in(house))[1]
    assert (waiting.answer, waiting.answered_at, waiting.done_at) == ("On Thursday.", None, None)
    assert "There is an answer, but not in this person’s language yet." in (await els.get("/admin/")).words

    await answer(els, bilal, "يوم الخميس", [str(second.id)])

    assert (await brought_in(house))[1].answer == "يوم الخميس"
    assert all(row.answered_at for row in await brought_in(house))


async def test_who_said_stop_gets_no_answer_and_the_question_stays(
    house: House, els: Browser, merged: tuple[int, int]
) -> None:
    amina, _ = merged
    await house.write("bilal", "stop")
    said = (await els.get(f"/admin/people/{amina}")).words
    assert "This does not go to Bilal: we cannot write to this person just now." in said

    settles = [str(row.id) for row in await brought_in(house) if row.person_id == amina]
    await answer(els, amina, "On Thursday.", settles)

    assert await sent_by_desk(house) == ["On Thursday."]
    assert [row.done_at is None for row in await brought_in(house)] == [False, True]


async def test_a_double_click_tells_nobody_twice(house: House, els: Browser, merged: tuple[int, int]) -> None:
    amina, _ = merged
    page = await els.get(f"/admin/people/{amina}")
    settles = [("settles", str(row.id)) for row in await brought_in(house)]
    fields = [("csrf", page.csrf), ("key", page.field("key")), ("text", "On Thursday."), *settles]

    for _ in range(2):
        await els.post(f"/admin/people/{amina}/answer", fields)

    assert len(await sent_by_desk(house)) == 2


async def test_a_promise_that_was_not_kept_is_listed_for_good(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "The bus did not come")
    house.clock.move(timedelta(days=16))
    async with house.brug.database.write() as connection:
        await promises.climb(connection, house.lab_a, house.clock.now())
    await els.log_in("els@example.org")
    assert "A broken promise: the answer was promised by Mon 18 May." in (await page_of(house, els)).words

    await answer(els, who, "Sorry.", [str(row.id) for row in await brought_in(house)])

    assert "Broken promises Amina asks a question." in (await page_of(house, els)).words


async def test_an_empty_lab_says_so(house: House, els: Browser) -> None:
    assert (
        "Nothing waits for an answer. What people ask or suggest in the chat stands here."
        in (await page_of(house, els)).words
    )


async def test_nothing_of_it_is_there_for_another_lab(house: House, els: Browser, greta: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "The bus did not come")
    number = (await brought_in(house))[0].id

    assert (await page_of(house, greta)).status == 404
    own = f"/admin/labs/{house.lab_b}/questions"
    assert (await greta.submit(own, f"{own}/{number}/unmerge")).status == 404
