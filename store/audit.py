"""Who of the team did what, and who looked at whose conversation. Lines are added and never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.desk import Reach
from store.tables import audit, person, staff


async def note_down(
    connection: AsyncConnection,
    *,
    staff_id: int,
    what: str,
    now: datetime,
    lab_id: int | None = None,
    person_id: int | None = None,
    about: str = "",
    why: str = "",
) -> None:
    """`what` is the route ("POST /people/{id}/answer"), `about` its other numbers ("meeting:12")."""
    values = {"staff_id": staff_id, "lab_id": lab_id, "person_id": person_id, "what": what[:80], "about": about[:60]}
    await connection.execute(insert(audit).values(**values, why=why or None, at=now))


async def noted(
    connection: AsyncConnection,
    reach: Reach,
    *,
    staff_id: int | None = None,
    person_id: int | None = None,
    before: int | None = None,
    most: int = 200,
) -> Sequence[Row[Any]]:
    """The newest first, with the names of who did it and of whom it was about, if she still exists.

    `before`: only lines that are older than this one.
    """
    columns = (*audit.c, staff.c.name.label("who"), person.c.name.label("name"))
    query = select(*columns).outerjoin(staff, staff.c.id == audit.c.staff_id)
    query = query.outerjoin(person, person.c.id == audit.c.person_id).where(reach.over(audit.c.lab_id))
    asked = ((audit.c.staff_id, staff_id), (audit.c.person_id, person_id))
    query = query.where(*(column == number for column, number in asked if number is not None))
    query = query.where(audit.c.id < before) if before is not None else query
    return (await connection.execute(query.order_by(audit.c.id.desc()).limit(most))).all()
