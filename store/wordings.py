"""Texts of the bot in other words, each for one lab and one language."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import wording


async def all_wordings(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Of all labs: lab_id, text_key, language, words."""
    found: Sequence[Row[Any]] = (await connection.execute(_ALL)).all()
    return found


_ALL: Select[Any] = select(wording.c.lab_id, wording.c.text_key, wording.c.language, wording.c.words).order_by(
    wording.c.id
)


async def wordings_of(connection: AsyncConnection, lab_id: int) -> Sequence[Row[Any]]:
    """All that is known of each."""
    return (await connection.execute(select(wording).where(wording.c.lab_id == lab_id).order_by(wording.c.id))).all()


async def keep_wording(
    connection: AsyncConnection,
    lab_id: int,
    text_key: str,
    language: str,
    words: str,
    *,
    source_version: str,
    staff_id: int,
    now: datetime,
) -> None:
    """In place of an older one of this text and language. With no `words` ours are said again."""
    mine = (wording.c.lab_id == lab_id, wording.c.text_key == text_key, wording.c.language == language)
    await connection.execute(delete(wording).where(*mine))
    if words:
        values = {"lab_id": lab_id, "text_key": text_key, "language": language, "words": words}
        values |= {"source_version": source_version, "staff_id": staff_id, "at": now}
        await connection.execute(insert(wording).values(values))
