"""One thing for all people who are ticked in the list."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from sqlalchemy import Row

from admin.log import note
from admin.people_filter import address_of
from admin.routes import TEAM, post
from admin.several import ACTS, Act, Done
from admin.visit import Visit
from locales import N_
from store.owners import chosen_within

MOST = 200
NOBODY = N_("Nobody is ticked. Go back, tick the people first, then choose what to do.")
NOTHING = N_("Nothing is chosen. Go back and choose what to do with these people.")


async def do(visit: Visit) -> web.Response:
    act, number = _act(visit)
    ids = list(dict.fromkeys(visit.form.numbers("person")))[:MOST]
    if act is None or not ids:
        return await _show(visit, visit.say(NOTHING if ids else NOBODY), status=422)
    async with visit.desk.database.write() as connection:
        people = await chosen_within(connection, visit.reach, ids)
        if not people:
            raise web.HTTPNotFound
        done = await act.do(visit, connection, number, people)
        await note(visit, connection)
    return await _show(visit, done.sentence, done=done, people={one.id: one for one in people})


async def undo(visit: Visit) -> web.Response:
    act, number = _act(visit)
    before = _before(visit)
    if act is None or not before:
        raise web.HTTPBadRequest
    async with visit.desk.database.write() as connection:
        near = {one.id for one in await chosen_within(connection, visit.reach, list(before))}
        if not near.issuperset(before):
            raise web.HTTPNotFound
        await act.undo(visit, connection, number, before)
        await note(visit, connection)
    return await _show(visit, visit.say(act.undone))


def _act(visit: Visit) -> tuple[Act | None, int]:
    """ "group:3" and its like."""
    name, _, number = visit.form.text("do", 40).partition(":")
    known = name in ACTS and number.isascii() and number.isdecimal()
    return (ACTS[name], int(number[:18])) if known else (None, 0)


def _before(visit: Visit) -> dict[int, int]:
    """ "12:5": person 12, and the number that was there before."""
    pairs = (value.partition(":") for value in visit.form.fields.get("before", ())[:MOST])
    return {
        int(one[:18]): int(was[:18])
        for one, _, was in pairs
        if (one + was).isascii() and one.isdecimal() and was.isdecimal()
    }


async def _show(
    visit: Visit, sentence: str, *, status: int = 200, done: Done | None = None, people: Mapping[int, Row[Any]] = {}
) -> web.Response:
    left = [(people[one], why) for one, why in sorted(done.left.items())] if done else []
    return await visit.show(
        "several.html",
        status,
        at="people",
        sentence=sentence,
        bad=status != 200,
        left=left,
        before=[f"{one}:{was}" for one, was in done.changed.items()] if done else [],
        what=visit.form.text("do", 40),
        back=address_of(visit.form.text("back", 2000).removeprefix("?")),
        undone=status == 200 and done is None,
    )


ROUTES = (post("/people/several", do, TEAM), post("/people/several/undo", undo, TEAM))
