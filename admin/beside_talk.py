"""What stands beside a conversation for the team alone: who looks after her, notes, answers that lie ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import as_shown
from admin.dates import Dates
from admin.routes import TEAM
from admin.visit import Visit
from locales import N_
from store.desk import Reach, works_within
from store.labs import Lab
from store.notes import notes_of
from store.ready_answers import Ready, ready_answers
from store.staff import Member, colleagues
from store.tables import staff

LOOKS_AFTER = N_("Who looks after this person")
HOURS = {1: N_("1 hour"), 2: N_("2 hours"), 8: N_("8 hours"), 24: N_("1 day")}
"""So long the program can be kept quiet."""


@dataclass(frozen=True, slots=True)
class Note:
    """`own`: whoever looks at it wrote it, and may delete it."""

    id: int
    text: str
    who: str
    when: str
    own: bool


async def beside_talk(
    visit: Visit, connection: AsyncConnection, who: Row[Any], lab: Lab | None, dates: Dates
) -> dict[str, Any]:
    ready = await ready_answers(connection, lab.id) if lab else []
    known = visit.desk.catalogues.languages
    team = [(one.id, one.name or one.email or "") for one in await caring_for(visit, connection, who)]
    return {
        "lab_id": lab.id if lab else 0,
        "notes": [_note(visit, row, dates) for row in await notes_of(connection, who.id)],
        "team": team,
        "owner_shown": as_shown({visit.say(LOOKS_AFTER): dict(team).get(who.owner_id or 0, "")}),
        "ready": sorted(ready, key=lambda one: who.language not in one.words),
        "hours": HOURS,
        "own_language": known[visit.language].autonym,
        "her_language": known[who.language].autonym if who.language in known else "",
        "speaks_another": bool(who.language) and who.language != visit.language,
    }


def _note(visit: Visit, row: Row[Any], dates: Dates) -> Note:
    return Note(row.id, row.text, visit.name(row.who), dates.moment(row.at), row.staff_id == visit.member.id)


async def caring_for(visit: Visit, connection: AsyncConnection, who: Row[Any]) -> Sequence[Member]:
    """Those who may look after her: the team of her lab, and whoever is at the desk now."""
    theirs = and_(works_within(Reach(labs=frozenset({who.lab_id or 0}))), staff.c.role.in_(TEAM))
    here = theirs | (staff.c.id == visit.member.id) | (staff.c.id == (who.owner_id or 0))
    return await colleagues(connection, here & staff.c.ended_at.is_(None))


def fitting(ready: Sequence[Ready], ready_id: int | None) -> Ready | None:
    return next((one for one in ready if one.id == ready_id), None)
