"""The pilots of a lab: which there are, how each goes, and a form for a new one."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.labs import chosen_lab, lab_or_404
from admin.log import note
from admin.meeting_words import said
from admin.pilot_form import pilot_of, typed_of
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.tongues import Tongue, any_of, lacking, tongues_of, typed
from admin.visit import Visit
from flows.pilot import HOW
from lab.pilots import STATES, Pilot, missing, warnings_of
from locales import N_
from store import pilot_news, pilots
from store.desk_meetings import labs_within, languages_of
from store.labs import Lab

LABELS = {option.id: option.label for option in HOW}


@dataclass(frozen=True, slots=True)
class Line:
    """One pilot in the list. `waiting`: reports that nobody has looked at yet."""

    id: int
    name: str
    state: str
    how: str
    people: int
    waiting: int
    warnings: list[str]
    missing: list[tuple[str, int]]


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        known = await labs_within(connection, visit.reach)
        lab = chosen_lab(visit, known)
        lines = await _lines(visit, connection, lab) if lab else []
    return await visit.show("pilots.html", at="pilots", labs=known, lab=lab, lines=lines, states=STATES)


async def _lines(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[Line]:
    spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
    found = await pilots.pilots_of(connection, lab.id)
    unseen = await pilot_news.waiting(connection, [one.id for one in found])
    lines = [await _line(visit, connection, lab, one, spoken, unseen.get(one.id, 0)) for one in found]
    return sorted(lines, key=lambda line: (list(STATES).index(line.state) in (4, 5), line.id))


async def _line(
    visit: Visit, connection: AsyncConnection, lab: Lab, one: Pilot, spoken: Mapping[str, int], waiting: int
) -> Line:
    team = len(await pilots.team_of(connection, one.id))
    how = next((u.how for u in await pilot_news.updates_of(connection, one.id, 5) if u.how), "")
    warnings = [said(visit, warning) for warning in warnings_of(one, team, visit.now.date())]
    lacks = lacking(visit, missing([one.name], spoken))
    return Line(one.id, any_of(visit, one.name, lab), one.state, LABELS.get(how, ""), team, waiting, warnings, lacks)


async def new(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    return await _form(visit, lab, await _tongues(visit, lab), typed_of(Pilot(0, lab.id, {})))


async def _tongues(visit: Visit, lab: Lab) -> list[Tongue]:
    async with visit.desk.database.read() as connection:
        return tongues_of(visit, lab, (await languages_of(connection, [lab.id])).get(lab.id, {}))


async def _form(
    visit: Visit, lab: Lab, tongues: list[Tongue], values: Mapping[str, str], problems: list[str] | None = None
) -> web.Response:
    return await visit.show(
        "pilot_new.html",
        422 if problems else 200,
        at="pilots",
        lab=lab,
        tongues=tongues,
        typed=values,
        states=STATES,
        problems=problems or [],
    )


async def add(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    wanted, problems = pilot_of(visit, Pilot(0, lab.id, {}))
    if problems:
        return await _form(visit, lab, await _tongues(visit, lab), typed(visit), problems)
    async with visit.desk.database.write() as connection:
        made = await pilots.add_pilot(connection, wanted, visit.now)
        await note(visit, connection)
    return visit.go(f"/admin/pilots/{made}?said=saved")


TAB = Tab("pilots", "voices", "/pilots", N_("Pilots"), TEAM, 20)

ROUTES = (
    get("/pilots", show, TEAM),
    get("/labs/{lab:[0-9]{1,18}}/pilots/new", new, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/pilots/new", add, TEAM),
)
