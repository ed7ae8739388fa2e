"""What a meeting needs, to hand on: numbers for the caterer and the interpreters, names for the team alone."""

from aiohttp import web

from admin.labs import meeting_or_404
from admin.meeting_board import guests, needs
from admin.meeting_words import title_of, when_of
from admin.needs_sheet import sheets
from admin.routes import GUIDES, TEAM, get
from admin.visit import Visit
from store.desk_meetings import answers
from store.meeting_guests import coming


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        said_yes = guests(visit, await coming(connection, lab.id, meeting.id))
        given = (await answers(connection, [meeting.id])).get(meeting.id, {})
    return await visit.show(
        "needs.html",
        at="meetings",
        meeting=meeting,
        lab=lab,
        title=title_of(visit, meeting),
        when=when_of(visit, meeting),
        sheets=sheets(visit, said_yes),
        maybe=given.get("maybe", 0),
        needs=needs(visit, said_yes) if visit.member.role in TEAM else [],
    )


ROUTES = (get("/meetings/{meeting:[0-9]{1,18}}/needs", show, GUIDES, words=True),)
