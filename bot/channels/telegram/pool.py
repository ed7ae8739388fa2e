"""JSON posted over aiohttp's connections, without the objects that its client builds for each request.

The client's request, response, cookies and headers took three quarters of the cost of a call. Connections, TLS, the
pool and all failures stay aiohttp's; the head is written once for each method and kept. An answer that comes in one
piece, in the plainest form, is read here (bot/plain_http.py); with every other, aiohttp's own protocol goes on.
"""

import asyncio
from dataclasses import dataclass
from typing import Final

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import StreamReader
from yarl import URL

from bot.channels.telegram.outcomes import TooLarge
from bot.plain_http import answer_in

MAX_ANSWER: Final = 20 * 1024 * 1024
SILENCE: Final = 300.0
"""Seconds that are borne where nobody says how many."""
_HEADERS: Final = {"Accept-Encoding": "identity", "Content-Type": "application/json"}
_KEPT: Final = 100
_TRIES: Final = 3


class NothingSent(aiohttp.ClientConnectionResetError):
    """The connection could not be used any more, and nothing was asked on it."""


@dataclass(frozen=True, slots=True)
class _Target:
    """What aiohttp's connector wants to know of a request, and the head up to the length of the body."""

    request: aiohttp.ClientRequest
    head: bytes


class Pool:
    """Posts over the connections of `connector`, which is somebody else's."""

    def __init__(self, connector: aiohttp.BaseConnector) -> None:
        self._connector = connector
        self._targets: dict[str, _Target] = {}

    async def post(self, url: str, body: bytes, timeout: aiohttp.ClientTimeout, most: float) -> tuple[int, bytes]:
        """Status and body of the answer, which may take `most` seconds once it began. Sends once, follows nothing.

        Raises what `aiohttp.ClientSession.request` raises, and `NothingSent`.
        """
        target = self._target(url)
        connection, protocol = await self._connect(target.request, timeout)
        patience = timeout.sock_read or SILENCE
        try:
            listening = _write(protocol, target.head, body, patience)
            if (answer := await listening.answer) is None:
                status, content = await _answer(protocol, patience)
                answer = status, await read_body(content, most)
        except BaseException:
            connection.close()
            raise
        connection.release()
        return answer

    async def _connect(
        self, request: aiohttp.ClientRequest, timeout: aiohttp.ClientTimeout
    ) -> tuple[Connection, ResponseHandler]:
        """One on which nothing came while nobody asked: that would be read as the answer to what is asked now."""
        for _ in range(_TRIES):
            try:
                connection = await self._connector.connect(request, [], timeout)
            except TimeoutError as error:
                raise aiohttp.ConnectionTimeoutError from error
            protocol = connection.protocol
            if protocol is not None and not protocol.should_close:
                return connection, protocol
            connection.close()
        raise NothingSent("Something came before we asked.")

    def _target(self, url: str) -> _Target:
        if url not in self._targets:
            if len(self._targets) >= _KEPT:
                self._targets.clear()
            self._targets[url] = _prepared(url)
        return self._targets[url]


def _prepared(url: str) -> _Target:
    request = aiohttp.ClientRequest("POST", URL(url, encoded=True), headers=_HEADERS, loop=asyncio.get_running_loop())
    told = [(name, value) for name, value in request.headers.items() if name != "Content-Length"]
    lines = [f"POST {request.url.raw_path_qs} HTTP/1.1", *(f"{name}: {value}" for name, value in told)]
    return _Target(request, "\r\n".join([*lines, "Content-Length: "]).encode())


def _write(protocol: ResponseHandler, head: bytes, body: bytes, patience: float) -> "_Listening":
    transport = protocol.transport
    if transport is None or transport.is_closing():
        raise NothingSent("The connection is closing.")
    listening = _Listening(protocol, transport, patience)
    transport.set_protocol(listening)
    transport.write(b"%b%d\r\n\r\n%b" % (head, len(body), body))
    return listening


class _Listening(asyncio.Protocol):
    """Stands in for aiohttp's protocol on its connection until something comes: the answer, its beginning, an end.

    `answer` is None where aiohttp's protocol has what came, and what follows.
    """

    __slots__ = ("_patience", "_protocol", "_timer", "_transport", "answer")

    def __init__(self, protocol: ResponseHandler, transport: asyncio.Transport, patience: float) -> None:
        loop = asyncio.get_running_loop()
        self.answer: asyncio.Future[tuple[int, bytes] | None] = loop.create_future()
        self._protocol = protocol
        self._transport = transport
        self._patience = patience
        self._timer = loop.call_later(patience, self._too_late)

    def data_received(self, data: bytes) -> None:
        self._transport.set_protocol(self._protocol)
        answer = answer_in(data)
        if answer is None:
            self._protocol.set_response_params(read_until_eof=True, auto_decompress=False, read_timeout=self._patience)
            self._protocol.data_received(data)
        self._settle(answer)

    def connection_lost(self, error: Exception | None) -> None:
        self._protocol.connection_lost(error)
        self._settle(None)

    def pause_writing(self) -> None:
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        self._protocol.resume_writing()

    def _settle(self, answer: tuple[int, bytes] | None) -> None:
        self._timer.cancel()
        if not self.answer.done():
            self.answer.set_result(answer)

    def _too_late(self) -> None:
        if not self.answer.done():
            self.answer.set_exception(aiohttp.SocketTimeoutError("Timeout on reading data from socket"))


async def _answer(protocol: ResponseHandler, patience: float) -> tuple[int, StreamReader]:
    """The first answer that is more than "wait". Who says so stops aiohttp's clock: here it goes on."""
    try:
        message, content = await protocol.read()
        async with asyncio.timeout(patience):
            while 100 <= message.code <= 199:
                message, content = await protocol.read()
    except HttpProcessingError as error:
        raise aiohttp.ClientPayloadError("The answer is not HTTP.") from error
    except TimeoutError as error:
        raise aiohttp.SocketTimeoutError("Nothing but word that it takes time") from error
    return message.code, content


async def read_body(content: StreamReader, seconds: float) -> bytes:
    """The whole body. A short answer has come with its head; only a longer one is worth a timer."""
    if content.is_eof():
        return await content.read()
    body = bytearray()
    async with asyncio.timeout(seconds):
        async for chunk in content.iter_any():
            body += chunk
            if len(body) > MAX_ANSWER:
                raise TooLarge("Telegram's answer is larger than 20 MB.")
    return bytes(body)
