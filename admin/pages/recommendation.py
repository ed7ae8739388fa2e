"""A recommendation's page: what it says, what it grew from, and its life so far, each change with its reason."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import clash, comes_back, labelled, seen_as
from admin.labs import lab_of
from admin.log import note
from admin.meeting_words import said
from admin.recommendation_form import KINDS, Choice, choices, sources_of
from admin.routes import TEAM, get, post
from admin.tongues import any_of, in_fields, lacking, tongues_of, typed, written
from admin.visit import Visit
from lab.recommendations import STATES, Change, Recommendation, faults_of, left_out, next_of
from locales import N_
from store import recommendations as stored
from store.desk_meetings import languages_of
from store.labs import Lab

WORDS, NOW, WHY = N_("What do we recommend?"), N_("What is it now?"), N_("Why?")
SAID = {
    "saved": N_("Saved."),
    "told": N_("Saved. Everybody who contributed hears of it."),
    "incomplete": N_("Saved. Some people would get nothing: see below which languages are missing."),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One change of its life. `typed` is its reason in the form where words are added, as it was when `as_shown`;
    `missing`: who is left out."""

    change: Change
    reason: str
    by: str
    typed: Mapping[str, str]
    as_shown: str
    missing: list[tuple[str, int]]


async def recommendation_or_404(
    visit: Visit, connection: AsyncConnection, *, lock: bool = False
) -> tuple[Recommendation, Lab]:
    number = visit.number("recommendation")
    found = await stored.recommendation_within(connection, visit.reach, number, lock=lock)
    if found is None:
        raise web.HTTPNotFound
    return found, await lab_of(visit, connection, found.lab_id)


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        about, lab = await recommendation_or_404(visit, connection)
    return await page_of(visit, about, lab)


async def page_of(
    visit: Visit,
    about: Recommendation,
    lab: Lab,
    *,
    values: Mapping[str, str] | None = None,
    problems: Sequence[str] = (),
    untold: Mapping[str, int] | None = None,
) -> web.Response:
    """With `problems`, or people who do not hear of a change (`untold`), what was written stands there again."""
    async with visit.desk.database.read() as connection:
        gathered = await _gathered(visit, connection, about, lab)
    return await visit.show(
        "recommendation.html",
        422 if problems or untold else 200,
        at="recommendations",
        about=about,
        lab=lab,
        words=any_of(visit, about.words, lab),
        states=STATES,
        following=next_of(about.state),
        kinds=KINDS,
        typed=in_fields("words", about.words) | dict(values or {}),
        as_shown=seen_as(visit, _compared(visit, about, gathered["choices"]), to=_address(about)),
        state_shown=seen_as(visit, state_compared(visit, about.state), to=f"{_address(about)}/change"),
        problems=list(problems),
        untold=lacking(visit, untold or {}),
        said=SAID.get(visit.query("said"), ""),
        dates=visit.dates(lab.timezone),
        **gathered,
    )


async def _gathered(visit: Visit, connection: AsyncConnection, about: Recommendation, lab: Lab) -> dict[str, Any]:
    audience = await stored.contributors(connection, lab.id, about.sources)
    spoken = dict(Counter(audience.values()))
    changes = await stored.changes_of(connection, about.id)
    others = (await languages_of(connection, [lab.id])).get(lab.id, {})
    reasons = [change.reason for change, _ in changes]
    return {
        "people": len(audience),
        "tongues": tongues_of(visit, lab, spoken, dict.fromkeys(others, ""), about.words, *reasons),
        "choices": await choices(visit, connection, lab, about.sources),
        "events": [_event(visit, lab, about, audience, change, by) for change, by in changes],
    }


def _event(
    visit: Visit, lab: Lab, about: Recommendation, audience: Mapping[int, str], change: Change, by: str
) -> Event:
    address = f"/admin/changes/{change.id}"
    return Event(
        change,
        any_of(visit, change.reason, lab),
        visit.name(by),
        typed(visit) if comes_back(visit, address) else in_fields("reason", change.reason),
        seen_as(visit, reason_compared(visit, change.reason), to=address),
        lacking(visit, left_out(audience, about.words, change.reason)),
    )


async def save(visit: Visit) -> web.Response:
    """Its words, and what it grew from."""
    sources = sources_of(visit.form)
    async with visit.desk.database.write() as connection:
        about, lab = await recommendation_or_404(visit, connection, lock=True)
        words = written(visit, "words")
        wanted = replace(about, words=words, sources=sources)
        offered = await choices(visit, connection, lab, [*about.sources, *sources])
        if both := await clash(visit, *(_compared(visit, one, offered) for one in (about, wanted))):
            return both
        problems = [said(visit, fault) for fault in faults_of(words, sources)]
        if not problems:
            known = await stored.sources_within(connection, lab.id, sources)
            kept = tuple(one for one in sources if one in known)
            await stored.change_recommendation(connection, replace(wanted, sources=kept))
            await note(visit, connection)
    if problems:
        return await page_of(visit, replace(about, sources=sources), lab, values=typed(visit), problems=problems)
    return visit.go(f"/admin/recommendations/{about.id}?said=saved")


def _address(about: Recommendation) -> str:
    return f"/admin/recommendations/{about.id}"


def _compared(visit: Visit, about: Recommendation, offered: Mapping[str, Sequence[Choice]]) -> dict[str, str]:
    """For two who change one recommendation: its words, and what it grew from."""
    ticked = {
        visit.say(KINDS[kind]): "\n".join(one.label for one in ones if one.reference in about.sources)
        for kind, ones in offered.items()
    }
    return labelled(visit, in_fields("words", about.words), {"words": WORDS}) | ticked


def state_compared(visit: Visit, state: str) -> dict[str, str]:
    """For two who say what became of it: people hear of each change, and cannot unhear it."""
    return {visit.say(NOW): visit.say(STATES.get(state, state))}


def reason_compared(visit: Visit, reason: Mapping[str, str]) -> dict[str, str]:
    return labelled(visit, in_fields("reason", reason), {"reason": WHY})


ROUTES = (
    get("/recommendations/{recommendation:[0-9]{1,18}}", show, TEAM),
    post("/recommendations/{recommendation:[0-9]{1,18}}", save, TEAM),
)
