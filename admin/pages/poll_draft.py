"""A draft of a poll: changed, its options joined, thrown away."""

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import READ_AGAIN, SAVED_MEANWHILE, clash, is_stale
from admin.log import note
from admin.lost import comes_too_late
from admin.pages.poll import page_of, poll_or_404
from admin.pages.polls import form, judged, meetings_for
from admin.polls_board import technique_of
from admin.polls_compared import compared, named, options_compared
from admin.polls_form import joined, typed_again, typed_of
from admin.routes import TEAM, get, post
from admin.visit import Visit
from flows.techniques.model import Technique
from lab.polls import DRAFT, Poll
from locales import N_
from store.labs import Lab
from store.pilots import pilots_of
from store.poll_desk import drop_draft
from store.polls import change_poll

NO_DRAFT = N_("This question was opened already: what people have read stays as it is.")


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        poll, lab = await poll_or_404(visit, connection)
    technique = _draft(poll)
    if technique is None:
        return await page_of(visit, [visit.say(NO_DRAFT)])
    return await form(visit, lab, technique, typed_of(poll, lab.timezone), poll=poll)


def _draft(poll: Poll) -> Technique | None:
    return technique_of(poll) if poll.state == DRAFT else None


async def change(visit: Visit) -> web.Response:
    """Somebody may have opened it meanwhile: then nothing is changed."""
    problems: list[str] = []
    async with visit.desk.database.write() as connection:
        poll, lab = await poll_or_404(visit, connection, lock=True)
        technique = _draft(poll)
        if technique is not None:
            if both := await _clash(visit, connection, lab, technique, poll):
                return both
            wanted, problems = await judged(visit, connection, lab, technique, poll)
            if not problems:
                await change_poll(connection, wanted)
                await note(visit, connection)
    if technique is None:
        late = await comes_too_late(visit, NO_DRAFT, f"/admin/polls/{poll.id}")
        return late or await page_of(visit, [visit.say(NO_DRAFT)])
    if problems:
        return await form(visit, lab, technique, typed_again(visit), problems, poll)
    return visit.go(f"/admin/polls/{poll.id}?said=saved")


async def _clash(
    visit: Visit, connection: AsyncConnection, lab: Lab, technique: Technique, poll: Poll
) -> web.Response | None:
    meetings = await meetings_for(visit, connection, lab, poll)
    names = named(visit, lab, meetings, await pilots_of(connection, lab.id))
    now, yours = typed_of(poll, lab.timezone), typed_again(visit)
    return await clash(visit, *(compared(visit, technique, one, names) for one in (now, yours)))


async def join(visit: Visit) -> web.Response:
    """Options that mean the same become one, and keep every idea that is in them. Ticks count for the list she saw."""
    async with visit.desk.database.write() as connection:
        poll, lab = await poll_or_404(visit, connection, lock=True)
        stale = is_stale(visit, options_compared(visit, poll, lab))
        ticked = () if stale else visit.form.chosen("same", [one.id for one in poll.options])
        done = len(ticked) > 1 and await change_poll(connection, joined(poll, ticked))
        if done:
            await note(visit, connection)
    if stale:
        return await page_of(visit, [visit.say(SAVED_MEANWHILE)])
    return visit.go(f"/admin/polls/{poll.id}" + ("?said=joined" if done else ""))


async def drop(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        poll, lab = await poll_or_404(visit, connection, lock=True)
        stale = poll.state == DRAFT and is_stale(visit, typed_of(poll, lab.timezone))
        gone = not stale and await drop_draft(connection, poll.id)
        if gone:
            await note(visit, connection)
    if stale:
        return await page_of(visit, [visit.say(READ_AGAIN)])
    if not gone:
        return await page_of(visit, [visit.say(NO_DRAFT)])
    return visit.go(f"/admin/labs/{lab.id}/polls?said=dropped")


ROUTES = (
    get("/polls/{poll:[0-9]{1,18}}/change", show, TEAM),
    post("/polls/{poll:[0-9]{1,18}}/change", change, TEAM),
    post("/polls/{poll:[0-9]{1,18}}/join", join, TEAM),
    post("/polls/{poll:[0-9]{1,18}}/drop", drop, TEAM),
)
