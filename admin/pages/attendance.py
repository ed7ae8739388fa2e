"""Who was there: one tap a person, another tap to correct it, and the same once more to take it back."""

from aiohttp import web

from admin.labs import meeting_or_404
from admin.log import note
from admin.pages.meeting import DOORS_OPEN
from admin.routes import GUIDES, post
from admin.visit import Visit
from bot.meeting_changes import mark_present
from store.meeting_guests import concerned

NOTED = {"present": True, "absent": False, "unknown": None}


async def mark(visit: Visit) -> web.Response:
    """`present`, `absent` and `unknown` (nobody noted it) are ids of people; somebody who does not belong to the lab is
    nobody."""
    wanted = {one: was_there for name, was_there in NOTED.items() for one in visit.form.numbers(name)}
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
