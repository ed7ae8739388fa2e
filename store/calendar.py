"""When people of a lab heard from us, wrote to us, and will hear from us: for the calendar of the desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from store.contacts import MERGED, PLANNED, SENT
from store.tables import contact, inbox, outbox, person

_HERE = (person.c.standing == ACTIVE, person.c.role == "participant")
_CAME = func.coalesce(person.c.confirmed_at, person.c.created_at)


async def how_many(connection: AsyncConnection, lab_id: int) -> int:
    query = select(func.count()).select_from(person).where(person.c.lab_id == lab_id, *_HERE)
    return int((await connection.execute(query)).scalar_one())


async def the_silent_first(connection: AsyncConnection, lab_id: int, first: int, many: int) -> Sequence[Row[Any]]:
    """Who has said nothing for longest comes first; who never did, since she came."""
    columns = (person.c.id, person.c.name, person.c.last_in_at, person.c.last_out_at, person.c.paused_until)
    query: Select[Any] = select(*columns, person.c.confirmed_at, person.c.created_at)
    query = query.where(person.c.lab_id == lab_id, *_HERE)
    query = query.order_by(func.coalesce(person.c.last_in_at, _CAME), person.c.id).limit(many).offset(first)
    found: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return found


async def contacts_between(
    connection: AsyncConnection, people: Sequence[int], since: datetime, until: datetime
) -> Sequence[Row[Any]]:
    """What was decided then or is planned for then, whatever became of it; the oldest first."""
    decided = and_(contact.c.state != PLANNED, contact.c.decided_at >= since, contact.c.decided_at < until)
    ahead = and_(contact.c.state == PLANNED, contact.c.due_at < until, contact.c.due_at >= since)
    query = select(contact).where(contact.c.person_id.in_(people), or_(decided, ahead))
    found: Sequence[Row[Any]] = (
        await connection.execute(query.order_by(contact.c.decided_at, contact.c.due_at, contact.c.id))
    ).all()
    return found


async def from_humans(
    connection: AsyncConnection, people: Sequence[int], since: datetime, until: datetime
) -> Sequence[Row[Any]]:
    """What somebody of the team wrote to them: person_id, at, staff_id."""
    columns = (outbox.c.person_id, outbox.c.created_at.label("at"), outbox.c.staff_id)
    query: Select[Any] = select(*columns).where(outbox.c.person_id.in_(people), outbox.c.staff_id.is_not(None))
    query = query.where(outbox.c.created_at >= since, outbox.c.created_at < until)
    found: Sequence[Row[Any]] = (await connection.execute(query.order_by(outbox.c.id))).all()
    return found


async def from_people(
    connection: AsyncConnection, people: Sequence[int], since: datetime, until: datetime
) -> Sequence[Row[Any]]:
    """When they wrote: person_id, at."""
    query: Select[Any] = select(inbox.c.person_id, inbox.c.received_at.label("at"))
    query = query.where(inbox.c.person_id.in_(people), inbox.c.received_at >= since, inbox.c.received_at < until)
    found: Sequence[Row[Any]] = (await connection.execute(query.order_by(inbox.c.id))).all()
    return found


def reached_her(row: Row[Any]) -> bool:
    """Whether this contact is something that she heard."""
    return row.state in (SENT, MERGED)
