"""The log: who of the team did what, and who looked at whose conversation and why. Nobody can change it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy import Row, or_

from admin.log_words import WHYS, place_of, sentence_of
from admin.routes import TEAM, get
from admin.tabs import Tab
from admin.visit import Visit
from locales import N_
from store.audit import noted
from store.desk import person_within, works_within
from store.desk_meetings import labs_within
from store.staff import colleagues
from store.tables import staff

ON_A_PAGE = 100
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Line:
    """`person_id` None: it is about nobody. `place`: the page of what it is about."""

    at: datetime
    who: str
    sentence: str
    person_id: int | None
    name: str
    place: str
    why: str


async def show(visit: Visit) -> web.Response:
    by, about, before = _asked(visit, "staff"), _asked(visit, "person"), _asked(visit, "before")
    async with visit.desk.database.read() as connection:
        found = await noted(connection, visit.reach, staff_id=by, person_id=about, before=before, most=ON_A_PAGE + 1)
        team = await colleagues(connection, or_(works_within(visit.reach), staff.c.id == visit.member.id))
        near = await labs_within(connection, visit.reach)
        person = await person_within(connection, visit.reach, about) if about else None
    lines = [_line(visit, row) for row in found[:ON_A_PAGE]]
    return await visit.show(
        "log.html",
        at="log",
        lines=lines,
        team=team,
        by=by,
        about=about,
        person=person,
        older=_older(by, about, found[ON_A_PAGE - 1].id) if len(found) > ON_A_PAGE else "",
        newest=before is None,
        dates=visit.dates(next((lab.timezone for lab in near.values()), "")),
    )


def _asked(visit: Visit, name: str) -> int | None:
    text = visit.query(name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def _line(visit: Visit, row: Row[Any]) -> Line:
    why = visit.say(WHYS[row.why]) if row.why in WHYS else row.why or ""
    return Line(
        row.at, row.who or "", visit.say(sentence_of(row.what)), row.person_id, row.name or "", place_of(row.about), why
    )


def _older(by: int | None, about: int | None, last: int) -> str:
    asked = {"staff": by, "person": about, "before": last}
    return "?" + urlencode({name: number for name, number in asked.items() if number is not None})


TAB = Tab("log", "set_up", "/log", N_("Log"), TEAM, 60)

ROUTES = (get("/log", show, TEAM),)
