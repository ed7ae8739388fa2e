"""Cancel a meeting. Asked once, on a page of its own: whoever was told hears at once."""

from aiohttp import web

from admin.labs import meeting_or_404
from admin.log import note
from admin.meeting_preview import preview_of
from admin.meeting_words import title_of, when_of
from admin.routes import TEAM, get, post
from admin.visit import Visit
from bot.meeting_changes import cancel_meeting
from flows.meeting import CANCELLED as CANCELLED_TEXT
from lab.meetings import CANCELLED


async def ask(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        preview = await preview_of(visit, connection, lab, meeting, CANCELLED_TEXT)
    return await visit.show(
        "meeting_cancel.html",
        at="meetings",
        meeting=meeting,
        title=title_of(visit, meeting, lab),
        when=when_of(visit, meeting),
        over=meeting.state == CANCELLED or meeting.ends_at <= visit.now,
        preview=preview,
    )


async def do(visit: Visit) -> web.Response:
    """Once: a second press finds it cancelled. What has been cannot be cancelled."""
    async with visit.desk.database.write() as connection:
        meeting, _ = await meeting_or_404(visit, connection, lock=True)
        if meeting.state != CANCELLED and meeting.ends_at > visit.now:
            await cancel_meeting(connection, meeting, visit.now)
            await note(visit, connection)
    return visit.go(f"/admin/meetings/{meeting.id}")


ROUTES = (
    get("/meetings/{meeting:[0-9]{1,18}}/cancel", ask, TEAM),
    post("/meetings/{meeting:[0-9]{1,18}}/cancel", do, TEAM),
)
