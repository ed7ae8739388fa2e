"""The terminal as a channel: one person, who reads what is printed and types what she means."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from itertools import count

from aiohttp import web

from bot.messages import File, Inbound, Inlet, Limits, Outbound, Refused


async def typed_lines() -> AsyncIterator[str]:
    """What is typed, until the end of the input."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line.rstrip("\n")


class Terminal:
    name = "terminal"
    account = "terminal"
    limits = Limits(text=100_000, label=100, buttons=100)
    problem: str | None = None

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._inlet: Inlet | None = None
        self._numbers = count(1)

    def routes(self) -> list[web.RouteDef]:
        return []

    def link(self, code: str) -> str | None:
        return None

    async def start(self, inlet: Inlet) -> None:
        self._inlet = inlet

    async def stop(self) -> None:
        self._inlet = None

    async def fetch(self, ref: str) -> File:
        raise Refused("the terminal takes no files")

    async def say(self, text: str) -> None:
        """Take one line that she typed."""
        assert self._inlet is not None
        event_id = str(next(self._numbers))
        await self._inlet.take(Inbound(self.name, self.account, event_id, sender="terminal", text=text))

    async def send(self, address: str, message: Outbound, files: dict[int, File]) -> str:
        lines = [message.text] if message.text else []
        lines += [f"[{files[i].mime}]" for i in (message.picture, message.sound, message.file) if i in files]
        numbered = [button for button in message.buttons if not button.token.startswith("listen:")]
        lines += [f"  {place}. {button.caption}" for place, button in enumerate(numbered, 1)]
        self._show("\n".join(lines))
        return ""
