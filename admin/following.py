"""A page that follows what happens: server-sent events, as long as whoever looks may look."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web
from markupsafe import escape

from admin.live import Key, Stream
from admin.routes import TEAM
from admin.visit import Visit
from bot.http import SECURITY_HEADERS, STREAM_AGAIN
from locales import N_

HEARTBEAT = 15.0
"""Seconds. So often at least it is asked whether the session still holds."""
PATIENCE = 10.0
"""So long a page may take for one piece; then it is let go, and loads everything when it comes back."""
EVENTS = "text/event-stream"
OVER = "event: over\ndata:\n\n"

Tell = Callable[[], Awaitable[str | None]]
"""What is new since it was asked last, as HTML; "" for nothing, None where there is nothing to follow any more.

It holds no connection to the database when it has answered.
"""
STILL = N_("This page does not show what is new any more. Please load it again.")


async def follow(visit: Visit, key: Key, name: str, tell: Tell) -> web.StreamResponse:
    """Until the page goes away or the session ends. `name` is what the page calls these events."""
    if EVENTS not in visit.request.headers.get("Accept", ""):
        raise web.HTTPNotAcceptable
    stream = visit.desk.live.join(visit.member.id, key, visit.desk.database, visit.desk.clock)
    if stream is None:
        raise web.HTTPTooManyRequests(headers=STREAM_AGAIN)
    kind = {"Content-Type": EVENTS, "X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    response = web.StreamResponse(headers=SECURITY_HEADERS | kind)
    try:
        await response.prepare(visit.request)
        await _told(visit, response, stream, name, tell)
    except (ConnectionResetError, TimeoutError):
        if visit.request.transport is not None:
            visit.request.transport.abort()
    finally:
        visit.desk.live.leave(stream)
    return response


async def _told(visit: Visit, response: web.StreamResponse, stream: Stream, name: str, tell: Tell) -> None:
    while not visit.desk.live.stopped:
        text = await tell() if await _may_look(visit) else None
        if text is None:
            await _write(response, event(name, _stands_still(visit)) + OVER)
            return
        await _write(response, event(name, text) if text else ": still here\n\n")
        await stream.rest(HEARTBEAT)


async def _may_look(visit: Visit) -> bool:
    """Looked up each time: the session may have ended, and the role may be another one."""
    who = await visit.sessions.holder(visit.ticket)
    return who is not None and who.role in TEAM and who.labs == visit.member.labs


def _stands_still(visit: Visit) -> str:
    return f'<div id="still" role="status" hx-swap-oob="true"><p class="notice">{escape(visit.say(STILL))}</p></div>'


async def _write(response: web.StreamResponse, text: str) -> None:
    async with asyncio.timeout(PATIENCE):
        await response.write(text.encode())


def event(name: str, text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return f"event: {name}\n" + "".join(f"data: {line}\n" for line in lines) + "\n"
