"""What a recommendation of a lab may have grown from, for whoever writes one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import pilot, poll, task


@dataclass(frozen=True, slots=True)
class Contribution:
    """A question, an idea or a signal, in the words of whoever brought it in."""

    id: int
    words: str
    language: str


async def contributions(
    connection: AsyncConnection, lab_id: int, also: Collection[int] = (), limit: int = 60
) -> list[Contribution]:
    """The newest, without those that were merged into others: whoever brought in these, counts with the others.

    `also`: these, however old they are.
    """
    query = select(task.c.id, task.c.note, task.c.language).where(
        task.c.lab_id == lab_id, task.c.sort != "", task.c.merged_into.is_(None)
    )
    wanted = task.c.id.in_(sorted(also))
    rows = await connection.execute(query.order_by(wanted.desc(), task.c.id.desc()).limit(limit + len(also)))
    return [Contribution(row.id, row.note, row.language) for row in rows if row.note]


async def polls(connection: AsyncConnection, lab_id: int) -> Sequence[Row[Any]]:
    """With id, technique, words and the day on which each was closed; the newest first."""
    query: Select[Any] = select(poll.c.id, poll.c.technique, poll.c.words, poll.c.closed_at)
    query = query.where(poll.c.lab_id == lab_id, poll.c.opened_at.is_not(None)).order_by(poll.c.id.desc())
    found: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return found


async def pilots(connection: AsyncConnection, lab_id: int) -> Sequence[Row[Any]]:
    query: Select[Any] = select(pilot.c.id, pilot.c.name).where(pilot.c.lab_id == lab_id).order_by(pilot.c.id)
    found: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return found
