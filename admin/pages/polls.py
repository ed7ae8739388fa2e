"""The polls of a lab by state, and a form for a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import seen_as
from admin.labs import chosen_lab, lab_or_404
from admin.log import note
from admin.meeting_words import title_of, when_of
from admin.polls_board import STATES, counted_in_words, name_of, technique_of
from admin.polls_compared import Named, compared, named
from admin.polls_form import MOMENT_NAMES, numbers_of, poll_in, typed_again, typed_of
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.tongues import any_of, tongues_of
from admin.visit import Visit
from flows.registry import all_techniques
from flows.techniques.model import Technique
from flows.techniques.moments import BETWEEN, CHECK_IN, CHECK_OUT, SURVEY
from lab.meetings import CANCELLED, Meeting
from lab.polls import CLOSED, DRAFT, OPEN, Poll, Words
from locales import N_
from store import meetings as stored_meetings
from store import pilots as stored_pilots
from store.audience import how_many_asked
from store.desk_meetings import labs_within, languages_of
from store.labs import Lab
from store.poll_desk import answered_by, passed_ideas
from store.polls import add_poll, polls_of

KINDS = {
    CHECK_IN: N_("To begin together"),
    BETWEEN: N_("To hear everybody"),
    CHECK_OUT: N_("To look back"),
}
"""Techniques by the moment that they fit best."""
STILL_OF_USE = timedelta(days=3)
"""So long after a meeting one may still ask how it was."""


@dataclass(frozen=True, slots=True)
class Line:
    """One poll in the list. `counted` says how many answered."""

    id: int
    name: str
    technique: str
    counted: str
    poll: Poll


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        known = await labs_within(connection, visit.reach)
        lab = chosen_lab(visit, known)
    return await _list(visit, known, lab)


async def show_of_lab(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    return await _list(visit, {lab.id: lab}, lab)


async def _list(visit: Visit, known: Mapping[int, Lab], lab: Lab | None) -> web.Response:
    async with visit.desk.database.read() as connection:
        lines = await _lines(visit, connection, lab) if lab else []
    groups = [(STATES[state], [one for one in lines if one.poll.state == state]) for state in (OPEN, DRAFT, CLOSED)]
    return await visit.show(
        "polls.html",
        at="polls",
        labs=known,
        lab=lab,
        groups=[(name, ones) for name, ones in groups if ones],
        dates=visit.dates(lab.timezone if lab else ""),
        said=DROPPED if visit.query("said") == "dropped" else "",
    )


DROPPED = N_("The draft is gone.")


async def _lines(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[Line]:
    found = await polls_of(connection, lab.id)
    answered = await answered_by(connection, found)
    lines = []
    for one in found:
        technique = technique_of(one)
        asked = await how_many_asked(connection, one) if one.state == OPEN else 0
        counted = counted_in_words(visit, answered.get(one.id, 0), asked) if one.state == OPEN else ""
        name = visit.say(technique.name) if technique else one.technique
        lines.append(Line(one.id, name_of(visit, one, lab), name, counted, one))
    return lines


async def new(visit: Visit) -> web.Response:
    """First the way of asking, then one form."""
    lab = await lab_or_404(visit)
    technique = all_techniques().get(visit.query("technique"))
    if technique is None:
        return await visit.show("poll_choose.html", at="polls", lab=lab, kinds=_kinds(), meeting=visit.query("meeting"))
    begins = {"moment": _usual(technique), "meeting": visit.query("meeting"), "pilot": visit.query("pilot")}
    return await form(visit, lab, technique, begins)


def _kinds() -> list[tuple[str, list[Technique]]]:
    """Each once, where it fits first."""
    known = sorted(all_techniques().values(), key=lambda one: one.key)
    found: dict[str, list[Technique]] = {key: [] for key in KINDS}
    for one in known:
        found[_fits(one)].append(one)
    return [(KINDS[key], ones) for key, ones in found.items() if ones]


def _fits(technique: Technique) -> str:
    if {CHECK_IN, CHECK_OUT} <= technique.moments:
        return BETWEEN
    if CHECK_IN in technique.moments:
        return CHECK_IN
    return CHECK_OUT if technique.moments & {CHECK_OUT, SURVEY} else BETWEEN


def _usual(technique: Technique) -> str:
    return {CHECK_IN: CHECK_IN, CHECK_OUT: CHECK_OUT}.get(_fits(technique), BETWEEN)


async def form(
    visit: Visit,
    lab: Lab,
    technique: Technique,
    values: Mapping[str, str],
    problems: Sequence[str] = (),
    poll: Poll | None = None,
) -> web.Response:
    """Of a new poll, or of a draft. `values` stand in its fields."""
    async with visit.desk.database.read() as connection:
        spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
        meetings = await meetings_for(visit, connection, lab, poll)
        pilots = await stored_pilots.pilots_of(connection, lab.id)
        ideas = await passed_ideas(connection, lab.id) if technique.options[1] else []
    return await visit.show(
        "poll_form.html",
        422 if problems else 200,
        at="polls",
        lab=lab,
        poll=poll,
        technique=technique,
        typed=values,
        as_shown=_mark(visit, technique, poll, lab, named(visit, lab, meetings, pilots)),
        problems=list(problems),
        tongues=tongues_of(visit, lab, spoken, *_words_of(poll)),
        moments=MOMENT_NAMES,
        meetings=[(one.id, title_of(visit, one, lab), when_of(visit, one)) for one in meetings],
        pilots=[(one.id, any_of(visit, one.name, lab)) for one in pilots],
        numbers=list(numbers_of(technique)),
        usual={one.key: one.usual for one in technique.settings if one.kind == "number"},
        words=[one for one in technique.settings if one.kind == "words"],
        ideas=ideas,
        ticked=visit.form.fields.get("idea", ()),
    )


def _words_of(poll: Poll | None) -> list[Words]:
    """Of its question and of each option: also a language that nobody of the lab reads stands in the form."""
    return [poll.words, *(one.words for one in poll.options)] if poll else []


def _mark(visit: Visit, technique: Technique, poll: Poll | None, lab: Lab, names: Named) -> str:
    return seen_as(visit, compared(visit, technique, typed_of(poll, lab.timezone), names)) if poll else ""


async def meetings_for(visit: Visit, connection: AsyncConnection, lab: Lab, poll: Poll | None) -> list[Meeting]:
    found = await stored_meetings.meetings(connection, since=visit.now - timedelta(days=30), lab_id=lab.id)
    since, own = visit.now - STILL_OF_USE, poll.meeting_id if poll else None
    return [one for one in found if one.id == own or (one.ends_at > since and one.state != CANCELLED)]


async def add(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    technique = all_techniques().get(visit.form.text("technique"))
    if technique is None:
        return visit.go(f"/admin/labs/{lab.id}/polls/new")
    blank = Poll(0, lab.id, technique.key, BETWEEN, {}, staff_id=visit.member.id)
    async with visit.desk.database.write() as connection:
        wanted, problems = await judged(visit, connection, lab, technique, blank)
        made = None if problems else await add_poll(connection, wanted, visit.now)
        if made:
            await note(visit, connection)
    if made is None:
        return await form(visit, lab, technique, typed_again(visit), problems)
    return visit.go(f"/admin/polls/{made.id}?said=saved")


async def judged(
    visit: Visit, connection: AsyncConnection, lab: Lab, technique: Technique, before: Poll
) -> tuple[Poll, list[str]]:
    """The poll as the form wants it. Ideas, meetings and pilots of other labs cannot be chosen."""
    meetings = await meetings_for(visit, connection, lab, before)
    pilots = await stored_pilots.pilots_of(connection, lab.id)
    return poll_in(visit, before, technique, lab, meetings, pilots, await passed_ideas(connection, lab.id))


TAB = Tab("polls", "messages", "/polls", N_("Polls"), TEAM, 20)

ROUTES = (
    get("/polls", show, TEAM),
    get("/labs/{lab:[0-9]{1,18}}/polls", show_of_lab, TEAM),
    get("/labs/{lab:[0-9]{1,18}}/polls/new", new, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/polls/new", add, TEAM),
)
