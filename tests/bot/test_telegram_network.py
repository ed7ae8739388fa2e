"""When the network fails, the outbox must know whether a message may have left."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.channels.telegram import Telegram
from bot.channels.telegram.request import Timeouts
from bot.messages import Ambiguous, NotAccepted
from tests.bot.telegram_bot import CHAT, TOKEN, Dawdling, failure_at, failure_of
from tests.fakes.telegram_client import TelegramControl

pytest_plugins = ["tests.bot.telegram_fixtures"]


async def test_an_answer_that_never_comes_is_ambiguous(server: TelegramControl) -> None:
    await server.script("accept_then_hang", method="sendMessage", seconds=2)

    failure = await failure_at(server.url, timeouts=Timeouts(read=0.1))

    assert type(failure) is Ambiguous


async def test_a_refused_connection_means_that_nothing_was_sent(unused_tcp_port: int) -> None:
    failure = await failure_at(f"http://127.0.0.1:{unused_tcp_port}")

    assert type(failure) is NotAccepted


async def test_an_unknown_host_means_that_nothing_was_sent() -> None:
    connector = aiohttp.TCPConnector(resolver=NoResolver())

    async with aiohttp.ClientSession(connector=connector) as session:
        failure = await failure_at("http://telegram.example", session=session)

    assert type(failure) is NotAccepted


async def test_a_failed_tls_handshake_means_that_nothing_was_sent(server: TelegramControl) -> None:
    failure = await failure_at(server.url.replace("http:", "https:"))

    assert type(failure) is NotAccepted


async def test_a_connection_that_is_never_made_means_that_nothing_was_sent() -> None:
    with full_backlog() as port:
        failure = await failure_at(f"http://127.0.0.1:{port}", timeouts=Timeouts(connect=0.1))

    assert type(failure) is NotAccepted


async def test_no_free_connection_means_that_nothing_was_sent(server: TelegramControl) -> None:
    connector = aiohttp.TCPConnector(limit=1)  # The waiting getUpdates holds it.

    async with aiohttp.ClientSession(connector=connector) as session:
        failure = await failure_at(server.url, session=session, timeouts=Timeouts(pool=0.1))

    assert type(failure) is NotAccepted
    assert await server.accepted(CHAT) == []


async def test_who_speaks_before_anything_was_asked_is_sent_nothing() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello\r\n")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with aiohttp.ClientSession(connector=Dawdling()) as session:
            failure = await failure_at(f"http://127.0.0.1:{port}", session=session)

    assert type(failure) is NotAccepted


async def test_a_channel_that_has_not_started_sends_nothing(server: TelegramControl) -> None:
    assert type(await failure_of(Telegram(TOKEN, server.url))) is NotAccepted


class NoResolver(AbstractResolver):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError(None, "no such host")

    async def close(self) -> None:
        pass


@contextmanager
def full_backlog() -> Iterator[int]:
    """A port where connections stay half open: nobody accepts, and the queue is full."""
    with ExitStack() as opened:
        listener = opened.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            with suppress(BlockingIOError):
                waiting.connect(listener.getsockname())
        yield listener.getsockname()[1]
