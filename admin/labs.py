"""Which lab or meeting a page is about. One that is out of reach is not there."""

from collections.abc import Iterable, Mapping

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.log import LOOKED_AT
from admin.visit import Visit, chosen_among
from lab.meetings import Meeting
from store.contacts import lock_lab
from store.desk_meetings import labs_within, meeting_within
from store.labs import Lab


async def lab_or_404(visit: Visit) -> Lab:
    """The lab that the address names."""
    async with visit.desk.database.read() as connection:
        return await _found(visit, connection)


async def locked_lab_or_404(visit: Visit, connection: AsyncConnection) -> Lab:
    """The same as it is now: nobody else changes it before the commit."""
    await lock_lab(connection, visit.number("lab"))
    return await _found(visit, connection)


async def _found(visit: Visit, connection: AsyncConnection) -> Lab:
    found = (await labs_within(connection, visit.reach)).get(visit.number("lab"))
    if found is None:
        raise web.HTTPNotFound
    visit.request[LOOKED_AT] = found.id
    return found


def chosen_lab(visit: Visit, known: Mapping[int, Lab]) -> Lab | None:
    """The one that the address asks for (?lab=), the one looked at last, or the first that is no tryout."""
    return chosen_among(known, visit.lab_wanted)


async def lab_of(visit: Visit, connection: AsyncConnection, lab_id: int) -> Lab:
    """The lab of something that is within reach."""
    visit.request[LOOKED_AT] = lab_id
    return (await labs_within(connection, visit.reach))[lab_id]


async def meeting_or_404(visit: Visit, connection: AsyncConnection, *, lock: bool = False) -> tuple[Meeting, Lab]:
    """The meeting that the address names, with its lab."""
    found = await meeting_within(connection, visit.reach, visit.number("meeting"), lock=lock)
    lab = (await labs_within(connection, visit.reach)).get(found.lab_id) if found else None
    if found is None or lab is None:
        raise web.HTTPNotFound
    visit.request[LOOKED_AT] = lab.id
    return found, lab


def tongues(visit: Visit, lab: Lab, spoken: Iterable[str] = (), *texts: Mapping[str, str]) -> dict[str, str]:
    """The languages in which a text of this lab may be wanted, with their own names: those of the lab first."""
    known = visit.desk.catalogues.languages
    wanted = dict.fromkeys([*lab.languages, *sorted(spoken), *(code for text in texts for code in text)])
    return {code: known[code].autonym for code in wanted if code in known} or {"en": "English"}
