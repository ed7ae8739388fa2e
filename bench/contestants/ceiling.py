"""What the load generator and the stand-in allow at most: a bot that knows nothing and keeps nothing.

It answers 200 and posts the next question over raw keep-alive connections, one for each that Telegram opened.
"""

import argparse
import asyncio
import json
import re
import signal
from urllib.parse import urlsplit

from bench.conversation import REPLIES
from bench.wire import Message, take

_OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
_CALL = (
    b"POST /bot123456:bench/%b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n%b"
)


def call(method: bytes, **parameters: object) -> bytes:
    body = json.dumps(parameters).encode()
    return _CALL % (method, len(body), body)


def reply(message: Message) -> bytes:
    update = json.loads(message.body)["message"]
    number = re.search(r"\d+$", update["text"])
    return call(b"sendMessage", chat_id=update["chat"]["id"], text=REPLIES[int(number[0]) if number else 0])


class Webhook(asyncio.Protocol):
    def __init__(self, host: str, port: int) -> None:
        self._provider = (host, port)
        self._buffer = b""
        self._out: asyncio.StreamWriter | None = None
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _: Exception | None) -> None:
        if self._out:
            self._out.close()

    def data_received(self, data: bytes) -> None:
        message, self._buffer = take(self._buffer + data)
        if message:
            self._transport.write(_OK)
            if self._out:
                self._out.write(reply(message))
            else:
                self._task = asyncio.ensure_future(self._first(message))

    async def _first(self, message: Message) -> None:
        reader, self._out = await asyncio.open_connection(*self._provider)
        self._out.write(reply(message))
        while await reader.read(65536):
            pass


async def serve(port: int, provider: str) -> None:
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, over.set)
    url = urlsplit(provider)
    host, provider_port = url.hostname or "", url.port or 80
    await loop.create_server(lambda: Webhook(host, provider_port), "127.0.0.1", port)
    _, out = await asyncio.open_connection(host, provider_port)
    out.write(call(b"setWebhook", url=f"http://127.0.0.1:{port}/webhook", secret_token="bench-secret"))
    await over.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--provider", required=True)
    args = parser.parse_args()
    asyncio.run(serve(args.port, args.provider))


if __name__ == "__main__":
    main()
