"""A meeting's page: who comes, what they need, what goes out when, who was there, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import seen_as
from admin.labs import meeting_or_404, tongues
from admin.meeting_board import board, guests, needs
from admin.meeting_moods import moods, polls
from admin.meeting_touchpoints import steps
from admin.meeting_words import counts_of, phase_of, title_of, warnings, when_of
from admin.routes import GUIDES, TEAM, get
from admin.visit import Visit
from lab.meetings import CANCELLED, Meeting
from locales import N_
from store.desk_meetings import answers, languages_of, participants
from store.labs import Lab
from store.meetings import invitations
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
        title=title_of(visit, meeting),
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
    people = await participants(connection, lab.id, meeting.id)
    invited = {person: row for (_, person), row in (await invitations(connection, [meeting.id])).items()}
    everybody = guests(visit, people, invited)
    spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
    given = (await answers(connection, [meeting.id])).get(meeting.id, {})
    return {
        "board": board(everybody),
        "guests": everybody,
        "came": sum(one.present is True for one in everybody),
        "noted": sum(one.present is not None for one in everybody),
        "needs": needs(visit, everybody),
        "counts": counts_of(visit, given, sum(spoken.values())),
        "steps": await steps(visit, connection, meeting, lab),
        "moods": await moods(visit, connection, meeting),
        "polls": await polls(visit, connection, meeting),
        "seats": await seats_of(connection, meeting.id),
        "decisions": _decisions(visit, meeting, lab, spoken, typed or meeting.decided),
        "as_shown": seen_as(visit, _by_language(visit, meeting, lab, spoken)),
    }


def _decisions(
    visit: Visit, meeting: Meeting, lab: Lab, spoken: Mapping[str, int], texts: Mapping[str, str]
) -> list[Decision]:
    offered = tongues(visit, lab, spoken, meeting.decided)
    return [Decision(code, name, texts.get(code, ""), spoken.get(code, 0)) for code, name in offered.items()]


def _by_language(visit: Visit, meeting: Meeting, lab: Lab, spoken: Mapping[str, int]) -> dict[str, str]:
    names = tongues(visit, lab, spoken, meeting.decided)
    return {names[code]: text for code, text in meeting.decided.items() if code in names}


ROUTES = (get("/meetings/{meeting:[0-9]{1,18}}", show, GUIDES, words=True),)
