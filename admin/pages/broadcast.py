"""One message to many: looked at from all sides, watched on its way, held and stopped."""

import secrets
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.broadcast_board import board
from admin.broadcast_form import moment_in_field
from admin.broadcast_missing import NOBODY_CAN
from admin.broadcast_progress import acts_of, mark_of, progress_of
from admin.labs import lab_of
from admin.log import note
from admin.routes import TEAM, Route, get, post
from admin.visit import Visit
from bot import broadcasts as acts
from lab.broadcasts import STATES, WAITING, Broadcast
from locales import N_
from store.broadcasts import broadcast_within
from store.labs import Lab

SAID = {
    "saved": N_("Saved."),
    "stale": N_("Saved. You changed the words in one language: do the others still say the same?"),
    "sent": N_("It goes out now, to each person when the rules of your lab allow."),
    "urgent": N_("It goes out now."),
    "planned": N_("It goes out at the time that you chose."),
    "waiting": N_("Somebody else of the team has to look at it now. They see it on their first page."),
    "before": N_("It was sent already. Nobody gets it twice."),
    "paused": N_("Paused. Nothing goes out until you go on."),
    "resumed": N_("It goes on."),
    "cancelled": N_("Stopped. What had not gone out does not go out any more."),
    "asked": N_("Mediators are asked. Their words appear here when somebody has found them right."),
    "nobody": NOBODY_CAN,
    "tested": N_("A test is on its way. Chats: {count}"),
    "late": N_("It was not on its way any more. Nothing was changed."),
}


async def broadcast_or_404(visit: Visit, connection: AsyncConnection, *, lock: bool = False) -> tuple[Broadcast, Lab]:
    """The message that the address names, with its lab."""
    found = await broadcast_within(connection, visit.reach, visit.number("broadcast"), lock=lock)
    if found is None:
        raise web.HTTPNotFound
    return found, await lab_of(visit, connection, found.lab_id)


async def show(visit: Visit) -> web.Response:
    return await page_of(visit)


async def page_of(visit: Visit, problems: Iterable[str] = (), **more: Any) -> web.Response:
    lines = list(problems)
    async with visit.desk.database.read() as connection:
        one, lab = await broadcast_or_404(visit, connection)
        gathered = await board(visit, connection, one, lab)
    # A message that waits says so itself.
    said = "" if one.state == WAITING and visit.query("said") == WAITING else SAID.get(visit.query("said"), "")
    return await visit.show(
        "broadcast.html",
        422 if lines else 200,
        at="broadcasts",
        lab=lab,
        state=STATES[gathered["progress"].state if "progress" in gathered else one.state],
        problems=lines,
        said=visit.say(said, count=visit.query("count")) if said else "",
        dates=visit.dates(lab.timezone),
        due=moment_in_field(one, lab.timezone),
        key=secrets.token_urlsafe(16),
        **gathered | more,
    )


async def progress(visit: Visit) -> web.Response:
    """Only the part that changes, for a page that asks again and again."""
    async with visit.desk.database.read() as connection:
        one, lab = await broadcast_or_404(visit, connection)
        now = await progress_of(visit, connection, one)
    mark = mark_of(visit, one, now)
    if visit.query("seen") == mark:
        return web.Response(status=204)
    return await visit.show(
        "broadcast_progress.html",
        one=one,
        lab=lab,
        progress=now,
        mark=mark,
        acts=acts_of(now.state),
        state=STATES[now.state],
        dates=visit.dates(lab.timezone),
    )


Act = Callable[[AsyncConnection, Broadcast, datetime], Awaitable[bool]]


def doing(act: Act, word: str) -> Callable[[Visit], Awaitable[web.Response]]:
    """Pressed twice, or by two people at once: it is done once."""

    async def page(visit: Visit) -> web.Response:
        async with visit.desk.database.write() as connection:
            one, _ = await broadcast_or_404(visit, connection, lock=True)
            done = await act(connection, one, visit.now)
            await note(visit, connection)
        return visit.go(f"/admin/broadcasts/{one.id}?said={word if done else 'late'}")

    return page


ONE = "/broadcasts/{broadcast:[0-9]{1,18}}"

ROUTES = (
    get(ONE, show, TEAM, words=True),
    Route("GET", f"{ONE}/progress", progress, TEAM, by_itself=True),
    post(f"{ONE}/pause", doing(acts.pause, "paused"), TEAM),
    post(f"{ONE}/resume", doing(acts.resume, "resumed"), TEAM),
    post(f"{ONE}/cancel", doing(acts.cancel, "cancelled"), TEAM),
)
