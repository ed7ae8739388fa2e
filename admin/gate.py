"""In front of every page: who comes, may she, and does the request come from a page of ours."""

from aiohttp import web

from admin.forms import Form, read_form
from admin.log import written_down
from admin.means import Desk
from admin.routes import Route
from admin.sessions import COOKIE, Sessions, new_ticket
from admin.visit import Visit
from bot.http import Handler, from_our_own_page, wanted_languages
from store.staff import Member

SAFE = ("GET", "HEAD")


def guarded(route: Route, desk: Desk, sessions: Sessions) -> Handler:
    """The only way to a page: what is not allowed here is refused."""

    async def handler(request: web.Request) -> web.StreamResponse:
        visit = await _visit(request, desk, sessions)
        if refusal := await _refusal(route, visit):
            return refusal  # without a cookie: a foreign page must not be able to log anybody out
        response = await route.page(visit)
        if request.method not in SAFE:
            desk.service.look_again()
        await written_down(route, visit, response.status)
        if COOKIE not in response.cookies and not response.prepared:
            await sessions.keep(request, response, visit.ticket)
        return response

    return handler


async def _visit(request: web.Request, desk: Desk, sessions: Sessions) -> Visit:
    ticket = await sessions.read(request)
    who = await sessions.holder(ticket)
    if who is None and ticket.staff_id:
        ticket = new_ticket()  # what is over stays over: keeping it would wake it up
    form = Form() if request.method in SAFE else await read_form(request)
    return Visit(request, desk, sessions, ticket, who, language_of(request, desk, who), form)


def language_of(request: web.Request, desk: Desk, who: Member | None = None) -> str:
    if who and who.language in desk.catalogues.languages:
        return who.language
    return desk.catalogues.match(wanted_languages(request)) or "en"


async def _refusal(route: Route, visit: Visit) -> web.StreamResponse | None:
    if visit.request.method not in SAFE and not _is_ours(visit):
        return await visit.show("mishap.html", 403, mishap="stale")
    if route.open:
        return None
    if visit.who is None:
        if visit.request.method in SAFE:
            return visit.go("/admin/login")
        return await visit.show("mishap.html", 401, mishap="logged_out")
    if visit.who.role in route.roles:
        return None
    return await visit.show("mishap.html", 403, mishap="in_chat")


def _is_ours(visit: Visit) -> bool:
    """Both, each on its own: the browser swears to the origin, and the form knows the token of this session."""
    return from_our_own_page(visit.request) and visit.ticket.knows(visit.form.exactly("csrf"))
