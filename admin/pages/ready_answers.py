"""Answers that the team gives often: each with a name and its words by language."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import READ_AGAIN, as_shown, clash, is_stale, labelled, seen_as
from admin.labs import lab_or_404, locked_lab_or_404
from admin.log import note
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.tongues import Tongue, in_fields, lacking, tongues_of, typed, written
from admin.visit import Visit
from bot.mediation import ask_for
from locales import N_
from store.desk_meetings import languages_of
from store.labs import Lab
from store.mediation import Wanted
from store.ready_answers import Ready, delete_ready, ready_answers, ready_of, save_ready, subject_of_ready

EMPTY = N_("Write a name, and words in one language at least.")
KNOWN = N_("There is a ready answer with this name already. Choose another name.")
LONGEST, LONGEST_NAME = 2000, 100
SAID = {
    "saved": N_("Saved."),
    "gone": N_("Deleted."),
    "asked": N_("We ask mediators. It can be used as soon as it is approved."),
}
FIELDS = {"name": N_("Name"), "words": N_("Words")}


@dataclass(frozen=True, slots=True)
class Line:
    """`missing`: languages of people of the lab in which there are no words, with how many read them."""

    ready: Ready
    languages: tuple[str, ...]
    missing: list[tuple[str, int]]


async def show(visit: Visit) -> web.Response:
    return await _page(visit, await lab_or_404(visit), None, {})


async def edit(visit: Visit) -> web.Response:
    lab, known = await _ready_or_404(visit)
    return await _page(visit, lab, known, _fields(known))


async def _page(
    visit: Visit, lab: Lab, known: Ready | None, fields: Mapping[str, str], *, problem: str = "", anew: bool = False
) -> web.Response:
    """`known`: the one that stands in the form; else the form is for a new one. `anew`: as it is now, not as typed."""
    async with visit.desk.database.read() as connection:
        everything = await ready_answers(connection, lab.id)
        spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
    tongues: list[Tongue] = tongues_of(visit, lab, spoken, *([known.words] if known else []))
    stored = _stored(visit, known) if known else {}
    return await visit.show(
        "ready_answers.html",
        422 if problem else 200,
        at="ready_answers",
        lab=lab,
        lines=[_line(visit, one, spoken) for one in everything],
        known=known,
        typed=fields,
        tongues=tongues,
        problem=problem,
        longest=LONGEST,
        longest_name=LONGEST_NAME,
        as_shown=seen_as(visit, stored) if problem and not anew else as_shown(stored),
        said=SAID.get(visit.query("said"), ""),
    )


def _line(visit: Visit, one: Ready, spoken: Mapping[str, int]) -> Line:
    known = visit.desk.catalogues.languages
    there = tuple(known[code].autonym for code in one.words if code in known)
    return Line(one, there, lacking(visit, {code: many for code, many in spoken.items() if code not in one.words}))


def _fields(known: Ready) -> dict[str, str]:
    return {"name": known.name, **in_fields("words", known.words)}


def _stored(visit: Visit, known: Ready) -> dict[str, str]:
    return labelled(visit, _fields(known), FIELDS)


async def _ready_or_404(visit: Visit) -> tuple[Lab, Ready]:
    lab = await lab_or_404(visit)
    async with visit.desk.database.read() as connection:
        return lab, await _named(visit, connection, lab)


async def _named(visit: Visit, connection: AsyncConnection, lab: Lab) -> Ready:
    """The one that the address names."""
    known = await ready_of(connection, lab.id, visit.number("ready"))
    if known is None:
        raise web.HTTPNotFound
    return known


async def add(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        lab = await locked_lab_or_404(visit, connection)
        problem = await _kept(visit, connection, lab, None)
    return await _after(visit, lab, None, problem)


async def save(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        lab = await locked_lab_or_404(visit, connection)
        known = await _named(visit, connection, lab)
        yours = labelled(visit, {"name": _name(visit), **in_fields("words", written(visit, "words"))}, FIELDS)
        if not _empty(visit) and (both := await clash(visit, _stored(visit, known), yours, back=_all(lab))):
            return both
        problem = await _kept(visit, connection, lab, known)
    return await _after(visit, lab, known, problem)


def _name(visit: Visit) -> str:
    return visit.form.text("name", LONGEST_NAME)


def _empty(visit: Visit) -> bool:
    return not _name(visit) or not written(visit, "words")


async def _kept(visit: Visit, connection: AsyncConnection, lab: Lab, known: Ready | None) -> str:
    """What is wrong with it; "" when it is saved."""
    if _empty(visit):
        return EMPTY
    words = written(visit, "words")
    if not await save_ready(connection, lab.id, known.id if known else 0, _name(visit), words, visit.now):
        return KNOWN
    await note(visit, connection)
    return ""


async def _after(visit: Visit, lab: Lab, known: Ready | None, problem: str) -> web.Response:
    if problem:
        return await _page(visit, lab, known, typed(visit), problem=problem)
    return visit.go(f"{_all(lab)}?said=saved")


async def remove(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        lab = await locked_lab_or_404(visit, connection)
        known = await _named(visit, connection, lab)
        stale = is_stale(visit, _stored(visit, known))
        if not stale:
            await delete_ready(connection, lab.id, known.id)
            await note(visit, connection)
    if stale:
        return await _page(visit, lab, known, _fields(known), problem=READ_AGAIN, anew=True)
    return visit.go(f"{_all(lab)}?said=gone")


async def ask(visit: Visit) -> web.Response:
    """Mediators put it into the languages of the lab's people in which it is missing, or into the one that is named."""
    lab, known = await _ready_or_404(visit)
    async with visit.desk.database.write() as connection:
        spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
        named = visit.form.text("language", 12)
        wanted = frozenset(code for code in spoken if code and code not in known.words and named in ("", code))
        language, words = known.source(visit.language, "en")
        if wanted:
            await ask_for(connection, lab.id, [Wanted(subject_of_ready(known.id), language, words, wanted)], visit.now)
            await note(visit, connection)
    who = visit.form.number("person")
    return visit.go(f"/admin/people/{who}?said=asked#answer" if who else f"{_all(lab)}?said=asked")


def _all(lab: Lab) -> str:
    return f"/admin/labs/{lab.id}/answers"


_ALL = "/labs/{lab:[0-9]{1,18}}/answers"
_ONE = f"{_ALL}/{{ready:[0-9]{{1,18}}}}"
TAB = Tab("ready_answers", "messages", "/labs/{lab}/answers", N_("Ready answers"), TEAM, 40)

ROUTES = (
    get(_ALL, show, TEAM),
    get(_ONE, edit, TEAM),
    post(_ALL, add, TEAM),
    post(_ONE, save, TEAM),
    post(f"{_ONE}/delete", remove, TEAM),
    post(f"{_ONE}/ask", ask, TEAM),
)
