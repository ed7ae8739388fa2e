"""Whether a made-up lab may be here: never beside real people, and only one."""

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.labs import Lab, labs
from store.tables import lab, person


async def real_people(connection: AsyncConnection) -> int:
    """How many people this database holds who are not made up."""
    query = select(func.count()).select_from(person).outerjoin(lab, lab.c.id == person.c.lab_id)
    real = or_(person.c.lab_id.is_(None), lab.c.made_up.is_(False))
    return int((await connection.execute(query.where(real))).scalar_one())


async def made_up_lab(connection: AsyncConnection) -> Lab | None:
    """The one that is there already."""
    return next((one for one in (await labs(connection)).values() if one.made_up), None)
