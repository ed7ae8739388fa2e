"""What somebody may do in the chat: take part, or register others on the street too."""

from aiohttp import web

from admin.clash import clash
from admin.log import note
from admin.pages.person import person_or_404
from admin.portrait import role_compared
from admin.routes import TEAM, post
from admin.visit import Visit
from admin.words import IN_CHAT
from store.desk import person_within
from store.desk_changes import give_role, hold


async def change(visit: Visit) -> web.Response:
    """A colleague may have given her another one meanwhile: then she sees both."""
    who = await person_or_404(visit)
    role = visit.form.text("role")
    if role not in IN_CHAT or who.role not in IN_CHAT:
        raise web.HTTPBadRequest
    async with visit.desk.database.write() as connection:
        await hold(connection, who.id)
        before = (await person_within(connection, visit.reach, who.id) or who).role
        if both := await clash(visit, *(role_compared(visit, one) for one in (before, role))):
            return both
        await give_role(connection, who.id, role, visit.member.id, visit.now)
        await note(visit, connection)
    return visit.go(f"/admin/people/{who.id}?said=saved")


ROUTES = (post("/people/{id:[0-9]{1,18}}/role", change, TEAM),)
