"""The chat of somebody who works at the desk, where she tries out what she asks others."""

from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.desk import Reach, works_within
from store.tables import person, staff


async def own_chat(connection: AsyncConnection, staff_id: int) -> Row[Any] | None:
    """The person that she is in the chat: id, language, standing."""
    query: Select[Any] = select(person.c.id, person.c.language, person.c.standing)
    query = query.join(staff, staff.c.person_id == person.c.id)
    found: Row[Any] | None = (await connection.execute(query.where(staff.c.id == staff_id))).first()
    return found


async def team_chats(connection: AsyncConnection, lab_id: int) -> list[Row[Any]]:
    """Who of the team has a chat, to try things out on: member, role and name; id, language, standing in the chat."""
    everywhere = and_(staff.c.role == "administrator", staff.c.lab_id.is_(None))
    here = or_(works_within(Reach(labs=frozenset({lab_id}))), everywhere)
    query: Select[Any] = select(staff.c.id.label("staff_id"), staff.c.role, staff.c.name)
    query = query.add_columns(person.c.id, person.c.language, person.c.standing)
    query = query.join(person, person.c.id == staff.c.person_id).where(here, staff.c.ended_at.is_(None))
    return list(await connection.execute(query.order_by(staff.c.id)))
