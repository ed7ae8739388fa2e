"""The door of the web server: posts of one kind are answered here, everything else is aiohttp's.

A connection stays here as long as it brings nothing but such posts, whole, from somebody who may come in. With
the first thing that differs it is aiohttp's for good, with all that came and was not answered yet: aiohttp then reads,
answers and refuses it as if it had come there at once. Answers go out in the order of the requests, one at a time.
"""

import asyncio
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Final, cast

from bot.complaints import complain
from bot.http import UNLESS_SAID
from bot.log import where
from bot.plain_http import LONGEST_BODY, LONGEST_HEAD, Heads, Post, head_of

SILENT_SECONDS: Final = 3_630.0
"""Who has sent nothing for so long has gone. Longer than a proxy keeps a connection that nobody uses."""
_MOST_WAITING: Final = LONGEST_HEAD + LONGEST_BODY
_TAKEN: Final = (b"200 OK", "")
_COME_AGAIN: Final = (b"503 Service Unavailable", "Retry-After: 2\r\n")


class Doorstep:
    """Makes the protocol of each connection, for `loop.create_server`. `house` makes aiohttp's."""

    def __init__(self, house: Callable[[], asyncio.Protocol], post: Post) -> None:
        self.house = house
        self.post = post
        self.line = post.line
        self.heads = Heads()
        self.callers: set[Caller] = set()
        self._second = 0
        self._answers: dict[bool, bytes] = {}

    def __call__(self) -> "Caller":
        return Caller(self)

    def answer(self, *, taken: bool) -> bytes:
        """The same for a second: only its date changes."""
        now = int(time.time())
        if now != self._second:
            self._second, self._answers = now, {done: _answer(now, done=done) for done in (True, False)}
        return self._answers[taken]

    async def close(self, seconds: float) -> None:
        """Let go of all connections, and of those where something is under way once it is answered."""
        under_way = [caller.under_way for caller in self.callers if caller.under_way]
        if under_way:
            await asyncio.wait(under_way, timeout=seconds)
        for caller in self.callers.copy():
            caller.close()


@dataclass(frozen=True, slots=True)
class Door:
    """Where connections come in. `doorstep`: where some of them stay."""

    listening: asyncio.Server
    doorstep: Doorstep | None

    async def close(self, seconds: float) -> None:
        self.listening.close()
        if self.doorstep:
            await self.doorstep.close(seconds)


async def open_door(house: Callable[[], asyncio.Protocol], post: Post | None, host: str, port: int) -> Door:
    """Raises `OSError` when the port is taken."""
    doorstep = Doorstep(house, post) if post else None
    loop = asyncio.get_running_loop()
    return Door(await loop.create_server(doorstep or house, host, port, backlog=1024), doorstep)


class Caller(asyncio.Protocol):
    """One connection, as long as it is ours."""

    def __init__(self, doorstep: Doorstep) -> None:
        self._doorstep = doorstep
        self._loop = asyncio.get_running_loop()
        self._came = b""
        self._heard_at = self._loop.time()
        self.under_way: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        if connection := transport.get_extra_info("socket"):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._doorstep.callers.add(self)
        self._silence = self._loop.call_later(SILENT_SECONDS, self._after_silence)

    def connection_lost(self, _: Exception | None) -> None:
        """What is under way takes effect all the same. Whoever posted it comes again, and that is a copy."""
        self._let_go()

    def pause_writing(self) -> None:
        """Who leaves so many answers unread reads none any more."""
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._came += data
        if self.under_way is None:
            self._look()
        elif len(self._came) > _MOST_WAITING:
            self._transport.pause_reading()

    def close(self) -> None:
        self._transport.close()

    def _look(self) -> None:
        """At what came: the next request, once it is whole."""
        step = self._doorstep
        head = head_of(self._came, step.line, step.heads)
        if head is None or not step.post.admits(head.fields):
            self._hand_over()
            return
        step.heads.keep(head)
        if len(self._came) >= head.ends:
            body, self._came = self._came[head.begins : head.ends], self._came[head.ends :]
            self.under_way = self._loop.create_task(self._settle(body))

    async def _settle(self, body: bytes) -> None:
        try:
            taken = await self._doorstep.post.take(body)
        except Exception as error:  # noqa: BLE001 - the outermost place: without an answer, it comes again
            complain("a post could not be answered", where=where(error))
            self._transport.abort()
            return
        self.under_way = None
        if self._transport.is_closing():
            return
        self._transport.write(self._doorstep.answer(taken=taken))
        self._heard_at = self._loop.time()
        if self._came and not self._transport.is_closing():
            self._transport.resume_reading()
            self._look()

    def _hand_over(self) -> None:
        self._let_go()
        came, self._came = self._came, b""
        handler = self._doorstep.house()
        self._transport.set_protocol(handler)
        handler.connection_made(self._transport)
        handler.data_received(came)

    def _let_go(self) -> None:
        self._silence.cancel()
        self._doorstep.callers.discard(self)

    def _after_silence(self) -> None:
        left = self._heard_at + SILENT_SECONDS - self._loop.time()
        if left <= 0 and self.under_way is None:
            self._transport.close()
        else:
            self._silence = self._loop.call_later(max(left, 1.0), self._after_silence)


def _answer(now: int, *, done: bool) -> bytes:
    status, more = _TAKEN if done else _COME_AGAIN
    told = "".join(f"{name}: {value}\r\n" for name, value in UNLESS_SAID.items())
    ending = f"{told}{more}Date: {formatdate(now, usegmt=True)}\r\nContent-Length: 0\r\n\r\n"
    return b"HTTP/1.1 %b\r\n%b" % (status, ending.encode())
