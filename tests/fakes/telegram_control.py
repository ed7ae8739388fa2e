"""What the stand-in Bot API holds, and how tests steer and read it."""

import asyncio
import base64
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any, TextIO

from aiohttp import web

from tests.fakes.telegram_faults import Fault, Script


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`size` is what getFile says, true or not."""

    path: str
    content: bytes
    size: int


@dataclass
class State:
    """All that one stand-in knows. `waiting` are the updates that nobody has confirmed yet."""

    log: TextIO | None
    username: str
    accepted: list[dict[str, Any]] = field(default_factory=list)
    markups: dict[tuple[int, int], object] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    script: Script = field(default_factory=Script)
    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    files: dict[str, StoredFile] = field(default_factory=dict)
    webhook: dict[str, Any] = field(default_factory=lambda: {"url": ""})
    next_update: int = 1
    next_message: int = 1
    poller: int = 0
    era: int = 0
    news: asyncio.Condition = field(default_factory=asyncio.Condition)


class Control:
    """The endpoints under `/_control/`."""

    def __init__(self, state: State) -> None:
        self.state = state

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/_control/updates", self.push),
            web.post("/_control/script", self.add_fault),
            web.post("/_control/files", self.add_file),
            web.post("/_control/reset", self.reset),
            web.get("/_control/log", self.show_log),
            web.get("/_control/calls", self.show_calls),
            web.get("/_control/attempts", self.show_attempts),
            web.get("/_control/webhook", self.show_webhook),
        ]

    async def push(self, request: web.Request) -> web.Response:
        """People write. Updates without an id get the next one; the ids come back."""
        state = self.state
        updates: list[dict[str, Any]] = await request.json()
        for update in updates:
            update.setdefault("update_id", state.next_update)
            state.next_update = max(state.next_update, update["update_id"] + 1)
        state.waiting.extend(updates)
        async with state.news:
            state.news.notify_all()
        return web.json_response([update["update_id"] for update in updates])

    async def add_fault(self, request: web.Request) -> web.Response:
        self.state.script.faults.append(Fault(**await request.json()))
        return web.json_response(True)

    async def add_file(self, request: web.Request) -> web.Response:
        file = await request.json()
        content = base64.b64decode(file["base64"]) * file.get("times", 1)
        claims = file.get("claims")
        size = len(content) if claims is None else claims
        self.state.files[file["file_id"]] = StoredFile(file["file_path"], content, size)
        return web.json_response(True)

    async def reset(self, request: web.Request) -> web.Response:
        """As new, but for the log file and the ids. A call that is still under way belongs to the time before."""
        state = self.state
        state.era += 1
        for memory in (state.script.faults, state.waiting, state.accepted, state.calls, state.attempts, state.files):
            memory.clear()
        state.webhook = {"url": ""}
        return web.json_response(True)

    async def show_log(self, request: web.Request) -> web.Response:
        return web.json_response(self.state.accepted)

    async def show_calls(self, request: web.Request) -> web.Response:
        return web.json_response(self.state.calls)

    async def show_attempts(self, request: web.Request) -> web.Response:
        return web.json_response(self.state.attempts)

    async def show_webhook(self, request: web.Request) -> web.Response:
        return web.json_response(self.state.webhook)
