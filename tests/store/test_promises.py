"""What people brought in, as the database keeps it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from lab.promises import BROKEN, WITH_COORDINATORS
from store import promises
from store.database import Database
from store.labs import new_lab
from store.tables import person, task

NOW = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=4)


@pytest.fixture
async def asked(database: Database) -> Database:
    """Three people of lab 1 asked something: tasks 1, 2 and 3."""
    async with database.write() as connection:
        lab = await new_lab(connection, name="A", city="A", timezone="UTC", languages=["en"], now=NOW)
        for number in (1, 2, 3):
            await connection.execute(insert(person).values(lab_id=lab.id, language="en", created_at=NOW))
            row = {"lab_id": lab.id, "person_id": number, "kind": "message", "sort": "question", "note": f"{number}?"}
            await connection.execute(insert(task).values(**row, created_at=NOW, answer_by=SOON, language="en"))
    return database


async def rows(database: Database) -> list[Any]:
    async with database.read() as connection:
        return list(await connection.execute(select(task).order_by(task.c.id)))


async def merged(database: Database, *pairs: tuple[int, int]) -> list[int | None]:
    async with database.write() as connection:
        for one, other in pairs:
            await promises.merge(connection, one, other)
    return await merged_into(database)


async def merged_into(database: Database) -> list[int | None]:
    async with database.read() as connection:
        return [row.merged_into for row in sorted(await promises.waiting(connection, 1), key=lambda row: row.id)]


async def group_of(database: Database, task_id: int) -> list[int]:
    async with database.read() as connection:
        return [row.id for row in await promises.with_merged(connection, [task_id])]


async def test_the_oldest_stands_for_all_that_are_answered_together(asked: Database) -> None:
    assert await merged(asked, (3, 2), (2, 1)) == [None, 1, 1]


@pytest.mark.parametrize("chosen", [1, 2, 3])
async def test_an_answer_to_any_of_them_is_for_all(asked: Database, chosen: int) -> None:
    await merged(asked, (1, 2), (3, 2))

    assert await group_of(asked, chosen) == [1, 2, 3]


async def test_what_was_not_merged_is_alone(asked: Database) -> None:
    assert await group_of(asked, 2) == [2]


async def test_one_can_be_taken_apart_again(asked: Database) -> None:
    await merged(asked, (1, 2), (1, 3))
    async with asked.write() as connection:
        await promises.unmerge(connection, 2)

    assert await merged_into(asked) == [None, None, 1]


async def test_where_the_first_is_taken_away_the_others_stay_together(asked: Database) -> None:
    await merged(asked, (1, 2), (1, 3))
    async with asked.write() as connection:
        await promises.unmerge(connection, 1)

    assert await merged_into(asked) == [None, None, 2]


async def test_what_was_merged_with_somebody_who_is_forgotten_is_not_lost(asked: Database) -> None:
    await merged(asked, (1, 2))
    async with asked.write() as connection:
        await connection.execute(delete(task).where(task.c.id == 1))

    assert await merged_into(asked) == [None, None]


async def test_merging_twice_or_in_a_circle_changes_nothing(asked: Database) -> None:
    assert await merged(asked, (1, 2), (2, 1), (1, 2), (1, 1)) == [None, 1, None]


async def test_what_is_late_climbs_once_and_stays_on_the_list_when_it_is_answered(asked: Database) -> None:
    heights = []
    for days in (1, 5, 5, 12, 30):
        async with asked.write() as connection:
            await promises.climb(connection, 1, NOW + timedelta(days=days))
        heights.append((await rows(asked))[0].climbed)
    async with asked.write() as connection:
        await promises.answered(connection, [1], 7, NOW)

    assert heights == [0, WITH_COORDINATORS, WITH_COORDINATORS, BROKEN, BROKEN]
    async with asked.read() as connection:
        assert [row.id for row in await promises.broken(connection, 1)] == [1, 2, 3]


async def test_what_was_answered_in_time_never_climbs(asked: Database) -> None:
    async with asked.write() as connection:
        await promises.answered(connection, [1, 2, 3], 7, NOW)
        await promises.climb(connection, 1, NOW + timedelta(days=90))

    assert [row.climbed for row in await rows(asked)] == [0, 0, 0]


async def test_another_lab_has_nothing_of_it(asked: Database) -> None:
    async with asked.read() as connection:
        assert await promises.waiting(connection, 2) == []


async def test_she_says_what_the_last_thing_was_that_she_said_in_pieces(asked: Database) -> None:
    async with asked.write() as connection:
        await connection.execute(update(task).values(person_id=1))
        for number, minutes in ((1, 0), (2, 90), (3, 95)):
            moved = {"created_at": NOW + timedelta(minutes=minutes)}
            await connection.execute(update(task).where(task.c.id == number).values(moved))
        await promises.sort_newest(connection, 1, "idea")

    assert [row.sort for row in await rows(asked)] == ["question", "idea", "idea"]


async def test_never_mind_takes_the_promise_away_and_keeps_the_row(asked: Database) -> None:
    await merged(asked, (1, 2))
    async with asked.write() as connection:
        await promises.never_mind(connection, 1, NOW)

    first, second, third = await rows(asked)
    assert (first.sort, first.done_at, first.note) == ("", NOW, "1?")
    assert [second.done_at, third.done_at] == [None, None]
    assert await merged_into(asked) == [None, None]
