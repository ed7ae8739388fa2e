"""Short texts on their way into other languages: who has them, what was given, and the team's yes to it."""

import secrets
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import as_shown, clash
from admin.labs import lab_or_404
from admin.log import note
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.visit import Visit
from bot.mediation import ask_for, how_many_wait, settle_look
from lab.mediation import APPROVED, GIVEN, LONGEST, Text
from locales import N_
from store import mediation, mediators
from store.desk import Reach
from store.desk_meetings import languages_of
from store.labs import Lab
from store.mediation import Wanted, subject_of_question

MOST = 4000
EMPTY = N_("Write something first.")
TOO_LONG = N_("This is too long for one message. Please make it shorter.")
NO_LANGUAGE = N_("Choose the language of the text, and one other language at least.")
WITH = N_("{name} has it now.")
WITH_NOBODY = N_("Nobody has it just now.")
UNSURE = N_("The mediator who wrote this is not sure that it is right.")
NOT_RIGHT = N_("A second mediator read this and says: it is not right.")
SAID = {"approved": N_("Approved. It can be used now."), "again": N_("We ask for it again."), "asked": N_("Saved.")}


@dataclass(frozen=True, slots=True)
class Line:
    """One text in one language. So many `people` wait for it."""

    text: Text
    source_language: str
    language: str
    people: int
    who: str
    note: str
    as_shown: str


async def show(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    typed = await _about_task(visit, lab) if visit.query("task").isdecimal() else {}
    return await _page(visit, lab, typed=typed)


async def _about_task(visit: Visit, lab: Lab) -> dict[str, str]:
    """The form, filled with what somebody brought in."""
    async with visit.desk.database.read() as connection:
        row = await mediation.brought_in(connection, lab.id, int(visit.query("task")))
    if row is None:
        raise web.HTTPNotFound
    return {"task": str(row.id), "words": row.note or "", "language": row.language}


async def _page(
    visit: Visit,
    lab: Lab,
    *,
    problem: str = "",
    typed: dict[str, str] | None = None,
    changed: tuple[int, str] = (0, ""),
) -> web.Response:
    """`typed` stands in the form for a new text, `changed` (id, words) with the text of that id."""
    async with visit.desk.database.read() as connection:
        lines = await _lines(visit, connection, lab)
        people = await _mediators(visit, connection, lab)
    return await visit.show(
        "translations.html",
        422 if problem else 200,
        at="translations",
        lab=lab,
        given=[one for one in lines if one.text.state == GIVEN],
        waiting=[one for one in lines if one.text.state not in (GIVEN, APPROVED)],
        approved=[one for one in lines if one.text.state == APPROVED],
        people=people,
        languages=visit.desk.catalogues.languages,
        typed=typed or {},
        changed=changed,
        problem=problem,
        longest=LONGEST,
        said=SAID.get(visit.query("said"), ""),
    )


async def _lines(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[Line]:
    texts = await mediation.open_texts(connection, lab.id)
    texts += await mediation.approved_texts(connection, lab.id)
    spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
    names = {row.id: row.name for row in await mediators.team(connection, lab.id)}
    return [_line(visit, text, how_many_wait(text, spoken), names) for text in texts]


def _line(visit: Visit, text: Text, people: int, names: dict[int, str]) -> Line:
    holder = next((one for one in (text.mediator_id, text.second_id) if one and text.is_with(one)), 0)
    who = visit.say(WITH, name=visit.name(names[holder])) if names.get(holder) else visit.say(WITH_NOBODY)
    languages = (_called(visit, text.source_language), _called(visit, text.language))
    return Line(
        text,
        *languages,
        people,
        "" if text.state == APPROVED else who,
        NOT_RIGHT if text.is_refused else UNSURE if text.unsure else "",
        as_shown(_compared(visit, text, text.words)),
    )


def _compared(visit: Visit, text: Text, words: str) -> dict[str, str]:
    """For two who put one text right."""
    return {_called(visit, text.language): words}


def _called(visit: Visit, code: str) -> str:
    known = visit.desk.catalogues.languages
    return known[code].autonym if code in known else code


async def _mediators(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[tuple[int, str, list[str]]]:
    """By name, with the languages that each says she speaks."""
    rows = await mediators.team(connection, lab.id)
    speaks = {row.id: sorted(mediators.speaks(row.language, row.facts)) for row in rows}
    return [(row.id, visit.name(row.name), [_called(visit, code) for code in speaks[row.id]]) for row in rows]


async def approve(visit: Visit) -> web.Response:
    """As it was given, or as the team puts it right."""
    lab, words = await lab_or_404(visit), visit.form.text("words", MOST)
    if not words:
        return await _page(visit, lab, problem=EMPTY)
    async with visit.desk.database.write() as connection:
        text = await _text_or_404(visit, connection, lab)
        now, yours = (_compared(visit, text, some) for some in (text.words, words))
        if both := await clash(visit, now, yours, back=_all(lab)):
            return both
        await mediation.approve(connection, text, words, visit.now, visit.member.id)
        await settle_look(connection, lab.id, visit.member.id, visit.now)
        await note(visit, connection)
    return _back(visit, lab, "approved")


async def again(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    async with visit.desk.database.write() as connection:
        text = await _text_or_404(visit, connection, lab)
        if text.state != APPROVED:
            await mediation.ask_again(connection, text)
            await settle_look(connection, lab.id, visit.member.id, visit.now)
            await note(visit, connection)
    return _back(visit, lab, "again")


async def add(visit: Visit) -> web.Response:
    """A text of the team, or what somebody brought in."""
    lab, known = await lab_or_404(visit), visit.desk.catalogues.languages
    words, source, task = visit.form.text("words", MOST), visit.form.text("language"), visit.form.number("task") or 0
    targets = frozenset(code for code in known if visit.form.text(f"into_{code}")) - {source}
    problem = EMPTY if not words else TOO_LONG if len(words) > LONGEST else ""
    problem = problem or ("" if source in known and targets else NO_LANGUAGE)
    if problem:
        typed = {"words": words, "language": source, "task": str(task or "")} | {
            f"into_{code}": "1" for code in targets
        }
        return await _page(visit, lab, problem=problem, typed=typed)
    async with visit.desk.database.write() as connection:
        subject, author = f"text:{secrets.token_hex(8)}", ""
        if task:
            row = await mediation.brought_in(connection, lab.id, task)
            if row is None:
                raise web.HTTPNotFound
            subject, author = subject_of_question(task), row.name or ""
        await ask_for(connection, lab.id, [Wanted(subject, source, words, targets, author)], visit.now)
        await note(visit, connection)
    return _back(visit, lab, "asked")


async def _text_or_404(visit: Visit, connection: AsyncConnection, lab: Lab) -> Text:
    found = await mediation.text_within(connection, Reach(labs=frozenset({lab.id})), visit.number("text"))
    if found is None:
        raise web.HTTPNotFound
    return found


def _back(visit: Visit, lab: Lab, said: str) -> web.Response:
    return visit.go(f"{_all(lab)}?said={said}")


def _all(lab: Lab) -> str:
    return f"/admin/labs/{lab.id}/translations"


_ALL = "/labs/{lab:[0-9]{1,18}}/translations"
TAB = Tab("translations", "texts", "/labs/{lab}/translations", N_("Translations"), TEAM, 20)

ROUTES = (
    get(_ALL, show, TEAM),
    post(f"{_ALL}/add", add, TEAM),
    post(f"{_ALL}/{{text:[0-9]{{1,18}}}}/approve", approve, TEAM),
    post(f"{_ALL}/{{text:[0-9]{{1,18}}}}/again", again, TEAM),
)
