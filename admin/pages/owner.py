"""Who of the team looks after somebody."""

from aiohttp import web

from admin.beside_talk import caring_for
from admin.pages.person import person_or_404
from admin.routes import TEAM, post
from admin.visit import Visit
from store.humans import look_after


async def assign(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    chosen = visit.form.number("owner") or 0
    async with visit.desk.database.write() as connection:
        if chosen not in {0, *(one.id for one in await caring_for(visit, connection, who))}:
            raise web.HTTPBadRequest
        await look_after(connection, who.id, chosen or None)
    return visit.go(f"/admin/people/{who.id}?said=saved")


ROUTES = (post("/people/{id:[0-9]{1,18}}/owner", assign, TEAM),)
