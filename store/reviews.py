"""Who read which translation and found it right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import review


async def all_reviews(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """One for each text and language at most, the latest."""
    return (await connection.execute(select(review).order_by(review.c.id))).all()


async def keep_review(
    connection: AsyncConnection, text_key: str, language: str, version: str, role: str, staff_id: int, now: datetime
) -> None:
    """In place of an older one. `version`: of the words that were read; without a `role` there is none any more."""
    await connection.execute(delete(review).where(review.c.text_key == text_key, review.c.language == language))
    if role:
        values = {"text_key": text_key, "language": language, "version": version, "role": role}
        await connection.execute(insert(review).values({**values, "staff_id": staff_id, "at": now}))
