"""In front of every page: who comes, may she, and does the request come from a page of ours."""

from dataclasses import replace

from aiohttp import web

from admin.forms import MOST_BYTES, Form
from admin.kept import FIELD
from admin.log import ROUTE, written_down
from admin.lost import comes_in_vain, kept_of, log_in_first, send_again, to_the_door, was_ours
from admin.means import Desk
from admin.routes import Route
from admin.second_factor import needs_factor, set_up_page
from admin.sessions import COOKIE, Sessions, Ticket, new_ticket
from admin.stepping import PROVED
from admin.uploaded import any_form
from admin.visit import Visit
from bot.http import Handler, from_our_own_page, wanted_languages
from store.staff import Member

SAFE = ("GET", "HEAD")
START = ("", "/")
FORM = web.RequestKey("form", Form)
"""What came with a request, once it is read: a body can be read only once."""
WITHOUT_FACTOR = ("/account", "/account/language", "/logout", "/prove")
"""All that somebody reaches who needs a second factor and has none yet."""


def guarded(route: Route, desk: Desk, sessions: Sessions) -> Handler:
    """The only way to a page: what is not allowed here is refused."""

    async def handler(request: web.Request) -> web.StreamResponse:
        # At the door a form may hold another one that came too late.
        visit = await _visit(request, desk, sessions, most=2 * MOST_BYTES if route.open else MOST_BYTES)
        if refusal := await _refusal(route, visit):
            return refusal  # without a cookie: a foreign page must not be able to log anybody out
        request[ROUTE] = route
        response = await _answered(route, visit)
        if request.method not in SAFE and not route.passing:
            desk.service.look_again()
        await written_down(route, visit, response.status)
        if COOKIE not in response.cookies and not response.prepared and not route.by_itself:
            await sessions.keep(request, response, _kept_on(visit))
        return response

    return handler


async def _answered(route: Route, visit: Visit) -> web.StreamResponse:
    """No page has to think of words for a thing that a colleague deleted meanwhile."""
    try:
        return await route.page(visit)
    except web.HTTPNotFound:
        if not visit.who or not (words := await comes_in_vain(visit)):
            raise
        return words


def _kept_on(visit: Visit) -> Ticket:
    """The session goes on. Whoever showed once more that it is her is not asked again for a while."""
    if visit.request.get(PROVED):
        return replace(visit.ticket, proved=visit.now.timestamp())
    return visit.ticket


async def _visit(request: web.Request, desk: Desk, sessions: Sessions, most: int) -> Visit:
    ticket = await sessions.read(request)
    who = await sessions.holder(ticket)
    if who is None and ticket.staff_id and await sessions.half_in(ticket) is None:
        ticket = new_ticket()  # what is over stays over: keeping it would wake it up
    form = Form() if request.method in SAFE else await any_form(request, most, known=who is not None)
    request[FORM] = form
    return Visit(request, desk, sessions, ticket, who, language_of(request, desk, who), form)


def language_of(request: web.Request, desk: Desk, who: Member | None = None) -> str:
    if who and who.language in desk.catalogues.languages:
        return who.language
    return desk.catalogues.match(wanted_languages(request)) or "en"


async def _refusal(route: Route, visit: Visit) -> web.StreamResponse | None:
    changes = visit.request.method not in SAFE
    if changes and (refusal := await _not_ours(route, visit)):
        return refusal
    if route.open:
        return None
    if visit.who is None:
        return await log_in_first(visit) if changes else to_the_door(visit)
    if visit.who.role not in route.roles:
        return await _elsewhere(route, visit)
    if visit.who.totp is None and route.path not in WITHOUT_FACTOR and needs_factor(visit.desk, visit.who):
        return await _factor_first(visit) if changes else visit.go("/admin/account")
    return None


async def _not_ours(route: Route, visit: Visit) -> web.StreamResponse | None:
    """Two proofs, each on its own: the browser swears to the origin, and the form knows the token of this session.

    A form of ours that only came too late changes nothing either, and what stands in it is not lost.
    """
    ours = from_our_own_page(visit.request)
    if ours and visit.ticket.knows(visit.form.exactly("csrf")):
        return None
    if ours and not route.open and was_ours(visit):
        return await send_again(visit) if visit.who else await log_in_first(visit)
    return await visit.show("mishap.html", 403, mishap="stale")


async def _elsewhere(route: Route, visit: Visit) -> web.StreamResponse:
    """The start page leads everybody to the first page that is hers."""
    first = await visit.first_tab() if route.path in START else ""
    if first:
        return visit.go(first)
    return await visit.show("mishap.html", 403, mishap="not_yours" if await visit.first_tab() else "in_chat")


async def _factor_first(visit: Visit) -> web.StreamResponse:
    packed = {FIELD: [kept_of(visit).packed()]}
    return await set_up_page(replace(visit, form=Form(packed)), status=403)
