"""Erase a person. Asked once, on a page of its own: it cannot be undone."""

from aiohttp import web

from admin.log import note
from admin.pages.person import person_or_404
from admin.routes import TEAM, get, post
from admin.stepping import stepped_up
from admin.visit import Visit
from store.desk_changes import erase


async def ask(visit: Visit) -> web.Response:
    return await visit.show("erase.html", at="people", person=await person_or_404(visit))


async def do(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    if asked := await stepped_up(visit):
        return asked
    async with visit.desk.database.write() as connection:
        await note(visit, connection)  # while it is known of which lab she is
        await erase(connection, who.id, visit.now)
    return visit.go("/admin/people?erased=1")


ROUTES = (
    get("/people/{id:[0-9]{1,18}}/erase", ask, TEAM),
    post("/people/{id:[0-9]{1,18}}/erase", do, TEAM),
)
