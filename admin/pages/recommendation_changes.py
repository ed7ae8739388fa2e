"""A recommendation changes, with a reason in the languages of everybody who contributed: they all hear of it."""

from dataclasses import replace

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import clash
from admin.labs import lab_of
from admin.log import note
from admin.meeting_words import said
from admin.pages.recommendation import page_of, reason_compared, recommendation_or_404, state_compared
from admin.routes import TEAM, post
from admin.tongues import typed, written
from admin.visit import Visit
from bot.recommendations import ask_for_words, tell
from lab.recommendations import Change, Recommendation, faults_of_change, left_out
from store import recommendations as stored


async def change(visit: Visit) -> web.Response:
    """Who would be left out is said first. With "anyway" it is saved, and a task says which words are missing."""
    state = visit.form.text("state")
    async with visit.desk.database.write() as connection:
        about, lab = await recommendation_or_404(visit, connection, lock=True)
        if both := await clash(visit, state_compared(visit, about.state), state_compared(visit, state)):
            return both
        audience = await stored.contributors(connection, lab.id, about.sources)
        reason = written(visit, "reason")
        problems = [said(visit, fault) for fault in faults_of_change(about, state, reason)]
        untold = left_out(audience, about.words, reason)
        fine = not problems and (not untold or visit.form.has("anyway"))
        if fine:
            await _keep(visit, connection, replace(about, state=state), reason)
            await ask_for_words(connection, about, untold, visit.now)
            await note(visit, connection)
    if not fine:
        return await page_of(
            visit, about, lab, values=typed(visit), problems=problems, untold=None if problems else untold
        )
    return visit.go(f"/admin/recommendations/{about.id}?said={'incomplete' if untold else 'told'}")


async def _keep(visit: Visit, connection: AsyncConnection, changed: Recommendation, reason: dict[str, str]) -> None:
    made = await stored.add_change(connection, changed, reason, visit.member.id, visit.now)
    await tell(connection, changed, [Change(made, changed.id, changed.state, reason, visit.now)], visit.now)


async def complete(visit: Visit) -> web.Response:
    """Words of a reason in more languages: who was left out hears of it now."""
    async with visit.desk.database.write() as connection:
        found = await stored.change_within(connection, visit.reach, visit.number("change"))
        if found is None:
            raise web.HTTPNotFound
        about = await stored.recommendation_within(connection, visit.reach, found.recommendation_id, lock=True)
        if about is None:
            raise web.HTTPNotFound
        lab = await lab_of(visit, connection, about.lab_id)
        reason = written(visit, "reason")
        if both := await clash(visit, reason_compared(visit, found.reason), reason_compared(visit, reason)):
            return both
        problems = [said(visit, fault) for fault in faults_of_change(replace(about, state=""), found.state, reason)]
        if not problems:
            await stored.change_reason(connection, found.id, reason)
            await note(visit, connection)
    if problems:
        return await page_of(visit, about, lab, problems=problems)
    return visit.go(f"/admin/recommendations/{about.id}?said=saved#life")


ROUTES = (
    post("/recommendations/{recommendation:[0-9]{1,18}}/change", change, TEAM),
    post("/changes/{change:[0-9]{1,18}}", complete, TEAM),
)
