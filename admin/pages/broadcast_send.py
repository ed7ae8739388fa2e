"""A message to many goes out: when, how, and who looked at it first."""

from dataclasses import replace
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.broadcast_board import sample
from admin.broadcast_form import choices_of, fields_in_words, in_words, moment_in
from admin.broadcast_preview import previews_of
from admin.clash import READ_AGAIN, as_shown, is_stale
from admin.log import note
from admin.pages.broadcast import ONE, broadcast_or_404, page_of
from admin.routes import TEAM, get, post
from admin.stepping import stepped_up
from admin.visit import Visit
from bot.broadcasts import GONE, LOOK, Sent, completed, look
from bot.broadcasts import send as send_off
from lab.broadcasts import DRAFT, OPEN_TO_CHANGES, SECOND_LOOK, WAITING, Broadcast, needs_person
from locales import N_
from store.broadcasts import become
from store.labs import Lab

WRONG_NUMBER = N_("It is another number now. People who get it: {count}. Look again, then write that number.")
NOT_SEEN = N_("Write the number of people who get it.")


async def send(visit: Visit) -> web.Response:
    """Who presses is the one who sends, and what she saw: where two are needed, the other one is somebody else."""
    async with visit.desk.database.write() as connection:
        stored, lab = await broadcast_or_404(visit, connection, lock=True)
        one = await completed(connection, stored)
        wanted, problem = _as_asked(visit, one, lab)
        problem = problem or await _unseen(visit, connection, one, lab)
        if one.state == DRAFT:
            await become(connection, one.id, (DRAFT,), **_asked(wanted))
        problems = (problem,) if problem and one.state == DRAFT else ()
        done = Sent(problems) if problems else await _sent(visit, connection, wanted)
        if not done.faults:
            await note(visit, connection)
    if done.faults:
        return await page_of(visit, [visit.say(fault) for fault in done.faults])
    return _after(visit, wanted, done)


async def _unseen(visit: Visit, connection: AsyncConnection, one: Broadcast, lab: Lab) -> str:
    """What to say where a colleague changed it since this page was shown; "" where nobody did."""
    choices = await choices_of(visit, connection, lab, one.id)
    return READ_AGAIN if is_stale(visit, fields_in_words(visit, one, choices)) else ""


async def _sent(visit: Visit, connection: AsyncConnection, one: Broadcast) -> Sent:
    """One that waits for a second person is looked at first, whoever presses."""
    if one.state == WAITING:
        return Sent(needs=LOOK)
    return await send_off(connection, one, visit.desk.catalogues.languages, visit.member.id, visit.now)


def _as_asked(visit: Visit, one: Broadcast, lab: Lab) -> tuple[Broadcast, str]:
    """What breaks the silence of the night is urgent, too."""
    due, problem = moment_in(visit, one, lab.timezone)
    wakes = visit.form.has("wakes")
    values: dict[str, Any] = {"due_at": due, "urgent": wakes or visit.form.has("urgent"), "wakes": wakes}
    values |= {"reason": visit.form.text("reason", 500), "staff_id": visit.member.id}
    return (replace(one, **values) if one.state == DRAFT else one), problem


def _asked(one: Broadcast) -> dict[str, Any]:
    """Kept at once: nothing of it is lost where something stands in the way."""
    when = {"due_at": one.due_at, "urgent": one.urgent, "wakes": one.wakes}
    return when | {"reason": one.reason or None, "staff_id": one.staff_id}


def _after(visit: Visit, one: Broadcast, done: Sent) -> web.Response:
    if done.needs == LOOK:
        return visit.go(f"/admin/broadcasts/{one.id}/second")
    said = {GONE: "before", "": "planned" if one.due_at else "urgent" if one.urgent else "sent"}
    return visit.go(f"/admin/broadcasts/{one.id}?said={said.get(done.needs, 'waiting')}")


async def second(visit: Visit) -> web.Response:
    return await _look(visit)


async def _look(visit: Visit, problem: str = "") -> web.Response:
    """The number, some names, the words; and the number once more, written by hand."""
    async with visit.desk.database.read() as connection:
        stored, lab = await broadcast_or_404(visit, connection)
        one = await completed(connection, stored)
        reached = await look(connection, one, visit.desk.catalogues.languages)
        choices = await choices_of(visit, connection, lab, one.id)
        some = await sample(visit, connection, reached)
    if one.state not in OPEN_TO_CHANGES:
        return visit.go(f"/admin/broadcasts/{one.id}?said=before")
    return await visit.show(
        "broadcast_second.html",
        422 if problem else 200,
        at="broadcasts",
        lab=lab,
        one=one,
        many=reached.many,
        left=sum(len(ones) for ones in reached.out.values()),
        meant=in_words(visit, one.segment, choices),
        some=some,
        previews=previews_of(visit, one, lab, reached.by_language()),
        two=needs_person(one, reached.many),
        first=one.state == DRAFT or one.staff_id == visit.member.id,
        as_shown=as_shown(fields_in_words(visit, one, choices)),
        problems=[visit.say(problem, count=str(reached.many))] if problem else [],
        dates=visit.dates(lab.timezone),
    )


async def looked(visit: Visit) -> web.Response:
    """She wrote the number. If it is another one by now, she looks again."""
    number = visit.form.number("people")
    if number is None:
        return await _look(visit, NOT_SEEN)
    if number > SECOND_LOOK and (asked := await stepped_up(visit)):
        return asked
    async with visit.desk.database.write() as connection:
        stored, lab = await broadcast_or_404(visit, connection, lock=True)
        one = replace(await completed(connection, stored), seen_people=number)
        unseen = await _unseen(visit, connection, one, lab) if one.state in OPEN_TO_CHANGES else ""
        languages = visit.desk.catalogues.languages
        done = Sent() if unseen else await send_off(connection, one, languages, visit.member.id, visit.now)
        if not unseen and not done.faults and done.needs not in (GONE, LOOK):
            await become(connection, one.id, OPEN_TO_CHANGES, seen_people=number)
            await note(visit, connection)
    if unseen or done.needs == LOOK:
        return await _look(visit, unseen or WRONG_NUMBER)
    if done.faults:
        return await page_of(visit, [visit.say(fault) for fault in done.faults])
    return _after(visit, one, done)


ROUTES = (
    post(f"{ONE}/send", send, TEAM),
    get(f"{ONE}/second", second, TEAM),
    post(f"{ONE}/second", looked, TEAM),
)
