"""What people of a lab brought in: what waits for an answer, who gives it, what is the same, and what was promised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from aiohttp import web
from sqlalchemy import ColumnElement, Row, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import as_shown, clash
from admin.dates import Dates
from admin.labs import lab_or_404
from admin.log import note
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.task_kinds import media_of, sentence_of
from admin.visit import Visit
from lab.merging import Said, alike
from lab.promises import BROKEN, LATE, PROMISED
from locales import N_
from store import promises
from store.contacts import lock_lab
from store.desk import Reach, works_within
from store.labs import Lab
from store.staff import Member, colleagues
from store.tables import staff

SORTS = {"question": N_("Question"), "idea": N_("Idea"), "signal": N_("Something is wrong")}
IS_BROKEN = N_("A broken promise: the answer was promised by {day}.")
ANSWERED = N_("Answered on {day}")
CLOSED = N_("Closed without a written answer on {day}")
WAITS_FOR_WORDS = N_("There is an answer, but not in this person’s language yet.")
WHO, WHAT, NOBODY_YET = N_("Who answers"), N_("What it is"), N_("Nobody yet")
A_PAGE = 40
PAIRS_SHOWN = 5
WORDS_SHOWN = 120
OTHERS_SHOWN = 40
"""To choose from by hand, the most urgent first: each line has the list, and hundreds would be a page of megabytes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that somebody brought in, and what is answered with it."""

    id: int
    person_id: int
    sentence: str
    words: str
    media: str
    when: str
    late: bool
    sort: str
    owner_id: int
    owner: str
    answer: str
    as_shown: str
    lang: str
    answered_in: str
    note: str = ""
    merged: tuple["Line", ...] = ()


async def show(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    dates = visit.dates(lab.timezone)
    async with visit.desk.database.read() as connection:
        waiting = await promises.waiting(connection, lab.id)
        settled = await promises.settled(connection, lab.id)
        broken = await promises.broken(connection, lab.id)
        team = await colleagues(connection, or_(_works_for(lab), staff.c.id == visit.member.id))
    heads = [row for row in waiting if not row.merged_into]
    last = max(1, *(-(-len(rows) // A_PAGE) for rows in (heads, broken)))
    page = min(visit.page, last)
    here = slice((page - 1) * A_PAGE, page * A_PAGE)
    merged = _merged(visit, waiting, dates)
    return await visit.show(
        "questions.html",
        at="questions",
        lab=lab,
        lines=[_line(visit, row, dates, merged.get(row.id, ())) for row in heads[here]],
        page=page,
        last=last,
        pairs=_pairs(waiting),
        broken=[_line(visit, row, dates) for row in broken[here]],
        settled=[_line(visit, row, dates) for row in settled],
        team=[(one.id, _called(visit, one)) for one in team],
        sorts=SORTS,
        others=[(row.id, row.note[:WORDS_SHOWN]) for row in heads if row.note][:OTHERS_SHOWN],
        saved=visit.query("saved") == "1",
        dates=dates,
    )


def _merged(visit: Visit, waiting: Sequence[Row[Any]], dates: Dates) -> dict[int, list[Line]]:
    """What is answered together with something else: by that."""
    found: dict[int, list[Line]] = {}
    for row in waiting:
        if row.merged_into:
            found.setdefault(row.merged_into, []).append(_line(visit, row, dates))
    return found


def _line(visit: Visit, row: Row[Any], dates: Dates, merged: Iterable[Line] = ()) -> Line:
    return Line(
        row.id,
        row.person_id,
        sentence_of(visit, row),
        row.note or "",
        media_of(row),
        _when(visit, row, dates),
        row.done_at is None and _is_late(row, dates),
        row.sort,
        row.owner_id or 0,
        visit.name(row.owner),
        row.answer or "",
        as_shown(_compared(visit, row.owner or "", row.sort)),
        row.said_in or "",
        row.answer_language or "",
        WAITS_FOR_WORDS if row.answer and row.answered_at is None and row.done_at is None else "",
        tuple(merged),
    )


def _when(visit: Visit, row: Row[Any], dates: Dates) -> str:
    if row.done_at:
        return visit.say(ANSWERED if row.answered_at else CLOSED, day=dates.day(dates.local_day(row.done_at)))
    if not row.answer_by:
        return dates.moment(row.created_at)
    sentence = IS_BROKEN if row.climbed == BROKEN else LATE if _is_late(row, dates) else PROMISED
    return visit.say(sentence, day=dates.day(row.answer_by.astimezone(UTC).date()))


def _is_late(row: Row[Any], dates: Dates) -> bool:
    return bool(row.answer_by and row.answer_by.astimezone(UTC).date() < dates.today)


def _pairs(waiting: Sequence[Row[Any]]) -> list[tuple[Row[Any], Row[Any]]]:
    """What may be the same, of what is not answered together yet."""
    heads = {row.id: row for row in waiting if row.note and not row.merged_into}
    found = alike([Said(row.id, row.said_in, row.note) for row in heads.values()])
    return [(heads[pair.first], heads[pair.second]) for pair in found[:PAIRS_SHOWN]]


def _works_for(lab: Lab) -> ColumnElement[bool]:
    """Also beside another one."""
    return works_within(Reach(labs=frozenset({lab.id})))


def _called(visit: Visit, one: Member) -> str:
    return one.name or one.email or visit.say(N_("Somebody without a name"))


async def _waiting(visit: Visit, connection: AsyncConnection, lab: Lab) -> dict[int, Row[Any]]:
    """What can be changed on this page: what waits in this lab, which stays as it is until the commit."""
    await lock_lab(connection, lab.id)
    found = {row.id: row for row in await promises.waiting(connection, lab.id)}
    if visit.number("task") not in found:
        raise web.HTTPNotFound
    return found


def _compared(visit: Visit, owner: str, sort: str) -> dict[str, str]:
    """For two who say who answers, and what it is."""
    return {visit.say(WHO): owner or visit.say(NOBODY_YET), visit.say(WHAT): visit.say(SORTS.get(sort, sort))}


async def assign(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    async with visit.desk.database.write() as connection:
        row = (await _waiting(visit, connection, lab))[visit.number("task")]
        owner_id, sort = visit.form.number("owner") or 0, visit.form.text("sort") or row.sort
        team = {one.id: one.name for one in await colleagues(connection, _works_for(lab))}
        team |= {row.owner_id or 0: row.owner or "", visit.member.id: visit.member.name, 0: ""}
        if sort not in SORTS or owner_id not in team:
            raise web.HTTPBadRequest
        now, yours = _compared(visit, row.owner or "", row.sort), _compared(visit, team[owner_id], sort)
        if both := await clash(visit, now, yours, back=f"/admin/labs/{lab.id}/questions"):
            return both
        await promises.assign(connection, row.id, owner_id or None, sort)
        await note(visit, connection)
    return _back(visit, lab)


async def merge(visit: Visit) -> web.Response:
    """This one is answered together with another one."""
    lab = await lab_or_404(visit)
    into = visit.form.number("into")
    async with visit.desk.database.write() as connection:
        found = await _waiting(visit, connection, lab)
        if into not in found or into == visit.number("task"):
            raise web.HTTPBadRequest
        await promises.merge(connection, visit.number("task"), into)
        await note(visit, connection)
    return _back(visit, lab)


async def unmerge(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    async with visit.desk.database.write() as connection:
        await _waiting(visit, connection, lab)
        await promises.unmerge(connection, visit.number("task"))
        await note(visit, connection)
    return _back(visit, lab)


def _back(visit: Visit, lab: Lab) -> web.Response:
    page = f"&page={visit.page}" if visit.page > 1 else ""
    return visit.go(f"/admin/labs/{lab.id}/questions?saved=1{page}#q{visit.number('task')}")


_ONE = "/labs/{lab:[0-9]{1,18}}/questions/{task:[0-9]{1,18}}"
TAB = Tab("questions", "today", "/labs/{lab}/questions", N_("Questions and ideas"), TEAM, 20)

ROUTES = (
    get("/labs/{lab:[0-9]{1,18}}/questions", show, TEAM, words=True),
    post(f"{_ONE}/assign", assign, TEAM),
    post(f"{_ONE}/merge", merge, TEAM),
    post(f"{_ONE}/unmerge", unmerge, TEAM),
)
