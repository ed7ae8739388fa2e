"""Starts the stand-in Bot API and speaks to its control endpoints."""

import base64
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes.processes import PythonProcess


@contextmanager
def telegram_server(log: Path | None = None) -> Iterator[str]:
    """The URL of a stand-in in a process of its own."""
    arguments = ["--log", str(log)] if log else []
    with PythonProcess("tests.fakes.telegram_server", *arguments) as process:
        yield f"http://127.0.0.1:{process.first_json()['port']}"


@asynccontextmanager
async def telegram_control(url: str) -> AsyncIterator["TelegramControl"]:
    """The stand-in at `url`, as new."""
    async with aiohttp.ClientSession() as session:
        control = TelegramControl(url, session)
        await control.reset()
        yield control


class TelegramControl:
    """What a test tells the stand-in at `url`, and what it asks."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def push(self, *updates: dict[str, Any]) -> list[int]:
        """People write, to a bot that polls. Returns the ids of the updates."""
        ids: list[int] = await self._post("updates", list(updates))
        return ids

    async def script(self, kind: str, **details: Any) -> None:
        """The next call that fits goes wrong: see `tests.fakes.telegram_faults.Fault`."""
        await self._post("script", {"kind": kind, **details})

    async def add_file(
        self, file_id: str, path: str, content: bytes, times: int = 1, claims: int | None = None
    ) -> None:
        """Somebody sent a file: `content`, `times` over. getFile says it has `claims` bytes."""
        encoded = base64.b64encode(content).decode()
        file = {"file_id": file_id, "file_path": path, "base64": encoded, "times": times, "claims": claims}
        await self._post("files", file)

    async def reset(self) -> None:
        await self._post("reset", {})

    async def accepted(self, chat: int | None = None) -> list[dict[str, Any]]:
        """What people saw, in order."""
        lines: list[dict[str, Any]] = await self._get("log")
        return [line for line in lines if chat in (None, line["chat_id"])]

    async def calls(self) -> dict[str, int]:
        calls: dict[str, int] = await self._get("calls")
        return calls

    async def attempts(self, method: str = "sendMessage", chat: int | None = None) -> list[dict[str, Any]]:
        """Each call of `method`, also those that went wrong: its time, its chat and the fault that met it."""
        lines: list[dict[str, Any]] = await self._get("attempts")
        return [line for line in lines if line["method"] == method and chat in (None, line["chat_id"])]

    async def webhook(self) -> dict[str, Any]:
        webhook: dict[str, Any] = await self._get("webhook")
        return webhook

    async def _post(self, name: str, data: object) -> Any:
        async with self._session.post(f"{self.url}/_control/{name}", json=data) as response:
            response.raise_for_status()
            return await response.json()

    async def _get(self, name: str) -> Any:
        async with self._session.get(f"{self.url}/_control/{name}") as response:
            return await response.json()
