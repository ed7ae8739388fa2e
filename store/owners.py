"""Who of the team looks after somebody."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.desk import Reach
from store.tables import person


async def chosen_within(connection: AsyncConnection, reach: Reach, ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Those of `ids` that are within reach, with what decides whether something can be done for them."""
    columns: list[Any] = [person.c[name] for name in ("id", "lab_id", "name", "standing", "role", "owner_id")]
    theirs = (person.c.id.in_(ids), reach.over(person.c.lab_id), person.c.merged_into.is_(None))
    query = select(*columns).where(*theirs)
    return (await connection.execute(query.order_by(person.c.id))).all()


async def look_after(connection: AsyncConnection, owners: Mapping[int, int | None]) -> None:
    """By person: who of the team looks after her from now on, or nobody."""
    for owner_id in set(owners.values()):
        theirs = [one for one, owner in owners.items() if owner == owner_id]
        await connection.execute(update(person).where(person.c.id.in_(theirs)).values(owner_id=owner_id))
