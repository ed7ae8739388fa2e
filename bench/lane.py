"""One keep-alive connection to the webhook, with at most one update under way on it."""

import asyncio
import time
from typing import Protocol

from bench.conversation import REPLIES, TURNS
from bench.updates import request, update
from bench.wire import take


class Chat:
    """A person who writes. `turn` is what she does next; 0 is /start."""

    __slots__ = ("id", "turn")

    def __init__(self, id: int) -> None:
        self.id = id
        self.turn = 0

    def go_on(self) -> None:
        self.turn = (self.turn + 1) % TURNS

    def start_over(self) -> None:
        self.turn = 0


class Crew(Protocol):
    """Whoever gives the lanes their work."""

    def ready(self, lane: "Lane") -> None:
        """The lane is connected, or its turn is over: the POST was answered 2xx and the reply arrived."""

    def failed(self, lane: "Lane", why: str) -> None:
        """The turn is lost. The lane's connection closes."""

    def lost(self, lane: "Lane") -> None:
        """The connection is gone; the lane is of no more use."""


class Lane(asyncio.Protocol):
    def __init__(self, crew: Crew, head: bytes) -> None:
        self.chat: Chat | None = None
        self.began = 0.0
        self._crew = crew
        self._head = head
        self._buffer = b""
        self._waiting = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._crew.ready(self)

    def connection_lost(self, _: Exception | None) -> None:
        if self.chat:
            self._crew.failed(self, "connection closed")
        self._crew.lost(self)

    def send(self, chat: Chat, due: float | None = None) -> None:
        """Post the chat's next update. `due` is when it should have left, if it had to wait."""
        assert self._transport is not None
        self.chat = chat
        self.began = due or time.perf_counter()
        self._waiting = 2
        self._transport.write(request(self._head, update(chat.id, chat.turn)))

    def data_received(self, data: bytes) -> None:
        message, self._buffer = take(self._buffer + data)
        if message is None or self.chat is None:
            return
        if message.first[9:10] == b"2":
            self._arrived()
        else:
            self.fail(f"status {message.first[9:12].decode()}")

    def replied(self, text: str) -> bool:
        """The stand-in took a message for this lane's chat. False when it is not the expected one."""
        assert self.chat is not None
        right = REPLIES[self.chat.turn] in text
        if right:
            self._arrived()
        else:
            self.fail("wrong reply")
        return right

    def fail(self, why: str) -> None:
        self._crew.failed(self, why)
        self.chat = None
        self.close()

    def close(self) -> None:
        if self._transport:
            self._transport.abort()

    def _arrived(self) -> None:
        self._waiting -= 1
        if not self._waiting:
            self._crew.ready(self)
