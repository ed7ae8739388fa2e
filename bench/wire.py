"""As little of HTTP/1.1 as the measurement needs: where a message ends, in either direction."""

from typing import NamedTuple


class Message(NamedTuple):
    """One request or response. `first` is its first line, `head` all of its head in lower case."""

    first: bytes
    head: bytes
    body: bytes


def take(buffer: bytes) -> tuple[Message | None, bytes]:
    """The first complete message in the buffer, and what is left after it."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None, buffer
    first, _, rest = buffer[:end].partition(b"\r\n")
    head = rest.lower()
    if b"transfer-encoding: chunked" in head:
        body, after = _chunks(buffer, end + 4)
    else:
        after = end + 4 + _length(head)
        body = buffer[end + 4 : after] if after <= len(buffer) else None
    return (None, buffer) if body is None else (Message(first, head, body), buffer[after:])


def header(message: Message, name: bytes) -> bytes:
    """The value of a header, in lower case; empty where it is missing. `name` is in lower case."""
    _, found, rest = (b"\r\n" + message.head).partition(b"\r\n" + name + b":")
    return rest.partition(b"\r\n")[0].strip() if found else b""


def _length(head: bytes) -> int:
    start = head.find(b"content-length:")
    if start < 0:
        return 0
    end = head.find(b"\r", start)
    return int(head[start + 15 : end if end > 0 else len(head)])


def _chunks(buffer: bytes, at: int) -> tuple[bytes | None, int]:
    """The joined chunks from `at`, and where they end. None while some are missing."""
    body = b""
    while (line := buffer.find(b"\r\n", at)) >= 0:
        size = int(buffer[at:line].partition(b";")[0], 16)
        at = line + 2 + size + 2
        if at > len(buffer):
            break
        if size == 0:
            return body, at
        body += buffer[line + 2 : line + 2 + size]
    return None, at
