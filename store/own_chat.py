"""The chat of somebody who works at the desk, where she tries out what she asks others."""

from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import person, staff


async def own_chat(connection: AsyncConnection, staff_id: int) -> Row[Any] | None:
    """The person that she is in the chat: id, language, standing."""
    query: Select[Any] = select(person.c.id, person.c.language, person.c.standing)
    query = query.join(staff, staff.c.person_id == person.c.id)
    found: Row[Any] | None = (await connection.execute(query.where(staff.c.id == staff_id))).first()
    return found
