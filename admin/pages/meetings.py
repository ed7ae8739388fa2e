"""The timeline of a lab: its meetings ahead and behind, and what its dates break."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aiohttp import web

from admin.labs import chosen_lab
from admin.meeting_words import counts_of, phase_of, said, title_of, warnings, when_of
from admin.routes import GUIDES, TEAM, get
from admin.tabs import Tab
from admin.timeline import timeline
from admin.visit import Visit
from lab.meetings import CANCELLED, Meeting
from lab.phases import warnings_of
from locales import N_
from store import meetings as stored
from store.desk_meetings import answers, concerned_by, labs_within, phases_of
from store.labs import Lab


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting in the timeline."""

    id: int
    title: str
    when: str
    phase: str
    place: str
    counts: str
    warnings: tuple[str, ...]
    cancelled: bool


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        known = await labs_within(connection, visit.reach)
        lab = chosen_lab(visit, known)
        if lab is None:
            return await visit.show("meetings.html", at="meetings", labs={}, lab=None)
        planned = await stored.meetings(connection, lab_id=lab.id)
        given = await answers(connection, [one.id for one in planned])
        people = await concerned_by(connection, planned)
        phases = await phases_of(connection, lab.id)
    amiss = await warnings(visit, lab, planned)
    drawn = timeline(visit, lab, phases, planned)
    lines = [(one.ends_at > visit.now, _line(visit, lab, one, given, people, amiss)) for one in planned]
    return await visit.show(
        "meetings.html",
        at="meetings",
        labs=known,
        lab=lab,
        ahead=[line for is_ahead, line in lines if is_ahead],
        behind=[line for is_ahead, line in reversed(lines) if not is_ahead],
        cycle=drawn,
        warnings=drawn.others if drawn else [said(visit, warning) for warning in warnings_of(phases, planned)],
        leads=visit.member.role in TEAM,
        saved=visit.query("saved") == "1",
    )


def _line(
    visit: Visit,
    lab: Lab,
    one: Meeting,
    given: Mapping[int, Mapping[str, int]],
    people: Mapping[int, int],
    amiss: Mapping[int, Iterable[str]],
) -> Line:
    return Line(
        one.id,
        title_of(visit, one, lab),
        when_of(visit, one),
        phase_of(visit, one),
        one.place.name,
        counts_of(visit, given.get(one.id, {}), people.get(one.id, 0)),
        tuple(amiss.get(one.id, ())),
        one.state == CANCELLED,
    )


TAB = Tab("meetings", "meetings", "/meetings", N_("Meetings"), GUIDES, 10)

ROUTES = (get("/meetings", show, GUIDES),)
