"""Progress markers: what we expect, like and love to see each actor do, and what was seen in each four months."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import READ_AGAIN, as_shown, clash, is_stale
from admin.labs import lab_or_404
from admin.log import note
from admin.meeting_words import said
from admin.routes import READERS, TEAM, get, post
from admin.tabs import Tab
from admin.visit import Visit
from lab.markers import (
    LEVELS,
    LONGEST_ACTOR,
    LONGEST_MARKER,
    LONGEST_OBSERVATION,
    Cycle,
    Marker,
    Observation,
    cycle_of,
    cycles,
    faults_of_marker,
    faults_of_observation,
)
from lab.plan_warnings import PlanWarning
from locales import N_
from store import markers as stored
from store.desk_meetings import phases_of
from store.labs import Lab
from store.voices import workers

FIELDS = {"actor": N_("Who"), "level": N_("How likely"), "words": N_("What we would see")}
MOST_KEPT = 20_000
SAID = {
    "saved": N_("Saved."),
    "gone": N_("Deleted."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A marker, what was seen of it in the cycle that is shown, and how it looked when the form was made."""

    marker: Marker
    seen: Sequence[Observation]
    as_shown: str
    all_shown: str


async def show(visit: Visit) -> web.Response:
    return await _page(visit, await lab_or_404(visit))


async def _page(visit: Visit, lab: Lab, faults: Sequence[PlanWarning] = (), at: str = "") -> web.Response:
    """`at`: the form that is wrong, "new", "m12" or "o12": what was typed there stays."""
    async with visit.desk.database.read() as connection:
        known = await stored.markers_of(connection, lab.id)
        observations = await stored.observations_of(connection, [one.id for one in known])
        offered = await _cycles(visit, connection, lab, observations)
        names = await workers(connection, {one.by for one in observations})
    today = visit.dates(lab.timezone).today
    chosen = _chosen(visit, offered, today)
    lines = [_line(visit, one, observations, chosen) for one in known]
    return await visit.show(
        "markers.html",
        422 if faults else 200,
        at="markers",
        lab=lab,
        actors=_by_actor(lines),
        levels=LEVELS,
        cycles=offered,
        cycle=chosen,
        names=names,
        today=today,
        dates=visit.dates(lab.timezone),
        problems=[said(visit, fault) for fault in faults],
        wrong=at,
        typed=visit.form.fields and _typed(visit),
        most={"actor": LONGEST_ACTOR, "words": LONGEST_MARKER, "seen": LONGEST_OBSERVATION},
        said=SAID.get(visit.query("said"), ""),
        may_write=visit.member.role in TEAM,
    )


def _typed(visit: Visit) -> Mapping[str, str]:
    return {name: visit.form.text(name, MOST_KEPT) for name in (*FIELDS, "on", "seen")}


async def _cycles(
    visit: Visit, connection: AsyncConnection, lab: Lab, observations: Sequence[Observation]
) -> list[Cycle]:
    """From the first phase, or the first thing that was seen."""
    today = visit.dates(lab.timezone).today
    begins = [one.starts_on for one in await phases_of(connection, lab.id)]
    return cycles(min([*begins, *(one.on for one in observations), today]), today)


def _chosen(visit: Visit, offered: Sequence[Cycle], today: date) -> Cycle | None:
    """The one that the address asks for; all of them for "all"; else the one that runs now."""
    asked = visit.query("cycle")
    if asked == "all":
        return None
    return next((one for one in offered if str(one.number) == asked), None) or cycle_of(today, offered)


def _line(visit: Visit, one: Marker, observations: Sequence[Observation], cycle: Cycle | None) -> Line:
    seen = [o for o in observations if o.marker_id == one.id and (cycle is None or cycle.holds(o.on))]
    return Line(one, seen, as_shown(_labelled(visit, one)), as_shown(_with_seen(visit, one, observations)))


