"""A Brug that runs until it is told to stop, and the order in which everything then ends.

First nothing new is taken in: whoever posts is asked to come again. Then whoever is in the house is answered, and it
closes. The database comes last: whatever was still under way has found it open.
"""

import asyncio
import errno
import gc
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from bot.app import Brug
from bot.doorstep import Door, open_door
from bot.http import Handler
from bot.settings import CannotStart, Settings

FINISH_SECONDS = 5.0
"""So long a request that is under way at the end may take."""
SHORTLY = 0.5
"""Whoever is still there then is let go of: aiohttp reads nothing more of what she sends, to wait longer is in vain."""
TURNS = 10
"""Of the loop, in which what has come already is begun."""


class Guests:
    """Requests that aiohttp answers just now. Once the house closes each of them is the last on its connection."""

    def __init__(self) -> None:
        self._here = 0
        self._one_left = asyncio.Event()
        self._closing = False

    @web.middleware
    async def counted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._here += 1
        try:
            return self._told(await handler(request))
        except web.HTTPException as error:
            self._told(error)
            raise
        finally:
            self._here -= 1
            self._one_left.set()

    def _told(self, response: web.StreamResponse) -> web.StreamResponse:
        if self._closing and not response.prepared:
            response.force_close()
        return response

    async def gone(self, seconds: float) -> None:
        """aiohttp itself would wait for them too, but read no more of what they still send."""
        self._closing = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._here or await self._somebody_comes():
                    self._one_left.clear()
                    await self._one_left.wait()

    async def _somebody_comes(self) -> bool:
        """On a connection whose last answer did not say yet that it is the last."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        return bool(self._here)


@dataclass(frozen=True, slots=True)
class House:
    """The web server, behind its door."""

    door: Door
    guests: Guests
    runner: web.AppRunner

    async def close(self, seconds: float = FINISH_SECONDS) -> None:
        """Nobody comes in any more, and whoever is in is answered: at the door, then behind it, for `seconds` each."""
        await self.door.close(seconds)
        await self.runner.shutdown()  # Live pages are let go of.
        await self.guests.gone(seconds)
        await self.runner.cleanup()


async def open_house(brug: Brug) -> House:
    """Raises `CannotStart` when the port is taken."""
    guests = Guests()
    brug.web.middlewares.insert(0, guests.counted)
    runner = web.AppRunner(brug.web, access_log=None, handler_cancellation=False, shutdown_timeout=SHORTLY)
    await runner.setup()
    try:
        inner = cast(Callable[[], asyncio.Protocol], runner.server)
        door = await open_door(inner, brug.post, brug.settings.host, brug.settings.port)
    except OSError as error:
        await runner.cleanup()
        raise port_taken(brug.settings) from error
    return House(door, guests, runner)


async def serve(brug: Brug) -> None:
    """Until SIGTERM or Ctrl-C. Raises `CannotStart` when the port is taken."""
    told = _listen_for_the_end()
    house = await open_house(brug)
    await brug.start()
    spare_the_collector()
    await told.wait()
    await end(brug, house)


async def end(brug: Brug, house: House) -> None:
    await brug.finish()
    await house.close()
    await brug.database.close()


async def work(brug: Brug) -> None:
    """Until SIGTERM or Ctrl-C, without a web server: what comes in over HTTP is another process's."""
    told = _listen_for_the_end()
    await brug.start()
    spare_the_collector()
    await told.wait()
    await brug.stop()


def spare_the_collector() -> None:
    """What was made at the start stays for ever: looking through it again and again took a twelfth of all time.

    What is made later is nearly all freed by its last reference; the collector looks for cycles more seldom.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


def _listen_for_the_end() -> asyncio.Event:
    """From the first moment: a supervisor may change its mind while we still start."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError, RuntimeError):
            loop.add_signal_handler(name, told.set)
    return told


def port_taken(settings: Settings) -> CannotStart:
    return CannotStart(
        f"Something else listens on {settings.host}:{settings.port} already. "
        "Stop that, or choose another port with BRUG_PORT."
    )


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotStart(f"Brug cannot listen on {host} ({error.strerror}): is BRUG_HOST right?") from error
            return False
    return True
