"""What a meeting needs, to hand on: numbers for the caterer and the interpreters, names for the team alone."""

from aiohttp import web

from admin.labs import meeting_or_404
from admin.meeting_board import guests, needs
from admin.meeting_words import title_of, when_of
from admin.needs_sheet import sheets
from admin.routes import GUIDES, TEAM, get
from admin.visit import Visit
from store.desk_meetings import participants
from store.meetings import invitations


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        people = await participants(connection, lab.id, meeting.id)
        invited = {person: row for (_, person), row in (await invitations(connection, [meeting.id])).items()}
    everybody = guests(visit, people, invited)
    return await visit.show(
        "needs.html",
        at="meetings",
        meeting=meeting,
        lab=lab,
        title=title_of(visit, meeting),
        when=when_of(visit, meeting),
        sheets=sheets(visit, everybody),
        maybe=sum(one.answer == "maybe" for one in everybody),
        needs=needs(visit, everybody) if visit.member.role in TEAM else [],
    )


ROUTES = (get("/meetings/{meeting:[0-9]{1,18}}/needs", show, GUIDES, words=True),)
