"""One week of one person: each contact, and why it went out, waits, or did not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.calendar_board import beginning
from admin.contact_line import STATES, why
from admin.dates import Dates
from admin.labs import lab_of
from admin.meeting_words import kind_of_contact
from admin.routes import TEAM, get
from admin.visit import Visit
from lab.silence import WEEK
from locales import N_
from store import calendar
from store.contacts import PLANNED
from store.desk import person_within
from store.labs import Lab
from store.staff import colleagues
from store.tables import staff

YEARS = range(2000, 2200)
HERS = N_("A message came")
OURS = N_("{name} of the team wrote")
SOMEBODY = N_("Somebody of the team wrote")


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    when: str
    name: str
    state: str = ""
    why: str = ""
    meeting_id: int = 0


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        who = await person_within(connection, visit.reach, visit.number("id"))
        if who is None or who.lab_id is None:
            raise web.HTTPNotFound
        lab = await lab_of(visit, connection, who.lab_id)
        first = _monday_or_404(visit)
        entries = await _entries(visit, connection, lab, who.id, first)
    dates = visit.dates(lab.timezone)
    partial = visit.request.headers.get("HX-Request") == "true"
    return await visit.show(
        "calendar_why.html" if partial else "calendar_week.html",
        at="calendar",
        lab=lab,
        person=who,
        week=dates.day(first),
        before=first - WEEK,
        after=first + WEEK,
        entries=entries,
    )


def _monday_or_404(visit: Visit) -> date:
    """Of the week that the day in the address lies in."""
    try:
        day = date.fromisoformat(visit.request.match_info["day"])
    except ValueError as error:
        raise web.HTTPNotFound from error
    if day.year not in YEARS:
        raise web.HTTPNotFound
    return day - timedelta(days=day.weekday())


async def _entries(visit: Visit, connection: AsyncConnection, lab: Lab, who: int, first: date) -> list[Entry]:
    since, until, dates = beginning(first, lab), beginning(first + WEEK, lab), visit.dates(lab.timezone)
    contacts = await calendar.contacts_between(connection, [who], since, until)
    humans = await calendar.from_humans(connection, [who], since, until)
    hers = await calendar.from_people(connection, [who], since, until)
    team = await colleagues(connection, staff.c.id.in_({row.staff_id for row in humans})) if humans else []
    names = {one.id: visit.name(one.name) for one in team}
    found = [_contact(visit, row, dates) for row in contacts]
    found += [Entry(row.at, dates.exact(row.at), _written_by(visit, names.get(row.staff_id, ""))) for row in humans]
    found += [Entry(row.at, dates.exact(row.at), visit.say(HERS)) for row in hers]
    return sorted(found, key=lambda one: one.at)


def _written_by(visit: Visit, name: str) -> str:
    return visit.say(OURS, name=name) if name else visit.say(SOMEBODY)


def _contact(visit: Visit, row: Row[Any], dates: Dates) -> Entry:
    at: datetime = row.due_at if row.state == PLANNED else row.decided_at
    state = visit.say(STATES.get(row.state, row.state))
    name, meeting = kind_of_contact(visit, row.kind), row.meeting_id or 0
    return Entry(at, dates.exact(at), name, state, why(visit, row, dates), meeting)


ROUTES = (get("/people/{id:[0-9]{1,18}}/week/{day:[0-9-]{1,10}}", show, TEAM),)
