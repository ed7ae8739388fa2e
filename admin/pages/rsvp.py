"""Who answered what to a meeting. The team writes down what somebody said by phone, and asks who is silent again."""

from aiohttp import web

from admin.clash import clash
from admin.labs import meeting_or_404
from admin.log import note as note_down
from admin.meeting_answers import REASONS, SAYABLE, columns, compared, still_open, stored, wanted
from admin.meeting_words import ANSWERS, counts_of, title_of, when_of
from admin.pages.person import person_or_404
from admin.routes import TEAM, get, post
from admin.visit import Visit
from bot.inviting import NotNow, invite
from bot.meeting_effects import keep_answer
from locales import N_
from store.desk_meetings import answers, languages_of
from store.meeting_guests import concerned, silent
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
        spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
        given = (await answers(connection, [meeting.id])).get(meeting.id, {})
    return await visit.show(
        "meeting_answers.html",
        422 if problem else 200,
        at="meetings",
        meeting=meeting,
        lab=lab,
        title=title_of(visit, meeting),
        when=when_of(visit, meeting),
        counts=counts_of(visit, given, sum(spoken.values())),
        board=board,
        q=visit.query("q"),
        silent=0 if visit.query("q") else sum(column.many for column in board if not column.answer),
        open=still_open(meeting, visit.now),
        answers={one: ANSWERS[one] for one in SAYABLE},
        reasons=REASONS,
        said=SAID.get(visit.query("said"), ""),
        problem=problem,
    )


async def note(visit: Visit) -> web.Response:
    """What she said to one of us. The log keeps who wrote it down."""
    who = await person_or_404(visit)
    said = visit.form.text("answer", 20)
    async with visit.desk.database.write() as connection:
        meeting, lab = await meeting_or_404(visit, connection, lock=True)
        if who.lab_id != lab.id or not await concerned(connection, lab.id, meeting.id, [who.id], active=True):
            raise web.HTTPNotFound
        if said not in SAYABLE or not visit.form.has("answer"):
            raise web.HTTPBadRequest
        if still_open(meeting, visit.now):
            reason = visit.form.text("reason", 30) if said in ("no", "maybe") else ""
            words = visit.form.text("words", LONGEST)
            now, yours = await stored(visit, connection, meeting, who.id), compared(visit, said, reason, words)
            if both := await clash(visit, now, yours, back=f"/admin/meetings/{meeting.id}/answers"):
                return both
            changes = {"reason": reason if reason in REASONS else None, "words": words or None}
            await keep_answer(connection, meeting, who.id, said, changes, visit.now)
            await note_down(visit, connection)
            return visit.go(f"/admin/meetings/{meeting.id}/answers?said=saved")
    return await _page(visit, OVER)


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
    if invited is None:
        return await _page(visit, NO_INVITATIONS)
    return visit.go(f"/admin/meetings/{meeting.id}/answers?said={'asked' if invited or sooner else 'nobody'}")


ROUTES = (
    get("/meetings/{meeting:[0-9]{1,18}}/answers", show, TEAM, words=True),
    post("/meetings/{meeting:[0-9]{1,18}}/answers", ask_again, TEAM),
    post("/people/{id:[0-9]{1,18}}/meetings/{meeting:[0-9]{1,18}}/answer", note, TEAM),
)
