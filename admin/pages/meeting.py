"""A meeting's page: who comes, what they need, what goes out when, who was there, and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import seen_as
from admin.labs import meeting_or_404, tongues
from admin.meeting_answers import wanted
from admin.meeting_board import Guest, board, guests, needs
from admin.meeting_moods import moods, polls
from admin.meeting_touchpoints import steps
from admin.meeting_words import agenda_of, counts_of, phase_of, title_of, warnings, when_of
from admin.routes import GUIDES, TEAM, get
from admin.tongues import any_of
from admin.visit import Visit
from lab.meetings import CANCELLED, Meeting
from locales import N_
from store.desk_meetings import answers, concerned_by, languages_of
from store.labs import Lab
from store.meeting_guests import Counted, coming, counted, first_of_each
from store.small_groups import seats_of

SAID = {
    "planned": N_("The meeting is planned. Invitations and reminders follow from its date."),
    "changed": N_("Saved."),
    "decided": N_("Saved. It goes out when its time comes."),
    "incomplete": N_("Saved. Some people would get nothing: see below which languages are missing."),
}
DOORS_OPEN = timedelta(hours=12)
"""So long before the start somebody may be noted as present."""
LONGEST_DECISION = 1500
SHOWN = 100
"""Names under one answer."""
NAMES = 24
"""Under one need. Their own page has the others."""
MOST_TAPPED = 150
"""People in the list of who was there. The others are found by name."""
EXPECTED = ("yes", "offered", "waiting", "maybe")


@dataclass(frozen=True, slots=True)
class Decision:
    """`people` read this language."""

    code: str
    autonym: str
    text: str
    people: int

    @property
    def missing(self) -> bool:
        return bool(self.people and not self.text)


async def show(visit: Visit) -> web.Response:
    return await page_of(visit)


async def page_of(visit: Visit, *, typed: Mapping[str, str] | None = None, problem: str = "") -> web.Response:
    """The page; with a `problem`, what was written of the decisions stands there again."""
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        values = await _gathered(visit, connection, meeting, lab, typed)
    amiss = (await warnings(visit, lab, [meeting])).get(meeting.id, [])
    return await visit.show(
        "meeting.html",
        422 if problem else 200,
        at="meetings",
        meeting=meeting,
        lab=lab,
        title=title_of(visit, meeting, lab),
        phase=phase_of(visit, meeting),
        when=when_of(visit, meeting),
        cancelled=meeting.state == CANCELLED,
        over=meeting.ends_at <= visit.now,
        begins=meeting.starts_at - DOORS_OPEN <= visit.now,
        warnings=amiss,
        said=SAID.get(visit.query("said"), ""),
        problem=problem,
        longest=LONGEST_DECISION,
        leads=visit.member.role in TEAM,
        **values,
    )


async def _gathered(
    visit: Visit, connection: AsyncConnection, meeting: Meeting, lab: Lab, typed: Mapping[str, str] | None
) -> dict[str, Any]:
    there = await counted(connection, lab.id, meeting)
    everybody = guests(visit, await first_of_each(connection, lab.id, meeting, MOST_TAPPED))
    coming_ones = guests(visit, await coming(connection, lab.id, meeting.id))
    spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
    given = (await answers(connection, [meeting.id])).get(meeting.id, {})
    return {
        "board": board(everybody, there.many, SHOWN),
        "guests": await _at_the_door(visit, connection, meeting, there, everybody),
        "there": there,
        "found_by": visit.query("q"),
        "needs": [one.cut(0, NAMES) for one in needs(visit, coming_ones)],
        "counts": counts_of(visit, given, (await concerned_by(connection, [meeting])).get(meeting.id, 0)),
        "steps": await steps(visit, connection, meeting, lab),
        "moods": await moods(visit, connection, meeting),
        "polls": await polls(visit, connection, meeting, lab),
        "seats": await seats_of(connection, meeting.id),
        "agenda": agenda_of(visit, meeting, lab),
        "decided": any_of(visit, meeting.decided, lab),
        "decisions": _decisions(visit, meeting, lab, spoken, typed or meeting.decided),
        "as_shown": seen_as(visit, _by_language(visit, meeting, lab, spoken)),
    }


async def _at_the_door(
    visit: Visit, connection: AsyncConnection, meeting: Meeting, there: Counted, everybody: Sequence[Guest]
) -> list[Guest]:
    """Everybody; where they are too many for one list those who said something, or whom somebody looks for."""
    if (only := await wanted(visit, connection, meeting.lab_id)) is not None:
        return guests(visit, await first_of_each(connection, meeting.lab_id, meeting, MOST_TAPPED, only))
    if there.everybody <= MOST_TAPPED:
        return list(everybody)
    return [one for one in everybody if one.answer in EXPECTED or one.present is not None][:MOST_TAPPED]


def _decisions(
    visit: Visit, meeting: Meeting, lab: Lab, spoken: Mapping[str, int], texts: Mapping[str, str]
) -> list[Decision]:
    offered = tongues(visit, lab, spoken, meeting.decided)
    return [Decision(code, name, texts.get(code, ""), spoken.get(code, 0)) for code, name in offered.items()]


def _by_language(visit: Visit, meeting: Meeting, lab: Lab, spoken: Mapping[str, int]) -> dict[str, str]:
    names = tongues(visit, lab, spoken, meeting.decided)
    return {names[code]: text for code, text in meeting.decided.items() if code in names}


ROUTES = (get("/meetings/{meeting:[0-9]{1,18}}", show, GUIDES, words=True),)
