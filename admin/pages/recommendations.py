"""The recommendations of a lab, in the order of their life; and a form for a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.labs import chosen_lab, lab_or_404
from admin.log import note
from admin.meeting_words import said
from admin.recommendation_form import KINDS, choices, sources_of
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.tongues import any_of, tongues_of, typed, written
from admin.visit import Visit
from lab.recommendations import STATES, Recommendation, faults_of, is_source
from locales import N_
from store import recommendations as stored
from store.desk_meetings import labs_within, languages_of
from store.labs import Lab


@dataclass(frozen=True, slots=True)
class Line:
    """`people` contributed, and hear of every change."""

    id: int
    words: str
    state: str
    people: int


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        known = await labs_within(connection, visit.reach)
        lab = chosen_lab(visit, known)
        lines = await _lines(visit, connection, lab) if lab else []
    return await visit.show(
        "recommendations.html", at="recommendations", labs=known, lab=lab, lines=lines, states=STATES
    )


async def _lines(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[Line]:
    lines = []
    for one in await stored.recommendations_of(connection, lab.id):
        people = len(await stored.contributors(connection, lab.id, one.sources))
        lines.append(Line(one.id, any_of(visit, one.words, lab), one.state, people))
    return sorted(lines, key=lambda line: (list(STATES).index(line.state), line.id))


async def new(visit: Visit) -> web.Response:
    """With `from`, that is ticked already."""
    begun = visit.query("from")
    return await _form(visit, await lab_or_404(visit), {}, (begun,) if is_source(begun) else ())


async def _form(
    visit: Visit, lab: Lab, values: Mapping[str, str], ticked: Sequence[str], problems: Sequence[str] = ()
) -> web.Response:
    async with visit.desk.database.read() as connection:
        ticked = sorted(await stored.sources_within(connection, lab.id, ticked))
        spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
        offered = await choices(visit, connection, lab, ticked)
    return await visit.show(
        "recommendation_new.html",
        422 if problems else 200,
        at="recommendations",
        lab=lab,
        tongues=tongues_of(visit, lab, spoken),
        choices=offered,
        kinds=KINDS,
        typed=values,
        ticked=ticked,
        problems=list(problems),
    )


async def add(visit: Visit) -> web.Response:
    lab, sources = await lab_or_404(visit), sources_of(visit.form)
    async with visit.desk.database.write() as connection:
        words = written(visit, "words")
        problems = [said(visit, fault) for fault in faults_of(words, sources)]
        if not problems:
            known = await stored.sources_within(connection, lab.id, sources)
            wanted = Recommendation(0, lab.id, words, sources=tuple(one for one in sources if one in known))
            made = await stored.add_recommendation(connection, wanted, visit.now)
            await note(visit, connection)
    if problems:
        return await _form(visit, lab, typed(visit), sources, problems)
    return visit.go(f"/admin/recommendations/{made}?said=saved")


TAB = Tab("recommendations", "voices", "/recommendations", N_("Recommendations"), TEAM, 30)

ROUTES = (
    get("/recommendations", show, TEAM),
    get("/labs/{lab:[0-9]{1,18}}/recommendations/new", new, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/recommendations/new", add, TEAM),
)
