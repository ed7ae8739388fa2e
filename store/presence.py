"""Who of the team has somebody's page open now, so that two do not answer her at once."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import presence, staff

HERE = timedelta(seconds=50)
"""So long after the last sign of an open page she is still taken to be there."""
WRITING = timedelta(seconds=10)


async def is_here(
    connection: AsyncConnection, person_id: int, staff_id: int, now: datetime, *, writing: bool = False
) -> None:
    """A sign of life of an open page. One that does not say `writing` takes it back only after a while."""
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    values: dict[str, Any] = {"person_id": person_id, "staff_id": staff_id, "seen_at": now, "writing": writing}
    stale = None if writing else presence.c.seen_at < now - WRITING
    statement = new(presence).values(values)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["person_id", "staff_id"], set_={"seen_at": now, "writing": writing}, where=stale
        )
    )


async def leaves(connection: AsyncConnection, person_id: int, staff_id: int, now: datetime) -> None:
    """Her page is closed. What others left behind long ago goes with it."""
    gone = (presence.c.person_id == person_id) & (presence.c.staff_id == staff_id)
    await connection.execute(delete(presence).where(gone | (presence.c.seen_at < now - timedelta(hours=1))))


async def others_here(
    connection: AsyncConnection, person_ids: Collection[int], now: datetime
) -> dict[int, list[tuple[int, str, bool]]]:
    """By person: the id and name of each who has the page open, and whether she writes."""
    query = select(presence, staff.c.name).join(staff, staff.c.id == presence.c.staff_id)
    query = query.where(presence.c.person_id.in_(person_ids), presence.c.seen_at > now - HERE)
    found: dict[int, list[tuple[int, str, bool]]] = {}
    for row in await connection.execute(query.order_by(presence.c.staff_id)):
        found.setdefault(row.person_id, []).append((row.staff_id, row.name, row.writing))
    return found
