"""Scripted misbehaviour of the stand-in Bot API: what the next answers are, and how the line breaks."""

import asyncio
import socket
import struct
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

STATUSES = {
    "blocked": (403, "Forbidden: bot was blocked by the user"),
    "deactivated": (403, "Forbidden: user is deactivated"),
    "never_started": (403, "Forbidden: bot can't initiate conversation with a user"),
    "forbidden": (403, "Forbidden: something nobody has seen before"),
    "chat_not_found": (400, "Bad Request: chat not found"),
    "bad_request": (400, "Bad Request: message text is empty"),
    "not_modified": (400, "Bad Request: message is not modified"),
    "unauthorized": (401, "Unauthorized"),
    "not_found": (404, "Not Found"),
    "conflict": (409, "Conflict: terminated by other getUpdates request"),
    "internal": (500, "Internal Server Error"),
    "bad_gateway": (502, "Bad Gateway"),
    "unavailable": (503, "Service Unavailable"),
    "gateway_timeout": (504, "Gateway Timeout"),
}
ACCEPTING = {"accept_then_reset", "accept_then_hang", "truncated", "short", "wrong_json", "accept_then_500"}
"""Faults that happen after the message was taken."""


@dataclass
class Fault:
    """One line of the script. `kind` is a key of `STATUSES` or a method `_<kind>` below; -1 times is for ever.

    `every` third call of those that apply, or each.
    """

    kind: str
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    seconds: float = 1.0
    description: str | None = None
    new_chat_id: int = 0
    every: int = 1
    passed: int = 0

    def applies(self, method: str, chat_id: int | None) -> bool:
        if self.method not in (None, method) or self.chat_id not in (None, chat_id):
            return False
        self.passed += 1
        return self.passed % self.every == 0


@dataclass
class Script:
    """The first line that applies is played; then it has one time less."""

    faults: deque[Fault] = field(default_factory=deque)

    def next(self, method: str, chat_id: int | None) -> Fault | None:
        for fault in self.faults:
            if fault.applies(method, chat_id):
                fault.times -= 1
                if fault.times == 0:
                    self.faults.remove(fault)
                return fault
        return None


def error(status: int, description: str, **parameters: Any) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=status)


async def misbehave(fault: Fault, request: web.Request) -> web.StreamResponse:
    if fault.kind in STATUSES:
        status, description = STATUSES[fault.kind]
        return error(status, fault.description or description)
    answer: web.StreamResponse = await globals()[f"_{fault.kind}"](fault, request)
    return answer


async def _throttle(fault: Fault, request: web.Request) -> web.Response:
    seconds = int(fault.seconds)
    return error(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


async def _migrate(fault: Fault, request: web.Request) -> web.Response:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return error(400, text, migrate_to_chat_id=fault.new_chat_id)


async def _redirect(fault: Fault, request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "http://127.0.0.1:9/elsewhere"})


async def _html(fault: Fault, request: web.Request) -> web.Response:
    return web.Response(status=403, text="<html>Your provider blocks this page</html>", content_type="text/html")


async def _hang(fault: Fault, request: web.Request) -> web.Response:
    await asyncio.sleep(fault.seconds)
    return error(500, "Internal Server Error")


async def _reset(fault: Fault, request: web.Request) -> web.Response:
    """RST, not FIN: the peer sees "connection reset"."""
    transport = request.transport
    if transport is not None:
        wire: socket.socket = transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def _truncated(fault: Fault, request: web.Request) -> web.Response:
    return web.Response(body=b'{"ok":true,"result":{"message_', content_type="application/json")


async def _short(fault: Fault, request: web.Request) -> web.StreamResponse:
    """Less body than was announced, then the end of the connection."""
    answer = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "application/json"})
    await answer.prepare(request)
    await answer.write(b'{"ok":true,"result":{')
    if request.transport is not None:
        request.transport.close()
    return answer


async def _wrong_json(fault: Fault, request: web.Request) -> web.Response:
    return web.json_response(["ok"])


async def _accept_then_500(fault: Fault, request: web.Request) -> web.Response:
    return error(500, "Internal Server Error")


_accept_then_reset = _reset
_accept_then_hang = _hang
