"""Many rows by one statement, on either database: what comes back is what was given."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import JSON, Boolean, Column, Identity, Integer, MetaData, String, Table, select
from sqlalchemy.exc import DataError

from store.bulk import ROWS_AT_ONCE, Rows, Update, insert_rows, update_rows
from store.database import Database
from store.intake import insert_many
from store.tables import Id
from store.types import SealedBytes, SealedJson, SealedText, UTCDateTime

shelf = Table(
    "shelf",
    MetaData(),
    Column("id", Id, Identity(), primary_key=True),
    Column("title", String(8), unique=True),
    Column("at", UTCDateTime),
    Column("words", SealedText("shelf.words")),
    Column("facts", SealedJson("shelf.facts")),
    Column("sound", SealedBytes("shelf.sound")),
    Column("labels", JSON(none_as_null=True)),
    Column("flag", Boolean),
    Column("number", Integer),
)
FULL: dict[str, Any] = {
    "title": 'ሰላም,"\\',
    "at": datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=ZoneInfo("Africa/Asmara")),
    "words": "كيف الحال? 🏳️‍🌈",
    "facts": {"text": "ሰላም", "list": [1, 2.5, None, True]},
    "sound": b"\x00\xff\\x",
    "labels": {"ሰላም": [None, "a\nb"]},
    "flag": True,
    "number": -(2**31),
}
EMPTY: dict[str, Any] = FULL | {"title": "", "words": "", "facts": {}, "sound": b"", "labels": [], "flag": False}
ODD: dict[str, Any] = FULL | {"title": "NULL", "words": "{}", "facts": "NULL", "sound": b"{", "number": 0}
NOTHING: dict[str, Any] = dict.fromkeys(FULL)

some_rows = pytest.mark.parametrize(
    "rows", [[FULL], [NOTHING], [NOTHING, NOTHING], [EMPTY, NOTHING, FULL, ODD]], ids=["one", "none", "nones", "mixed"]
)


@pytest.fixture
async def shelves(database: Database) -> Database:
    async with database.write() as connection:
        await connection.run_sync(shelf.create)
    return database


async def stored(database: Database) -> list[dict[str, Any]]:
    async with database.read() as connection:
        rows = await connection.execute(select(*(shelf.c[name] for name in FULL)).order_by(shelf.c.id))
        return [dict(row._mapping) for row in rows]


@some_rows
async def test_new_rows_come_back_as_they_were(shelves: Database, rows: Rows) -> None:
    async with shelves.write(hot=True) as connection:
        await insert_rows(connection, shelf, rows)

    assert await stored(shelves) == rows


@some_rows
async def test_changed_rows_come_back_as_they_were_and_the_others_stay(shelves: Database, rows: Rows) -> None:
    everything = Update(shelf, ", ".join(f"{name} = new.{name}" for name in FULL))
    old = [NOTHING | {"title": f"old {n}"} for n in range(6)]

    async with shelves.write(hot=True) as connection:
        ids = await insert_many(connection, shelf, old)
        changed = [{"id": ids[place], **row} for place, row in enumerate(rows, start=1)]
        await update_rows(connection, everything, changed[::-1])

    assert await stored(shelves) == [old[0], *rows, *old[1 + len(rows) :]]


async def test_a_change_may_keep_what_is_there_and_pass_by_who_does_not_match(shelves: Database) -> None:
    careful = Update(shelf, "title = coalesce(new.title, shelf.title), number = NULL", "shelf.flag = new.flag")
    async with shelves.write() as connection:
        ids = await insert_many(connection, shelf, [FULL | {"title": title} for title in "abc"])

        titles, flags = ["A", None, "C"], [True, True, False]
        rows = [{"id": i, "title": t, "flag": f} for i, t, f in zip(ids, titles, flags, strict=True)]
        await update_rows(connection, careful, rows)

    assert [(row["title"], row["number"]) for row in await stored(shelves)] == [
        ("A", None),
        ("b", None),
        ("c", FULL["number"]),
    ]


async def test_ids_come_in_the_order_of_the_rows_however_many_they_are(shelves: Database) -> None:
    titles = [str(number) for number in range(2 * ROWS_AT_ONCE + 1)]

    async with shelves.write() as connection:
        ids = await insert_many(connection, shelf, [{"title": title} for title in titles])
        rows = (await connection.execute(select(shelf.c.id, shelf.c.title))).all()

    assert {row.id: row.title for row in rows} == dict(zip(ids, titles, strict=True))


async def test_columns_that_were_not_given_get_their_defaults(shelves: Database) -> None:
    async with shelves.write() as connection:
        await insert_rows(connection, shelf, [{"number": 7}])

    assert await stored(shelves) == [NOTHING | {"number": 7}]


async def test_no_rows_are_no_statement(shelves: Database) -> None:
    async with shelves.write() as connection:
        assert await insert_rows(connection, shelf, [], ("id",)) == []
        await update_rows(connection, Update(shelf, "flag = true"), [])

    assert await stored(shelves) == []


async def test_a_moment_without_a_zone_is_refused(shelves: Database) -> None:
    naive = datetime(2026, 7, 1, tzinfo=UTC).replace(tzinfo=None)

    async with shelves.write() as connection:
        with pytest.raises(ValueError, match="without a time zone"):
            await insert_rows(connection, shelf, [{"at": naive}])


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_what_is_too_long_is_refused_and_not_cut(shelves: Database) -> None:
    """PostgreSQL cuts what is made VARCHAR(8) on the way, and refuses it on arrival."""
    async with shelves.write() as connection:
        with pytest.raises(DataError):
            await insert_rows(connection, shelf, [{"title": "ninewords"}])


async def test_a_row_that_is_there_already_is_passed_over(shelves: Database) -> None:
    async with shelves.write() as connection:
        await insert_rows(connection, shelf, [NOTHING | {"title": "old", "number": 1}])
        rows = [NOTHING | {"title": title, "number": 2} for title in ("new", "old", "new")]
        made = await insert_rows(connection, shelf, rows, ("title",), but_for=("title",))

    assert made == [("new",)]
    assert [(row["title"], row["number"]) for row in await stored(shelves)] == [("old", 1), ("new", 2)]
