"""Answers in every form that HTTP knows, on connections that are used again only where nothing is left over on them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest

from bot.channels.telegram.pool import NothingSent, Pool
from tests.bot.telegram_bot import Dawdling

BODY = b'{"ok":true}'
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n" + BODY
WAIT = aiohttp.ClientTimeout(connect=2, sock_connect=2, sock_read=2)


class Provider:
    """Answers each request with the next of `answers`: pieces, or None to close. Remembers what came, by connection."""

    def __init__(self, *answers: tuple[bytes | None, ...], greeting: bytes = b"") -> None:
        self.answers = list(answers)
        self.greeting = greeting
        self.heard: list[list[bytes]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard: list[bytes] = []
        self.heard.append(heard)
        writer.write(self.greeting)
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].split()[0])
            heard.append(await reader.readexactly(length))
            for piece in self.answers.pop(0):
                if piece is None:
                    return
                writer.write(piece)
                await asyncio.sleep(0.01)


@asynccontextmanager
async def posting(
    provider: Provider, kind: type[aiohttp.TCPConnector] = aiohttp.TCPConnector
) -> AsyncIterator["Posting"]:
    talks: set[asyncio.Task[None]] = set()

    def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.create_task(provider.serve(reader, writer)))

    server = await asyncio.start_server(met, "127.0.0.1", 0)
    async with server:
        async with kind() as connector:
            yield Posting(Pool(connector), f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x")
        await asyncio.wait(talks, timeout=5)


class Posting:
    def __init__(self, pool: Pool, url: str) -> None:
        self.pool, self.url = pool, url

    async def __call__(self, body: bytes = b"{}", timeout: aiohttp.ClientTimeout = WAIT) -> tuple[int, bytes]:
        async with asyncio.timeout(5):
            return await self.pool.post(self.url, body, timeout, 2)


STAYS = {
    "in one piece": (PLAIN,),
    "cut in the body": (PLAIN[:-3], PLAIN[-3:]),
    "cut in the head": (PLAIN[:20], PLAIN[20:]),
    "byte by byte": tuple(PLAIN[at : at + 1] for at in range(len(PLAIN))),
    "in chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n" + BODY + b"\r\n0\r\n\r\n",),
    "after word that it takes time": (b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN,),
    "after such word, cut": (b"HTTP/1.1 100 Continue\r\n\r\n", PLAIN),
    "with a field twice": (PLAIN.replace(b"Content-Type", b"X-A: b\r\nX-A: c\r\nContent-Type"),),
    "with lines that end otherwise": (PLAIN.replace(b"OK\r\n", b"OK\r\nX-A: \xff\r\n"),),
}


@pytest.mark.parametrize("pieces", STAYS.values(), ids=STAYS.keys())
async def test_an_answer_is_read_in_whatever_form_and_the_connection_used_again(pieces: tuple[bytes, ...]) -> None:
    provider = Provider(pieces, (PLAIN,), pieces)
    async with posting(provider) as post:
        answers = [await post(body) for body in (b"1", b"2", b"3")]

    assert answers == [(200, BODY)] * 3
    assert provider.heard == [[b"1", b"2", b"3"]]


ENDS = {
    "says that it closes": (PLAIN.replace(b"Content-Type", b"Connection: close\r\nContent-Type"),),
    "is of an older kind": (PLAIN.replace(b"1.1", b"1.0"),),
    "goes on until the end": (b"HTTP/1.1 200 OK\r\n\r\n" + BODY, None),
    "has another one after it": (PLAIN + PLAIN,),
}


@pytest.mark.parametrize("pieces", ENDS.values(), ids=ENDS.keys())
async def test_a_connection_that_is_over_is_not_used_again(pieces: tuple[bytes | None, ...]) -> None:
    provider = Provider(pieces, (PLAIN,))
    async with posting(provider) as post:
        answers = [await post(b"1"), await post(b"2")]

    assert answers == [(200, BODY)] * 2
    assert provider.heard == [[b"1"], [b"2"]]


BROKEN: dict[str, tuple[tuple[bytes | None, ...], type[Exception]]] = {
    "nothing at all": ((None,), aiohttp.ServerDisconnectedError),
    "half a head": ((PLAIN[:20], None), aiohttp.ServerDisconnectedError),
    "half a body": ((PLAIN[:-3], None), aiohttp.ClientPayloadError),
    "no HTTP": ((b"hello\r\n\r\n", None), aiohttp.ClientError),
    "silence": ((b"", *(b"",) * 30), aiohttp.SocketTimeoutError),
    "silence after a while": ((PLAIN[:-3], *(b"",) * 30), aiohttp.SocketTimeoutError),
}


@pytest.mark.parametrize(("pieces", "error"), BROKEN.values(), ids=BROKEN.keys())
async def test_an_answer_that_does_not_come_is_told_as_aiohttp_tells_it(
    pieces: tuple[bytes | None, ...], error: type[Exception]
) -> None:
    provider = Provider(pieces, (PLAIN,))
    async with posting(provider) as post:
        with pytest.raises(error):
            await post(b"1", aiohttp.ClientTimeout(sock_read=0.1))

        assert await post(b"2") == (200, BODY)
    assert provider.heard == [[b"1"], [b"2"]]


UNASKED = {
    "a whole answer": PLAIN.replace(BODY, b'{"ok":null}'),
    "the beginning of one": PLAIN[:20],
    "no HTTP": b"hello\r\n\r\n",
    "word that it takes time": b"HTTP/1.1 100 Continue\r\n\r\n",
}


AFTER = {
    **{f"{kind}, after one piece": (STAYS["in one piece"], unasked) for kind, unasked in UNASKED.items()},
    "a whole answer, after pieces": (STAYS["cut in the body"], UNASKED["a whole answer"]),
    "no HTTP, after pieces": (STAYS["cut in the body"], UNASKED["no HTTP"]),
}


@pytest.mark.parametrize(("first", "unasked"), AFTER.values(), ids=AFTER.keys())
async def test_what_came_unasked_is_not_the_answer_to_what_is_asked_next(
    first: tuple[bytes, ...], unasked: bytes
) -> None:
    provider = Provider((*first, b"", unasked), (PLAIN,))
    async with posting(provider) as post:
        await post(b"1")
        await asyncio.sleep(0.1)

        assert await post(b"2") == (200, BODY)
    assert provider.heard == [[b"1"], [b"2"]]


@pytest.mark.parametrize("between", [b"", b"HTTP/1.1 102 Processing\r\n\r\n"], ids=["once", "again and again"])
async def test_who_says_only_that_it_takes_time_is_not_waited_for_any_longer_than_who_is_silent(
    between: bytes,
) -> None:
    provider = Provider((b"HTTP/1.1 100 Continue\r\n\r\n",) + (between,) * 300, (PLAIN,))
    async with posting(provider) as post:
        with pytest.raises(aiohttp.SocketTimeoutError):
            async with asyncio.timeout(2):
                await post(b"1", aiohttp.ClientTimeout(sock_read=0.1))

        assert await post(b"2") == (200, BODY)
    assert provider.heard == [[b"1"], [b"2"]]


async def test_who_speaks_before_anything_was_asked_is_asked_nothing() -> None:
    provider = Provider(STAYS["cut in the body"], greeting=UNASKED["a whole answer"])
    async with posting(provider, Dawdling) as post:
        with pytest.raises(NothingSent):
            await post(b"1")
    assert not any(provider.heard)


async def test_who_gives_up_waiting_leaves_no_connection_on_which_an_answer_is_still_to_come() -> None:
    provider = Provider((b"",) * 10 + (PLAIN,), (PLAIN,))
    async with posting(provider) as post:
        waiting = asyncio.create_task(post(b"1"))
        while provider.heard != [[b"1"]]:
            await asyncio.sleep(0.005)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

        assert await post(b"2") == (200, BODY)
    assert provider.heard == [[b"1"], [b"2"]]
