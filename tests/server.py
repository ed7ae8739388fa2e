"""A server on loopback that treats its handlers as `bot.app.serve` does: whoever goes away cancels nothing."""

from typing import Any

from aiohttp import test_utils
from aiohttp.web import AppRunner


class Server(test_utils.TestServer):
    """aiohttp's own would cancel a handler in the middle of a query, and its connection would never be closed."""

    async def _make_runner(self, **options: Any) -> AppRunner:
        return AppRunner(self.app, **options | {"handler_cancellation": False})
