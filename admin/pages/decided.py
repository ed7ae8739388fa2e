"""What a meeting decided and what happens next, in each language of the lab's people."""

from dataclasses import replace

from aiohttp import web

from admin.clash import clash
from admin.labs import meeting_or_404, tongues
from admin.log import note
from admin.pages.meeting import LONGEST_DECISION, page_of
from admin.routes import TEAM, post
from admin.visit import Visit
from locales import N_
from store.desk_meetings import languages_of
from store.desk_planning import settle_decided
from store.meetings import change_meeting

EMPTY = N_("Write in one language at least what was decided.")
TOO_LONG = N_("A text is too long for one message. Please make it shorter.")


async def write(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        meeting, lab = await meeting_or_404(visit, connection, lock=True)
        spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
        names = tongues(visit, lab, spoken, meeting.decided)
        wanted = {code: visit.form.text(code, 4000) for code in names}
        now, yours = (
            {names[code]: text for code, text in some.items() if code in names} for some in (meeting.decided, wanted)
        )
        if both := await clash(visit, now, yours, back=f"/admin/meetings/{meeting.id}"):
            return both
        texts = {code: text for code, text in wanted.items() if text}
        problem = EMPTY if not texts else TOO_LONG if max(map(len, texts.values())) > LONGEST_DECISION else ""
        if not problem:
            await change_meeting(connection, replace(meeting, decided=texts))
            await settle_decided(connection, lab.id, meeting.id, visit.member.id, visit.now)
            await note(visit, connection)
    if problem:
        return await page_of(visit, typed=wanted, problem=problem)
    missing = any(many and code not in texts for code, many in spoken.items())
    return visit.go(f"/admin/meetings/{meeting.id}?said={'incomplete' if missing else 'decided'}#decided")


ROUTES = (post("/meetings/{meeting:[0-9]{1,18}}/decided", write, TEAM),)
