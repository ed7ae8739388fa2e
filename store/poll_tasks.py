"""Work for a human about a poll: the group reads no words before she has."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.polls import Poll
from store.tables import task

WORDS = "poll_words"


async def ask_to_look(connection: AsyncConnection, poll: Poll, now: datetime) -> None:
    values = {"lab_id": poll.lab_id, "kind": WORDS, "note": poll.reference, "created_at": now}
    await connection.execute(insert(task).values(values))


async def nothing_to_look_at(connection: AsyncConnection, poll: Poll, now: datetime) -> None:
    """All words of it were passed or kept back."""
    query = select(task.c.id, task.c.note).where(task.c.lab_id == poll.lab_id, task.c.kind == WORDS)
    rows = await connection.execute(query.where(task.c.done_at.is_(None)))
    ids = [row.id for row in rows if row.note == poll.reference]
    await connection.execute(update(task).where(task.c.id.in_(ids)).values(done_at=now))
