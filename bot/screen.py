"""The live screen of a poll, for a projector: public by its code, no names, no numbers under five.

What it shows is what everybody may know: while the poll is open how many answered, then what was published.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp_jinja2
from aiohttp import web

from bot import qr
from bot.clock import Clock
from bot.http import SECURITY_HEADERS, STREAM_AGAIN, wanted_languages
from bot.screen_view import View, languages_of, view_of
from bot.settings import Settings
from lab.polls import DRAFT, OPEN, Poll
from locales.catalogue import Catalogues
from store.database import Database
from store.labs import Lab, labs
from store.polls import poll_by_code
from store.screen_door import door_of, is_open, open_door

LOOKS_EVERY = 1.0
HEARTBEAT_EVERY = 15
"""Looks without news, after which the line is kept open with a word."""
MOST_STREAMS, MOST_OF_ALL = 20, 200
EVENT_STREAM = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no", "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Screen:
    """`stopping` says that the process ends: then every page is let go of, and comes back by itself."""

    settings: Settings
    database: Database
    catalogues: Catalogues
    clock: Clock
    stopping: Callable[[], bool]
    _open: Counter[str] = field(default_factory=Counter)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/screen/{code}", self._page),
            web.get("/screen/{code}/events", self._events),
            web.get("/screen/{code}/qr.png", self._qr),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        poll, lab = await self._known(request)
        language = self._language(request, poll, lab)
        if poll.state == OPEN:
            await self._let_in(poll)
        around = {
            "lab": lab.name,
            "lang": language,
            "dir": self.catalogues.direction(language),
            "code": poll.code,
            "languages": [(code, self.catalogues.languages[code].autonym) for code in self._languages(poll, lab)],
            "live": await self._live(request, poll.code, language),
        }
        return await aiohttp_jinja2.render_template_async("screen.html", request, around)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Until the page goes away: what the screen shows, whenever that has changed."""
        poll, lab = await self._known(request)
        language = self._language(request, poll, lab)
        if self._open[poll.code] >= MOST_STREAMS or self._open.total() >= MOST_OF_ALL:
            raise web.HTTPTooManyRequests(headers=STREAM_AGAIN)
        response = web.StreamResponse(headers=SECURITY_HEADERS | EVENT_STREAM)
        await response.prepare(request)
        self._open[poll.code] += 1
        try:
            await self._tell(request, response, poll.code, language)
        except ConnectionResetError:
            pass
        finally:
            self._open[poll.code] -= 1
        return response

    async def _tell(self, request: web.Request, response: web.StreamResponse, code: str, language: str) -> None:
        told, silent = "", 0
        while not self.stopping() and request.transport is not None and not request.transport.is_closing():
            shown, silent = await self._live(request, code, language), silent + 1
            if shown != told:
                await response.write(f"event: state\ndata: {json.dumps({'html': shown})}\n\n".encode())
                told, silent = shown, 0
            elif silent >= HEARTBEAT_EVERY:
                await response.write(b": still here\n\n")
                silent = 0
            await asyncio.sleep(LOOKS_EVERY)

    async def _live(self, request: web.Request, code: str, language: str) -> str:
        """The part of the page that changes."""
        view = await self._view(code, language)
        template = aiohttp_jinja2.get_env(request.app).get_template("screen_live.html")
        return await template.render_async(view=view, code=code)

    async def _view(self, code: str, language: str) -> View | None:
        async with self.database.read() as connection:
            poll = await poll_by_code(connection, code)
            return await view_of(connection, self.catalogues, poll, language) if poll else None

    async def _qr(self, request: web.Request) -> web.Response:
        """For who sits in the room without an invitation: the way into this lab, while the poll is open."""
        poll, _ = await self._known(request)
        if poll.state != OPEN:
            raise web.HTTPNotFound
        link = f"{self.settings.base_url}/join/{door_of(self.database.keyring, poll)}"
        return web.Response(body=qr.png(link), content_type="image/png")

    async def _let_in(self, poll: Poll) -> None:
        keyring = self.database.keyring
        async with self.database.read() as connection:
            known = await is_open(connection, keyring, poll)
        if not known:
            async with self.database.write() as connection:
                await open_door(connection, keyring, poll, self.clock.now())

    async def _known(self, request: web.Request) -> tuple[Poll, Lab]:
        """A draft is nobody's business yet: it looks like a code that nobody has made."""
        async with self.database.read() as connection:
            poll = await poll_by_code(connection, request.match_info["code"])
            lab = (await labs(connection)).get(poll.lab_id) if poll else None
        if poll is None or lab is None or poll.state == DRAFT or not self._languages(poll, lab):
            raise web.HTTPNotFound
        return poll, lab

    def _languages(self, poll: Poll, lab: Lab) -> list[str]:
        return languages_of(self.catalogues, poll, lab.languages)

    def _language(self, request: web.Request, poll: Poll, lab: Lab) -> str:
        """The one that was asked for, or that of the browser; only where the poll has words in it."""
        offered = self._languages(poll, lab)
        asked = request.query.get("lang", "")
        wanted = asked if asked in offered else self.catalogues.match(wanted_languages(request))
        return wanted if wanted in offered else offered[0]
