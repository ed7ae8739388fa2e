"""One Brug that a test starts, kills, pauses and starts again, always on the same port and data."""

import asyncio
import os
import resource
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bench.process import free_port
from tests.faults.nursery import Child, Launcher

TOKEN = "123456:the-token-of-the-fault-tests"
ACCOUNT = "123456"
KEY = "the-key-of-the-fault-tests-which-is-long-enough"
PATIENCE = 60.0
"""Seconds until a test gives up waiting for something that should take one: the machine may be busy."""


class BrugProcess:
    def __init__(
        self, launcher: Launcher, folder: Path, stand_in: str, session: aiohttp.ClientSession, database_url: str = ""
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.webhook = f"{self.url}/telegram/webhook"
        self.log = folder / "log"
        self.killed_at: list[float] = []
        self._launcher = launcher
        self._session = session
        self._child: Child | None = None
        self.settings = {
            "BRUG_DATA_DIR": str(folder / "data"),
            "BRUG_DATABASE_URL": database_url or f"sqlite:///{folder / 'data' / 'brug.db'}",
            "BRUG_PORT": str(self.port),
            "BRUG_PUBLIC_URL": self.url,
            "BRUG_SECRET_KEY": KEY,
            "BRUG_TELEGRAM_TOKEN": TOKEN,
            "BRUG_TELEGRAM_API_URL": stand_in,
            "BRUG_TELEGRAM_MODE": "webhook",
            "BRUG_LEASE_SECONDS": "1",
            "BRUG_LOG_LEVEL": "warning",
        }

    @property
    def database_url(self) -> str:
        return self.settings["BRUG_DATABASE_URL"]

    def start(self, *, crashpoint: str = "", mutant: str = "", launcher: Launcher | None = None) -> None:
        settings = self.settings | ({"BRUG_CRASHPOINT": crashpoint} if crashpoint else {})
        self._child = (launcher or self._launcher).launch(settings, self.log, mutant)

    async def started(self, **how: Any) -> float:
        """Start, and return when it is ready. How many seconds that took."""
        begin = time.monotonic()
        self.start(**how)
        await self.ready()
        return time.monotonic() - begin

    async def ready(self, timeout: float = PATIENCE) -> None:
        await until(self._is_ready, timeout, lambda: f"Brug did not become ready.\n{self.last_words()}")

    async def idle(self, timeout: float = PATIENCE) -> None:
        """Return when nothing is on its way that could go out now."""

        async def nothing_due() -> bool:
            status, report = await self.report("readyz")
            return status == 200 and report["oldest_due_seconds"] == 0.0

        await until(nothing_due, timeout, lambda: f"Brug did not come to rest.\n{self.last_words()}")

    async def report(self, name: str) -> tuple[int, dict[str, Any]]:
        """What /healthz or /readyz says; status 0 when nobody answers."""
        try:
            async with self._session.get(f"{self.url}/{name}") as response:
                return response.status, await response.json()
        except (aiohttp.ClientError, OSError, TimeoutError):
            return 0, {}

    async def _is_ready(self) -> bool:
        if (code := self.poll()) is not None:
            raise AssertionError(f"Brug ended with {code} instead of becoming ready.\n{self.last_words()}")
        return (await self.report("readyz"))[0] == 200

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    def kill(self) -> None:
        """SIGKILL: nothing is tidied up."""
        self.signal(signal.SIGKILL)
        self.killed_at.append(time.time())

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def may_write(self, size: int = resource.RLIM_INFINITY) -> None:
        """No file may grow beyond `size` from now on: a write behind that is an I/O error."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def poll(self) -> int | None:
        return self._child.poll() if self._child else None

    async def ended(self, timeout: float = PATIENCE) -> int:
        """The exit code, once it is over."""

        async def over() -> bool:
            return self.poll() is not None

        await until(over, timeout, lambda: f"Brug did not end.\n{self.last_words()}")
        code = self.poll()
        assert code is not None
        return code

    async def crashed(self, timeout: float = PATIENCE) -> None:
        """Return when it died at the crash point that it was started with."""
        assert await self.ended(timeout) == 137, self.last_words()
        self.killed_at.append(time.time())

    async def put_away(self) -> None:
        if self._child is not None and self.poll() is None:
            self.signal(signal.SIGKILL)
            await self.ended()

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(line[:300] for line in lines[-12:] if line.isascii())


async def until(
    true: Callable[[], Awaitable[bool]], timeout: float = PATIENCE, otherwise: Callable[[], str] = lambda: ""
) -> None:
    """Ask again and again. Fails with what `otherwise` says."""
    end = time.monotonic() + timeout
    while not await true():
        assert time.monotonic() < end, otherwise()
        await asyncio.sleep(0.03)


async def count_of(found: Awaitable[Sequence[object]], wanted: int) -> bool:
    """Whether there are so many, or more: for `until`."""
    return len(await found) >= wanted


@asynccontextmanager
async def put_away_after(brug: BrugProcess) -> AsyncIterator[BrugProcess]:
    try:
        yield brug
    finally:
        await brug.put_away()
