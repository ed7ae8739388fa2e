"""Invite the people of a group, with the balance before and after. The gate of the lab says when each of them hears."""

from datetime import datetime

from aiohttp import web

from admin.labs import meeting_or_404
from admin.log import note
from admin.meeting_answers import still_open
from admin.meeting_balance import balance, bars
from admin.meeting_words import title_of, when_of
from admin.pages.rsvp import NO_INVITATIONS, OVER
from admin.routes import TEAM, get, post
from admin.visit import Visit
from bot.inviting import NotNow, invite
from lab.meetings import Meeting
from lab.touchpoints import due_at
from locales import N_
from store.balance import known, uninvited
from store.groups import groups_in
from store.rsvp import bring_forward

NO_GROUP_TICKED = N_("Tick at least one group first.")
NOBODY = N_("Everybody in these groups is invited already.")
INVITED = N_("Invited now: {count}. Each message goes out when it suits the person.")


async def show(visit: Visit) -> web.Response:
    chosen = {int(one) for one in visit.request.query.getall("group", []) if one.isascii() and one[:18].isdecimal()}
    return await _page(visit, frozenset(chosen))


async def _page(visit: Visit, chosen: frozenset[int] = frozenset(), problem: str = "") -> web.Response:
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        everybody, by_group = await known(connection, lab.id, meeting.id, chosen)
        groups = balance(visit, await groups_in(connection, lab.id), by_group)
    more = everybody.after - everybody.told
    plan = next((one for one in lab.plan if one.on and one.kind == "invitation"), None)
    count = visit.query("invited")
    return await visit.show(
        "meeting_invite.html",
        422 if problem else 200,
        at="meetings",
        meeting=meeting,
        lab=lab,
        title=title_of(visit, meeting, lab),
        when=when_of(visit, meeting),
        open=still_open(meeting, visit.now),
        groups=groups,
        chosen=chosen,
        more=more,
        told=everybody.told,
        people=everybody.people,
        before=bars(visit, groups),
        after=bars(visit, groups, after=True),
        planned=_planned(visit, meeting, due_at(plan, meeting)) if plan else "",
        said=visit.say(INVITED, count=count[:6]) if count.isascii() and count.isdecimal() else "",
        problem=problem or _in_vain(visit, chosen, more),
    )


def _in_vain(visit: Visit, chosen: frozenset[int], more: int) -> str:
    """Why somebody who asked for the balance sees none."""
    if not chosen:
        return NO_GROUP_TICKED if visit.query("see") else ""
    return "" if more else NOBODY


def _planned(visit: Visit, meeting: Meeting, due: datetime) -> str:
    """When the plan invites the others; "" once it has."""
    return visit.dates(meeting.timezone).exact(due) if due > visit.now else ""


async def do(visit: Visit) -> web.Response:
    chosen = frozenset(visit.form.numbers("group"))
    async with visit.desk.database.write() as connection:
        meeting, lab = await meeting_or_404(visit, connection, lock=True)
        more = await uninvited(connection, lab.id, meeting.id, chosen)
        problem = OVER if not still_open(meeting, visit.now) else ""
        if not problem and more:
            try:
                await invite(connection, lab, meeting, more, visit.now)
            except NotNow:
                problem = NO_INVITATIONS
            else:
                await bring_forward(connection, meeting.id, more, visit.now)
                await note(visit, connection)
    if problem or not more:
        return await _page(visit, chosen, problem or (NOBODY if chosen else NO_GROUP_TICKED))
    return visit.go(f"/admin/meetings/{meeting.id}/invite?invited={len(more)}")


ROUTES = (
    get("/meetings/{meeting:[0-9]{1,18}}/invite", show, TEAM),
    post("/meetings/{meeting:[0-9]{1,18}}/invite", do, TEAM),
)
