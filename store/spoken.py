"""Texts of the bot, read aloud by somebody of a lab."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import File
from store.tables import spoken

_ABOUT = (spoken.c.lab_id, spoken.c.text_key, spoken.c.language, spoken.c.version)


async def all_spoken(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Of all labs, without the sounds: lab_id, text_key, language, version."""
    found: Sequence[Row[Any]] = (await connection.execute(_ALL)).all()
    return found


_ALL: Select[Any] = select(*_ABOUT).where(spoken.c.lab_id.is_not(None)).order_by(spoken.c.id)


async def spoken_in(connection: AsyncConnection, lab_id: int) -> Sequence[Row[Any]]:
    """With who recorded it and when."""
    query: Select[Any] = select(*_ABOUT, spoken.c.staff_id, spoken.c.at).where(spoken.c.lab_id == lab_id)
    found: Sequence[Row[Any]] = (await connection.execute(query.order_by(spoken.c.id))).all()
    return found


async def sound_of(connection: AsyncConnection, lab_id: int, text_key: str, language: str) -> File | None:
    query = select(spoken.c.sound, spoken.c.mime).where(*_this(lab_id, text_key, language))
    row = (await connection.execute(query)).first()
    return File(row.sound, row.mime, f"{text_key}.{row.mime.partition('/')[2]}") if row else None


async def keep_spoken(
    connection: AsyncConnection,
    lab_id: int,
    text_key: str,
    language: str,
    file: File | None,
    *,
    version: str,
    staff_id: int,
    now: datetime,
) -> None:
    """In place of an older one. `version`: of the words that are heard in it. Without a `file` there is none."""
    await connection.execute(delete(spoken).where(*_this(lab_id, text_key, language)))
    if file is not None:
        values = {"lab_id": lab_id, "text_key": text_key, "language": language, "version": version}
        values |= {"mime": file.mime, "sound": file.data, "staff_id": staff_id, "at": now}
        await connection.execute(insert(spoken).values(values))


def _this(lab_id: int, text_key: str, language: str) -> tuple[Any, ...]:
    return spoken.c.lab_id == lab_id, spoken.c.text_key == text_key, spoken.c.language == language
