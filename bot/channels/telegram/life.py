"""The background of the channel: it says hello to Telegram, keeps updates coming, and never gives up."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, TypeVar

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.outcomes import Flooded
from bot.channels.telegram.request import QuietBot
from bot.channels.telegram.sources import Pace, Source
from bot.messages import Unavailable

BAD_TOKEN: Final = "Telegram refuses the token of the bot: check BRUG_TELEGRAM_TOKEN."  # noqa: S105
TWO_POLLERS: Final = "Another program asks for this bot's updates: stop it, or make another bot."
NOT_REACHED: Final = "Telegram cannot be reached; it is tried again."
_FAILURES_BEFORE_PROBLEM: Final = 5
_log: Final = logging.getLogger(__name__)
T = TypeVar("T")


class Life:
    """Runs `source` until `stop`. `problem` is what a human must know, in one sentence."""

    def __init__(self, bot: QuietBot, source: Source, pace: Pace) -> None:
        self.problem: str | None = None
        self.username: str | None = None
        self._tried = asyncio.Event()
        self._bot = bot
        self._source = source
        self._pace = pace
        self._idle = False
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def first_try(self, timeout: float) -> None:
        """Return when Telegram has answered or failed once, or after `timeout` seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._tried.wait(), timeout)

    async def stop(self) -> None:
        """Waiting ends at once; what has arrived is stored first."""
        self._stopping = True
        if self._task is None:
            return
        if self._idle:
            self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        for step in (self._hello, self._prepare):
            await self._insist(step)
        while not self._stopping:
            await self._insist(self._round)

    async def _hello(self) -> None:
        try:
            me = await self._while_idle(self._bot.call("getMe", {}))
            self.username = me["username"]
        finally:
            self._tried.set()

    async def _prepare(self) -> None:
        await self._while_idle(self._source.prepare())

    async def _round(self) -> None:
        updates = await self._while_idle(self._source.wait())
        await self._source.commit(updates)

    async def _insist(self, step: Callable[[], Awaitable[None]]) -> None:
        failures = 0
        while not self._stopping:
            try:
                await step()
            except Exception as error:  # noqa: BLE001 - the outermost loop: it outlives every fault
                failures += 1
                self._note(error, failures)
                await self._while_idle(asyncio.sleep(self._delay(error, failures)))
            else:
                self.problem = None
                return

    async def _while_idle(self, waiting: Awaitable[T]) -> T:
        """Only here may `stop` interrupt."""
        self._idle = True
        try:
            return await waiting
        finally:
            self._idle = False

    def _note(self, error: Exception, failures: int) -> None:
        if isinstance(error, InvalidToken):
            self.problem = BAD_TOKEN
        elif isinstance(error, Conflict):
            self.problem = TWO_POLLERS
        elif isinstance(error, TelegramError) and failures >= _FAILURES_BEFORE_PROBLEM:
            self.problem = NOT_REACHED
        if failures == 1:
            _log.warning("Telegram's updates have to wait (%s).", type(error).__name__)

    def _delay(self, error: Exception, failures: int) -> float:
        growing = float(self._pace.first * 2 ** min(failures - 1, 10))
        match error:
            case InvalidToken() | Conflict():
                return self._pace.slow
            case Flooded(seconds=seconds):
                return seconds
            case Unavailable():
                return min(growing, self._pace.unavailable)
            case _:
                return min(growing, self._pace.most)
