"""What the team writes about somebody for each other. She never sees it in the chat; "my data" tells it to her."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import note, staff

ONCE = timedelta(minutes=1)
"""The same words again so soon are a second click."""


async def notes_of(connection: AsyncConnection, person_id: int) -> Sequence[Row[Any]]:
    """The newest first, with who wrote each."""
    query = select(note, staff.c.name.label("who")).outerjoin(staff, staff.c.id == note.c.staff_id)
    return (await connection.execute(query.where(note.c.person_id == person_id).order_by(note.c.id.desc()))).all()


async def add_note(connection: AsyncConnection, person_id: int, staff_id: int, text: str, now: datetime) -> None:
    mine = (note.c.person_id == person_id, note.c.staff_id == staff_id, note.c.at > now - ONCE)
    lately = [row.text for row in await connection.execute(select(note.c.text).where(*mine))]
    if text not in lately:
        values = {"person_id": person_id, "staff_id": staff_id, "text": text, "at": now}
        await connection.execute(insert(note).values(values))


async def delete_note(connection: AsyncConnection, person_id: int, staff_id: int, note_id: int) -> bool:
    """Her own only. False: there is none."""
    mine = (note.c.id == note_id, note.c.person_id == person_id, note.c.staff_id == staff_id)
    return bool((await connection.execute(delete(note).where(*mine))).rowcount)