def _by_actor(lines: Sequence[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.marker.actor, []).append(line)
    return found


def _labelled(visit: Visit, one: Marker) -> dict[str, str]:
    level = visit.say(LEVELS[one.level]) if one.level in LEVELS else one.level
    return dict(zip(map(visit.say, FIELDS.values()), (one.actor, level, one.words), strict=True))


def _with_seen(visit: Visit, one: Marker, observations: Iterable[Observation]) -> dict[str, str]:
    """All that goes with it when it is deleted."""
    return _labelled(visit, one) | {f"seen {o.id}": o.words for o in observations if o.marker_id == one.id}


async def add(visit: Visit) -> web.Response:
    lab, new = await _wanted(visit, 0)
    if faults := faults_of_marker(new.actor, new.level, new.words):
        return await _page(visit, lab, faults, "new")
    async with visit.desk.database.write() as connection:
        await stored.add_marker(connection, new, visit.now)
        await note(visit, connection)
    return _back(visit, lab, "saved")


async def change(visit: Visit) -> web.Response:
    lab, wanted = await _wanted(visit, visit.number("marker"))
    faults = faults_of_marker(wanted.actor, wanted.level, wanted.words)
    async with visit.desk.database.write() as connection:
        before = await _marker_or_404(visit, connection, lab)
        differs = None
        if not faults:
            differs = await clash(visit, now=_labelled(visit, before), yours=_labelled(visit, wanted))
        if not faults and differs is None:
            await stored.change_marker(connection, wanted)
            await note(visit, connection)
    if faults:
        return await _page(visit, lab, faults, f"m{wanted.id}")
    return differs or _back(visit, lab, "saved")


async def _wanted(visit: Visit, marker_id: int) -> tuple[Lab, Marker]:
    lab = await lab_or_404(visit)
    actor, level, words = (visit.form.text(name, MOST_KEPT) for name in FIELDS)
    return lab, Marker(marker_id, lab.id, " ".join(actor.split()), level, words)


async def remove(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    async with visit.desk.database.write() as connection:
        found = await _marker_or_404(visit, connection, lab)
        stale = is_stale(visit, _with_seen(visit, found, await stored.observations_of(connection, [found.id])))
        if not stale:
            await stored.remove_marker(connection, found.id)
            await note(visit, connection)
    if stale:
        return await _page(visit, lab, [PlanWarning("stale", READ_AGAIN)])
    return _back(visit, lab, "gone")


async def see(visit: Visit) -> web.Response:
    """Somebody of the team saw it."""
    lab = await lab_or_404(visit)
    on, words = visit.form.day("on"), visit.form.text("seen", MOST_KEPT)
    faults = faults_of_observation(on, words, visit.dates(lab.timezone).today)
    async with visit.desk.database.write() as connection:
        found = await _marker_or_404(visit, connection, lab)
        if on and not faults:
            await stored.add_observation(connection, found.id, on, words, visit.member.id, visit.now)
            await note(visit, connection)
    return await _page(visit, lab, faults, f"o{found.id}") if faults else _back(visit, lab, "saved", on)


async def unsee(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    async with visit.desk.database.write() as connection:
        found = await _marker_or_404(visit, connection, lab)
        if not await stored.remove_observation(connection, found.id, visit.number("observation")):
            raise web.HTTPNotFound
        await note(visit, connection)
    return _back(visit, lab, "gone")


async def _marker_or_404(visit: Visit, connection: AsyncConnection, lab: Lab) -> Marker:
    found = await stored.marker_of(connection, lab.id, visit.number("marker"))
    if found is None:
        raise web.HTTPNotFound
    return found


def _back(visit: Visit, lab: Lab, what: str, on: date | None = None) -> web.Response:
    """To the cycle that she was in; to all of them where what she wrote is of another day than today."""
    asked = "all" if on and on != visit.dates(lab.timezone).today else visit.form.text("cycle", 4)
    cycle = f"&cycle={asked}" if asked == "all" or (asked.isdecimal() and asked.isascii()) else ""
    return visit.go(f"/admin/labs/{lab.id}/markers?said={what}{cycle}")


TAB = Tab("markers", "voices", "/labs/{lab}/markers", N_("Progress"), READERS, 40)

PATH = "/labs/{lab:[0-9]{1,18}}/markers"
_ONE = f"{PATH}/{{marker:[0-9]{{1,18}}}}"
ROUTES = (
    get(PATH, show, READERS),
    post(PATH, add, TEAM),
    post(f"{_ONE}/change", change, TEAM),
    post(f"{_ONE}/remove", remove, TEAM),
    post(f"{_ONE}/seen", see, TEAM),
    post(f"{_ONE}/seen/{{observation:[0-9]{{1,18}}}}/remove", unsee, TEAM),
)
