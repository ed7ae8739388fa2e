"""While the database is away or full: whoever wrote something gets it back, to be sent once more."""

import structlog
from aiohttp import web
from sqlalchemy.exc import InterfaceError, OperationalError

from admin.forms import MOST_BYTES, Form
from admin.gate import FORM, SAFE, language_of
from admin.kept import SECRET
from admin.lost import SENT_FROM_A_PAGE, TODAY, kept_of, was_ours
from admin.means import DESK
from admin.sessions import Sessions, new_ticket
from admin.uploaded import any_form
from admin.visit import Visit
from bot.http import Handler, from_our_own_page
from bot.log import where

log = structlog.get_logger()
SOON = {"Retry-After": "2"}


@web.middleware
async def while_away(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page that asks nothing of the database. What a page asks for by itself cannot show one: bot/http.py answers."""
    try:
        return await handler(request)
    except (OperationalError, InterfaceError) as error:
        if not _is_for_somebody(request):
            raise
        log.error("a page of the desk met a database that is away", where=where(error))
        return await _page(request)


def _is_for_somebody(request: web.Request) -> bool:
    return "HX-Request" not in request.headers and "text/event-stream" not in request.headers.get("Accept", "")


async def _page(request: web.Request) -> web.Response:
    """In the language of the browser: hers cannot be looked up now."""
    desk = request.config_dict[DESK]
    form = await _form(request)
    visit = Visit(request, desk, Sessions(desk), new_ticket(), None, language_of(request, desk), form)
    secret = SECRET.intersection(form.fields) - {SENT_FROM_A_PAGE}
    kept = kept_of(visit) if was_ours(visit) and from_our_own_page(request) and not secret else None
    back = request.path_qs if request.method in SAFE else TODAY
    response = await visit.show("away.html", 503, kept=kept, csrf=form.exactly(SENT_FROM_A_PAGE), back=back)
    response.headers.update(SOON)
    return response


async def _form(request: web.Request) -> Form:
    if request.method in SAFE:
        return Form()
    return request[FORM] if FORM in request else await any_form(request, 2 * MOST_BYTES, known=False)
