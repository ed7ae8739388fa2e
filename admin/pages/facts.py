"""Change what we know of somebody. Language only as she asked for it: nobody else chooses it for her."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import clash, seen_as
from admin.facts_words import NAMES, said
from admin.log import note
from admin.pages.person import person_or_404
from admin.routes import TEAM, get, post
from admin.visit import Visit
from flows.signup import TIMES
from locales import N_
from store.desk import person_within
from store.desk_changes import hold
from store.facts import change_facts

TIME_IDS = tuple(one.id for one in TIMES)
MOST_NAME, MOST_PLACE, MOST_INTERESTS = 100, 200, 1000
NO_NAME = N_("Write a name or a nickname.")
NOT_ASKED = N_("Tick that the person asked for another language. Nobody else may choose it.")
ASKED = "asked"


async def show(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    return await _page(visit, who, _known(who))


async def _page(visit: Visit, who: Row[Any], typed: Mapping[str, Any], problems: tuple[str, ...] = ()) -> web.Response:
    known = visit.desk.catalogues.languages
    return await visit.show(
        "facts.html",
        422 if problems else 200,
        at="people",
        person=who,
        typed=typed,
        names=NAMES,
        times=TIMES,
        languages={code: one.autonym for code, one in known.items()},
        as_shown=seen_as(visit, _compared(visit, _known(who))),
        problems=problems,
        most={"name": MOST_NAME, "place": MOST_PLACE, "interests": MOST_INTERESTS},
    )


def _known(who: Row[Any]) -> dict[str, Any]:
    facts = who.facts or {}
    told = facts.get("interests") or ""
    return {
        "name": who.name or "",
        "language": who.language,
        "place": who.place or "",
        "interests": str(told.get("text") or "") if isinstance(told, Mapping) else str(told),
        "times": [one for one in facts.get("times") or () if one in TIME_IDS],
    }


def _compared(visit: Visit, values: Mapping[str, Any]) -> dict[str, str]:
    return {visit.say(NAMES[key]): said(visit, key, value) for key, value in values.items()}


async def save(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    form = visit.form
    typed: dict[str, Any] = {
        "name": form.text("name", MOST_NAME),
        "language": form.text("language", 12) or who.language,
        "place": form.text("place", MOST_PLACE),
        "interests": form.text("interests", MOST_INTERESTS),
        "times": list(form.chosen("times", TIME_IDS)),
    }
    if typed["language"] not in {who.language, *visit.desk.catalogues.languages}:
        raise web.HTTPBadRequest
    if problems := _problems(visit, who, typed):
        return await _page(visit, who, typed, problems)
    async with visit.desk.database.write() as connection:
        return await _save(visit, connection, typed)


async def _save(visit: Visit, connection: AsyncConnection, typed: Mapping[str, Any]) -> web.Response:
    """Against what is stored at this moment."""
    await hold(connection, visit.number("id"))
    who = await person_within(connection, visit.reach, visit.number("id"))
    if who is None:
        raise web.HTTPNotFound
    before = _known(who)
    if both := await clash(visit, _compared(visit, before), _compared(visit, typed)):
        return both
    changed = {key: value for key, value in typed.items() if value != before[key]}
    await change_facts(connection, who, changed, visit.member.id, visit.now)
    await note(visit, connection)
    return visit.go(f"/admin/people/{who.id}?said=saved#facts")


def _problems(visit: Visit, who: Row[Any], typed: Mapping[str, Any]) -> tuple[str, ...]:
    checks = (
        (typed["name"] or not who.name, NO_NAME),
        (typed["language"] == who.language or visit.form.has(ASKED), NOT_ASKED),
    )
    return tuple(visit.say(text) for fine, text in checks if not fine)


ROUTES = (
    get("/people/{id:[0-9]{1,18}}/facts", show, TEAM),
    post("/people/{id:[0-9]{1,18}}/facts", save, TEAM),
)
