"""A pilot's page: how it goes, what waits to be looked at, its team, its goal and its steps."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import as_shown, clash, comes_back, labelled, seen_as
from admin.labs import lab_of
from admin.log import note
from admin.meeting_words import said
from admin.pages.pilots import LABELS
from admin.pilot_form import pilot_of, step_compared, typed_of
from admin.routes import TEAM, get, post
from admin.task_kinds import MEDIA, SOMEBODY
from admin.tongues import any_of, in_fields, lacking, tongues_of, typed
from admin.visit import Visit
from bot.pilots import SILENT, settle_pilot_task
from flows.registry import all_techniques
from lab.pilots import RUNNING, STATES, Pilot, missing, signs_of, warnings_of
from locales import N_
from store import pilot_news, pilots
from store.desk_meetings import languages_of, participants
from store.labs import Lab
from store.people_list import called
from store.pilot_news import Update
from store.pilots import Milestone

MOST_TICKS = 100
"""People to choose the team from. Others are found by name."""
WORDS = {
    "name": N_("Name"),
    "goal": N_("What do we want to reach?"),
    "measure": N_("How do we see that it is reached?"),
    "ends_on": N_("By when"),
    "state": N_("State"),
    "budget": N_("Note on the budget"),
}
SAID = {
    "saved": N_("Saved."),
    "passed": N_("Saved. It goes out with the next news of the pilots."),
    "kept": N_("Saved. The others hear only how it goes."),
    "reached": N_("Saved. Everybody who helped hears of it."),
    "gone": N_("Deleted."),
}


@dataclass(frozen=True, slots=True)
class Report:
    """One report; `inbox` is the message with its picture, `media` what that is, as a word."""

    update: Update
    how: str
    media: str
    inbox: int | None

    @property
    def as_shown(self) -> str:
        return as_shown(judged(self.update))


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone in its form, which is open when it comes back with a problem."""

    milestone: Milestone
    title: str
    typed: Mapping[str, str]
    as_shown: str
    opened: bool
    missing: list[tuple[str, int]]


def judged(one: Update) -> dict[str, str]:
    """Who looks at a report from a page of before must not go over what a colleague said of it meanwhile."""
    return {"passed": str(one.passed), "media": one.media}


async def pilot_or_404(visit: Visit, connection: AsyncConnection, *, lock: bool = False) -> tuple[Pilot, Lab]:
    """The pilot that the address names, with its lab."""
    found = await pilots.pilot_within(connection, visit.reach, visit.number("pilot"), lock=lock)
    if found is None:
        raise web.HTTPNotFound
    return found, await lab_of(visit, connection, found.lab_id)


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        pilot, lab = await pilot_or_404(visit, connection)
    return await page_of(visit, pilot, lab)


async def page_of(
    visit: Visit,
    pilot: Pilot,
    lab: Lab,
    *,
    values: Mapping[str, str] | None = None,
    problems: Iterable[str] = (),
    new_step: Mapping[str, str] | None = None,
) -> web.Response:
    """With `problems`, what was written stands there again."""
    async with visit.desk.database.read() as connection:
        gathered = await _gathered(visit, connection, pilot, lab)
    lines = list(problems)
    return await visit.show(
        "pilot.html",
        422 if lines else 200,
        at="pilots",
        pilot=pilot,
        lab=lab,
        name=any_of(visit, pilot.name, lab),
        states=STATES,
        on_wall={"goal": any_of(visit, pilot.goal, lab), "measure": any_of(visit, pilot.measure, lab)},
        typed=values or typed_of(pilot),
        as_shown=seen_as(visit, _compared(visit, typed_of(pilot)), to=f"/admin/pilots/{pilot.id}"),
        new_step=new_step or {},
        problems=lines,
        said=SAID.get(visit.query("said"), ""),
        dates=visit.dates(lab.timezone),
        **gathered,
    )


