"""Pictures and voice notes: our own from the database, those of messengers fetched when somebody looks."""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from aiohttp import web
from sqlalchemy import Row

from admin.log import WHOSE, WRITTEN
from admin.routes import TEAM, get
from admin.visit import Visit
from bot.messages import File, Sender, SendError
from bot.uploads import NotTaken, accept
from store.desk import media_within, message_within


@runtime_checkable
class Fetching(Protocol):
    """A channel that keeps what people send, until somebody asks for it."""

    async def fetch(self, ref: str) -> File: ...


async def show(visit: Visit) -> web.Response:
    """What is the same for everybody tells of nobody: looking at that is not written down."""
    file, hers = await _own(visit, visit.number("id"))
    visit.request[WRITTEN] = hers is None
    return _shown(visit, file, hers)


async def show_from(visit: Visit) -> web.Response:
    message = await _message(visit, visit.number("message"))
    return _shown(visit, await _brought(visit, message), message.person_id if message else None)


async def file_of(visit: Visit, message_id: int) -> File | None:
    """What came with one message, wherever its channel keeps it."""
    return await _brought(visit, await _message(visit, message_id))


async def _message(visit: Visit, message_id: int) -> Row[Any] | None:
    async with visit.desk.database.read() as connection:
        return await message_within(connection, visit.reach, message_id)


async def _brought(visit: Visit, message: Row[Any] | None) -> File | None:
    ref = str((message.body or {}).get("media") or "") if message else ""
    if message is None or not ref:
        return None
    if message.channel == "webchat":
        return (await _own(visit, int(ref) if ref.isdecimal() else 0))[0]
    return await _fetched(visit.desk.channels, message, ref)


async def _own(visit: Visit, media_id: int) -> tuple[File | None, int | None]:
    async with visit.desk.database.read() as connection:
        return await media_within(connection, visit.reach, media_id)


async def _fetched(channels: Sequence[Sender], message: Row[Any], ref: str) -> File | None:
    """Judged by its bytes and cleaned like an upload: what a messenger calls it is not to be trusted."""
    for channel in channels:
        if (channel.name, channel.account) == (message.channel, message.account) and isinstance(channel, Fetching):
            try:
                _, mime, clean = await asyncio.to_thread(accept, (await channel.fetch(ref)).data)
            except (SendError, NotTaken):
                return None
            return File(clean, mime)
    return None


def _shown(visit: Visit, file: File | None, hers: int | None) -> web.Response:
    """The log says whose it was that somebody looked at, or listened to."""
    if file is None:
        raise web.HTTPNotFound
    if hers is not None:
        visit.request[WHOSE] = hers
    return web.Response(body=file.data, content_type=file.mime, headers={"Content-Disposition": "inline"})


ROUTES = (
    get("/media/{id:[0-9]{1,18}}", show, TEAM, words=True),
    get("/media/from/{message:[0-9]{1,18}}", show_from, TEAM, words=True),
)
