"""Put two records of one person together: first what that does, then one press; and an undo of 30 days."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import as_shown
from admin.facts_words import NAMES, said
from admin.log import note
from admin.pages.person import person_or_404
from admin.routes import TEAM, get, post
from admin.visit import Visit
from admin.words import STANDINGS
from lab.one_person import differing, facts_of, standing_together, taken_over
from lab.people import STOPPED
from locales import N_
from store.desk import person_within
from store.merging import merge, unmerge, what_moves
from store.people_list import Asked, find, listed

CANDIDATES = 20
KEPT, GONE = "kept", "gone"
SAME = N_("This is the same record. Choose another one.")
OTHER_LAB = N_("These two people are in different labs. Records of one lab only can be put together.")
STOPS = N_("One of the two said stop. So the person gets no messages any more.")
MEANWHILE = N_("Somebody changed one of the two records meanwhile. Look at them again.")
TOO_LATE = N_("This cannot be undone now. Either 30 days are over, or a later one must be undone first.")
MOVES = {
    "messages": N_("Messages"),
    "address": N_("Channels"),
    "consent": N_("Consents"),
    "invitation": N_("Answers to meetings"),
    "membership": N_("Groups"),
    "task": N_("Questions and tasks"),
    "participation": N_("Polls answered"),
    "pilot_update": N_("Reports of pilots"),
    "note": N_("Notes"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact that both records know, in other words."""

    key: str
    name: str
    kept: str
    gone: str


async def show(visit: Visit) -> web.Response:
    kept = await person_or_404(visit)
    if not visit.query("with"):
        return await _choose(visit, kept)
    gone = await _other(visit, visit.query("with"))
    if problem := _problem(kept, gone):
        return await _choose(visit, kept, visit.say(problem))
    return await _preview(visit, kept, gone)


async def _choose(visit: Visit, kept: Row[Any], problem: str = "") -> web.Response:
    """Whom, among people of her lab, by a part of the name."""
    words = visit.query("q")
    people = []
    if words:
        async with visit.desk.database.read() as connection:
            asked = Asked(visit.now, words, lab=kept.lab_id or 0)
            found = await find(connection, visit.reach, asked, 1, CANDIDATES)
            people = [one for one in await listed(connection, found.ids) if one.id != kept.id]
    values = {"person": kept, "q": words, "people": people, "problem": problem}
    return await visit.show("merge_choose.html", 422 if problem else 200, at="people", **values)


async def _other(visit: Visit, number: str) -> Row[Any]:
    if not (number.isascii() and number.isdecimal()):
        raise web.HTTPNotFound
    async with visit.desk.database.read() as connection:
        found = await person_within(connection, visit.reach, int(number[:18]))
    if found is None:
        raise web.HTTPNotFound
    return found


def _problem(kept: Row[Any], gone: Row[Any]) -> str:
    if kept.id == gone.id:
        return SAME
    return OTHER_LAB if gone.lab_id and kept.lab_id != gone.lab_id else ""


async def _preview(visit: Visit, kept: Row[Any], gone: Row[Any], problem: str = "") -> web.Response:
    ours, theirs = kept._asdict(), gone._asdict()
    async with visit.desk.database.read() as connection:
        counts = await what_moves(connection, gone.id)
    counts["messages"] = counts.pop("inbox") + counts.pop("outbox")
    standing = standing_together(ours, theirs)
    choices = [
        Choice(key, visit.say(NAMES.get(key, key)), said(visit, key, one), said(visit, key, other))
        for key, (one, other) in differing(ours, theirs).items()
    ]
    only = [(key, facts_of(theirs)[key]) for key in taken_over(ours, theirs, ())]
    return await visit.show(
        "merge.html",
        409 if problem else 200,
        at="people",
        person=kept,
        gone=gone,
        problem=problem,
        stops=visit.say(STOPS) if standing == STOPPED and kept.standing != gone.standing else "",
        standing=visit.say(STANDINGS.get(standing, standing)),
        standings={one.id: visit.say(STANDINGS.get(one.standing, one.standing)) for one in (kept, gone)},
        moves=[(visit.say(word), counts[key]) for key, word in MOVES.items() if counts[key]],
        choices=choices,
        only=[(visit.say(NAMES.get(key, key)), said(visit, key, value)) for key, value in only],
        as_shown=_seen(kept, gone),
    )


def _seen(kept: Row[Any], gone: Row[Any]) -> str:
    """The same as long as both records say the same: nobody agrees to what she did not see."""
    return as_shown({side: _plainly(row._asdict()) for side, row in ((KEPT, kept), (GONE, gone))})


def _plainly(record: Mapping[str, Any]) -> str:
    return f"{record['id']} {record['standing']} {sorted(facts_of(record).items())}"


async def do(visit: Visit) -> web.Response:
    other = visit.form.text("with", 18)
    await _other(visit, other)
    async with visit.desk.database.write() as connection:
        kept, gone = await _now(visit, connection, visit.number("id")), await _now(visit, connection, int(other))
        problem = _problem(kept, gone)
        seen = visit.form.text("as_shown") == _seen(kept, gone)
        if not problem and seen:
            chosen = {
                key for key in differing(kept._asdict(), gone._asdict()) if visit.form.text(f"fact_{key}") == GONE
            }
            await merge(connection, kept.id, gone.id, chosen, visit.member.id, visit.now)
            await note(visit, connection)
    if problem:
        return await _choose(visit, kept, visit.say(problem))
    if not seen:
        return await _preview(visit, kept, gone, visit.say(MEANWHILE))
    return visit.go(f"/admin/people/{kept.id}?said=saved#same")


async def _now(visit: Visit, connection: AsyncConnection, number: int) -> Row[Any]:
    found = await person_within(connection, visit.reach, number)
    if found is None:
        raise web.HTTPNotFound
    return found


async def undo(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    async with visit.desk.database.write() as connection:
        again = await unmerge(connection, who.id, visit.number("merging"), visit.now)
        if again is not None:
            await note(visit, connection)
    if again is None:
        return await _choose(visit, who, visit.say(TOO_LATE))
    return visit.go(f"/admin/people/{who.id}?said=saved")


ROUTES = (
    get("/people/{id:[0-9]{1,18}}/merge", show, TEAM),
    post("/people/{id:[0-9]{1,18}}/merge", do, TEAM),
    post("/people/{id:[0-9]{1,18}}/unmerge/{merging:[0-9]{1,18}}", undo, TEAM),
)