async def _gathered(visit: Visit, connection: AsyncConnection, pilot: Pilot, lab: Lab) -> dict[str, Any]:
    spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
    team = set(await pilots.team_of(connection, pilot.id))
    people = await _pickable(visit, connection, lab, team, everybody=sum(spoken.values()))
    reports = [await _report(connection, one) for one in await pilot_news.updates_of(connection, pilot.id)]
    steps = (await pilots.milestones_of(connection, [pilot.id])).get(pilot.id, [])
    tapped = await pilot_news.signs(connection, [pilot.id], visit.now.replace(year=2000))
    tongues = tongues_of(visit, lab, spoken, pilot.name, pilot.goal, pilot.measure, *(one.words for one in steps))
    return {
        "tongues": tongues,
        "missing": lacking(visit, missing([pilot.name], spoken)),
        "warnings": [said(visit, one) for one in warnings_of(pilot, len(team), visit.now.date())],
        "people": people,
        "found_by": visit.query("q"),
        "many": sum(spoken.values()) > MOST_TICKS,
        "team": team,
        "team_shown": as_shown(_team_compared(visit, people, team)),
        "waiting": [one for one in reports if one.update.passed is None],
        "reports": [one for one in reports if one.update.passed is not None],
        "signs": signs_of(tapped.get(pilot.id, {})),
        "steps": [_step(visit, lab, one, spoken) for one in steps],
        "polls": [(poll_id, _poll(key)) for poll_id, key in await pilots.polls_about(connection, pilot.id)],
    }


async def _pickable(
    visit: Visit, connection: AsyncConnection, lab: Lab, team: Collection[int], everybody: int
) -> Sequence[Row[Any]]:
    """Whom to tick: where they are too many for one list, the team and those whom somebody looks for."""
    if everybody <= MOST_TICKS:
        return await participants(connection, lab.id)
    words = visit.query("q")
    found = await called(connection, lab.id, words, visit.now, MOST_TICKS) if words else ()
    return await participants(connection, lab.id, {*team, *found})


async def _report(connection: AsyncConnection, one: Update) -> Report:
    kind = one.media.partition(":")[0]
    inbox = await pilot_news.message_of(connection, one) if one.media else None
    return Report(one, LABELS.get(one.how, ""), MEDIA.get(kind, ""), inbox)


def _poll(technique: str) -> str:
    """A feedback matrix or another poll on this pilot, by the name of its technique."""
    known = all_techniques().get(technique)
    return known.name if known else technique


def _step(visit: Visit, lab: Lab, one: Milestone, spoken: Mapping[str, int]) -> Step:
    address = f"/admin/steps/{one.id}"
    back = comes_back(visit, address)
    values = in_fields("words", one.words) | {"due_on": str(one.due_on or "")}
    return Step(
        one,
        any_of(visit, one.words, lab),
        typed(visit) if back else values,
        seen_as(visit, step_compared(visit, one.words, one.due_on), to=address),
        back,
        lacking(visit, missing([one.words], spoken)),
    )


async def save(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        pilot, lab = await pilot_or_404(visit, connection, lock=True)
        if both := await clash(visit, _compared(visit, typed_of(pilot)), _compared(visit, typed(visit))):
            return both
        wanted, problems = pilot_of(visit, pilot)
        if not problems:
            await pilots.change_pilot(connection, wanted, visit.now)
            if wanted.state != RUNNING:
                await settle_pilot_task(connection, wanted, SILENT, visit.now, visit.member.id)
            await note(visit, connection)
    if problems:
        return await page_of(visit, pilot, lab, values=typed(visit), problems=problems)
    return visit.go(f"/admin/pilots/{pilot.id}?said=saved")


def _compared(visit: Visit, values: Mapping[str, str]) -> dict[str, str]:
    """For two who change one plan."""
    state = values.get("state", "")
    return labelled(visit, {**values, "state": visit.say(STATES.get(state, state))}, WORDS)


def _team_compared(visit: Visit, people: Sequence[Row[Any]], team: Collection[int]) -> dict[str, str]:
    """For two who tick at one time: those who are in it, by name."""
    names = [visit.name(one.name) or visit.say(SOMEBODY) for one in people if one.id in team]
    return {visit.say(N_("Team")): "\n".join(names)}


async def put(visit: Visit) -> web.Response:
    """Who is ticked is the team, and nobody else. People of other labs cannot be ticked."""
    async with visit.desk.database.write() as connection:
        pilot, lab = await pilot_or_404(visit, connection, lock=True)
        ticked = set(visit.form.numbers("person"))
        team = await pilots.team_of(connection, pilot.id)
        people = await participants(connection, lab.id, ticked.union(team))
        if both := await clash(visit, *(_team_compared(visit, people, ones) for ones in (team, ticked))):
            return both
        await pilots.put_in_team(connection, pilot.id, [one.id for one in people if one.id in ticked])
        await note(visit, connection)
    return visit.go(f"/admin/pilots/{pilot.id}?said=saved#team")


ROUTES = (
    get("/pilots/{pilot:[0-9]{1,18}}", show, TEAM, words=True),
    post("/pilots/{pilot:[0-9]{1,18}}", save, TEAM),
    post("/pilots/{pilot:[0-9]{1,18}}/team", put, TEAM),
)
