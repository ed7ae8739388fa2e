"""What a meeting needs, to hand on: numbers for the caterer and the interpreters, names for the team alone."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from admin.labs import meeting_or_404
from admin.meeting_board import Need, guests, needs
from admin.meeting_words import title_of, when_of
from admin.needs_sheet import sheets
from admin.pages.meeting import NAMES
from admin.routes import GUIDES, TEAM, get
from admin.visit import Visit
from store.desk_meetings import answers
from store.meeting_guests import coming

A_PAGE = 200
"""Names of one need."""


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        said_yes = guests(visit, await coming(connection, lab.id, meeting.id))
        given = (await answers(connection, [meeting.id])).get(meeting.id, {})
    return await visit.show(
        "needs.html",
        at="meetings",
        meeting=meeting,
        lab=lab,
        title=title_of(visit, meeting, lab),
        when=when_of(visit, meeting),
        sheets=sheets(visit, said_yes),
        maybe=given.get("maybe", 0),
        **_named(visit, needs(visit, said_yes)),
    )


def _named(visit: Visit, found: Sequence[Need]) -> dict[str, Any]:
    """Who needs it: the first of each, or all of the need that the address asks for, page by page. For the team."""
    if visit.member.role not in TEAM:
        return {"needs": []}
    only = next((one for one in found if one.key == visit.query("need")), None)
    if only is None:
        return {"needs": [one.cut(0, NAMES) for one in found]}
    last = max(1, -(-only.count // A_PAGE))
    page = min(visit.page, last)
    return {"needs": [only.cut((page - 1) * A_PAGE, A_PAGE)], "only": only.key, "page": page, "last": last}


ROUTES = (get("/meetings/{meeting:[0-9]{1,18}}/needs", show, GUIDES, words=True),)
