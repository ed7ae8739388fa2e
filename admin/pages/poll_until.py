"""An open question gets more time, or less."""

from aiohttp import web

from admin.clash import clash
from admin.log import note
from admin.meeting_words import said
from admin.pages.poll import page_of, poll_or_404
from admin.polls_compared import end_compared
from admin.polls_form import closes_at
from admin.routes import TEAM, post
from admin.visit import Visit
from bot.polls import PAST, keep_open_until
from lab.wall_time import zone_of


async def change(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        poll, lab = await poll_or_404(visit, connection, lock=True)
        until, _ = closes_at(visit.form, zone_of(lab.timezone))
        now, yours = (end_compared(visit, one, visit.dates(lab.timezone)) for one in (poll.closes_at, until))
        if until and (both := await clash(visit, now, yours, back=f"/admin/polls/{poll.id}")):
            return both
        fault = await keep_open_until(connection, poll, until, visit.now) if until else PAST
        if not fault:
            await note(visit, connection)
    if fault:
        return await page_of(visit, [said(visit, fault)])
    return visit.go(f"/admin/polls/{poll.id}?said=saved")


ROUTES = (post("/polls/{poll:[0-9]{1,18}}/until", change, TEAM),)
