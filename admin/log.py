"""The log of who did what: every change, and every look at a conversation, is written down by the gate itself."""

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.routes import Route
from admin.visit import Visit
from store.audit import note_down
from store.desk import person_within

SAFE = ("GET", "HEAD")
LOOKED_AT = web.RequestKey("looked_at", int)
"""The lab of what a page is about, where its address does not name it."""
WRITTEN = web.RequestKey("written", bool)
"""It stands in the log already: a page that is sent piece by piece says so before the first."""
CHANGED = 400
"""Answers below this are no refusals."""


async def written_down(route: Route, visit: Visit, status: int) -> None:
    """Nothing about a request that was refused, or that only read what holds no words of a person."""
    if visit.who is None or route.passing or status >= CHANGED or (visit.request.method in SAFE and not route.words):
        return
    if visit.request.get(WRITTEN):
        return
    visit.request[WRITTEN] = True
    numbers = {name: int(value) for name, value in visit.request.match_info.items() if value.isdecimal()}
    person_id = numbers.pop("id", None) if "/people/{id" in route.path else None
    async with visit.desk.database.write() as connection:
        await note_down(
            connection,
            staff_id=visit.who.id,
            what=route.name,
            now=visit.now,
            lab_id=await _lab(connection, visit, numbers.get("lab"), person_id),
            person_id=person_id,
            about=" ".join(f"{name}:{number}" for name, number in numbers.items()),
            why=visit.query("why"),
        )


async def _lab(connection: AsyncConnection, visit: Visit, lab_id: int | None, person_id: int | None) -> int | None:
    """The lab that it was about: who works for that one sees the line."""
    if person_id is not None and (found := await person_within(connection, visit.reach, person_id)):
        return int(found.lab_id) if found.lab_id else None
    if known := lab_id or visit.request.get(LOOKED_AT):
        return known
    return next(iter(visit.member.labs)) if len(visit.member.labs) == 1 else None
