"""A message that did not arrive, or may not have: somebody of the team knows, and it leaves Today."""

from aiohttp import web

from admin.log import note
from admin.routes import TEAM, post
from admin.visit import Visit
from store.desk_planning import mark_seen


async def seen(visit: Visit) -> web.Response:
    await _mark(visit, seen=True)
    return visit.go(f"/admin/?seen={visit.number('message')}")


async def unseen(visit: Visit) -> web.Response:
    await _mark(visit, seen=False)
    return visit.go("/admin/")


async def _mark(visit: Visit, *, seen: bool) -> None:
    async with visit.desk.database.write() as connection:
        if not await mark_seen(connection, visit.reach, visit.number("message"), seen=seen):
            raise web.HTTPNotFound
        await note(visit, connection)


ROUTES = (
    post("/messages/{message:[0-9]{1,18}}/seen", seen, TEAM),
    post("/messages/{message:[0-9]{1,18}}/unseen", unseen, TEAM),
)
