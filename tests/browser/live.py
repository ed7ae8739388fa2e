"""Brug itself behind the browser: the real program on an empty data folder, in a process of its own."""

import asyncio
import atexit
import os
import re
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import aiohttp

from tests.fakes.processes import free_port
from tests.faults.nursery import Child, Launcher, Nursery

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Live:
    """Where it listens, and the addresses that it printed."""

    url: str
    chat: str
    setup: str
    join: str
    folder: Path
    environment: Mapping[str, str]

    def command(self, *arguments: str) -> str:
        """Run `brug` beside it, on the same data; what it prints."""
        return _nursery().says(*arguments, settings=self.environment)


@cache
def _nursery() -> Nursery:
    """Most of a start is to import everything: that is done once."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(Nursery())


@asynccontextmanager
async def live(folder: Path, launcher: Launcher | None = None) -> AsyncIterator[Live]:
    """`launcher`: another one than a process that has imported everything already."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {"BRUG_DATA_DIR": str(folder / "data"), "BRUG_PORT": str(port), "BRUG_LOG_LEVEL": "warning"}
    printed = folder / "printed"
    process = (launcher or _nursery()).launch(environment, printed)
    try:
        await _ready(url, process)
        yield _addresses(url, printed.read_text("utf-8"), folder, environment)
    finally:
        await _stopped(process)


async def _ready(url: str, process: Child) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE):
        while process.poll() is None:
            try:
                async with session.get(f"{url}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)
    raise RuntimeError(f"brug run ended with {process.poll()}")


async def _stopped(process: Child) -> None:
    if process.poll() is None:
        os.kill(process.pid, signal.SIGTERM)
    async with asyncio.timeout(20):
        while process.poll() is None:
            await asyncio.sleep(0.02)


def _addresses(url: str, printed: str, folder: Path, environment: Mapping[str, str]) -> Live:
    found = {key: re.search(pattern, printed) for key, pattern in PATTERNS.items()}
    chat, setup, join = (match[0] if match else "" for match in found.values())
    return Live(url, chat, setup, join, folder, environment)


PATTERNS = {"chat": r"http\S+/chat\?code=\S+", "setup": r"http\S+/admin/setup/\S+", "join": r"http\S+/join/\S+"}
