"""Who of the team has to answer what people brought in, and which of them have a chat of their own here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE, DESK_ROLES
from store.promises import STILL_MERGED, head
from store.tables import person, staff, staff_lab, task

_owner = person.alias("owner")


async def unanswered(connection: AsyncConnection, lab_id: int, until: datetime) -> Sequence[Row[Any]]:
    """What was promised for a moment before that, and has no words yet: id, answer_by, and the person that its owner
    is in the chat, if she is there. What was merged is asked for once."""
    query: Select[Any] = select(task.c.id, task.c.answer_by, _owner.c.id.label("owner")).outerjoin(head, STILL_MERGED)
    query = query.outerjoin(staff, (staff.c.id == task.c.owner_id) & staff.c.ended_at.is_(None))
    query = query.outerjoin(_owner, (_owner.c.id == staff.c.person_id) & _is_there(lab_id, _owner))
    waits = (task.c.lab_id == lab_id, task.c.sort != "", task.c.done_at.is_(None), task.c.answer.is_(None))
    query = query.where(*waits, task.c.answer_by < until, head.c.id.is_(None))
    found: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return found


async def coordinators(connection: AsyncConnection, lab_id: int) -> list[int]:
    """The people that those who run this lab are in the chat."""
    beside = select(staff_lab.c.staff_id).where(staff_lab.c.lab_id == lab_id)
    runs_it = (staff.c.role.in_(DESK_ROLES), staff.c.ended_at.is_(None))
    here = or_(staff.c.lab_id == lab_id, staff.c.id.in_(beside))
    query = select(person.c.id).join(staff, staff.c.person_id == person.c.id).where(*runs_it, here)
    return list((await connection.execute(query.where(_is_there(lab_id, person)).distinct())).scalars())


def _is_there(lab_id: int, who: Any) -> Any:
    return (who.c.lab_id == lab_id) & (who.c.standing == ACTIVE) & (who.c.language != "")


async def brought_in(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Row[Any]]:
    """What is told of each of these: who brought it in, in which words and language, and by when it is answered."""
    columns = (task.c.id, task.c.lab_id, task.c.sort, task.c.note, task.c.language, task.c.answer_by, task.c.done_at)
    query: Select[Any] = select(*columns, task.c.answer, person.c.name)
    query = query.outerjoin(person, person.c.id == task.c.person_id).where(task.c.id.in_(ids), task.c.sort != "")
    return {row.id: row for row in await connection.execute(query)}
