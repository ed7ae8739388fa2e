"""Plan a meeting."""

from aiohttp import web

from admin.labs import lab_or_404
from admin.log import note, nothing_changed
from admin.meeting_agenda import PRESSED, edited
from admin.meeting_editing import around, blank, form_page, judged
from admin.meeting_form import typed
from admin.routes import TEAM, get, post
from admin.visit import Visit
from store.labs import Lab
from store.meetings import add_meeting


async def show(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    async with visit.desk.database.read() as connection:
        desk = await around(visit, connection, lab)
    return await form_page(visit, desk, {"timezone": lab.timezone})


async def plan(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    if visit.form.has(PRESSED):
        return await _with_another_agenda(visit, lab)
    async with visit.desk.database.write() as connection:
        desk = await around(visit, connection, lab)
        wanted, problems = await judged(visit, connection, blank(lab, visit.now), desk)
        made = None if problems else await add_meeting(connection, wanted, visit.now)
        if made:
            await note(visit, connection)
    if made is None:
        return await form_page(visit, desk, typed(visit.form), problems=problems)
    return visit.go(f"/admin/meetings/{made.id}?said=planned")


async def _with_another_agenda(visit: Visit, lab: Lab) -> web.Response:
    """A line more, less or elsewhere: nothing is saved, and nothing that was typed is lost."""
    async with visit.desk.database.read() as connection:
        desk = await around(visit, connection, lab)
    nothing_changed(visit)
    return await form_page(visit, desk, edited(typed(visit.form), visit.form.text(PRESSED)))


ROUTES = (
    get("/labs/{lab:[0-9]{1,18}}/meetings/new", show, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/meetings/new", plan, TEAM),
)
