"""Who of the team looks after somebody."""

from aiohttp import web

from admin.beside_talk import LOOKS_AFTER, caring_for
from admin.clash import clash
from admin.log import note
from admin.pages.person import person_or_404
from admin.routes import TEAM, post
from admin.visit import Visit
from store.desk import person_within
from store.desk_changes import hold
from store.humans import look_after


async def assign(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    chosen = visit.form.number("owner") or 0
    async with visit.desk.database.write() as connection:
        await hold(connection, who.id)
        team = {one.id: one.name for one in await caring_for(visit, connection, who)}
        if chosen and chosen not in team:
            raise web.HTTPBadRequest
        now = (await person_within(connection, visit.reach, who.id) or who).owner_id
        label = visit.say(LOOKS_AFTER)
        if both := await clash(visit, {label: team.get(now, "")}, {label: team.get(chosen, "")}):
            return both
        await look_after(connection, who.id, chosen or None)
        await note(visit, connection)
    return visit.go(f"/admin/people/{who.id}?said=saved")


ROUTES = (post("/people/{id:[0-9]{1,18}}/owner", assign, TEAM),)
