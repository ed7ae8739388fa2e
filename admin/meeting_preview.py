"""Who will be told what, before anything is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.meeting_touchpoints import counted
from admin.meeting_words import kind_of_contact
from admin.visit import Visit
from bot.meeting_changes import ANEW_AFTER, REMINDED_ANEW, is_over
from flows.meeting import MOVED
from lab.meetings import Meeting
from lab.touchpoints import CORRECTIONS, Touchpoint, due_at, expires_at, not_meant
from lab.wall_time import zone_of
from locales.catalogue import MissingText
from store.contacts import PLANNED, settled_only
from store.labs import Lab
from store.meetings import invitations
from store.rsvp import INVITATION, told_by_language


@dataclass(frozen=True, slots=True)
class Waiting:
    """Unsent messages of one kind. `when` is the day to which they move; "": they do not go out any more."""

    kind: str
    count: int
    when: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What everybody who reads a language is told. `words` "": we have none in it, so nothing goes out."""

    code: str
    autonym: str
    direction: str
    people: int
    words: str


@dataclass(frozen=True, slots=True)
class Preview:
    """`told`: how many hear it at once, `tellings` in which words. `anew`: what goes out once more."""

    told: int
    waiting: tuple[Waiting, ...]
    tellings: tuple[Telling, ...] = ()
    anew: tuple[Waiting, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.told or self.waiting)


async def preview_of(
    visit: Visit, connection: AsyncConnection, lab: Lab, meeting: Meeting, text: str = MOVED
) -> Preview:
    """What becomes of the messages about a meeting that is to be as `meeting`. `text`: the news."""
    many = await counted(connection, meeting, lab)
    planned = [one.kind for one in lab.plan if one.kind in many]
    waiting = [
        Waiting(kind_of_contact(visit, kind), many[kind][PLANNED], _when(visit, lab, meeting, kind))
        for kind in (*planned, *sorted(many.keys() - {*planned, *CORRECTIONS}))
        if many[kind][PLANNED]
    ]
    languages = await told_by_language(connection, meeting.id)
    tellings = tuple(_telling(visit, meeting, text, code, count) for code, count in languages.items())
    anew = await _anew(visit, connection, lab, meeting) if text == MOVED else ()
    return Preview(sum(languages.values()), tuple(waiting), tellings, anew)


def _telling(visit: Visit, meeting: Meeting, text: str, code: str, people: int) -> Telling:
    """With a dot for the name of whoever reads it."""
    catalogues = visit.desk.catalogues
    place = ", ".join(filter(None, (meeting.place.name, meeting.place.address)))
    when = meeting.starts.replace(tzinfo=zone_of(meeting.timezone))
    try:
        words = catalogues.render(code, text, {"name": "…", "when": when, "place": place})
    except MissingText:
        words = ""
    known = catalogues.languages.get(code)
    return Telling(code, known.autonym if known else code, catalogues.direction(code), people, words)


async def _anew(visit: Visit, connection: AsyncConnection, lab: Lab, meeting: Meeting) -> tuple[Waiting, ...]:
    """Who was reminded of the old date is reminded of the new one; who said no is invited once more."""
    wanted = {one.kind: one for one in lab.plan if one.on and one.kind in (*REMINDED_ANEW, INVITATION)}
    answers = {person: row for (_, person), row in (await invitations(connection, [meeting.id])).items()}
    found: dict[str, int] = {}
    for person_id, kind in await settled_only(connection, meeting.id, wanted):
        if _once_more(wanted[kind], meeting, answers.get(person_id), visit.now):
            found[kind] = found.get(kind, 0) + 1
    return tuple(
        Waiting(kind_of_contact(visit, kind), count, _when(visit, lab, meeting, kind)) for kind, count in found.items()
    )


def _once_more(one: Touchpoint, meeting: Meeting, invited: Row[Any] | None, now: datetime) -> bool:
    answer, present = (invited.answer, invited.present) if invited else ("", None)
    if one.kind == INVITATION:
        return answer == "no"
    return due_at(one, meeting) > now + ANEW_AFTER and not not_meant(one.audience, answer, present, prepared=False)


def _when(visit: Visit, lab: Lab, meeting: Meeting, kind: str) -> str:
    dates = visit.dates(meeting.timezone)
    touchpoint = next((one for one in lab.plan if one.kind == kind), None)
    if touchpoint is None:
        return dates.exact(visit.now)
    if is_over(touchpoint, meeting, visit.now):
        return ""
    due = max(due_at(touchpoint, meeting), visit.now)
    return dates.exact(due) if due < expires_at(touchpoint, meeting) else ""
