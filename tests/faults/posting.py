"""Bare posts to the webhook, for what no well-behaved Telegram would do: at once, again, and broken."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from typing import Any

import aiohttp

from tests.fakes.telegram_feeder import SECRET_HEADER


class Poster:
    """`url` is a webhook. Every post has a connection of its own while it lasts."""

    def __init__(self, session: aiohttp.ClientSession, url: str, secret: str) -> None:
        self._session = session
        self._url = url
        self._headers = {SECRET_HEADER: secret, "Content-Type": "application/json"}

    async def post(self, update: dict[str, Any] | bytes) -> int:
        """The status of the answer."""
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        async with self._session.post(self._url, data=body, headers=self._headers) as response:
            await response.read()
            return response.status

    async def at_once(self, updates: Iterable[dict[str, Any] | bytes]) -> list[int]:
        return await asyncio.gather(*map(self.post, updates))

    async def in_lanes(self, updates: Sequence[dict[str, Any]], lanes: int) -> set[int]:
        """All of `updates` from each of so many connections, in parallel. The statuses that were seen."""

        async def lane() -> set[int]:
            return {await self.post(update) for update in updates}

        return set().union(*await asyncio.gather(*(lane() for _ in range(lanes))))
