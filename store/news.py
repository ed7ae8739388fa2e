"""Whether something changed on a page that is open: one small look at the database for all pages of a kind."""

from collections.abc import Collection, Hashable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.desk import Reach, tasks_within
from store.presence import others_here
from store.tables import inbox, note, outbox, person, task, translation

Mark = tuple[Hashable, ...]
"""Another one than before: something changed."""


async def marks_of_people(connection: AsyncConnection, ids: Collection[int], now: datetime) -> dict[int, Mark]:
    """What came in, what became of what goes out, and who else is there. Nobody who is not there any more."""
    known = select(person.c.id, person.c.standing, person.c.human_until, person.c.owner_id).where(person.c.id.in_(ids))
    marks: dict[int, Mark] = {row.id: tuple(row) for row in await connection.execute(known)}
    came = select(inbox.c.person_id, func.max(inbox.c.id)).where(inbox.c.person_id.in_(ids)).group_by(inbox.c.person_id)
    went = select(outbox.c.person_id, outbox.c.state, outbox.c.receipt, func.count(), func.max(outbox.c.id))
    went = went.where(outbox.c.person_id.in_(ids)).group_by(outbox.c.person_id, outbox.c.state, outbox.c.receipt)
    open_tasks = select(task.c.person_id, func.count(), func.max(task.c.id)).where(task.c.done_at.is_(None))
    open_tasks = open_tasks.where(task.c.person_id.in_(ids)).group_by(task.c.person_id)
    written = select(note.c.person_id, func.count(), func.max(note.c.id)).where(note.c.person_id.in_(ids))
    for query in (came, went, open_tasks, written.group_by(note.c.person_id)):
        for row in sorted(await connection.execute(query), key=str):
            if row.person_id in marks:
                marks[row.person_id] += tuple(row)
    company = await others_here(connection, ids, now)
    return {one: (*mark, *company.get(one, ())) for one, mark in marks.items()}


async def mark_of_translations(connection: AsyncConnection) -> Mark:
    """Of all labs: they are few and slow."""
    query = select(func.count(), func.max(translation.c.approved_at), func.max(translation.c.given_at))
    return tuple((await connection.execute(query)).one())


async def mark_of_today(connection: AsyncConnection, reach: Reach) -> Mark:
    """The tasks that are open within reach."""
    some = tasks_within(reach).where(task.c.done_at.is_(None)).with_only_columns(func.count(), func.max(task.c.id))
    ailing = select(func.count()).where(outbox.c.state.in_(("failed", "unconfirmed")))
    return (*(await connection.execute(some)).one(), (await connection.execute(ailing)).scalar_one())
