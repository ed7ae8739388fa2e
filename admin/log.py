"""The log of who did what: every change, and every look at a conversation, is written down by the gate itself."""

from datetime import timedelta
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.routes import Route
from admin.visit import Visit
from store.audit import note_down, noted_since
from store.desk import person_within

SAFE = ("GET", "HEAD")
ROUTE = web.RequestKey("route", Route)
"""The one that was taken."""
LOOKED_AT = web.RequestKey("looked_at", int)
"""The lab of what a page is about, where its address does not name it."""
WHOSE = web.RequestKey("whose", int)
"""The person whose words or pictures a page shows, where its address does not name her."""
WRITTEN = web.RequestKey("written", bool)
"""It stands in the log already, or does not belong there. A page that is sent piece by piece says so at first."""
CHANGED = 400
"""Answers below this are no refusals."""
ONE_LOOK = timedelta(minutes=30)
"""The same look of the same one, for the same reason, is one line for so long."""


async def written_down(route: Route, visit: Visit, status: int) -> None:
    """Nothing about a request that was refused, or that only read what holds no words of a person."""
    looks = visit.request.method in SAFE
    if visit.who is None or route.passing or status >= CHANGED or (looks and not route.words):
        return
    if visit.request.get(WRITTEN) or (looks and await _seen_lately(visit)):
        return
    async with visit.desk.database.write() as connection:
        await note(visit, connection)


def nothing_changed(visit: Visit) -> None:
    """The answer shows what would be, or the form with another line: the log must not say that she changed it."""
    visit.request[WRITTEN] = True


async def note(visit: Visit, connection: AsyncConnection) -> None:
    """For a page that changes something grave: its line comes with the same commit, or neither of the two does."""
    line = _line(visit)
    lab_id = await _lab(connection, visit, line.pop("named_lab"), line["person_id"])
    await note_down(connection, **line, now=visit.now, lab_id=lab_id)
    visit.request[WRITTEN] = True


def _line(visit: Visit) -> dict[str, Any]:
    """What the address says of it. `named_lab`: the lab that stands there."""
    route = visit.request[ROUTE]
    numbers = {name: int(value) for name, value in visit.request.match_info.items() if value.isdecimal()}
    hers = numbers.pop("id", None) if "/people/{id" in route.path else visit.request.get(WHOSE)
    return {
        "staff_id": visit.member.id,
        "what": route.name,
        "person_id": hers,
        "about": " ".join(f"{name}:{number}" for name, number in numbers.items()),
        "why": visit.query("why"),
        "named_lab": numbers.get("lab"),
    }


async def _seen_lately(visit: Visit) -> bool:
    line = _line(visit)
    line.pop("named_lab")
    async with visit.desk.database.read() as connection:
        return await noted_since(connection, visit.now - ONE_LOOK, **line)


async def _lab(connection: AsyncConnection, visit: Visit, lab_id: int | None, person_id: int | None) -> int | None:
    """The lab that it was about: who works for that one sees the line."""
    if person_id is not None and (found := await person_within(connection, visit.reach, person_id)):
        return int(found.lab_id) if found.lab_id else None
    if known := lab_id or visit.request.get(LOOKED_AT):
        return known
    return next(iter(visit.member.labs)) if len(visit.member.labs) == 1 else None
