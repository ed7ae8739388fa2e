"""Voice notes and pictures, encrypted in the database, so that erasing and backing up need no second thought."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import File
from store.tables import media

CALENDAR = "text/calendar"


async def keep_media(
    connection: AsyncConnection, person_id: int, kind: str, mime: str, data: bytes, now: datetime
) -> int:
    values = {"person_id": person_id, "kind": kind, "mime": mime, "data": data, "created_at": now}
    return int((await connection.execute(insert(media).values(values).returning(media.c.id))).scalar_one())


async def load_media(connection: AsyncConnection, ids: set[int]) -> dict[int, File]:
    rows = await connection.execute(select(media.c.id, media.c.data, media.c.mime).where(media.c.id.in_(ids)))
    return {row.id: File(row.data, row.mime, _name(row.id, row.mime)) for row in rows}


def _name(media_id: int, mime: str) -> str:
    return "meeting.ics" if mime == CALENDAR else f"{media_id}.{mime.partition('/')[2]}"


async def media_of_person(connection: AsyncConnection, media_id: int, person_id: int) -> File | None:
    """One file, only if it is this person's."""
    row = (
        await connection.execute(
            select(media.c.data, media.c.mime).where(media.c.id == media_id, media.c.person_id == person_id)
        )
    ).first()
    return File(row.data, row.mime, _name(media_id, row.mime)) if row else None
