"""HTTP as machines nearly always write it, read without aiohttp: what is posted to us, and answers to what we post.

aiohttp stays the parser of record. It makes some ten objects for each request, a sixth of all that an update costs;
here only the one shape is read that is known line by line: each field once, the length of the body said in advance,
and nothing that changes how it is to be read. Whatever differs from that in anything is None, and goes to aiohttp.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

Fields = Mapping[bytes, bytes]
"""Of a head: names in lower case."""

LONGEST_HEAD: Final = 8_000
LONGEST_BODY: Final = 65_536
LONGEST_KEPT: Final = 1_024
MOST_KEPT: Final = 256
_DIGITS: Final = len(str(LONGEST_BODY))
_END: Final = b"\r\n\r\n"
_FIELD: Final = re.compile(rb"^([\w-]+):([\x20-\x7e]*)\r$", re.MULTILINE)
_FOR_AIOHTTP: Final = frozenset(
    {b"transfer-encoding", b"content-encoding", b"expect", b"upgrade", b"trailer", b"sec-websocket-key1"}
)
_MOST_FIELDS: Final = 64
_STAYS: Final = b"keep-alive"
_STATUS: Final = re.compile(rb"HTTP/1\.1 (200|4\d\d|5\d\d)( [\x20-\x7e]*)?\r\n")
"""Of an answer that has a body."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where it is posted. `admits` says by the head whether it may come in; `take` stores the body and says whether
    that is done: if not, it has to come again."""

    path: str
    admits: Callable[[Fields], bool]
    take: Callable[[bytes], Awaitable[bool]]

    @property
    def line(self) -> bytes:
        """How each of its requests begins."""
        return f"POST {self.path} HTTP/1.1\r\n".encode()


@dataclass(frozen=True, slots=True)
class Head:
    """`lines`: as they came. And where the body begins and ends in what came."""

    fields: Fields
    begins: int
    ends: int
    lines: bytes


class Heads:
    """One head is often like another, but for the length: what was told to be kept is not read again.

    Only whom we know may fill this memory: keep what has come in, or nothing. A long head is not kept, and when it is
    full it is begun anew.
    """

    def __init__(self) -> None:
        self._kept: dict[bytes, tuple[Fields, int]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, head: Head) -> None:
        if len(head.lines) > LONGEST_KEPT or head.lines in self._kept:
            return
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[head.lines] = head.fields, head.ends - head.begins

    def read(self, lines: bytes) -> tuple[Fields, int] | None:
        """The fields, and how long the body is."""
        return self._kept.get(lines) or _read(lines)


_answers: Final = Heads()


def head_of(came: bytes, line: bytes, heads: Heads) -> Head | None:
    """Of a request that begins with `line`, once its head is there. None: let aiohttp read it. Never raises."""
    head = _head(came, len(line), heads) if came.startswith(line) else None
    return head if head and b"host" in head.fields else None


def answer_in(came: bytes) -> tuple[int, bytes] | None:
    """Status and body of an answer that came in one piece. None: let aiohttp read it. Never raises."""
    status = _STATUS.match(came)
    head = _head(came, status.end(), _answers) if status else None
    if status is None or head is None or head.ends != len(came):
        return None
    _answers.keep(head)
    return int(status[1]), came[head.begins :]


def _head(came: bytes, begins: int, heads: Heads) -> Head | None:
    """`begins`: after the first line."""
    end = came.find(_END, begins - 2, LONGEST_HEAD)
    if end < 0:
        return None
    lines = came[begins : end + 2]
    read = heads.read(lines)
    if read is None:
        return None
    fields, length = read
    return Head(fields, end + len(_END), end + len(_END) + length, lines)


def _read(lines: bytes) -> tuple[Fields, int] | None:
    fields = {name.lower(): value.strip(b" ") for name, value in _FIELD.findall(lines)}
    if len(fields) != lines.count(b"\n") or len(fields) > _MOST_FIELDS or not fields.keys().isdisjoint(_FOR_AIOHTTP):
        return None  # A line that is no field, a field that comes twice, or one that changes how the rest is read.
    length = fields.get(b"content-length", b"")
    if not length.isdigit() or len(length) > _DIGITS or int(length) > LONGEST_BODY:
        return None
    return (fields, int(length)) if fields.get(b"connection", _STAYS).lower() == _STAYS else None
