"""The chat of somebody who works at the desk, where she tries out what she asks others."""

from typing import Any

from sqlalchemy import Row, Select, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.codec import dump_state, load_state
from flows.trying import tried
from store.desk import Reach, works_within
from store.desk_changes import hold
from store.tables import person, staff


async def own_chat(connection: AsyncConnection, staff_id: int) -> Row[Any] | None:
    """The person that she is in the chat: id, language, standing."""
    query: Select[Any] = select(person.c.id, person.c.language, person.c.standing)
    query = query.join(staff, staff.c.person_id == person.c.id)
    found: Row[Any] | None = (await connection.execute(query.where(staff.c.id == staff_id))).first()
    return found


async def tries_out(connection: AsyncConnection, person_id: int, words: int) -> None:
    """She was sent a test: the next `words` messages that she writes answer that, and nothing else."""
    await hold(connection, person_id)
    stored = (await connection.execute(select(person.c.state).where(person.c.id == person_id))).scalar()
    state = dump_state(tried(load_state(stored), words))
    await connection.execute(update(person).where(person.c.id == person_id).values(state=state))


async def team_chats(connection: AsyncConnection, lab_id: int) -> list[Row[Any]]:
    """Who of the team has a chat, to try things out on: member, role and name; id, language, standing in the chat."""
    everywhere = and_(staff.c.role == "administrator", staff.c.lab_id.is_(None))
    here = or_(works_within(Reach(labs=frozenset({lab_id}))), everywhere)
    query: Select[Any] = select(staff.c.id.label("staff_id"), staff.c.role, staff.c.name)
    query = query.add_columns(person.c.id, person.c.language, person.c.standing)
    query = query.join(person, person.c.id == staff.c.person_id).where(here, staff.c.ended_at.is_(None))
    return list(await connection.execute(query.order_by(staff.c.id)))
