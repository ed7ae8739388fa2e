"""People by weeks: who heard from us, who wrote, who has been silent, and what is planned."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.dates import Dates
from admin.visit import Visit
from lab.silence import (
    AWAY,
    OPEN,
    PAUSED,
    PLANNED,
    QUIET,
    SILENT,
    TALKED,
    TOLD,
    WEEK,
    WROTE,
    Life,
    Week,
    mondays,
    weeks_of,
)
from lab.wall_time import zone_of
from locales import N_
from store import calendar
from store.contacts import PLANNED as UNSENT
from store.labs import Lab

A_PAGE = 50
SIGNS = {TALKED: "●", TOLD: "○", WROTE: "✎", QUIET: "·", SILENT: "!", PLANNED: "+", PAUSED: "Ⅱ", OPEN: "–", AWAY: ""}
"""Beside the number of messages: what a colour says is said by a sign too."""
STATES = {
    TALKED: N_("We wrote, and an answer came"),
    TOLD: N_("We wrote, no answer"),
    WROTE: N_("A message came, we wrote nothing new"),
    QUIET: N_("Nothing"),
    SILENT: N_("Nothing, for longer than the rules allow"),
    PLANNED: N_("Planned"),
    OPEN: N_("Nothing is planned"),
    PAUSED: N_("Messages are paused"),
    AWAY: N_("Not here yet"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """`said`: all of it, for whoever does not see it."""

    week: Week
    sign: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person. `wrote`: when she did last, in words; "" for never."""

    id: int
    name: str
    wrote: str
    cells: tuple[Cell, ...]


async def board(visit: Visit, connection: AsyncConnection, lab: Lab, page: int) -> list[Line]:
    rows = await calendar.the_silent_first(connection, lab.id, (page - 1) * A_PAGE, A_PAGE)
    ids = [row.id for row in rows]
    since, until = span(lab, visit.now)
    found = await calendar.contacts_between(connection, ids, since, until)
    humans = await calendar.from_humans(connection, ids, since, until)
    people = await calendar.from_people(connection, ids, since, until)
    reached = [row for row in found if calendar.reached_her(row)]
    told = _moments([(row.person_id, row.decided_at) for row in reached], humans)
    wrote = _moments((), people)
    planned = _moments([(row.person_id, row.due_at) for row in found if row.state == UNSENT], ())
    lives = [
        (row, _life(row, told.get(row.id, ()), wrote.get(row.id, ()), planned.get(row.id, ()), since)) for row in rows
    ]
    cell_of = cache(partial(_cell, visit, visit.dates(lab.timezone)))  # most weeks of most people look alike
    return [_line(visit, lab, row, life, cell_of) for row, life in lives]


def span(lab: Lab, now: datetime) -> tuple[datetime, datetime]:
    """From the first week that is shown to the end of the last, in UTC."""
    zone = zone_of(lab.timezone)
    weeks = mondays(now.astimezone(zone).date())
    return beginning(weeks[0], lab), beginning(weeks[-1] + WEEK, lab)


def beginning(day: date, lab: Lab) -> datetime:
    return datetime.combine(day, datetime.min.time(), zone_of(lab.timezone)).astimezone(UTC)


def _moments(pairs: Iterable[tuple[int, datetime]], rows: Iterable[Row[Any]]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {}
    for who, at in (*pairs, *((row.person_id, row.at) for row in rows)):
        found.setdefault(who, []).append(at)
    return found


def _life(
    row: Row[Any],
    told: Sequence[datetime],
    wrote: Sequence[datetime],
    planned: Sequence[datetime],
    since: datetime,
) -> Life:
    before = max((at for at in (row.last_in_at, row.last_out_at) if at and at < since), default=None)
    return Life(row.confirmed_at or row.created_at, told, wrote, planned, before, row.paused_until)


def _line(visit: Visit, lab: Lab, row: Row[Any], life: Life, cell_of: Callable[[Week], Cell]) -> Line:
    weeks = weeks_of(life, lab.policy.floor_days, visit.now, zone_of(lab.timezone))
    return Line(
        row.id,
        row.name or "",
        visit.dates(lab.timezone).moment(row.last_in_at) if row.last_in_at else "",
        tuple(cell_of(week) for week in weeks),
    )


def _cell(visit: Visit, dates: Dates, week: Week) -> Cell:
    said = [dates.day(week.first), visit.say(STATES[week.state])]
    said += [visit.say(N_("messages: {count}"), count=str(week.many))] if week.many else []
    return Cell(week, f"{week.many or ''}{SIGNS[week.state]}", " · ".join(said))
