"""Recommendations at the desk: write one, say what it grew from, change it with a reason that people can read."""

from typing import Any

import pytest
from sqlalchemy import update

from lab.recommendations import Recommendation
from store import recommendations as stored
from store.tables import recommendation_change, task
from tests.admin.gatherings import contacts
from tests.admin.house import Browser, House

WORDS = {"words_en": "Language classes in the evening"}
ARABIC = "العربية"


async def rows(house: House, table: Any) -> list[Any]:
    async with house.brug.database.read() as connection:
        return list(await connection.execute(table.select().order_by(table.c.id)))


async def an_idea(house: House, name: str, language: str = "English", words: str = "Classes after work?") -> int:
    """Somebody signs up and brings in an idea; its number."""
    await house.sign_up(name, house.lab_a, language=language)
    await house.write(name.casefold(), words)
    found: list[int] = [row.id for row in await rows(house, task) if row.note == words]
    async with house.brug.database.write() as connection:
        await connection.execute(update(task).where(task.c.id.in_(found)).values(sort="idea"))
    return found[-1]


async def a_recommendation(house: House, *sources: str, lab_id: int = 0, **words: str) -> int:
    new = Recommendation(0, lab_id or house.lab_a, words or {"en": "Classes"}, sources=sources)
    async with house.brug.database.write() as connection:
        return await stored.add_recommendation(connection, new, house.clock.now())


async def test_a_recommendation_grows_from_an_idea(house: House, els: Browser) -> None:
    idea = await an_idea(house, "Amina")
    path = f"/admin/labs/{house.lab_a}/recommendations/new"

    empty = await els.get(f"{path}?from=task:{idea}")
    page = await els.submit(path, **WORDS, source=f"task:{idea}")

    assert f'value="task:{idea}" checked' in empty.text
    assert "Classes after work?" in empty.words
    assert page.path == "/admin/recommendations/1"
    assert "proposed · people who contributed: 1" in page.words
    assert "Language classes in the evening" in (await els.get("/admin/recommendations")).words


async def test_a_change_is_told_to_everybody_who_contributed(house: House, els: Browser) -> None:
    idea = await an_idea(house, "Amina")
    number = await a_recommendation(house, f"task:{idea}")
    path = f"/admin/recommendations/{number}"

    page = await els.submit(path, f"{path}/change", state="adopted", reason_en="The council voted for it")

    assert "Everybody who contributed hears of it" in page.words
    assert "adopted by the city" in page.words
    planned = await contacts(house, kind="recommendation")
    assert [(row.person_id, row.reference) for row in planned] == [(await house.person("Amina"), "change:1")]


async def test_who_would_be_left_out_is_said_first_and_is_a_task_where_it_is_saved_all_the_same(
    house: House, els: Browser
) -> None:
    ideas = [await an_idea(house, "Amina"), await an_idea(house, "Samir", ARABIC, "فكرة جديدة")]
    number = await a_recommendation(house, *(f"task:{one}" for one in ideas))
    path, reason = f"/admin/recommendations/{number}", {"state": "agreed", "reason_en": "We voted"}

    refused = await els.submit(path, f"{path}/change", **reason)

    assert refused.status == 422
    assert f"{ARABIC} : Still missing. People who would get nothing: 1" in refused.words
    assert "We voted" in refused.text
    assert await rows(house, recommendation_change) == []
    assert await contacts(house, kind="recommendation") == []

    saved = await els.submit(path, f"{path}/change", **reason, anyway="1")
    assert "Some people would get nothing" in saved.words
    assert [row.person_id for row in await contacts(house, kind="recommendation")] == [await house.person("Amina")]
    [missing] = [row for row in await rows(house, task) if row.kind == "recommendation_words"]
    assert (missing.note, missing.done_at) == (f"recommendation:{number}", None)
    assert f"/admin/recommendations/{number}#life" in (await els.get("/admin/")).text


async def test_words_that_come_later_reach_who_was_left_out(house: House, els: Browser) -> None:
    idea = await an_idea(house, "Samir", ARABIC, "فكرة جديدة")
    number = await a_recommendation(house, f"task:{idea}", en="Classes", ar="دروس")
    path = f"/admin/recommendations/{number}"
    await els.submit(path, f"{path}/change", state="agreed", reason_en="We voted", anyway="1")

    page = await els.submit(path, "/admin/changes/1", reason_en="We voted", reason_ar="صوتنا")
    await house.brug.rounds.plan()

    assert "Still missing" not in page.words
    assert [row.person_id for row in await contacts(house, kind="recommendation")] == [await house.person("Samir")]
    [asked] = [row for row in await rows(house, task) if row.kind == "recommendation_words"]
    assert asked.done_at is not None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"state": "proposed", "reason_en": "?"}, "That is its state already"),
        ({"state": "lost", "reason_en": "?"}, "cannot be “lost”"),
        ({"state": "agreed"}, "Write why, in one language at least"),
        ({"state": "agreed", "reason_en": "x" * 501}, "Write 500 letters at most"),
    ],
)
async def test_a_change_that_cannot_be_is_refused(
    house: House, els: Browser, wrong: dict[str, str], sentence: str
) -> None:
    path = f"/admin/recommendations/{await a_recommendation(house)}"

    page = await els.submit(path, f"{path}/change", **wrong)

    assert page.status == 422
    assert sentence in page.words
    assert wrong.get("reason_en", "") in page.text
    assert await rows(house, recommendation_change) == []


async def test_words_and_sources_change_and_sources_of_another_lab_do_not_count(house: House, els: Browser) -> None:
    idea = await an_idea(house, "Amina")
    number = await a_recommendation(house)
    path = f"/admin/recommendations/{number}"

    token = (await els.get(path)).csrf
    fields = [("csrf", token), *WORDS.items(), ("source", f"task:{idea}"), ("source", "task:999"), ("source", "x")]
    page = await els.post(path, fields)
    empty = await els.submit(path, words_en="")

    assert "people who contributed: 1" in page.words
    assert empty.status == 422
    assert "Write the recommendation" in empty.words
    async with house.brug.database.read() as connection:
        [found] = await stored.recommendations_of(connection, house.lab_a)
    assert (found.words, found.sources) == ({"en": WORDS["words_en"]}, (f"task:{idea}",))


async def test_a_recommendation_of_another_lab_is_not_there(house: House, greta: Browser, els: Browser) -> None:
    number = await a_recommendation(house, en="Not for Greta")
    path = f"/admin/recommendations/{number}"
    await els.submit(path, f"{path}/change", state="agreed", reason_en="We voted")

    assert (await greta.get(path)).status == 404
    assert "Not for Greta" not in (await greta.get("/admin/recommendations")).words
    for action in (path, f"{path}/change", "/admin/changes/1", f"/admin/labs/{house.lab_a}/recommendations/new"):
        assert (await greta.submit("/admin/", action, **WORDS, state="done", reason_en="x")).status == 404, action
