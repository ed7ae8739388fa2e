"""Change a meeting. Whoever moves it sees first who will be told what."""

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import clash
from admin.labs import meeting_or_404
from admin.log import note, nothing_changed
from admin.meeting_agenda import PRESSED, edited
from admin.meeting_compared import stored, written
from admin.meeting_editing import around, form_page, judged, names_of
from admin.meeting_form import moves, typed, typed_of
from admin.meeting_preview import Preview, preview_of
from admin.meeting_words import agenda_of, said, title_of, warnings, when_of
from admin.routes import TEAM, get, post
from admin.visit import Visit
from bot.meeting_changes import move_meeting
from bot.meeting_effects import offer_seat
from lab.meetings import MOST_SEATS, Meeting
from lab.phases import warnings_of
from store.desk_meetings import answers
from store.labs import Lab
from store.meetings import change_meeting, meetings
from store.rules import phases

CONFIRMED = "confirmed"


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        desk = await around(visit, connection, lab, meeting)
    return await form_page(visit, desk, typed_of(meeting), meeting=meeting)


async def change(visit: Visit) -> web.Response:
    if visit.form.has(PRESSED):
        return await _with_another_agenda(visit)
    async with visit.desk.database.write() as connection:
        meeting, lab = await meeting_or_404(visit, connection, lock=True)
        desk = await around(visit, connection, lab, meeting)
        names = names_of(desk)
        if both := await clash(visit, stored(visit, meeting, names), written(visit, names)):
            return both
        wanted, problems = await judged(visit, connection, meeting, desk)
        preview = None if problems else await _first_look(visit, connection, lab, meeting, wanted)
        rules = await _rules_that_break(visit, connection, meeting, wanted) if preview else []
        if not problems and not preview:
            await _save(visit, connection, lab, meeting, wanted)
            await note(visit, connection)
    if problems:
        return await form_page(visit, desk, typed(visit.form), meeting=meeting, problems=problems)
    if preview:
        nothing_changed(visit)
        return await _ask(visit, lab, meeting, wanted, preview, rules)
    return visit.go(f"/admin/meetings/{meeting.id}?said=changed")


async def _with_another_agenda(visit: Visit) -> web.Response:
    """A line more, less or elsewhere: nothing is saved, and nothing that was typed is lost."""
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        desk = await around(visit, connection, lab, meeting)
    nothing_changed(visit)
    return await form_page(visit, desk, edited(typed(visit.form), visit.form.text(PRESSED)), meeting=meeting)


async def _first_look(
    visit: Visit, connection: AsyncConnection, lab: Lab, meeting: Meeting, wanted: Meeting
) -> Preview | None:
    """Where nobody knows of the meeting and nothing waits, there is nothing to look at."""
    if not moves(meeting, wanted) or visit.form.has(CONFIRMED):
        return None
    return await preview_of(visit, connection, lab, wanted)


async def _rules_that_break(visit: Visit, connection: AsyncConnection, meeting: Meeting, wanted: Meeting) -> list[str]:
    """What the new date breaks of the cycle, and the old one did not."""
    dated, planned = await phases(connection, meeting.lab_id), await meetings(connection, lab_id=meeting.lab_id)
    moved = [wanted if one.id == meeting.id else one for one in planned]
    before = warnings_of(dated, planned)
    return [said(visit, one) for one in warnings_of(dated, moved) if one not in before]


async def _save(visit: Visit, connection: AsyncConnection, lab: Lab, meeting: Meeting, wanted: Meeting) -> None:
    if moves(meeting, wanted):
        wanted = await move_meeting(connection, lab, wanted, visit.now)
    else:
        await change_meeting(connection, wanted)
    await _offer_new_seats(connection, meeting, wanted, visit)


async def _offer_new_seats(connection: AsyncConnection, before: Meeting, after: Meeting, visit: Visit) -> None:
    """Those who wait longest hear of the seats that are new."""
    seats = after.capacity or MOST_SEATS
    if not before.capacity or seats <= before.capacity or after.starts_at <= visit.now:
        return
    given = (await answers(connection, [after.id])).get(after.id, {})
    free = seats - given.get("yes", 0) - given.get("offered", 0)
    for _ in range(min(given.get("waiting", 0), free)):
        await offer_seat(connection, after, visit.now)


async def _ask(
    visit: Visit, lab: Lab, meeting: Meeting, wanted: Meeting, preview: Preview, rules: list[str]
) -> web.Response:
    """With what is to be looked at before people are told: nobody wants to move a meeting twice."""
    fields = [(name, value) for name, values in visit.form.fields.items() for value in values if name != "csrf"]
    return await visit.show(
        "meeting_preview.html",
        at="meetings",
        meeting=meeting,
        title=title_of(visit, meeting, lab),
        before=(when_of(visit, meeting), meeting.place.name),
        after=(when_of(visit, wanted), wanted.place.name),
        agenda=agenda_of(visit, wanted, lab) if wanted.sessions != meeting.sessions else [],
        preview=preview,
        warnings=[*(await warnings(visit, lab, [wanted])).get(wanted.id, []), *rules],
        fields=[*fields, (CONFIRMED, "1")],
    )


ROUTES = (
    get("/meetings/{meeting:[0-9]{1,18}}/change", show, TEAM),
    post("/meetings/{meeting:[0-9]{1,18}}/change", change, TEAM),
)
