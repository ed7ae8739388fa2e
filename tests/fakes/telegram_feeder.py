"""Delivers updates to a webhook as Telegram does: each chat in order, again and again until a 2xx.

A chat waits for its oldest update. A feeder that gave up, or went on with the next one, would hide what happens to
people when the service is killed or answers 5xx.
"""

import asyncio
import time
from collections import deque
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import aiohttp

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class TelegramFeeder:
    """`async with TelegramFeeder(url, secret) as feeder: feeder.put(update); await feeder.drained()`.

    `acknowledged` are the ids answered 2xx, in that order: those the service must never lose. `attempts` counts
    posts, also those that failed; `latencies` holds the seconds of each acknowledged post.
    """

    def __init__(self, url: str, secret: str, connections: int = 100, pause: float = 0.1) -> None:
        self.url = url
        self.acknowledged: list[int] = []
        self.latencies: list[float] = []
        self.attempts = 0
        self._headers = {SECRET_HEADER: secret}
        self._connections = connections
        self._pause = pause
        self._next_id = 1
        self._queues: dict[int, deque[dict[str, Any]]] = {}
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(limit=self._connections)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=60, sock_read=60)  # waiting for a lane is no attempt
        self._session = aiohttp.ClientSession(connector=connector, headers=self._headers, timeout=timeout)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._chats.values():
            task.cancel()
        for task in self._chats.values():
            with suppress(asyncio.CancelledError):
                await task
        if self._session is not None:
            await self._session.close()

    def put(self, update: dict[str, Any]) -> int:
        """Queue behind the other updates of its chat. Gives it an id where it has none, and returns the id."""
        update_id: int = update.setdefault("update_id", self._next_id)
        self._next_id = max(self._next_id, update_id + 1)
        chat = _chat(update)
        self._queues.setdefault(chat, deque()).append(update)
        if chat not in self._chats:
            self._chats[chat] = asyncio.create_task(self._feed(chat))
        return update_id

    async def drained(self, timeout: float = 60.0) -> None:
        """Return when everything that was put is acknowledged. Raises `TimeoutError`."""
        async with asyncio.timeout(timeout):
            while self._chats:
                done, _ = await asyncio.wait(self._chats.values(), return_when=asyncio.FIRST_COMPLETED)
                for chat in done:
                    chat.result()

    async def _feed(self, chat: int) -> None:
        queue = self._queues[chat]
        while queue:
            if await self._post(queue[0]):
                self.acknowledged.append(queue.popleft()["update_id"])
            else:
                await asyncio.sleep(self._pause)
        del self._chats[chat]

    async def _post(self, update: dict[str, Any]) -> bool:
        """True on 2xx. A refused or broken connection is a reason to try again, as is any other answer."""
        assert self._session is not None, "use it with `async with`"
        self.attempts += 1
        begin = time.perf_counter()
        try:
            async with self._session.post(self.url, json=update) as response:
                await response.read()
        except (aiohttp.ClientError, OSError, TimeoutError):
            return False
        self.latencies.append(time.perf_counter() - begin)
        return 200 <= response.status <= 299


def _chat(update: dict[str, Any]) -> int:
    message = update.get("message") or update.get("callback_query", {}).get("message") or {}
    chat: int = message.get("chat", {}).get("id", 0)
    return chat
