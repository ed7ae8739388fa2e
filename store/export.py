"""The rows of an export. Most sheets say themselves which stored columns they hold; the others are in export_rows."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.export_model import Sheet
from lab.export_sheets import WEEK
from lab.export_values import plain
from lab.polls import DRAFT
from lab.spreadsheet import Row
from store.export_rows import OWN_ROWS
from store.tables import lab, metadata, person, poll

PARENTS: Mapping[str, str] = {
    "milestone": "pilot",
    "recommendation_change": "recommendation",
    "observation": "marker",
    "address": "person",
    "consent": "person",
    "invitation": "person",
    "note": "person",
    "pilot_member": "person",
}
"""Tables without a lab of their own, and the one that knows it."""


async def sheet_rows(connection: AsyncConnection, lab_id: int, sheet: Sheet, now: datetime) -> AsyncIterator[Row]:
    """One after the other, as they are read: a large lab never stands in memory."""
    if own := OWN_ROWS.get(sheet.name):
        for line in await own(connection, lab_id, now):
            yield line
        return
    columns = [_stored(one.of[0]) for one in sheet.columns]
    weeks = [one.about == WEEK for one in sheet.columns]
    table = columns[0].table
    query = select(*columns).where(of_lab(table, lab_id)).order_by(*table.primary_key)
    async for row in await connection.stream(query):
        yield [plain(value, week=week) for value, week in zip(row, weeks, strict=True)]


def _stored(name: str) -> Column[Any]:
    table, column = name.split(".")
    return metadata.tables[table].c[column]


def of_lab(table: Table, lab_id: int) -> ColumnElement[bool]:
    """The rows of one lab. People are those who take part or did; polls those that somebody was asked."""
    if table is lab:
        return lab.c.id == lab_id
    if table is poll:
        return (poll.c.lab_id == lab_id) & (poll.c.state != DRAFT)
    if table is person or "lab_id" in table.c:
        return table.c.lab_id == lab_id
    parent = metadata.tables[PARENTS[table.name]]
    return table.c[f"{parent.name}_id"].in_(select(parent.c.id).where(parent.c.lab_id == lab_id))
