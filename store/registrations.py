"""People whom somebody wrote down and who have not said yes themselves yet."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import NEW, REGISTERED
from store.desk import Reach
from store.tables import address, person, staff

_other = address.alias()
_SHARES = exists().where(
    address.c.person_id == person.c.id, _other.c.line_id == address.c.line_id, _other.c.person_id != person.c.id
)
"""Whether somebody else uses her phone too."""


async def unconfirmed(connection: AsyncConnection, reach: Reach, *, worker_id: int | None = None) -> Sequence[Row[Any]]:
    """Who vanishes first stands first. `worker_id`: only those whom this one wrote down."""
    columns = (
        *(person.c[name] for name in ("id", "name", "language", "place", "expires_at")),
        staff.c.name.label("by"),
        _SHARES.label("shares"),
    )
    waiting = person.c.standing.in_((NEW, REGISTERED)) & person.c.confirmed_at.is_(None)
    query = select(*columns).join(staff, staff.c.id == person.c.worker_id).where(waiting, reach.over(person.c.lab_id))
    if worker_id is not None:
        query = query.where(person.c.worker_id == worker_id)
    return (await connection.execute(query.order_by(person.c.expires_at, person.c.id).limit(MOST))).all()


MOST = 500
