"""What Today counts beside the tasks: who heard nothing, what goes out, and what those who come need."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from store.contacts import PLANNED
from store.desk import Reach
from store.tables import contact, invitation, person


async def heard_nothing(connection: AsyncConnection, lab_id: int, since: datetime, now: datetime) -> int:
    """How many who take part got no word of ours since then. Not who wanted a pause, nor who is newer than that."""
    hers = (person.c.lab_id == lab_id, person.c.role == "participant", person.c.standing == ACTIVE)
    nothing = or_(person.c.last_out_at.is_(None), person.c.last_out_at < since)
    no_pause = or_(person.c.paused_until.is_(None), person.c.paused_until < now)
    query = select(func.count()).where(*hers, nothing, no_pause, person.c.created_at < since)
    return int((await connection.execute(query)).scalar_one())


async def going_out(connection: AsyncConnection, reach: Reach, until: datetime) -> Sequence[Row[Any]]:
    """How many contacts of each kind about each meeting go out by then, if nothing speaks against it."""
    planned = (contact.c.state == PLANNED, contact.c.due_at <= until, reach.over(contact.c.lab_id))
    columns = (contact.c.lab_id, contact.c.kind, contact.c.meeting_id)
    query: Select[Any] = select(*columns, func.count().label("many"), func.min(contact.c.due_at).label("first"))
    query = query.where(*planned).group_by(*columns).order_by("first", *columns)
    found: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return found


async def coming_with(connection: AsyncConnection, meeting_ids: Collection[int]) -> Sequence[Row[Any]]:
    """What is known of those who said yes, by meeting: for what they need."""
    said_yes = (invitation.c.meeting_id.in_(meeting_ids), invitation.c.answer == "yes", person.c.standing == ACTIVE)
    columns = (invitation.c.meeting_id, person.c.id, person.c.name, person.c.language, person.c.facts)
    query: Select[Any] = select(*columns).join(person, person.c.id == invitation.c.person_id).where(*said_yes)
    found: Sequence[Row[Any]] = (await connection.execute(query.order_by(person.c.id))).all()
    return found
