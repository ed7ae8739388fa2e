"""Who of the team has the page of a thing open now ("poll:12"), so that two do not change it unawares."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from store.presence import HERE
from store.tables import open_page, staff

KEPT = timedelta(hours=1)
"""What says nothing any more is cleared away with all that is past its time (store/retention.py)."""


async def looks_at(connection: AsyncConnection, thing: str, staff_id: int, now: datetime) -> None:
    """A sign of an open page."""
    new = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = new(open_page).values(thing=thing, staff_id=staff_id, seen_at=now)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["thing", "staff_id"], set_={"seen_at": now})
    )


async def company(connection: AsyncConnection, thing: str, staff_id: int, now: datetime) -> list[str]:
    """The names of the others who have it open."""
    here = (open_page.c.thing == thing, open_page.c.staff_id != staff_id, open_page.c.seen_at > now - HERE)
    query = select(staff.c.name).join(open_page, open_page.c.staff_id == staff.c.id).where(*here)
    return [row.name for row in await connection.execute(query.order_by(staff.c.id))]


async def purge(connection: AsyncConnection, now: datetime) -> int:
    """What pages left behind that closed long ago. How many."""
    return (await connection.execute(delete(open_page).where(open_page.c.seen_at < now - KEPT))).rowcount
