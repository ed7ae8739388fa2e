"""Before something grave, she shows once more that it is her: an unlocked computer is not enough."""

from datetime import timedelta

from aiohttp import web

from admin.clash import came_from
from admin.kept import Kept, kept_fields
from admin.second_factor import FACTOR, amiss
from admin.visit import Visit

FRESH = timedelta(minutes=10)
BACK = "step_back"
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
    fields = [("path", visit.request.path_qs)] if looking else kept_fields(visit.form)
    fields = [(name, value) for name, value in fields if name != BACK]
    back = _back(visit)
    return await visit.show(
        "stepping.html",
        422 if problem else 403,
        action="/admin/prove" if looking else visit.request.path_qs,
        fields=[*fields, (BACK, back)],
        back=back,
        has_factor=visit.member.totp is not None,
        problem=problem,
    )


def _back(visit: Visit) -> str:
    """Where she was, also after a wrong try."""
    kept = visit.form.text(BACK, 2000)
    return kept if Kept(kept, ()).leads_to_the_desk else came_from(visit)
