"""A form that comes too late: her session is over, or the thing is gone. What she wrote comes back to her."""

from urllib.parse import quote

from aiohttp import web

from admin.clash import came_from
from admin.kept import Kept, kept_fields
from admin.visit import REFERRER, THEN, Visit

SENT_FROM_A_PAGE = "csrf"
TODAY, LOGIN = "/admin/", "/admin/login"


def was_ours(visit: Visit) -> bool:
    """Whether a page of ours made this form, some session ago."""
    return bool(visit.form.exactly(SENT_FROM_A_PAGE))


def kept_of(visit: Visit) -> Kept:
    return Kept(visit.request.path_qs, kept_fields(visit.form), tuple(visit.form.files))


async def log_in_first(visit: Visit) -> web.Response:
    """The way in, with her form folded up in it."""
    kept = kept_of(visit)
    response = await visit.show("login.html", 401, email="", wrong="", kept=kept.packed())
    await visit.sessions.keep(visit.request, response, visit.ticket)
    return response


def to_the_door(visit: Visit) -> web.Response:
    """The way in, and from there to the page that she asked for. What a page asks for by itself (htmx) cannot be shown
    in it: the whole page goes, and comes back."""
    if "HX-Request" not in visit.request.headers:
        return visit.go(_door(visit.request.path_qs))
    return web.Response(status=401, headers={"HX-Redirect": _door(came_from(visit)), **REFERRER})


def _door(wanted: str) -> str:
    return LOGIN + (f"?{THEN}={quote(wanted, safe='/')}" if wanted not in (TODAY, TODAY.rstrip("/")) else "")


async def send_again(visit: Visit) -> web.Response:
    """She is in, and her form is of another session: one button sends it with the mark of this one."""
    return await visit.show("kept.html", 403, kept=kept_of(visit))


async def comes_in_vain(visit: Visit) -> web.Response | None:
    """What it was written for is gone, or is of another lab: nobody learns which. None where nothing was written."""
    kept, back = kept_of(visit), came_from(visit)
    if not kept.words:
        return None
    return await visit.show("gone.html", 404, kept=kept, back="" if back in (TODAY, visit.request.path_qs) else back)


async def comes_too_late(visit: Visit, why: str, back: str) -> web.Response | None:
    """What she changes cannot be changed any more, and `why`. None where nothing was written."""
    kept = kept_of(visit)
    return await visit.show("gone.html", 422, kept=kept, why=why, back=back) if kept.words else None
