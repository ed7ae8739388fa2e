"""Under the tasks of today: the meetings ahead, what goes out and why, and what is kept back and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.causes import because
from admin.dates import Dates
from admin.meeting_board import Guest, needs
from admin.meeting_words import counts_of, kind_of_contact, title_of, when_of
from admin.today_counts import unanswered
from admin.today_items import Item
from admin.visit import Visit
from lab.meetings import CANCELLED, LONGEST_MEETING, Meeting
from lab.wall_time import moment_of, zone_of
from locales import N_
from locales.catalogue import listed
from scheduler.reasons import REASONS
from store.desk_meetings import answers, held, languages_of
from store.labs import Lab
from store.meetings import by_id, meetings
from store.today import coming_with, going_out

MEETINGS_SHOWN = 4
_HERE = "\ufffc"
"""Where something is put into a sentence later. Nobody can type it and nothing shows it."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A meeting that is near, or on now. `lab` is named where somebody sees several; `needs` of those who come."""

    id: int
    sentence: str
    place: str
    counts: str
    lab: str
    needs: str


@dataclass(frozen=True, slots=True)
class Out:
    """One kind of message that goes out today. `meeting_id` is 0 where it is not about a meeting."""

    name: str
    many: int
    why: str
    meeting_id: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """`kept`: how many wait, and the sentence why. `unanswered`: meetings that few have answered to yet."""

    meetings: tuple[Ahead, ...]
    out: tuple[Out, ...]
    kept: tuple[tuple[int, str], ...]
    unanswered: tuple[Item, ...]


async def outlook(visit: Visit, connection: AsyncConnection, dates: Dates, labs: Mapping[int, Lab]) -> Outlook:
    started = await meetings(connection, since=visit.now - LONGEST_MEETING)
    near = [one for one in started if one.lab_id in labs and one.ends_at > visit.now]
    near = [one for one in near if one.state != CANCELLED][:MEETINGS_SHOWN]
    given = await answers(connection, [one.id for one in near])
    spoken = await languages_of(connection, {one.lab_id for one in near})
    people = {lab_id: sum(many.values()) for lab_id, many in spoken.items()}
    wanted = await _needs(visit, connection, [one.id for one in near])
    kept = await held(connection, visit.reach, visit.now)
    return Outlook(
        tuple(
            _ahead(visit, one, labs, counts_of(visit, given.get(one.id, {}), people.get(one.lab_id, 0)), wanted)
            for one in near
        ),
        tuple(await _out(visit, connection, dates, labs)),
        tuple((row.many, visit.say(REASONS[row.reason], until=row.until.astimezone(dates.zone))) for row in kept),
        tuple(unanswered(visit, [one for one in near if one.starts_at > visit.now], given, people, labs)),
    )


def _ahead(visit: Visit, one: Meeting, labs: Mapping[int, Lab], counts: str, wanted: Mapping[int, str]) -> Ahead:
    sentence = f"{when_of(visit, one)} · {title_of(visit, one, labs[one.lab_id])}"
    lab = labs[one.lab_id].name if len(labs) > 1 else ""
    return Ahead(one.id, sentence, one.place.name, counts, lab, wanted.get(one.id, ""))


async def _needs(visit: Visit, connection: AsyncConnection, ids: Sequence[int]) -> dict[int, str]:
    """Of those who said yes, in one line."""
    rows = await coming_with(connection, ids) if ids else ()
    found = {}
    for meeting_id in ids:
        some = needs(visit, [_guest(row) for row in rows if row.meeting_id == meeting_id])
        found[meeting_id] = _in_a_line(visit, [f"{one.what} ({one.count})" for one in some]) if some else ""
    return found


def _in_a_line(visit: Visit, some: list[str]) -> str:
    """Put in afterwards: what is filled in loses the marks that keep a language's own name from turning the line."""
    return visit.say(N_("They need: {needs}"), needs=_HERE).replace(_HERE, listed(visit.language, some))


def _guest(row: Row[Any]) -> Guest:
    wanted = (row.facts or {}).get("needs")
    said = wanted if isinstance(wanted, dict) else {}
    return Guest(row.id, row.name or "", "yes", "", "", present=None, language=row.language, needs=said)


async def _out(visit: Visit, connection: AsyncConnection, dates: Dates, labs: Mapping[int, Lab]) -> list[Out]:
    end_of_day = moment_of(datetime.combine(dates.today + timedelta(days=1), time()), zone_of(str(dates.zone)))
    rows = await going_out(connection, visit.reach, end_of_day)
    about = await by_id(connection, {row.meeting_id for row in rows if row.meeting_id})
    return [
        Out(kind_of_contact(visit, row.kind), row.many, because(visit, row, about, labs), row.meeting_id or 0)
        for row in rows
    ]
