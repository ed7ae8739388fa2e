"""The door of the web server: what is answered there, what is aiohttp's, and that nobody can tell the difference."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot import doorstep
from bot.doorstep import Caller, Doorstep
from bot.http import UNLESS_SAID
from bot.plain_http import Fields, Post
from tests.bot.doors import Visit, visited

PATH = "/hook"


class Hook:
    """Takes what is posted, by either way, and remembers by which. `gate` holds it back, `full` sends it away."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.by_aiohttp: list[bytes] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.full = False
        self.begun = 0

    def post(self) -> Post:
        return Post(PATH, self.admits, self.take)

    def admits(self, fields: Fields) -> bool:
        return fields.get(b"x-secret") == b"open"

    async def take(self, body: bytes) -> bool:
        self.begun += 1
        await self.gate.wait()
        if body == b"bug":
            raise RuntimeError("a bug")
        if not self.full:
            self.taken.append(body)
        return not self.full

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self._posted), web.get("/page", self._page)]

    async def _posted(self, request: web.Request) -> web.Response:
        if request.headers.get("X-Secret") != "open":
            return web.Response(status=401)
        self.by_aiohttp.append(await request.read())
        return web.Response()

    async def _page(self, _: web.Request) -> web.Response:
        return web.Response(text="a page")


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
async def door(hook: Hook) -> AsyncIterator[Visit]:
    async with visited(hook.routes(), hook.post()) as visit:
        yield visit


