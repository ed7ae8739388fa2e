"""Voice notes and pictures of the web chat: taken from a page, and shown to her who sent them or got them."""

import asyncio
from dataclasses import dataclass
from hmac import compare_digest

from aiohttp import web

from bot.channels.webchat_visitors import Visitors, identity, shown_identity
from bot.clock import Clock
from bot.messages import File, Media
from bot.uploads import MAX_BYTES, NotTaken, accept, served
from locales import N_
from store.history import Holder
from store.media import CALENDAR, keep_media, media_of_person, nobodys_media
from store.phones import media_waiting_at

MAX_ID = 2**62
LONGEST_NAME = 60
"""Of a file, as a page calls it."""
_LETTERS_OF_MARK = 32
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
        """Only what she sent herself before; from a phone that several use, what that phone sent."""
        number, _, mark = ref.partition("-")
        who = await self.visitors.holder(sender) if is_number(number) else None
        found = await (self._of_phone(who, number, mark) if mark else self._of(who, number))
        if found is None or found.mime == CALENDAR:
            return None
        return Media("photo" if found.mime.startswith("image/") else "voice", number, found.mime)

    async def _of(self, who: Holder | None, number: str) -> File | None:
        if who is None or (who.person_id is None and who.line_id is None):
            return None
        async with self.visitors.database.read() as connection:
            if who.person_id is not None:
                return await media_of_person(connection, _id(number), who.person_id)
            waits = await media_waiting_at(connection, {who.address_id})
            return await nobodys_media(connection, _id(number), None) if _id(number) in waits else None

    async def _of_phone(self, who: Holder | None, number: str, mark: str) -> File | None:
        """Nobody's yet, or hers by now: a copy of the message may come when she has said who she is."""
        if who is None or who.line_id is None or not mark.isascii():
            return None
        if not compare_digest(mark, self._mark(who.line_id, number)):
            return None
        async with self.visitors.database.read() as connection:
            return await nobodys_media(connection, _id(number), who.person_id)

    def _mark(self, line_id: int, number: str) -> str:
        """Only the phone that sent it can say which file it was."""
        return self.visitors.database.keyring.lookup(f"media of phone {line_id}", number)[:_LETTERS_OF_MARK]

    async def _show(self, request: web.Request) -> web.Response:
        found = await self._of(await self.visitors.holder(shown_identity(request)), request.match_info["id"])
        if found is None:
            raise web.HTTPNotFound
        return _as_calendar(found) if found.mime == CALENDAR else served(request, found)

    async def _upload(self, request: web.Request) -> web.Response:
        who = await self.visitors.holder(identity(request))
        if who is None or (who.person_id is None and who.line_id is None):
            raise web.HTTPConflict
        language = self.visitors.language(request, who)
        data = await _body(request)
        if data is None:
            return self._refusal(language, 413)
        try:
            kind, mime, clean = await asyncio.to_thread(accept, data)
        except NotTaken:
            return self._refusal(language, 415)
        sender = who.person_id if who.line_id is None else None
        async with self.visitors.database.write() as connection:
            number = str(await keep_media(connection, sender, kind, mime, clean, self.clock.now()))
        name = number if who.line_id is None else f"{number}-{self._mark(who.line_id, number)}"
        return web.json_response({"media": name, "kind": kind})

    def _refusal(self, language: str, status: int) -> web.Response:
        return web.json_response({"error": self.visitors.catalogues(language, REFUSALS[status])}, status=status)


def _as_calendar(found: File) -> web.Response:
    """A phone offers to open it with its calendar."""
    keep_as = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return web.Response(body=found.data, content_type=found.mime, charset="utf-8", headers=keep_as)


def _id(number: str) -> int:
    return min(int(number[:19]), MAX_ID)


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
