"""Who else of the team has a thing open that two may change: a page asks now and then, as long as it is open."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import as_shown
from admin.routes import GUIDES, TEAM, Route
from admin.talking import IS_HERE
from admin.visit import Visit
from store.broadcasts import broadcast_within
from store.company import company, looks_at
from store.desk import Reach
from store.desk_meetings import meeting_within
from store.pilots import pilot_within
from store.poll_desk import poll_within
from store.recommendations import recommendation_within

Within = Callable[[AsyncConnection, Reach, int], Awaitable[Any]]
THINGS: Mapping[str, tuple[Within, frozenset[str]]] = {
    "broadcast": (broadcast_within, TEAM),
    "poll": (poll_within, TEAM),
    "pilot": (pilot_within, TEAM),
    "recommendation": (recommendation_within, TEAM),
    "meeting": (meeting_within, GUIDES),
}
"""With who opens its page."""


def asking(kind: str, within: Within) -> Callable[[Visit], Awaitable[web.Response]]:
    """ "seen" is what the page says already: where nobody came or went, it stays as it is, and nothing is read out."""

    async def page(visit: Visit) -> web.Response:
        number, me = visit.number(kind), visit.member.id
        async with visit.desk.database.write() as connection:
            if await within(connection, visit.reach, number) is None:
                raise web.HTTPNotFound
            await looks_at(connection, f"{kind}:{number}", me, visit.now)
            names = await company(connection, f"{kind}:{number}", me, visit.now)
        here = [visit.say(IS_HERE, name=visit.name(name)) for name in names]
        seen = as_shown({str(place): sentence for place, sentence in enumerate(here)})
        if visit.form.text("seen") == seen:
            return web.Response(status=204)
        return await visit.show("company_of_thing.html", here=here, seen=seen)

    return page


ROUTES = tuple(
    Route(
        "POST", f"/{kind}s/{{{kind}:[0-9]{{1,18}}}}/company", asking(kind, within), roles, passing=True, by_itself=True
    )
    for kind, (within, roles) in THINGS.items()
)
