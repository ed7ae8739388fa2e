"""What somebody may do in the chat: take part, or register others on the street too."""

from aiohttp import web

from admin.log import note
from admin.pages.person import person_or_404
from admin.routes import TEAM, post
from admin.visit import Visit
from admin.words import IN_CHAT
from store.desk_changes import give_role


async def change(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    role = visit.form.text("role")
    if role not in IN_CHAT or who.role not in IN_CHAT:
        raise web.HTTPBadRequest
    async with visit.desk.database.write() as connection:
        await give_role(connection, who.id, role, visit.member.id, visit.now)
        await note(visit, connection)
    return visit.go(f"/admin/people/{who.id}?said=saved")


ROUTES = (post("/people/{id:[0-9]{1,18}}/role", change, TEAM),)
