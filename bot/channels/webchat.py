"""The built-in web chat: a page, an event stream and three ways to post. What is shown is what is stored."""

import json
from collections.abc import Iterable
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from bot.channels import Setup
from bot.channels.webchat_media import LONGEST_NAME as LONGEST_FILE_NAME
from bot.channels.webchat_media import MAX_ID, MediaPages, is_number
from bot.channels.webchat_push import Push
from bot.channels.webchat_stream import Streams
from bot.channels.webchat_texts import labels
from bot.channels.webchat_visitors import (
    ACCOUNT,
    CHANNEL,
    LONGEST_NAME,
    Visitors,
    event_id,
    give_identity,
    identity,
    is_identity,
    shown_identity,
)
from bot.http import wanted_languages
from bot.messages import File, Inbound, Inlet, Limits, Outbound, Refused, Unavailable
from store.history import Holder, mark_read
from store.labs import Lab, joinable, labs
from store.look import Look, look_of

LONGEST_TEXT = 20_000


def build(setup: Setup) -> "WebChat":
    return WebChat(setup)


class WebChat:
    name = CHANNEL
    account = ACCOUNT
    limits = Limits(text=LONGEST_TEXT, label=60, buttons=100)
    problem: str | None = None

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._inlet: Inlet | None = None
        self._visitors = Visitors(setup.database, setup.catalogues, setup.clock)
        self._media = MediaPages(self._visitors, setup.clock)
        self._streams = Streams(setup.database, setup.catalogues, setup.settings.timezone, setup.clock)
        self.push = Push(setup, self._visitors, _json, self._lab_name, self._streams.is_open)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/chat", self._page),
            web.get("/chat/events", self._events),
            web.post("/chat/messages", self._post),
            web.post("/chat/seen", self._seen),
            *self._media.routes(),
            *self.push.routes(),
        ]

    async def start(self, inlet: Inlet) -> None:
        self._inlet = inlet
        await self.push.notices.start()

    async def stop(self) -> None:
        self._inlet = None
        self._streams.stop()
        await self.push.notices.stop()

    def link(self, code: str) -> str | None:
        return f"{self._setup.settings.base_url}/chat?code={code}"

    async def send(self, address: str, message: Outbound, files: dict[int, File]) -> str:
        """What is stored is sent: the page reads it from there. It only has to look."""
        self._streams.wake(address)
        if message.edits is None:
            self.push.notices.tell(address)
        return ""

    async def fetch(self, ref: str) -> File:
        raise Refused("media of the web chat are in the database")

    def changed(self, addresses: Iterable[int]) -> None:
        """Something was committed for these addresses."""
        self._streams.changed(addresses)

    async def _page(self, request: web.Request) -> web.Response:
        who = await self._visitors.holder(shown_identity(request))
        language = self._visitors.language(request, who)
        catalogues, lab = self._setup.catalogues, await self._lab(who)
        response = await aiohttp_jinja2.render_template_async(
            "chat.html",
            request,
            {
                "lab": lab.name if lab else "Brug",
                "look": await self._look(lab),
                "lang": language,
                "dir": catalogues.direction(language),
                "strings": labels(catalogues, language),
                "code": request.query.get("code", "")[:64],
                "exit_url": self._setup.settings.exit_url,
            },
        )
        if not is_identity(shown_identity(request)):
            give_identity(response, secure=self._setup.settings.base_url.startswith("https://"))
        return response

    async def _events(self, request: web.Request) -> web.StreamResponse:
        sender = shown_identity(request)
        if not is_identity(sender):
            raise web.HTTPForbidden
        await self.push.notices.opened(sender)
        language = self._visitors.language(request, None)
        return await self._streams.serve(request, self._visitors.fingerprint(sender), sender, language)

    async def _lab_name(self, who: Holder | None) -> str:
        lab = await self._lab(who)
        return lab.name if lab else "Brug"

    async def _look(self, lab: Lab | None) -> Look:
        async with self._setup.database.read() as connection:
            return await look_of(connection, lab.id if lab else 0)

    async def _lab(self, who: Holder | None) -> Lab | None:
        async with self._setup.database.read() as connection:
            known = await labs(connection)
        if who and who.lab_id:
            return known.get(who.lab_id)
        around = joinable(known.values())
        return around[0] if len(around) == 1 else None

    async def _post(self, request: web.Request) -> web.Response:
        sender = identity(request)
        said = await _json(request)
        inbound = Inbound(
            channel=self.name,
            account=self.account,
            event_id=event_id(self._visitors.fingerprint(sender), _text(said, "id", LONGEST_NAME)),
            sender=sender,
            text=_text(said, "text", LONGEST_TEXT),
            taps=_taps(said),
            media=await self._media.sent_before(sender, _text(said, "media", LONGEST_FILE_NAME)),
            locales=wanted_languages(request),
        )
        await self._take(inbound)
        return web.json_response({"ok": True})

    async def _take(self, inbound: Inbound) -> None:
        try:
            if self._inlet is None:
                raise Unavailable
            await self._inlet.take(inbound)
        except Unavailable as error:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "2"}) from error

    async def _seen(self, request: web.Request) -> web.Response:
        who = await self._visitors.holder(identity(request))
        upto = _text(await _json(request), "upto", 20).removeprefix("o")
        if who is not None and is_number(upto):
            async with self._setup.database.write() as connection:
                await mark_read(connection, who, min(int(upto), MAX_ID))
        return web.json_response({"ok": True})


async def _json(request: web.Request) -> dict[str, Any]:
    """What does not parse is answered as what it is: a broken request of that page, nobody else's."""
    try:
        found = json.loads(await request.text())
    except (ValueError, UnicodeError, RecursionError) as error:
        raise web.HTTPBadRequest from error
    if not isinstance(found, dict):
        raise web.HTTPBadRequest
    return found


def _taps(said: dict[str, Any]) -> tuple[str, ...]:
    given = said.get("taps")
    return tuple(tap[:64] for tap in given if isinstance(tap, str))[:20] if isinstance(given, list) else ()


def _text(said: dict[str, Any], name: str, most: int) -> str:
    value = said.get(name)
    return value[:most] if isinstance(value, str) else ""
