"""The steps of a pilot: written down, taken away, reached, and then celebrated with everybody who helped."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import READ_AGAIN, clash, is_stale
from admin.labs import lab_of
from admin.log import note
from admin.pages.pilot import page_of, pilot_or_404
from admin.pilot_form import NO_DAY, step_compared
from admin.routes import TEAM, post
from admin.tongues import typed, written
from admin.visit import Visit
from bot.pilots import celebrate
from lab.pilots import LONGEST_STEP, Pilot
from lab.wall_time import zone_of
from locales import N_
from store import pilots
from store.labs import Lab
from store.pilots import Milestone

NO_WORDS = N_("Say what the step is, in one language at least.")
LONG = N_("A step is too long for one message. Write {most} letters at most.")


async def add(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        pilot, lab = await pilot_or_404(visit, connection, lock=True)
        words, day, problems = _read(visit)
        if not problems:
            await pilots.add_milestone(connection, pilot.id, words, day)
            await note(visit, connection)
    return await _after(visit, pilot, lab, problems, new_step=typed(visit))


async def change(visit: Visit) -> web.Response:
    """Its words and its day."""
    async with visit.desk.database.write() as connection:
        step, pilot, lab = await _step_or_404(visit, connection)
        words, day, problems = _read(visit)
        now, yours = step_compared(visit, step.words, step.due_on), step_compared(visit, words, day)
        if not problems and (both := await clash(visit, now, yours, back=f"/admin/pilots/{pilot.id}#steps")):
            return both
        if not problems:
            await pilots.change_milestone(connection, replace(step, words=words, due_on=day))
            await note(visit, connection)
    return await _after(visit, pilot, lab, problems)


async def reach(visit: Visit) -> web.Response:
    """Reached today, or not after all: then nobody hears of it who has not yet."""
    async with visit.desk.database.write() as connection:
        step, pilot, lab = await _step_or_404(visit, connection)
        if visit.form.has("undo"):
            await pilots.change_milestone(connection, replace(step, reached_on=None))
        elif step.reached_on is None:
            reached = replace(step, reached_on=visit.now.astimezone(zone_of(lab.timezone)).date())
            await pilots.change_milestone(connection, reached)
            await celebrate(connection, pilot, reached, visit.now)
        await note(visit, connection)
    return visit.go(f"/admin/pilots/{pilot.id}?said={'saved' if visit.form.has('undo') else 'reached'}#steps")


async def remove(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        step, pilot, lab = await _step_or_404(visit, connection)
        stale = is_stale(visit, step_compared(visit, step.words, step.due_on))
        if not stale:
            await pilots.remove_milestone(connection, step.id)
            await note(visit, connection)
    if stale:
        return await page_of(visit, pilot, lab, problems=[visit.say(READ_AGAIN)])
    return visit.go(f"/admin/pilots/{pilot.id}?said=gone#steps")


async def _step_or_404(visit: Visit, connection: AsyncConnection) -> tuple[Milestone, Pilot, Lab]:
    number = visit.number("milestone")
    step = (await pilots.milestones_by_id(connection, [number])).get(number)
    pilot = await pilots.pilot_within(connection, visit.reach, step.pilot_id, lock=True) if step else None
    if step is None or pilot is None:
        raise web.HTTPNotFound
    return step, pilot, await lab_of(visit, connection, pilot.lab_id)


def _read(visit: Visit) -> tuple[dict[str, str], date | None, list[str]]:
    words, day = written(visit, "words"), visit.form.day("due_on")
    problems = [] if words else [visit.say(NO_WORDS)]
    problems += [visit.say(LONG, most=str(LONGEST_STEP))] if any(len(t) > LONGEST_STEP for t in words.values()) else []
    problems += [visit.say(NO_DAY)] if visit.form.text("due_on") and day is None else []
    return words, day, problems


async def _after(
    visit: Visit, pilot: Pilot, lab: Lab, problems: list[str], new_step: Mapping[str, str] | None = None
) -> web.Response:
    if problems:
        return await page_of(visit, pilot, lab, problems=problems, new_step=new_step)
    return visit.go(f"/admin/pilots/{pilot.id}?said=saved#steps")


ROUTES = (
    post("/pilots/{pilot:[0-9]{1,18}}/steps", add, TEAM),
    post("/steps/{milestone:[0-9]{1,18}}", change, TEAM),
    post("/steps/{milestone:[0-9]{1,18}}/reached", reach, TEAM),
    post("/steps/{milestone:[0-9]{1,18}}/remove", remove, TEAM),
)
