"""Els looks at what mediators gave, puts it right, asks again, and asks for texts of her own."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.pages.translations import NOT_RIGHT, UNSURE
from bot.mediation import LOOK, NOBODY
from lab.mediation import APPROVED, WAITING, Text
from store import mediation
from store.mediation import Wanted
from store.tables import task, translation
from tests.admin.house import Browser, House


async def rows(house: House, table: Any) -> list[Any]:
    async with house.brug.database.read() as connection:
        return list(await connection.execute(table.select().order_by(table.c.id)))


async def a_text(house: House, words: str = "") -> Text:
    """One of lab A on its way from Dutch into Arabic; with `words`, as it was given."""
    async with house.brug.database.write() as connection:
        wanted = Wanted("text:1", "nl", "Donderdag", frozenset({"ar"}))
        await mediation.ask_for(connection, house.lab_a, wanted, {}, house.clock.now())
        [text] = await mediation.open_texts(connection, house.lab_a)
        if words:
            await mediation.keep_words(connection, text, words, house.clock.now())
    return text


async def looked_at_by(house: House, second: int, then: Callable[[AsyncConnection, Text], Awaitable[None]]) -> Text:
    """Somebody else has what was given, and says something of it."""
    async with house.brug.database.write() as connection:
        [text] = await mediation.open_texts(connection, house.lab_a)
        await mediation.give_to(connection, text, second, house.clock.now())
        [text] = await mediation.open_texts(connection, house.lab_a)
        await then(connection, text)
    return text


async def again_given(house: House, text: Text) -> Text:
    async with house.brug.database.write() as connection:
        await mediation.ask_again(connection, text)
        await mediation.keep_words(connection, text, "الخميس", house.clock.now())
    return text


async def act(house: House, browser: Browser, what: str, **fields: str) -> Any:
    page = f"/admin/labs/{house.lab_a}/translations"
    return await browser.submit(page, f"{page}/{what}", **fields)


@pytest.mark.parametrize(("subject", "waiting"), [("answer:7", 1), ("update:7", 2)])
async def test_an_answer_is_waited_for_by_one_and_news_by_all_who_read_that_language(
    house: House, els: Browser, subject: str, waiting: int
) -> None:
    for name in ("Samir", "Rasha"):
        await house.sign_up(name, house.lab_a, language="العربية")
    async with house.brug.database.write() as connection:
        wanted = Wanted(subject, "nl", "Donderdag", frozenset({"ar"}))
        await mediation.ask_for(connection, house.lab_a, wanted, {}, house.clock.now())

    page = await els.get(f"/admin/labs/{house.lab_a}/translations")

    assert f"people: {waiting}" in page.words


async def test_what_was_given_is_approved_as_it_is_or_put_right(house: House, els: Browser) -> None:
    text = await a_text(house, "الخميس")

    page = await act(house, els, f"{text.id}/approve", words="يوم الخميس")

    assert "Approved. It can be used now." in page.words
    [row] = await rows(house, translation)
    assert (row.state, row.words, row.approved_at) == (APPROVED, "يوم الخميس", house.clock.now())
    assert "Donderdag" in page.words


async def test_who_is_not_sure_and_who_says_no_are_told_apart(house: House, els: Browser) -> None:
    [olena, omar] = [await house.sign_up(name, house.lab_a) for name in ("Olena", "Omar")]
    page = f"/admin/labs/{house.lab_a}/translations"
    text = await a_text(house, "الخميس")
    async with house.brug.database.write() as connection:
        await mediation.doubt(connection, text)

    doubted = (await els.get(page)).words
    text = await looked_at_by(house, omar, mediation.refuse)
    refused = (await els.get(page)).words
    text = await again_given(house, text)
    await looked_at_by(house, olena, partial(mediation.pass_over, person_id=olena))
    passed_over = (await els.get(page)).words

    assert UNSURE in doubted
    assert NOT_RIGHT not in doubted
    assert NOT_RIGHT in refused
    assert UNSURE not in refused
    assert UNSURE not in passed_over
    assert NOT_RIGHT not in passed_over


async def test_nothing_is_approved_without_words(house: House, els: Browser) -> None:
    text = await a_text(house, "الخميس")

    page = await act(house, els, f"{text.id}/approve", words=" ")

    assert page.status == 422
    assert "Write something first." in page.words


async def test_what_is_not_right_is_asked_for_again(house: House, els: Browser) -> None:
    text = await a_text(house, "الجمعة")
    async with house.brug.database.write() as connection:
        values = {"lab_id": house.lab_a, "kind": LOOK, "created_at": house.clock.now()}
        await connection.execute(insert(task).values(values))

    await act(house, els, f"{text.id}/again")

    assert [(row.state, row.words) for row in await rows(house, translation)] == [(WAITING, None)]
    assert [row.done_at is not None for row in await rows(house, task)] == [True]


async def test_a_text_of_her_own_is_asked_for_without_names_in_each_other_language(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)

    await act(house, els, "add", words="Amina brings bread", language="en", into_ar="1", into_en="1")

    found = [(row.source_language, row.language, row.source) for row in await rows(house, translation)]
    assert found == [("en", "ar", "… brings bread")]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": ""}, "Write something first."),
        ({"words": "x" * 701}, "too long"),
        ({"language": "xx"}, "Choose the language"),
        ({"into_ar": ""}, "Choose the language"),
    ],
)
async def test_what_cannot_be_asked_is_said(house: House, els: Browser, wrong: dict[str, str], sentence: str) -> None:
    page = await act(house, els, "add", **{"words": "Bread", "language": "en", "into_ar": "1"} | wrong)

    assert page.status == 422
    assert sentence in page.words
    assert await rows(house, translation) == []


async def test_what_somebody_asked_is_put_into_the_language_of_the_team(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "The bus did not come")
    [number] = [row.id for row in await rows(house, task) if row.sort]

    page = await els.get(f"/admin/labs/{house.lab_a}/translations?task={number}")
    assert "The bus did not come" in page.text
    await act(house, els, "add", words="The bus did not come", language="en", into_ar="1", task=str(number))

    assert [row.subject for row in await rows(house, translation)] == [f"task:{number}"]


async def test_a_language_that_nobody_speaks_stands_on_the_page_of_today(house: House, els: Browser) -> None:
    await a_text(house)

    await house.brug.rounds.plan()
    page = await els.get("/admin/")

    assert [row.kind for row in await rows(house, task)] == [NOBODY]
    assert "People who wait for a text: 1." in page.words
    assert f"/admin/labs/{house.lab_a}/translations" in page.text


async def test_who_takes_part_becomes_a_mediator(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/role", role="mediator")

    page = await els.get(f"/admin/labs/{house.lab_a}/translations")
    assert "Amina has not said yet which languages" in page.words


async def test_another_lab_sees_and_changes_nothing(house: House, greta: Browser) -> None:
    text = await a_text(house, "الخميس")
    own = f"/admin/labs/{house.lab_b}/translations"

    assert (await greta.get(f"/admin/labs/{house.lab_a}/translations")).status == 404
    for path in (f"/admin/labs/{house.lab_a}/translations/{text.id}/approve", f"{own}/{text.id}/again"):
        assert (await greta.submit(own, path, words="x")).status == 404
    assert (await greta.get(f"{own}?task=1")).status == 404
    assert [row.words for row in await rows(house, translation)] == ["الخميس"]
