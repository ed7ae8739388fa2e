"""Voice notes and pictures, encrypted in the database, so that erasing and backing up need no second thought."""

import hashlib
from datetime import datetime

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import File
from store.tables import media

CALENDAR = "text/calendar"
NOBODYS = (media.c.person_id.is_(None), media.c.shared.is_(None))
"""Waits until somebody says that she sent it."""


async def keep_media(
    connection: AsyncConnection, person_id: int | None, kind: str, mime: str, data: bytes, now: datetime
) -> int:
    """Without a person it waits until somebody says that she sent it (store/phones.py)."""
    values = {"person_id": person_id, "kind": kind, "mime": mime, "data": data, "created_at": now}
    return int((await connection.execute(_KEEP, values)).scalar_one())


_KEEP = insert(media).returning(media.c.id)


async def keep_shared(connection: AsyncConnection, kind: str, file: File, now: datetime) -> int:
    """What is the same for everybody and says nothing of anybody: one row, whoever gets it and how often."""
    mark = hashlib.sha256(file.data).hexdigest()[:40]
    known = (await connection.execute(select(media.c.id).where(media.c.shared == mark))).scalar()
    if known is not None:
        return int(known)
    values = {"kind": kind, "mime": file.mime, "data": file.data, "created_at": now, "shared": mark}
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    await connection.execute(new(media).values(values).on_conflict_do_nothing(index_elements=["shared"]))
    return int((await connection.execute(select(media.c.id).where(media.c.shared == mark))).scalar_one())


async def load_media(connection: AsyncConnection, ids: set[int]) -> dict[int, File]:
    rows = await connection.execute(_LOAD, {"ids": list(ids)})
    return {row.id: File(row.data, row.mime, _name(row.id, row.mime)) for row in rows}


_LOAD = select(media.c.id, media.c.data, media.c.mime).where(media.c.id.in_(bindparam("ids", expanding=True)))


def _name(media_id: int, mime: str) -> str:
    return "meeting.ics" if mime == CALENDAR else f"{media_id}.{mime.partition('/')[2]}"


async def media_of_person(connection: AsyncConnection, media_id: int, person_id: int) -> File | None:
    """One file, only if it is this person's, or everybody's."""
    hers = or_(media.c.person_id == person_id, media.c.shared.is_not(None))
    row = (await connection.execute(select(media.c.data, media.c.mime).where(media.c.id == media_id, hers))).first()
    return File(row.data, row.mime, _name(media_id, row.mime)) if row else None


async def nobodys_media(connection: AsyncConnection, media_id: int, person_id: int | None) -> File | None:
    """What waits for its sender, or is hers by now."""
    hers = or_(media.c.person_id.is_(None), media.c.person_id == person_id)
    query = select(media.c.data, media.c.mime).where(media.c.id == media_id, hers, media.c.shared.is_(None))
    row = (await connection.execute(query)).first()
    return File(row.data, row.mime, _name(media_id, row.mime)) if row else None


async def claim_media(connection: AsyncConnection, media_id: int, person_id: int) -> None:
    """She sent what waited."""
    await connection.execute(update(media).where(media.c.id == media_id, *NOBODYS).values(person_id=person_id))
