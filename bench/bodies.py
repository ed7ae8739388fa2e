"""The parameters of a Bot API call, whichever way a client encodes them."""

import json
from email import message_from_bytes
from functools import lru_cache
from urllib.parse import unquote_plus

from bench.wire import Message, header


def parameters(message: Message) -> dict[str, str]:
    """Name and value of each parameter; what is not text in JSON becomes JSON."""
    kind = header(message, b"content-type")
    if kind.startswith(b"application/json"):
        return _from_json(message.body)
    if kind.startswith(b"multipart/form-data"):
        return _from_multipart(message)
    return _from_form(message.body)


@lru_cache(maxsize=50_000)
def _unquoted(value: bytes) -> str:
    return unquote_plus(value.decode("ascii"))


def _from_form(body: bytes) -> dict[str, str]:
    pairs = (pair.partition(b"=") for pair in body.split(b"&") if pair)
    return {_unquoted(name): _unquoted(value) for name, _, value in pairs}


def _from_json(body: bytes) -> dict[str, str]:
    values = json.loads(body or b"{}")
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}


def _from_multipart(message: Message) -> dict[str, str]:
    """The boundary is case-sensitive and the head is not kept as it was: the body's first line has it."""
    boundary = message.body.partition(b"\r\n")[0].removeprefix(b"--")
    mail = message_from_bytes(b'Content-Type: multipart/form-data; boundary="' + boundary + b'"\r\n\r\n' + message.body)
    return {
        str(part.get_param("name", header="content-disposition")): _text(part.get_payload(decode=True))
        for part in mail.walk()
        if not part.is_multipart()
    }


def _text(payload: object) -> str:
    return payload.decode(errors="replace") if isinstance(payload, bytes) else str(payload)
