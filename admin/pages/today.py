"""What waits for a human, what goes out, and which meetings are near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.dates import Dates
from admin.following import follow
from admin.outlook import Outlook, outlook
from admin.routes import TEAM, get
from admin.tabs import Tab
from admin.task_kinds import sentence_of, why_closed
from admin.today_counts import silence
from admin.today_folding import folded
from admin.today_items import (
    Item,
    ailing_item,
    broken_channels,
    in_order,
    in_sight,
    is_mine,
    mark_of,
    most_urgent,
    stuck,
)
from admin.visit import Visit
from locales import N_
from store.desk import ailing_messages, done_tasks, open_tasks
from store.desk_meetings import labs_within
from store.labs import Lab
from store.outgoing import problems

UNDO = timedelta(days=30)
AILING_SHOWN = timedelta(days=7)
MINE = "mine"
SHOWN = 100
"""Items on one page; the most urgent ones, and the first of each other kind."""


@dataclass(frozen=True, slots=True)
class Now:
    """`items`: the most urgent of `many`. `everything`: how many there are for everybody; of them `mine`."""

    items: Sequence[Item]
    many: int
    everything: int
    mine: int
    outlook: Outlook
    labs: Sequence[Lab]
    dates: Dates


async def _now(visit: Visit, connection: AsyncConnection) -> Now:
    labs = await labs_within(connection, visit.reach)
    dates = visit.dates(next(iter(labs.values())).timezone if len(labs) == 1 else "")
    ahead = await outlook(visit, connection, dates, labs)
    rows = [row for row in await open_tasks(connection, visit.reach) if not row.merged_into]
    ailing = await ailing_messages(connection, visit.reach, visit.now - AILING_SHOWN)
    others = [
        *(ailing_item(visit, row, dates) for row in ailing),
        *await stuck(visit, connection, dates),
        *broken_channels(visit, await problems(connection)),
        *ahead.unanswered,
        *await silence(visit, connection, labs.values()),
    ]
    mine = [row for row in rows if is_mine(visit, row)], [item for item in others if item.mine]
    tasks, beside = mine if visit.query("whose") == MINE else (rows, others)
    ordered = in_order([*await most_urgent(visit, connection, tasks, dates, SHOWN), *beside])
    items = in_sight(ordered, SHOWN, lambda item: item.kind)
    numbers = (len(tasks) + len(beside), len(rows) + len(others), len(mine[0]) + len(mine[1]))
    return Now(items, *numbers, ahead, tuple(labs.values()), dates)


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        now = await _now(visit, connection)
        done = await done_tasks(connection, visit.reach, visit.now - UNDO)
    told = [row for row in done if str(row.id) == visit.query("done")]
    return await visit.show(
        "today.html",
        at="today",
        told=_past(visit, told, now.dates),
        done=_past(visit, done, now.dates),
        seen=visit.query("seen") if visit.query("seen").isdecimal() else "",
        mark=_mark(now),
        **_shown(visit, now),
    )


def _mark(now: Now) -> str:
    return f"{mark_of(now.items)}-{now.everything}-{now.mine}"


def _shown(visit: Visit, now: Now) -> dict[str, Any]:
    return {
        "heaps": folded(now.items),
        "personal": sum(item.personal for item in now.items),
        "more": now.many - len(now.items),
        "everything": now.everything,
        "mine": now.mine,
        "only_mine": visit.query("whose") == MINE,
        "outlook": now.outlook,
        "labs": now.labs,
        "dates": now.dates,
    }


async def stream(visit: Visit) -> web.StreamResponse:
    """The list again, each time that something on it changed."""
    seen = visit.query("shown")

    async def tell() -> str:
        nonlocal seen
        async with visit.desk.database.read() as connection:
            now = await _now(visit, connection)
        before, seen = seen, _mark(now)
        if before == seen:
            return ""
        return (await visit.show("today_list.html", **_shown(visit, now))).text or ""

    return await follow(visit, visit.reach, "list", tell)


def _past(visit: Visit, rows: Sequence[Row[Any]], dates: Dates) -> list[tuple[int, str, str]]:
    return [(row.id, sentence_of(visit, row), _by_whom(visit, row, dates)) for row in rows]


def _by_whom(visit: Visit, row: Row[Any], dates: Dates) -> str:
    parts = (dates.moment(row.done_at), visit.name(row.done_by), why_closed(visit, row))
    return " · ".join(part for part in parts if part)


async def to_today(visit: Visit) -> web.Response:
    return visit.go("/admin/")


TAB = Tab("today", "today", "/", N_("Today"), TEAM, 10)

ROUTES = (get("/", show, TEAM), get("", to_today, TEAM), get("/today/stream", stream, TEAM))
