"""The built-in web chat: a page, an event stream and three ways to post. What is shown is what is stored."""

import asyncio
import json
import secrets
from collections.abc import Iterable
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from bot.channels import Setup
from bot.channels.webchat_stream import Streams
from bot.channels.webchat_texts import TEXTS
from bot.http import from_our_own_page, wanted_languages
from bot.messages import File, Inbound, Inlet, Limits, Media, Outbound, Refused, Unavailable
from bot.uploads import MAX_BYTES, NotTaken, accept
from locales import N_
from store.history import Holder, holder, mark_read
from store.labs import Lab, labs
from store.media import keep_media, media_of_person

COOKIE = "brug_chat"
COOKIE_LIFE = 365 * 24 * 3600

MAX_ID = 2**62
REFUSALS = {
    413: N_("This file is too big. Please send a smaller one."),
    415: N_("We cannot open this file. Please send a photo or a voice message."),
}


def build(setup: Setup) -> "WebChat":
    return WebChat(setup)


class WebChat:
    name = "webchat"
    account = "web"
    limits = Limits(text=20_000, label=60, buttons=100)
    problem: str | None = None

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._inlet: Inlet | None = None
        self._streams = Streams(setup.database, setup.catalogues, setup.settings.timezone)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/chat", self._page),
            web.get("/chat/events", self._events),
            web.get("/chat/media/{id:\\d+}", self._show_media),
            web.post("/chat/messages", self._post),
            web.post("/chat/media", self._upload),
            web.post("/chat/seen", self._seen),
        ]

    async def start(self, inlet: Inlet) -> None:
        self._inlet = inlet

    async def stop(self) -> None:
        self._inlet = None
        self._streams.stop()

    def link(self, code: str) -> str | None:
        return f"{self._setup.settings.base_url}/chat?code={code}"

    async def send(self, address: str, message: Outbound, files: dict[int, File]) -> str:
        """What is stored is sent: the page reads it from there. It only has to look."""
        self._streams.wake(address)
        return ""

    async def fetch(self, ref: str) -> File:
        raise Refused("media of the web chat are in the database")

    def changed(self, addresses: Iterable[int]) -> None:
        """Something was committed for these addresses."""
        self._streams.changed(addresses)

    async def _page(self, request: web.Request) -> web.Response:
        who = await self._holder(request.cookies.get(COOKIE, ""))
        language = self._language(request, who)
        catalogues = self._setup.catalogues
        response = await aiohttp_jinja2.render_template_async(
            "chat.html",
            request,
            {
                "lab": await self._lab_name(who),
                "lang": language,
                "dir": catalogues.direction(language),
                "strings": self._strings(language),
                "code": request.query.get("code", "")[:64],
                "exit_url": self._setup.settings.exit_url,
            },
        )
        if not _is_identity(request.cookies.get(COOKIE, "")):
            response.set_cookie(
                COOKIE,
                secrets.token_urlsafe(24),
                max_age=COOKIE_LIFE,
                path="/chat",
                httponly=True,
                samesite="Lax",
                secure=self._setup.settings.base_url.startswith("https://"),
            )
        return response

    def _language(self, request: web.Request, who: Holder | None) -> str:
        chosen = who.language if who else ""
        return chosen or self._setup.catalogues.match(wanted_languages(request)) or "en"

    def _strings(self, language: str) -> dict[str, str]:
        return {key: self._setup.catalogues(language, text) for key, text in TEXTS.items()}

    def _lookup(self, sender: str) -> str:
        return self._setup.database.keyring.lookup(f"{self.name}:{self.account}", sender)

    async def _holder(self, sender: str) -> Holder | None:
        async with self._setup.database.read() as connection:
            return await holder(connection, self._lookup(sender))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        sender = request.cookies.get(COOKIE, "")
        if not _is_identity(sender):
            raise web.HTTPForbidden
        language = self._language(request, None)
        return await self._streams.serve(request, self._lookup(sender), sender, language)

    async def _lab_name(self, who: Holder | None) -> str:
        lab = await self._lab(who)
        return lab.name if lab else "Brug"

    async def _lab(self, who: Holder | None) -> Lab | None:
        async with self._setup.database.read() as connection:
            known = await labs(connection)
        real = [lab for lab in known.values() if not lab.tryout] or list(known.values())
        return known.get(who.lab_id or 0) if who and who.lab_id else (real[0] if len(real) == 1 else None)

    async def _post(self, request: web.Request) -> web.Response:
        sender = _identity(request)
        said = await _json(request)
        inbound = Inbound(
            channel=self.name,
            account=self.account,
            event_id=_event_id(said),
            sender=sender,
            text=_text(said, "text", 20_000),
            taps=_taps(said),
            media=await self._media_of(sender, _text(said, "media", 20)),
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

    async def _media_of(self, sender: str, ref: str) -> Media | None:
        """Only what she sent herself before."""
        who = await self._holder(sender) if _is_number(ref) else None
        if who is None or who.person_id is None:
            return None
        async with self._setup.database.read() as connection:
            found = await media_of_person(connection, min(int(ref), MAX_ID), who.person_id)
        return Media("photo" if found.mime.startswith("image/") else "voice", ref, found.mime) if found else None

    async def _upload(self, request: web.Request) -> web.Response:
        who = await self._holder(_identity(request))
        if who is None or who.person_id is None:
            raise web.HTTPConflict
        language = self._language(request, who)
        if (request.content_length or 0) > MAX_BYTES:
            return self._refusal(language, 413)
        data = await request.content.read(MAX_BYTES + 1)
        while len(data) <= MAX_BYTES and (more := await request.content.read(MAX_BYTES + 1 - len(data))):
            data += more
        if len(data) > MAX_BYTES:
            return self._refusal(language, 413)
        try:
            kind, mime, clean = await asyncio.to_thread(accept, data)
        except NotTaken:
            return self._refusal(language, 415)
        async with self._setup.database.write() as connection:
            media = await keep_media(connection, who.person_id, kind, mime, clean, self._setup.clock.now())
        return web.json_response({"media": str(media), "kind": kind})

    def _refusal(self, language: str, status: int) -> web.Response:
        return web.json_response({"error": self._setup.catalogues(language, REFUSALS[status])}, status=status)

    async def _seen(self, request: web.Request) -> web.Response:
        who = await self._holder(_identity(request))
        upto = _text(await _json(request), "upto", 20).removeprefix("o")
        if who is not None and _is_number(upto):
            async with self._setup.database.write() as connection:
                await mark_read(connection, who.address_id, min(int(upto), MAX_ID))
        return web.json_response({"ok": True})

    async def _show_media(self, request: web.Request) -> web.Response:
        who = await self._holder(request.cookies.get(COOKIE, ""))
        if who is None or who.person_id is None:
            raise web.HTTPNotFound
        async with self._setup.database.read() as connection:
            found = await media_of_person(connection, min(int(request.match_info["id"][:19]), MAX_ID), who.person_id)
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found.data, content_type=found.mime)


