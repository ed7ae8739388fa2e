"""Who recorded a fact about somebody, and when."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import fact_change, person, staff


async def write_down(
    connection: AsyncConnection, person_id: int, keys: Iterable[str], staff_id: int | None, now: datetime
) -> None:
    """Without `staff_id` she told it herself."""
    rows = [{"person_id": person_id, "key": key, "staff_id": staff_id, "at": now} for key in keys]
    if rows:
        await connection.execute(insert(fact_change), rows)


async def recorded(connection: AsyncConnection, person_id: int) -> Mapping[str, Row[Any]]:
    """By fact: who recorded it last (`staff_id`, with the `name`), and when (`at`)."""
    latest = select(func.max(fact_change.c.id)).where(fact_change.c.person_id == person_id)
    columns: list[Any] = [fact_change.c.key, fact_change.c.staff_id, fact_change.c.at, staff.c.name]
    query = select(*columns).outerjoin(staff, staff.c.id == fact_change.c.staff_id)
    rows = await connection.execute(query.where(fact_change.c.id.in_(latest.group_by(fact_change.c.key))))
    return {row.key: row for row in rows}


async def change_facts(
    connection: AsyncConnection, who: Row[Any], changed: Mapping[str, Any], staff_id: int, now: datetime
) -> None:
    """What somebody of the team corrects. A voice note about what she likes stays beside the words."""
    own = {key: value or None for key, value in changed.items() if key in ("name", "place")}
    own |= {key: value for key, value in changed.items() if key == "language"}
    facts = dict(who.facts or {})
    for key in ("times", "interests"):
        if key in changed:
            facts[key] = _beside_voice(facts.get(key), changed[key]) if key == "interests" else changed[key]
    kept = {key: value for key, value in facts.items() if value}
    await connection.execute(update(person).where(person.c.id == who.id).values(**own, facts=kept or None))
    await write_down(connection, who.id, changed, staff_id, now)


def _beside_voice(kept: Any, text: str) -> Any:
    voice = kept.get("voice") if isinstance(kept, Mapping) else None
    return {"text": text, "voice": voice} if voice else text
