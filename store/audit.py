"""Who of the team did what, and who looked at whose conversation. Lines are added and never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.desk import Reach
from store.tables import audit, person, staff

HER_LATEST = 50
"""So many lines of one member of the team are looked through for the same look."""


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


async def noted_since(
    connection: AsyncConnection,
    since: datetime,
    *,
    staff_id: int,
    what: str,
    person_id: int | None,
    about: str,
    why: str,
) -> bool:
    """Whether the same line stands among her latest ones. Compared here: the reason is sealed, and so few are read."""
    query = select(audit).where(audit.c.staff_id == staff_id).order_by(audit.c.id.desc()).limit(HER_LATEST)
    line = (what[:80], person_id, about[:60], why)
    rows = await connection.execute(query)
    return any(row.at >= since and line == (row.what, row.person_id, row.about, row.why or "") for row in rows)


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
