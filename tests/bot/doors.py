"""A web server with a door before it (bot/doorstep.py), for a test, and who comes to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
from aiohttp import web

from bot.doorstep import Doorstep, open_door
from bot.plain_http import Post


@dataclass(frozen=True, slots=True)
class Visit:
    """`doorstep`: None where everything is aiohttp's."""

    session: aiohttp.ClientSession
    port: int
    doorstep: Doorstep | None
    host: str = "127.0.0.1"

    def post(self, path: str, **options: Any) -> Any:
        return self.session.post(f"http://{self.host}:{self.port}{path}", **options)


@asynccontextmanager
async def visited(routes: list[web.RouteDef], post: Post | None) -> AsyncIterator[Visit]:
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=False, shutdown_timeout=1)
    await runner.setup()
    door = await open_door(cast(Any, runner.server), post, "127.0.0.1", 0)
    port = door.listening.sockets[0].getsockname()[1]
    try:
        async with aiohttp.ClientSession() as session:
            yield Visit(session, port, door.doorstep)
    finally:
        await door.close(1)
        await runner.cleanup()
