"""Who answered what to a meeting. The team writes down what somebody said by phone, and asks who is silent again."""

from aiohttp import web

from admin.clash import FIELD, clash
from admin.labs import meeting_or_404
from admin.log import note as note_down
from admin.meeting_answers import (
    REASONS,
    SAYABLE,
    SEATED,
    columns,
    compared,
    given_now,
    still_open,
    stored,
    wanted,
)
from admin.meeting_words import ANSWERS, counts_of, title_of, when_of
from admin.pages.person import person_or_404
from admin.routes import TEAM, get, post
from admin.visit import Visit
from bot.inviting import NotNow, invite
from bot.meeting_effects import keep_answer
from lab.meetings import Meeting
from locales import N_
from store.desk_meetings import answers, concerned_by
from store.meeting_guests import concerned, silent
from store.meetings import answer as keep_words
from store.rsvp import bring_forward

LONGEST = 500
SHOWN = 60
"""In a column, each with a form. The others are found by name."""
SAID = {
    "saved": N_("Saved."),
    "asked": N_("They are asked again. Each message goes out when it suits the person."),
    "nobody": N_("Everybody who is silent was asked today, or is about to be."),
}
OVER = N_("This meeting has begun or is cancelled: answers do not change any more.")
NO_INVITATIONS = N_("Nobody can be invited to this meeting now.")


async def show(visit: Visit) -> web.Response:
    return await _page(visit)


async def _page(visit: Visit, problem: str = "") -> web.Response:
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        board = await columns(visit, connection, meeting, SHOWN, await wanted(visit, connection, lab.id))
        people = (await concerned_by(connection, [meeting])).get(meeting.id, 0)
        given = (await answers(connection, [meeting.id])).get(meeting.id, {})
    return await visit.show(
        "meeting_answers.html",
        422 if problem else 200,
        at="meetings",
        meeting=meeting,
        lab=lab,
        title=title_of(visit, meeting, lab),
        when=when_of(visit, meeting),
        counts=counts_of(visit, given, people),
        board=board,
        q=visit.query("q"),
        silent=0 if visit.query("q") else sum(column.many for column in board if not column.answer),
        open=still_open(meeting, visit.now),
        answers={one: ANSWERS[one] for one in SAYABLE},
        seated=SEATED,
        reasons=REASONS,
        said=SAID.get(visit.query("said"), ""),
        problem=problem,
    )


async def note(visit: Visit) -> web.Response:
    """What she said to one of us. The log keeps who wrote it down."""
    who = await person_or_404(visit)
    async with visit.desk.database.write() as connection:
        meeting, lab = await meeting_or_404(visit, connection, lock=True)
        if who.lab_id != lab.id or not await concerned(connection, lab.id, meeting.id, [who.id], active=True):
            raise web.HTTPNotFound
        row = await given_now(connection, meeting, who.id)
        said, reason, words = _said(visit, row.given if row else "")
        if still_open(meeting, visit.now):
            if both := await clash(
                visit, stored(visit, row), compared(visit, said, reason, words), back=_board(meeting)
            ):
                return both
            changes = {"reason": reason if reason in REASONS else None, "words": words or None}
            if said in SEATED:
                await keep_words(connection, meeting.id, who.id, changes)
            else:
                await keep_answer(connection, meeting, who.id, said, changes, visit.now)
            await note_down(visit, connection)
            return visit.go(f"{_board(meeting)}?said=saved")
    return await _page(visit, OVER)


def _said(visit: Visit, now: str) -> tuple[str, str, str]:
    """Answer, reason and words. A seat on the waiting list is only said of who has it, or had it when she looked."""
    said = visit.form.text("answer", 20)
    seated = said in SEATED and (said == now or visit.form.has(FIELD))
    if not visit.form.has("answer") or not (said in SAYABLE or seated):
        raise web.HTTPBadRequest
    reason = visit.form.text("reason", 30) if said in ("no", "maybe") else ""
    return said, reason, visit.form.text("words", LONGEST)


def _board(meeting: Meeting) -> str:
    return f"/admin/meetings/{meeting.id}/answers"


async def ask_again(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        meeting, lab = await meeting_or_404(visit, connection, lock=True)
        people = await silent(connection, lab.id, meeting.id)
        try:
            invited, _ = await invite(connection, lab, meeting, people, visit.now)
        except NotNow:
            invited = None
        else:
            sooner = await bring_forward(connection, meeting.id, people, visit.now)
            await note_down(visit, connection)
    if invited is None:
        return await _page(visit, NO_INVITATIONS)
    return visit.go(f"/admin/meetings/{meeting.id}/answers?said={'asked' if invited or sooner else 'nobody'}")


ROUTES = (
    get("/meetings/{meeting:[0-9]{1,18}}/answers", show, TEAM, words=True),
    post("/meetings/{meeting:[0-9]{1,18}}/answers", ask_again, TEAM),
    post("/people/{id:[0-9]{1,18}}/meetings/{meeting:[0-9]{1,18}}/answer", note, TEAM),
)
