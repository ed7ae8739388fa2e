"""From a reading to a commit: what the webhook and the polling do alike."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Final

from telegram.error import TelegramError

from bot.channels.telegram.plain import NAME
from bot.channels.telegram.request import QuietBot
from bot.channels.telegram.updates import Reading
from bot.log import where
from bot.messages import Inbound, Inlet, Unavailable

TYPING_AFTER: Final = 0.3
COURTESY_TIMEOUT: Final = 5.0
MAX_COURTESIES: Final = 32
_log: Final = logging.getLogger(__name__)


class Courtesies:
    """Calls nobody waits for and nothing depends on. When many are under way, new ones are left out."""

    def __init__(self, bot: QuietBot) -> None:
        self._bot = bot
        self._tasks: set[asyncio.Task[None]] = set()

    def typing(self, chat: str) -> None:
        self._start(self._call("sendChatAction", {"chat_id": int(chat), "action": "typing"}))

    def answer(self, query: str) -> None:
        """Ends the waiting circle on the button that was tapped."""
        self._start(self._call("answerCallbackQuery", {"callback_query_id": query}))

    async def finish(self, timeout: float) -> None:
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=timeout)
            for task in late:
                task.cancel()

    def _start(self, call: Coroutine[Any, Any, None]) -> None:
        if len(self._tasks) >= MAX_COURTESIES:
            call.close()
            return
        task = asyncio.create_task(call)
        self._tasks.add(task)  # The event loop itself keeps no strong reference.
        task.add_done_callback(self._tasks.discard)

    async def _call(self, method: str, parameters: dict[str, Any]) -> None:
        try:
            await self._bot.call(method, parameters, read_timeout=COURTESY_TIMEOUT)
        except TelegramError as error:
            _log.debug("%s did not work: %s.", method, type(error).__name__)


class Intake:
    """Hands readings to the service and keeps those that nobody can read."""

    def __init__(self, inlet: Inlet, account: str, courtesies: Courtesies) -> None:
        self._inlet = inlet
        self._account = account
        self._courtesies = courtesies

    async def commit(self, reading: Reading) -> None:
        """Return when Telegram may forget this update. Safe to repeat. Raises `Unavailable`."""
        if reading.flaw:
            await self.quarantine(reading.raw, reading.flaw)
        elif reading.inbound is not None:
            await self._take(reading.inbound, reading.raw)
        if reading.query is not None:
            self._courtesies.answer(reading.query)

    async def quarantine(self, raw: bytes, reason: str) -> None:
        """It is the inlet that tells the log."""
        await self._inlet.quarantine(NAME, self._account, raw, reason)

    async def _take(self, inbound: Inbound, raw: bytes) -> None:
        typing = asyncio.get_running_loop().call_later(TYPING_AFTER, self._courtesies.typing, inbound.sender)
        try:
            await self._inlet.take(inbound)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours must not block this person's queue for ever
            await self.quarantine(raw, f"Taking it failed: {where(error)}")
        finally:
            typing.cancel()
