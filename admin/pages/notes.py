"""What the team notes about somebody. She does not see it in the chat, but "my data" tells it to her."""

from aiohttp import web

from admin.log import note
from admin.pages.person import person_or_404
from admin.routes import TEAM, post
from admin.visit import Visit
from store.notes import add_note, delete_note

MOST = 2000


async def add(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    if text := visit.form.text("note", MOST):
        async with visit.desk.database.write() as connection:
            await add_note(connection, who.id, visit.member.id, text, visit.now)
            await note(visit, connection)
    return visit.go(f"/admin/people/{who.id}#notes")


async def remove(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    async with visit.desk.database.write() as connection:
        if not await delete_note(connection, who.id, visit.member.id, visit.number("note")):
            raise web.HTTPNotFound
        await note(visit, connection)
    return visit.go(f"/admin/people/{who.id}#notes")


_ALL = "/people/{id:[0-9]{1,18}}/notes"

ROUTES = (post(_ALL, add, TEAM), post(f"{_ALL}/{{note:[0-9]{{1,18}}}}/delete", remove, TEAM))
