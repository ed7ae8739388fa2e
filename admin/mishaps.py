"""Pages for what is not there and what is not possible: what happened, what is safe, what to do."""

from aiohttp import web

from admin.forms import Form
from admin.gate import language_of
from admin.means import DESK
from admin.sessions import Sessions, new_ticket
from admin.visit import Visit
from bot.http import Handler

KNOWN = {404: "missing", 429: "often"}
TOLD = ("Allow", "Retry-After")
"""What the error says beside its page."""


@web.middleware
async def say_kindly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page instead of the bare words that the server has for its errors. One page for all that is not there."""
    try:
        return await handler(request)
    except web.HTTPClientError as error:
        desk = request.config_dict[DESK]
        sessions = Sessions(desk)
        language = language_of(request, desk, await sessions.holder(await sessions.read(request)))
        visit = Visit(request, desk, sessions, new_ticket(), None, language, Form())
        response = await visit.show("mishap.html", error.status, mishap=KNOWN.get(error.status, "odd"))
        response.headers.update({name: error.headers[name] for name in TOLD if name in error.headers})
        return response
