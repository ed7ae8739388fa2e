"""What somebody wrote since the team was told that she may be in danger: how often and when last, and no word of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import inbox, task

MOST_READ = 1000


@dataclass(frozen=True, slots=True)
class Since:
    times: int
    last: datetime


async def wrote_since(connection: AsyncConnection, task_ids: Collection[int]) -> Mapping[int, Since]:
    """By task. Not what she tapped or commanded; nor the answer to an anonymous question, of which nothing is kept."""
    hers = (inbox.c.person_id == task.c.person_id, inbox.c.received_at > task.c.created_at)
    query = select(task.c.id, inbox.c.received_at, inbox.c.body).join(inbox, hers[0] & hers[1])
    query = query.where(task.c.id.in_(task_ids), inbox.c.body.is_not(None))
    found: dict[int, Since] = {}
    for row in await connection.execute(query.order_by(inbox.c.received_at.desc()).limit(MOST_READ)):
        if _is_written(row.body):
            known = found.get(row.id, Since(0, row.received_at))
            found[row.id] = Since(known.times + 1, known.last)
    return found


def _is_written(body: Mapping[str, Any]) -> bool:
    text = (body.get("text") or "").strip()
    return bool(body.get("media")) or bool(text and not text.startswith("/"))
