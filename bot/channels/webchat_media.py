"""Voice notes and pictures of the web chat: taken from a page, and shown to her who sent them or got them."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.channels.webchat_visitors import Visitors, identity, shown_identity
from bot.clock import Clock
from bot.messages import File, Media
from bot.uploads import MAX_BYTES, NotTaken, accept, served
from locales import N_
from store.history import Holder
from store.media import CALENDAR, keep_media, media_of_person

MAX_ID = 2**62
REFUSALS = {
    413: N_("This file is too big. Please send a smaller one."),
    415: N_("We cannot open this file. Please send a photo or a voice message."),
}


@dataclass(frozen=True, slots=True)
class MediaPages:
    visitors: Visitors
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/chat/media/{id:\\d+}", self._show), web.post("/chat/media", self._upload)]

    async def sent_before(self, sender: str, ref: str) -> Media | None:
        """Only what she sent herself before."""
        who = await self.visitors.holder(sender) if is_number(ref) else None
        found = await self._of(who, ref)
        if found is None or found.mime == CALENDAR:
            return None
        return Media("photo" if found.mime.startswith("image/") else "voice", ref, found.mime)

    async def _of(self, who: Holder | None, ref: str) -> File | None:
        if who is None or who.person_id is None:
            return None
        async with self.visitors.database.read() as connection:
            return await media_of_person(connection, min(int(ref[:19]), MAX_ID), who.person_id)

    async def _show(self, request: web.Request) -> web.Response:
        found = await self._of(await self.visitors.holder(shown_identity(request)), request.match_info["id"])
        if found is None:
            raise web.HTTPNotFound
        return _as_calendar(found) if found.mime == CALENDAR else served(request, found)

    async def _upload(self, request: web.Request) -> web.Response:
        who = await self.visitors.holder(identity(request))
        if who is None or who.person_id is None:
            raise web.HTTPConflict
        language = self.visitors.language(request, who)
        data = await _body(request)
        if data is None:
            return self._refusal(language, 413)
        try:
            kind, mime, clean = await asyncio.to_thread(accept, data)
        except NotTaken:
            return self._refusal(language, 415)
        async with self.visitors.database.write() as connection:
            media = await keep_media(connection, who.person_id, kind, mime, clean, self.clock.now())
        return web.json_response({"media": str(media), "kind": kind})

    def _refusal(self, language: str, status: int) -> web.Response:
        return web.json_response({"error": self.visitors.catalogues(language, REFUSALS[status])}, status=status)


def _as_calendar(found: File) -> web.Response:
    """A phone offers to open it with its calendar."""
    keep_as = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return web.Response(body=found.data, content_type=found.mime, charset="utf-8", headers=keep_as)


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


async def _body(request: web.Request) -> bytes | None:
    """None when it is too large: then the rest is not read."""
    if (request.content_length or 0) > MAX_BYTES:
        return None
    data = b""
    while len(data) <= MAX_BYTES and (more := await request.content.read(MAX_BYTES + 1 - len(data))):
        data += more
    return data if len(data) <= MAX_BYTES else None
