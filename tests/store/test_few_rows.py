"""How many rows PostgreSQL reads for one batch, with plans that were made while little was there."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from store.bulk import insert_rows
from store.database import Database
from store.intake import Caller, Visitor, already_taken, save_people, stranger, visitors
from store.outgoing import REPLY, Outcome, Parcel, claim, record
from store.tables import address, inbox, outbox, person

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BOT = {"channel": "telegram", "account": "1"}
LEASE = timedelta(minutes=1)
MANY = 3_000
ASKED = 3
TIMES = 8
"""Each of them by two statements at most, that find and lock it, and what is left of its older versions."""
UNTIL_A_PLAN_IS_KEPT = 12
"""Executions of one statement: psycopg prepares it after five, PostgreSQL keeps its plan after five more at most."""
Work = Callable[[AsyncConnection, Sequence[int]], Awaitable[object]]


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


async def looks_up_what_came_before(connection: AsyncConnection, places: Sequence[int]) -> None:
    await already_taken(connection, [(BOT["channel"], BOT["account"], f"event {place}") for place in places])


async def loads_who_writes(connection: AsyncConnection, places: Sequence[int]) -> None:
    await visitors(connection, [_caller(place) for place in places], NOW)


async def saves_people(connection: AsyncConnection, places: Sequence[int]) -> None:
    await save_people(connection, [_visitor(place) for place in places])


async def records(connection: AsyncConnection, places: Sequence[int]) -> None:
    await record(connection, [Outcome(_parcel(place), "sent") for place in places], NOW)


async def claims(connection: AsyncConnection, places: Sequence[int]) -> None:
    await claim(connection, [_id(place) for place in places], "other", NOW, LEASE)


@pytest.mark.parametrize(
    ("work", "tables"),
    [
        (looks_up_what_came_before, ("inbox",)),
        (loads_who_writes, ("address", "person", "outbox")),
        (saves_people, ("person",)),
        (records, ("outbox",)),
        (claims, ("outbox", "address", "person")),
    ],
)
@pytest.mark.parametrize("few", [0, 50])
async def test_of_a_full_table_only_the_rows_are_read_that_a_batch_is_about(
    database: Database, work: Work, tables: tuple[str, ...], few: int
) -> None:
    if few:
        async with database.write() as connection:
            await _fill(connection, range(-few, 0))
            await connection.exec_driver_sql("ANALYZE")
    async with database.write(hot=True) as connection:
        await _let_plans_be_made(connection, work)
    async with database.write() as connection:
        await _fill(connection, range(MANY))

    async with database.write(hot=True) as connection:
        before = await _read(connection, tables)
        await work(connection, range(MANY // 2, MANY // 2 + ASKED))
        after = await _read(connection, tables)

    for name in tables:
        assert 0 < after[name] - before[name] <= ASKED * TIMES, name


async def _let_plans_be_made(connection: AsyncConnection, work: Work) -> None:
    for _ in range(UNTIL_A_PLAN_IS_KEPT):
        await work(connection, [-1, -2, -3])


async def _fill(connection: AsyncConnection, places: Sequence[int]) -> None:
    """Each person has one address, wrote once and is to get one message."""
    for table, row_of in ((person, _person), (address, _address), (inbox, _event), (outbox, _message)):
        await insert_rows(connection, table, [row_of(place) for place in places])


def _person(place: int) -> dict[str, Any]:
    return {"id": _id(place), "created_at": NOW}


def _address(place: int) -> dict[str, Any]:
    hers = {"id": _id(place), "person_id": _id(place), "lookup": f"lookup {place}", "external": ""}
    return BOT | hers | {"created_at": NOW}


def _event(place: int) -> dict[str, Any]:
    return BOT | {"event_id": f"event {place}", "received_at": NOW}


def _message(place: int) -> dict[str, Any]:
    ours = {"state": "sending", "lease_owner": "me", "lease_until": NOW + LEASE}
    what = {"id": _id(place), "address_id": _id(place), "kind": REPLY, "body": {}, "key": f"key {place}"}
    return what | ours | {"person_id": _id(place), "due_at": NOW, "created_at": NOW}


def _id(place: int) -> int:
    """Whoever becomes known while plans are made has a smaller one."""
    return 10_000 + place


async def _read(connection: AsyncConnection, tables: Sequence[str]) -> dict[str, int]:
    """How many rows of each table this transaction has read."""
    rows = await connection.execute(_READ, {"names": list(tables)})
    return {row.relname: row.rows_read for row in rows}


_READ: Any = text(
    "SELECT relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS rows_read"
    " FROM pg_stat_xact_user_tables WHERE relname IN :names"
).bindparams(bindparam("names", expanding=True))


def _caller(place: int) -> Caller:
    return Caller(BOT["channel"], BOT["account"], f"lookup {place}", "", "")


def _visitor(place: int) -> Visitor:
    return stranger(_caller(place), _id(place), _id(place), NOW, waiting=False)


def _parcel(place: int) -> Parcel:
    return Parcel(_id(place), _id(place), BOT["channel"], BOT["account"], "", REPLY, {}, 1, "me", NOW)
