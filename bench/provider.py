"""A stand-in for Telegram's Bot API, as cheap as it can be so that it never is what is measured."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import count

from bench.bodies import parameters
from bench.wire import Message, take

Accepted = Callable[[int, str, float], None]
"""Called with chat, text and `time.perf_counter()` for every message that the stand-in takes."""

BOT = {
    "id": 123456,
    "is_bot": True,
    "first_name": "Bench",
    "username": "bench_bot",
    "can_join_groups": False,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
_TRUE = b'{"ok":true,"result":true}'
_MESSAGE = (
    '{"ok":true,"result":{"message_id":%d,"date":%d,"from":'
    + json.dumps(BOT)
    + ',"chat":{"id":%d,"type":"private","first_name":"Amina"},"text":%s}}'
)


class Provider:
    """Takes every call of a bot and remembers the webhook it set and how many messages each chat got."""

    def __init__(self) -> None:
        self.messages: Counter[int] = Counter()
        self.webhook: dict[str, str] = {}
        self.accepted: Accepted = lambda chat, text, at: None
        self._ids = count(1)
        self._server: asyncio.Server | None = None

    async def open(self) -> str:
        """Listen on a free port of loopback. Gives the URL for BRUG_TELEGRAM_API_URL and its like."""
        self._server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def close(self) -> None:
        if self._server:
            self._server.close()

    def forget(self) -> None:
        """Be as new, for the next bot."""
        self.messages.clear()
        self.webhook = {}

    def answer(self, message: Message) -> bytes:
        method = message.first.split(b" ", 2)[1].rpartition(b"/")[2].lower()
        match method:
            case b"sendmessage":
                return self._take_message(parameters(message))
            case b"getme":
                return json.dumps({"ok": True, "result": BOT}).encode()
            case b"getupdates":
                return b'{"ok":true,"result":[]}'
            case b"setwebhook":
                self.webhook = parameters(message)
            case b"deletewebhook":
                self.webhook = {}
        return _TRUE

    def _take_message(self, call: dict[str, str]) -> bytes:
        chat, text = int(call["chat_id"]), call["text"]
        self.messages[chat] += 1
        self.accepted(chat, text, time.perf_counter())
        return (_MESSAGE % (next(self._ids), int(time.time()), chat, _quoted(text))).encode()


@lru_cache(maxsize=10_000)
def _quoted(text: str) -> str:
    return json.dumps(text)


class _Connection(asyncio.Protocol):
    """One keep-alive connection of a bot's HTTP client."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        message, self._buffer = take(self._buffer + data)
        while message:
            body = self._provider.answer(message)
            self._transport.write(_HEAD % (len(body), body))
            message, self._buffer = take(self._buffer)
