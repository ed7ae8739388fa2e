"""How long the program leaves the talk with somebody to a human."""

from datetime import timedelta

from aiohttp import web

from admin.beside_talk import HOURS
from admin.log import note
from admin.pages.person import person_or_404
from admin.routes import TEAM, post
from admin.visit import Visit
from store.humans import be_quiet


async def quiet(visit: Visit) -> web.Response:
    """For so many hours from now; none: the program goes on at once."""
    who = await person_or_404(visit)
    hours = visit.form.number("hours")
    if hours != 0 and hours not in HOURS:
        raise web.HTTPBadRequest
    until = visit.now + timedelta(hours=hours) if hours else None
    async with visit.desk.database.write() as connection:
        await be_quiet(connection, who.id, until, visit.now)
        await note(visit, connection)
    return visit.go(f"/admin/people/{who.id}?said={'quiet' if until else 'goes_on'}#talk")


ROUTES = (post("/people/{id:[0-9]{1,18}}/quiet", quiet, TEAM),)
