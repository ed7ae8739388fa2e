"""Progress markers of a lab and what was seen of them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.markers import LEVELS, Marker, Observation
from store.tables import marker, observation


async def markers_of(connection: AsyncConnection, lab_id: int) -> list[Marker]:
    """By actor, then from what is likely to what would be a great change."""
    rows = await connection.execute(select(marker).where(marker.c.lab_id == lab_id))
    found = [Marker(row.id, row.lab_id, row.actor, row.level, row.words) for row in rows]
    levels = list(LEVELS)
    return sorted(found, key=lambda one: (one.actor.casefold(), levels.index(one.level), one.id))


async def marker_of(connection: AsyncConnection, lab_id: int, marker_id: int) -> Marker | None:
    """None where this lab has none of that number. Nobody changes it before the commit."""
    mine = (marker.c.id == marker_id, marker.c.lab_id == lab_id)
    row = (await connection.execute(select(marker).where(*mine).with_for_update())).first()
    return Marker(row.id, row.lab_id, row.actor, row.level, row.words) if row else None


async def observations_of(connection: AsyncConnection, marker_ids: Sequence[int]) -> list[Observation]:
    """The oldest first."""
    query = select(observation).where(observation.c.marker_id.in_(list(marker_ids)))
    rows = await connection.execute(query.order_by(observation.c.on, observation.c.id))
    return [Observation(row.id, row.marker_id, row.on, row.words, row.staff_id) for row in rows]


async def add_marker(connection: AsyncConnection, new: Marker, now: datetime) -> int:
    values = {"lab_id": new.lab_id, "actor": new.actor, "level": new.level, "words": new.words, "created_at": now}
    return int((await connection.execute(insert(marker).values(values).returning(marker.c.id))).scalar_one())


async def change_marker(connection: AsyncConnection, changed: Marker) -> None:
    values = {"actor": changed.actor, "level": changed.level, "words": changed.words}
    await connection.execute(update(marker).where(marker.c.id == changed.id).values(values))


async def remove_marker(connection: AsyncConnection, marker_id: int) -> None:
    """With all that was seen of it."""
    await connection.execute(delete(observation).where(observation.c.marker_id == marker_id))
    await connection.execute(delete(marker).where(marker.c.id == marker_id))


async def add_observation(
    connection: AsyncConnection, marker_id: int, on: date, words: str, staff_id: int, now: datetime
) -> None:
    values = {"marker_id": marker_id, "on": on, "words": words, "staff_id": staff_id, "created_at": now}
    await connection.execute(insert(observation).values(values))


async def remove_observation(connection: AsyncConnection, marker_id: int, observation_id: int) -> bool:
    """False: this marker has none of that number."""
    mine = (observation.c.id == observation_id, observation.c.marker_id == marker_id)
    return bool((await connection.execute(delete(observation).where(*mine))).rowcount)
