"""Work for a human whose reason is gone: it is closed by itself. What somebody said or was promised never is."""

from datetime import datetime

from sqlalchemy import and_, exists, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE, STOPPED, WAITING_GUARDIAN
from store.tables import person, task

UNTIL_STOP = ("welcome", "silent", "call_nudges", "unreachable", "call_unreachable", "no_way", "translation")
"""Nobody has to do this for somebody who said stop."""
UNTIL_BACK = ("left", "ask_again")
UNTIL_HEARD = ("silent", "call_nudges", "unreachable")
"""She wrote or tapped since: she is not silent, and where she wrote she can be reached."""


async def close_moot(connection: AsyncConnection, lab_id: int, now: datetime) -> None:
    """Of the people of one lab. Nobody did it: `done_by` stays empty."""
    gone = or_(
        and_(task.c.kind.in_(UNTIL_STOP), person.c.standing == STOPPED),
        and_(task.c.kind.in_(UNTIL_BACK), person.c.standing.in_((ACTIVE, WAITING_GUARDIAN))),
        and_(task.c.kind.in_(UNTIL_HEARD), person.c.last_in_at > task.c.created_at),
    )
    moot = exists().where(person.c.id == task.c.person_id, person.c.lab_id == lab_id, gone)
    await connection.execute(update(task).where(task.c.done_at.is_(None), moot).values(done_at=now))