class Line:
    """A connection, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def write(self, *pieces: bytes) -> None:
        self.writer.write(b"".join(pieces))

    async def answer(self) -> tuple[int, Mapping[str, str], bytes]:
        async with asyncio.timeout(5):
            first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[:-2]
            fields = dict(line.split(": ", 1) for line in lines)
            return int(first.split()[1]), fields, await self.reader.readexactly(int(fields["Content-Length"]))

    async def status(self) -> int:
        return (await self.answer())[0]

    async def is_over(self) -> bool:
        async with asyncio.timeout(5):
            try:
                return not await self.reader.read()
            except ConnectionError:
                return True


@asynccontextmanager
async def connected(door: Visit) -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection(door.host, door.port)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()


def posted(body: bytes, secret: bytes = b"open", more: bytes = b"") -> bytes:
    head = b"POST /hook HTTP/1.1\r\nHost: x\r\nX-Secret: %b\r\n%bContent-Length: %d\r\n\r\n"
    return head % (secret, more, len(body)) + body


def callers(door: Visit) -> set[Caller]:
    assert door.doorstep
    return door.doorstep.callers


PAGE = b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n"


async def test_posts_on_one_connection_are_taken_one_after_the_other(door: Visit, hook: Hook) -> None:
    async with connected(door) as line:
        line.write(posted(b"a"))
        statuses = [await line.status()]
        line.write(posted(b"b"), posted(b"c"), posted(b"d")[:-1])
        statuses += [await line.status(), await line.status()]
        line.write(b"d")
        statuses.append(await line.status())

    assert statuses == [200] * 4
    assert (hook.taken, hook.by_aiohttp) == ([b"a", b"b", b"c", b"d"], [])


async def test_it_is_answered_only_when_it_is_taken_and_the_next_waits_for_that(door: Visit, hook: Hook) -> None:
    hook.gate.clear()
    async with connected(door) as line:
        line.write(posted(b"a"), posted(b"b"), PAGE)
        answering = asyncio.create_task(line.status())
        await asyncio.sleep(0.05)
        before = (answering.done(), hook.begun)

        hook.gate.set()

        assert before == (False, 1)
        assert [await answering, await line.status(), (await line.answer())[2]] == [200, 200, b"a page"]
    assert hook.taken == [b"a", b"b"]


async def test_what_cannot_be_stored_just_now_has_to_come_again(door: Visit, hook: Hook) -> None:
    hook.full = True
    async with connected(door) as line:
        line.write(posted(b"a"))
        status, fields, _ = await line.answer()

    assert (status, fields["Retry-After"], hook.taken) == (503, "2", [])


async def test_the_answer_has_the_headers_of_every_answer_of_ours(door: Visit) -> None:
    async with connected(door) as line:
        line.write(posted(b"a"))
        _, fields, body = await line.answer()

    assert {name: fields[name] for name in UNLESS_SAID} == UNLESS_SAID
    assert fields["Date"].endswith(" GMT")
    assert body == b""


async def test_a_body_that_comes_in_pieces_is_waited_for(door: Visit, hook: Hook) -> None:
    came = posted(b"a" * 10_000)
    async with connected(door) as line:
        for start in range(0, len(came), 3_000):
            line.write(came[start : start + 3_000])
            await asyncio.sleep(0.01)

        assert await line.status() == 200
    assert (hook.taken, hook.by_aiohttp) == ([b"a" * 10_000], [])


CHUNKED = b"POST /hook HTTP/1.1\r\nHost: x\r\nX-Secret: open\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
OTHERS = {
    "chunked": (CHUNKED, b"a"),
    "with a field twice": (posted(b"a", more=b"X-A: b\r\nX-A: b\r\n"), b"a"),
    "large": (posted(b"a" * 100_000), b"a" * 100_000),
}


@pytest.mark.parametrize(("came", "body"), OTHERS.values(), ids=OTHERS.keys())
async def test_a_post_in_another_form_is_aiohttps_and_so_is_its_connection_from_then_on(
    door: Visit, hook: Hook, came: bytes, body: bytes
) -> None:
    async with connected(door) as line:
        line.write(posted(b"first"), came, posted(b"last"))

        assert [await line.status() for _ in range(3)] == [200] * 3
    assert (hook.taken, hook.by_aiohttp) == ([b"first"], [body, b"last"])


@pytest.mark.parametrize("pieces", [(b"", PAGE), (PAGE[:3], PAGE[3:]), (posted(b"a") + PAGE[:30], PAGE[30:])])
async def test_a_page_is_aiohttps_however_it_arrives(door: Visit, pieces: tuple[bytes, bytes]) -> None:
    async with connected(door) as line:
        line.write(pieces[0])
        await asyncio.sleep(0.02)
        line.write(pieces[1])
        answers = [await line.answer()]
        if b"POST" in pieces[0]:
            answers.append(await line.answer())

    assert answers[-1][2] == b"a page"
    assert callers(door) == set()


async def test_a_stranger_is_aiohttps_before_her_body_is_there(door: Visit, hook: Hook) -> None:
    async with connected(door) as line:
        line.write(posted(b"a" * 60_000, secret=b"guess")[:200])

        assert await line.status() == 401
    assert (hook.taken, hook.by_aiohttp) == ([], [])


async def test_of_what_strangers_write_nothing_is_kept(door: Visit) -> None:
    assert door.doorstep
    for number in range(10):
        async with connected(door) as line:
            line.write(posted(b"a", secret=b"guess", more=b"X-A: %d\r\n" % number))
            assert await line.status() == 401
    after_strangers = len(door.doorstep.heads)

    async with connected(door) as line:
        line.write(posted(b"a"), posted(b"b"))
        assert [await line.status(), await line.status()] == [200, 200]

    assert (after_strangers, len(door.doorstep.heads)) == (0, 1)


async def test_who_asks_for_the_connection_to_be_closed_finds_it_closed(door: Visit, hook: Hook) -> None:
    async with connected(door) as line:
        line.write(posted(b"a", more=b"Connection: close\r\n"))

        assert (await line.status(), await line.is_over()) == (200, True)
    assert hook.by_aiohttp == [b"a"]


async def test_a_bug_leaves_the_post_unanswered_so_that_it_comes_again(door: Visit, hook: Hook) -> None:
    async with connected(door) as line, connected(door) as other:
        line.write(posted(b"bug"))
        over = await line.is_over()
        other.write(posted(b"a"))

        assert (over, await other.status()) == (True, 200)


async def test_what_was_posted_takes_effect_though_nobody_waits_for_the_answer(door: Visit, hook: Hook) -> None:
    hook.gate.clear()
    async with connected(door) as line:
        line.write(posted(b"a"))
        await _until(lambda: hook.begun == 1)
        line.writer.transport.abort()
        await _until(lambda: not callers(door))

    hook.gate.set()
    await _until(lambda: hook.taken == [b"a"])


class Wire(asyncio.Transport):
    """A connection of which the other end may have gone: `gone` at once, or with the first answer that comes."""

    def __init__(self, *, full: bool = False) -> None:
        super().__init__()
        self.gone = False
        self.full = full
        self.written: list[bytes] = []

    def is_closing(self) -> bool:
        return self.gone

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.gone, "nobody is there to read it"
        self.written.append(bytes(data))
        self.gone = self.full

    def abort(self) -> None:
        self.gone = True

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


def house_nobody_enters() -> asyncio.Protocol:
    raise AssertionError("aiohttp would never hear that this connection is lost")


@pytest.mark.parametrize("more", [posted(b"b"), PAGE], ids=["a post", "a page"])
@pytest.mark.parametrize("full", [False, True], ids=["before the answer", "with the answer"])
async def test_once_a_connection_is_lost_nothing_is_answered_on_it_and_nothing_more_begun(
    hook: Hook, *, full: bool, more: bytes
) -> None:
    step, wire = Doorstep(house_nobody_enters, hook.post()), Wire(full=full)
    caller = step()
    hook.gate.clear()
    caller.connection_made(wire)
    caller.data_received(posted(b"a") + more)
    under_way = caller.under_way
    assert under_way is not None
    await asyncio.sleep(0)

    wire.gone = not full
    hook.gate.set()
    await under_way
    caller.connection_lost(None)

    assert (hook.taken, len(wire.written), hook.begun) == ([b"a"], int(full), 1)
    assert caller.under_way is None


async def test_at_the_end_what_is_under_way_is_answered_first(hook: Hook) -> None:
    hook.gate.clear()
    async with visited(hook.routes(), hook.post()) as door, connected(door) as line, connected(door) as idle:
        line.write(posted(b"a"))
        await _until(lambda: hook.begun == 1 and len(callers(door)) == 2)
        assert door.doorstep
        closing = asyncio.create_task(door.doorstep.close(5))
        await asyncio.sleep(0.02)
        hook.gate.set()
        await closing

        assert (await line.status(), await line.is_over(), await idle.is_over()) == (200, True, True)


async def test_at_the_end_what_takes_too_long_is_not_waited_for(door: Visit, hook: Hook) -> None:
    hook.gate.clear()
    async with connected(door) as line:
        line.write(posted(b"a"))
        await _until(lambda: hook.begun == 1)
        assert door.doorstep

        await door.doorstep.close(0.02)

        assert await line.is_over()


async def test_who_is_silent_for_long_is_let_go(door: Visit, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorstep, "SILENT_SECONDS", 0.05)
    async with connected(door) as line:
        assert await line.is_over()
    assert callers(door) == set()


async def test_who_waits_for_an_answer_is_not_silent(door: Visit, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorstep, "SILENT_SECONDS", 0.05)
    hook.gate.clear()
    async with connected(door) as line:
        line.write(posted(b"a"))
        await asyncio.sleep(0.2)
        hook.gate.set()

        assert await line.status() == 200


async def test_who_posts_on_and_on_is_read_no_faster_than_answered(door: Visit, hook: Hook) -> None:
    hook.gate.clear()
    bodies = [b"%d" % number * 20_000 for number in range(10)]
    async with connected(door) as line:
        line.write(*map(posted, bodies))
        await _until(lambda: hook.begun == 1)
        await asyncio.sleep(0.05)
        hook.gate.set()

        assert [await line.status() for _ in bodies] == [200] * 10
    assert (hook.taken, hook.by_aiohttp) == (bodies, [])


async def test_where_nothing_is_posted_everything_is_aiohttps(hook: Hook) -> None:
    async with visited(hook.routes(), None) as door, connected(door) as line:
        line.write(posted(b"a"), PAGE)

        assert [await line.status(), (await line.answer())[2]] == [200, b"a page"]
    assert hook.by_aiohttp == [b"a"]


async def _until(condition: object) -> None:
    assert callable(condition)
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)
