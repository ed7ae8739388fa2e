"""Brug itself behind the browser: the real program, started as anybody starts it, on an empty data folder."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.fakes.processes import ROOT, free_port

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
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
        return done.stdout


@asynccontextmanager
async def live(folder: Path, **settings: str) -> AsyncIterator[Live]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "BRUG_DATA_DIR": str(folder / "data")}  # noqa: TID251
    environment |= {"BRUG_PORT": str(port), "BRUG_LOG_LEVEL": "warning", **settings}
    printed = folder / "printed"
    with printed.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        await _ready(url, process)
        yield _addresses(url, printed.read_text("utf-8"), folder, environment)
    finally:
        process.terminate()
        process.wait(timeout=20)


async def _ready(url: str, process: subprocess.Popen[bytes]) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE):
        while process.poll() is None:
            try:
                async with session.get(f"{url}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)
    raise RuntimeError(f"brug run ended with {process.returncode}")


def _addresses(url: str, printed: str, folder: Path, environment: Mapping[str, str]) -> Live:
    found = {key: re.search(pattern, printed) for key, pattern in PATTERNS.items()}
    chat, setup, join = (match[0] if match else "" for match in found.values())
    return Live(url, chat, setup, join, folder, environment)


PATTERNS = {"chat": r"http\S+/chat\?code=\S+", "setup": r"http\S+/admin/setup/\S+", "join": r"http\S+/join/\S+"}
