"""Who was there: one tap a person, and another tap to correct it."""

from aiohttp import web

from admin.labs import meeting_or_404
from admin.log import note
from admin.pages.meeting import DOORS_OPEN
from admin.routes import GUIDES, post
from admin.visit import Visit
from bot.meeting_changes import mark_present
from store.meeting_guests import concerned


async def mark(visit: Visit) -> web.Response:
    """`present` and `absent` are ids of people; somebody who does not belong to the lab is nobody."""
    wanted = dict.fromkeys(visit.form.numbers("present"), True) | dict.fromkeys(visit.form.numbers("absent"), False)
    async with visit.desk.database.write() as connection:
        meeting, lab = await meeting_or_404(visit, connection, lock=True)
        hers = await concerned(connection, lab.id, meeting.id, list(wanted))
        if not wanted or hers != set(wanted) or meeting.starts_at - DOORS_OPEN > visit.now:
            raise web.HTTPBadRequest
        await mark_present(connection, meeting.id, wanted)
        await note(visit, connection)
    place = f"guest-{next(iter(wanted))}" if len(wanted) == 1 else "attendance"
    return visit.go(f"/admin/meetings/{meeting.id}#{place}")


ROUTES = (post("/meetings/{meeting:[0-9]{1,18}}/attendance", mark, GUIDES),)
