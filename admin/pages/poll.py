"""One poll: tried out, opened, watched, closed and told."""

import secrets
from collections.abc import Iterable
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import READ_AGAIN, as_shown, is_stale, seen_as
from admin.labs import lab_of
from admin.log import note
from admin.meeting_words import said
from admin.polls_board import STATES, board, name_of, names_of, technique_of
from admin.polls_compared import end_compared
from admin.polls_form import MOMENT_NAMES, typed_of
from admin.routes import TEAM, get, post
from admin.visit import Visit
from bot.poll_rounds import close_poll, next_round, rounds_of
from bot.polls import open_poll
from lab.polls import DRAFT, OPEN, Poll
from lab.wall_time import zone_of
from locales import N_
from store.closing import leave_no_trace
from store.contacts import lock_lab
from store.labs import Lab
from store.poll_desk import poll_within

SAID = {
    "saved": N_("Saved."),
    "opened": N_("The question is open. People hear of it when the rules of your lab allow."),
    "closed": N_("It is closed now. Everybody who took part hears the result."),
    "round": N_("The next round has begun. Everybody who took part is asked once more."),
    "tested": N_("The question is on its way to your own chat."),
    "passed": N_("The group may read these words."),
    "held": N_("These words are not shown to the group."),
    "joined": N_("These options are one now."),
}
NOT_OPEN = N_("This question is not open any more. Nothing was changed.")


async def poll_or_404(visit: Visit, connection: AsyncConnection, *, lock: bool = False) -> tuple[Poll, Lab]:
    """The poll that the address names, with its lab."""
    found = await poll_within(connection, visit.reach, visit.number("poll"), lock=lock)
    if found is None:
        raise web.HTTPNotFound
    return found, await lab_of(visit, connection, found.lab_id)


async def show(visit: Visit) -> web.Response:
    return await page_of(visit)


async def page_of(visit: Visit, problems: Iterable[str] = (), **more: Any) -> web.Response:
    lines = list(problems)
    async with visit.desk.database.read() as connection:
        poll, lab = await poll_or_404(visit, connection)
        gathered = await board(visit, connection, poll, lab)
    dates = visit.dates(lab.timezone)
    return await visit.show(
        "poll.html",
        422 if lines else 200,
        at="polls",
        poll=poll,
        lab=lab,
        name=name_of(visit, poll, lab),
        state=STATES[poll.state],
        moment=MOMENT_NAMES.get(poll.pace, poll.pace),
        problems=lines,
        said=SAID.get(visit.query("said"), ""),
        dates=dates,
        until=f"{poll.closes_at.astimezone(zone_of(lab.timezone)):%Y-%m-%dT%H:%M}" if poll.closes_at else "",
        round_shown=as_shown(_round(poll)),
        until_shown=seen_as(visit, end_compared(visit, poll.closes_at, dates), to=f"/admin/polls/{poll.id}/until"),
        key=secrets.token_urlsafe(16),
        **gathered | more,
    )


async def begin(visit: Visit) -> web.Response:
    """Ask everybody whom it is for what she saw, or say what stands in the way."""
    async with visit.desk.database.write() as connection:
        _, lab = await poll_or_404(visit, connection)
        await lock_lab(connection, lab.id)  # before the poll, as everybody does who opens one
        poll, lab = await poll_or_404(visit, connection, lock=True)
        problems = (
            [visit.say(READ_AGAIN)] if poll.state == DRAFT and is_stale(visit, typed_of(poll, lab.timezone)) else []
        )
        if not problems:
            faults = await open_poll(connection, lab, poll.id, visit.now, names_of(visit), visit.language)
            problems = [said(visit, fault) for fault in faults]
        if not problems:
            await note(visit, connection)
    if problems:
        return await page_of(visit, problems)
    return visit.go(f"/admin/polls/{poll.id}?said=opened")


async def end(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        poll, _ = await poll_or_404(visit, connection, lock=True)
        if poll.state == OPEN:
            await close_poll(connection, poll.id, visit.now)
            await note(visit, connection)
    return await _closed(visit, poll, "closed")


async def go_on(visit: Visit) -> web.Response:
    """The round after the one that she saw; after the last one it closes. Who comes second finds it begun."""
    async with visit.desk.database.write() as connection:
        poll, _ = await poll_or_404(visit, connection, lock=True)
        technique = technique_of(poll)
        last = technique is None or poll.round >= rounds_of(poll, technique)
        begun = is_stale(visit, _round(poll))
        if poll.state == OPEN and not begun:
            await next_round(connection, poll.id, visit.now)
            await note(visit, connection)
    return await _closed(visit, poll, "closed" if last and not begun else "round")


def _round(poll: Poll) -> dict[str, str]:
    return {"round": str(poll.round)}


async def _closed(visit: Visit, poll: Poll, word: str) -> web.Response:
    """Pressed twice, or by two people at once: what was closed stays closed."""
    if poll.state != OPEN:
        return await page_of(visit, [visit.say(NOT_OPEN)])
    if word == "closed":
        await leave_no_trace(visit.desk.database)
    return visit.go(f"/admin/polls/{poll.id}?said={word}")


ROUTES = (
    get("/polls/{poll:[0-9]{1,18}}", show, TEAM, words=True),
    post("/polls/{poll:[0-9]{1,18}}/open", begin, TEAM),
    post("/polls/{poll:[0-9]{1,18}}/close", end, TEAM),
    post("/polls/{poll:[0-9]{1,18}}/round", go_on, TEAM),
)
