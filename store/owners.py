"""Who of the team looks after somebody."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select, true, update
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
    await _look_after(connection, owners, true())


async def give_back(connection: AsyncConnection, owners: Mapping[int, int | None], given: int | None) -> None:
    """As it was before all of them were `given` to one: but who has another one since keeps that one."""
    await _look_after(connection, owners, person.c.owner_id.is_not_distinct_from(given))


async def _look_after(
    connection: AsyncConnection, owners: Mapping[int, int | None], still: ColumnElement[bool]
) -> None:
    for owner_id in set(owners.values()):
        theirs = [one for one, owner in owners.items() if owner == owner_id]
        await connection.execute(update(person).where(person.c.id.in_(theirs), still).values(owner_id=owner_id))
