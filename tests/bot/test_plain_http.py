"""HTTP that is read without aiohttp: whatever is read so, aiohttp reads the same; everything else is left to it."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpRequestParser, HttpResponseParser
from aiohttp.http_exceptions import HttpProcessingError
from hypothesis import given
from hypothesis import strategies as st

from bot import plain_http
from bot.plain_http import LONGEST_BODY, LONGEST_HEAD, LONGEST_KEPT, MOST_KEPT, Head, Heads, answer_in

LINE = b"POST /telegram/webhook HTTP/1.1\r\n"
OK = b"HTTP/1.1 200 OK\r\n"
BODY = b'{"update_id":1}'


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.close()


def head_of(came: bytes, line: bytes, heads: Heads | None = None) -> Head | None:
    """Read anew unless a test says what is known."""
    return plain_http.head_of(came, line, heads or Heads())


def request(*fields: bytes, body: bytes = BODY) -> bytes:
    length = b"Content-Length: %d" % len(body)
    return LINE + b"\r\n".join([b"Host: brug.example", *fields, length]) + b"\r\n\r\n" + body


def answer(*fields: bytes, body: bytes = BODY, line: bytes = OK) -> bytes:
    return line + b"\r\n".join([*fields, b"Content-Length: %d" % len(body)]) + b"\r\n\r\n" + body


def by_aiohttp(loop: asyncio.AbstractEventLoop, kind: Any, came: bytes) -> tuple[Any, bytes] | None:
    """The only message in what came, and its body. None where there is no such thing."""

    async def read() -> tuple[Any, bytes] | None:
        parser = kind(BaseProtocol(loop, None), loop, 2**16)
        try:
            messages, upgraded, tail = parser.feed_data(came)
        except HttpProcessingError:
            return None
        if len(messages) != 1 or upgraded or tail or not messages[0][1].is_eof():
            return None
        message, payload = messages[0]
        return message, await payload.read()

    return loop.run_until_complete(read())


def test_a_post_as_proxies_write_it_is_read(loop: asyncio.AbstractEventLoop) -> None:
    came = request(
        b"User-Agent: x", b"Connection: keep-alive", b"X-Forwarded-For: 149.154.167.220", b"X-Empty:", b"x-Secret: ab c"
    )

    head = head_of(came, LINE)

    assert head is not None
    assert came[head.begins : head.ends] == BODY
    assert (head.fields[b"x-secret"], head.fields[b"x-empty"]) == (b"ab c", b"")
    assert by_aiohttp(loop, HttpRequestParser, came) is not None


def test_of_a_post_that_is_still_coming_the_head_says_where_it_ends() -> None:
    came = request()

    assert head_of(came[:-3], LINE) == head_of(came, LINE)
    assert head_of(came + request(), LINE) == head_of(came, LINE)
    assert head_of(came[: came.index(b"\r\n\r\n") + 3], LINE) is None


def test_a_head_that_is_kept_is_told_the_same_with_a_body_of_its_own() -> None:
    heads = Heads()
    head = head_of(request(b"X-Secret: abc"), LINE)
    assert head is not None
    heads.keep(head)

    again = plain_http.head_of(request(b"X-Secret: abc"), LINE, heads)
    longer = plain_http.head_of(request(b"X-Secret: abc", body=BODY * 2), LINE, heads)

    assert again == head
    assert longer is not None
    assert (longer.ends - longer.begins, len(heads)) == (2 * len(BODY), 1)


def test_however_many_heads_are_kept_and_however_long_they_are_their_memory_stays_small() -> None:
    heads = Heads()
    for number in range(2 * MOST_KEPT + 1):
        head = head_of(request(b"X-A: %d" % number), LINE)
        assert head is not None
        heads.keep(head)
        assert len(heads) <= MOST_KEPT
    before = len(heads)

    long = head_of(request(b"X-A: " + b"a" * LONGEST_KEPT), LINE)
    assert long is not None
    heads.keep(long)

    assert len(heads) == before


def test_an_answer_as_telegram_writes_it_is_read() -> None:
    fields = (b"Server: nginx/1.18.0", b"Connection: keep-alive", b"Access-Control-Allow-Methods: GET, POST, OPTIONS")

    assert answer_in(answer(*fields)) == (200, BODY)
    assert answer_in(answer(line=b"HTTP/1.1 429 Too Many Requests\r\n")) == (429, BODY)
    assert answer_in(answer(body=b"")) == (200, b"")


STRANGE: dict[str, bytes] = {
    "chunked": b"Transfer-Encoding: chunked",
    "chunked, oddly written": b"transfer-encoding:\tchunked",
    "compressed": b"Content-Encoding: gzip",
    "closes": b"Connection: close",
    "becomes something else": b"Connection: Upgrade",
    "waits to be asked on": b"Expect: 100-continue",
    "two lengths": b"Content-Length: 3",
    "two of another field": b"X-A: b\r\nx-a: c",
    "a line that goes on": b"X-A: b\r\n c",
    "a line without colon": b"nonsense",
    "a space before the colon": b"X-A : b",
    "a name with a strange sign": b"X\x00A: b",
    "a line end of its own": b"X-A: b\nX-B: c",
    "a lone carriage return": b"X-A: b\rX-B: c",
    "a null byte": b"X-A: \x00",
    "not ASCII": "X-A: ü".encode(),
    "an empty name": b": b",
    "a key of an old web socket": b"Sec-WebSocket-Key1: b",
}


@pytest.mark.parametrize("field", STRANGE.values(), ids=STRANGE.keys())
def test_what_is_written_in_any_other_way_is_left_to_aiohttp(field: bytes) -> None:
    assert head_of(request(field), LINE) is None
    assert answer_in(answer(field)) is None


@pytest.mark.parametrize("length", [b"-1", b"+3", b"0x3", b"3 3", b"3,3", b"", b"\xb2", b"1_0", b"9" * 5000])
def test_a_length_that_is_no_number_is_left_to_aiohttp(length: bytes) -> None:
    assert head_of(LINE + b"Host: x\r\nContent-Length: %b\r\n\r\nabc" % length, LINE) is None
    assert answer_in(OK + b"Content-Length: %b\r\n\r\nabc" % length) is None


@pytest.mark.parametrize(
    "came",
    [
        b"",
        LINE,
        LINE + b"\r\n",
        LINE.replace(b"POST", b"GET") + b"Host: x\r\nContent-Length: 0\r\n\r\n",
        LINE.replace(b"1.1", b"1.0") + b"Host: x\r\nContent-Length: 0\r\n\r\n",
        LINE.replace(b"webhook", b"webhook?a=b") + b"Host: x\r\nContent-Length: 0\r\n\r\n",
        b"\r\n" + request(),
        request(b"X-A: " + b"a" * LONGEST_HEAD),
        request(*(b"X-%d: a" % number for number in range(100))),
        request().replace(b"Host", b"Guest"),
        request(body=b"a" * (LONGEST_BODY + 1)),
    ],
)
def test_another_request_or_one_that_is_too_long_is_left_to_aiohttp(came: bytes) -> None:
    assert head_of(came, LINE) is None


@pytest.mark.parametrize(
    "came",
    [
        answer()[:-1],
        answer() + b"x",
        OK + b"Server: x\r\n\r\n",
        *(
            answer(line=b"HTTP/1.1 %b\r\n" % line)
            for line in (b"100 Continue", b"204 No Content", b"304 Same", b"302 X")
        ),
        answer(line=b"HTTP/1.0 200 OK\r\n"),
        answer(line=b"HTTP/1.1  200 OK\r\n"),
        answer(line=b"HTTP/1.1 200 OK\n"),
    ],
)
def test_an_answer_of_another_kind_or_in_pieces_is_left_to_aiohttp(came: bytes) -> None:
    assert answer_in(came) is None


PIECES = st.sampled_from(
    [
        *(b"\r\n", b"\n", b"\r", b":", b": ", b" ", b"\t", b"\0", b"\xff", b"0", b"3", b"15", b"HTTP/1.1", b"200"),
        *(
            b"Content-Length",
            b"content-length: 3",
            b"Transfer-Encoding: chunked",
            b"Connection: ",
            b"close",
            b"keep-alive",
        ),
        *(
            b"X-A",
            b"abc",
            b"Host: b",
            b"GET / HTTP/1.1\r\n",
            b"Upgrade: x",
            b"Sec-WebSocket-Key1: x\r\n",
            b"Expect: 100-continue",
        ),
    ]
)


@st.composite
def a_little_strange(draw: st.DrawFn, message: bytes) -> bytes:
    """With pieces put in, or in the place of others."""
    for _ in range(draw(st.integers(1, 3))):
        at, over = draw(st.integers(0, len(message))), draw(st.integers(0, 6))
        message = message[:at] + draw(PIECES) + message[at + over :]
    return message


def _same(head: Head, message: Any) -> bool:
    told = {name.lower(): value for name, value in message.raw_headers}
    return dict(head.fields) == told and len(told) == len(message.raw_headers)


@given(came=a_little_strange(request(b"X-Secret: abc", b"Connection: keep-alive")))
def test_no_post_is_read_in_another_way_than_by_aiohttp(loop: asyncio.AbstractEventLoop, came: bytes) -> None:
    head = head_of(came, LINE)
    if head is None or len(came) < head.ends:
        return

    found = by_aiohttp(loop, HttpRequestParser, came[: head.ends])

    assert found is not None
    message, body = found
    assert (message.method, message.path, message.should_close) == ("POST", "/telegram/webhook", False)
    assert (message.chunked, message.compression, message.upgrade) == (False, None, False)
    assert body == came[head.begins : head.ends]
    assert _same(head, message)


@given(came=a_little_strange(answer(b"Server: x", b"Connection: keep-alive")))
def test_no_answer_is_read_in_another_way_than_by_aiohttp(loop: asyncio.AbstractEventLoop, came: bytes) -> None:
    read = answer_in(came)
    if read is None:
        return

    found = by_aiohttp(loop, HttpResponseParser, came)

    assert found is not None
    message, body = found
    assert (message.code, body, message.should_close, message.upgrade) == (*read, False, False)