def _is_identity(token: str) -> bool:
    return 24 <= len(token) <= 64 and token.isascii()


def _identity(request: web.Request) -> str:
    """Who posts: only with her cookie, and only from our own page."""
    sender = request.cookies.get(COOKIE, "")
    if not _is_identity(sender) or not from_our_own_page(request):
        raise web.HTTPForbidden
    return sender


async def _json(request: web.Request) -> dict[str, Any]:
    """What does not parse is answered as what it is: a broken request of that page, nobody else's."""
    try:
        found = json.loads(await request.text())
    except (ValueError, UnicodeError, RecursionError) as error:
        raise web.HTTPBadRequest from error
    if not isinstance(found, dict):
        raise web.HTTPBadRequest
    return found


def _event_id(said: dict[str, Any]) -> str:
    """As the page named it, so that a copy is known again; a name that no page of ours gives is not kept."""
    name = _text(said, "id", 80)
    return name if name and name.isascii() and name.isprintable() else secrets.token_hex(16)


def _taps(said: dict[str, Any]) -> tuple[str, ...]:
    given = said.get("taps")
    return tuple(tap[:64] for tap in given if isinstance(tap, str))[:20] if isinstance(given, list) else ()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _text(said: dict[str, Any], name: str, most: int) -> str:
    value = said.get(name)
    return value[:most] if isinstance(value, str) else ""
