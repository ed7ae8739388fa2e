"""Before something grave, she shows once more that it is her: an unlocked computer is not enough."""

from datetime import timedelta

from aiohttp import web

from admin.kept import kept_fields
from admin.second_factor import FACTOR, amiss
from admin.visit import Visit

FRESH = timedelta(minutes=10)
PROVED = web.RequestKey("proved", bool)
"""Set on a request in which she did; the gate writes it into her session."""


async def stepped_up(visit: Visit) -> web.Response | None:
    """None: go on. Else the page that asks, which comes back here with all that stood in the form."""
    if visit.now.timestamp() < visit.ticket.proved + FRESH.total_seconds():
        return None
    problem = ""
    if visit.form.has(FACTOR):
        problem = await amiss(visit, visit.member)
        if not problem:
            visit.request[PROVED] = True
            return None
    looking = visit.request.method in ("GET", "HEAD")
    return await visit.show(
        "stepping.html",
        422 if problem else 403,
        action="/admin/prove" if looking else visit.request.path_qs,
        fields=[("path", visit.request.path_qs)] if looking else kept_fields(visit.form),
        has_factor=visit.member.totp is not None,
        problem=problem,
    )
