"""Where Telegram's updates come from: polling or a webhook."""

import asyncio
import json
import logging
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final, Protocol

from telegram.error import Conflict

from bot.channels.telegram.intake import Intake
from bot.channels.telegram.request import QuietBot
from bot.channels.telegram.updates import Reading, read

ALLOWED_UPDATES: Final = ("message", "callback_query", "my_chat_member")
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. `slow` is the pause after a refusal that only a human can end."""

    first: float = 0.5
    most: float = 30.0
    slow: float = 15.0
    unavailable: float = 2.0
    long_poll: int = 25
    webhook_check: float = 60.0


class Source(Protocol):
    """Where updates come from."""

    async def prepare(self) -> None:
        """Tell Telegram. Raises `TelegramError`."""

    async def wait(self) -> list[dict[str, Any]]:
        """Wait for updates; may be cancelled at any time. Raises `TelegramError`."""

    async def commit(self, updates: list[dict[str, Any]]) -> None:
        """Return when all of them are stored; must not be cancelled. Raises `Unavailable`."""


class Polling:
    """getUpdates. The offset moves, and Telegram forgets, only after every update of a batch is stored."""

    def __init__(self, bot: QuietBot, intake: Intake, account: str, pace: Pace) -> None:
        self._bot = bot
        self._intake = intake
        self._account = account
        self._pace = pace
        self._offset = 0

    async def prepare(self) -> None:
        await self._bot.call("deleteWebhook", {"drop_pending_updates": False})

    async def wait(self) -> list[dict[str, Any]]:
        seconds = self._pace.long_poll
        asked = {"offset": self._offset, "timeout": seconds, "allowed_updates": ALLOWED_UPDATES}
        try:
            updates: list[dict[str, Any]] = await self._bot.call("getUpdates", asked, read_timeout=seconds + 10)
        except Conflict as error:
            if "webhook" in error.message:  # Somebody has set one since we started.
                await self.prepare()
            raise
        return updates

    async def commit(self, updates: list[dict[str, Any]]) -> None:
        readings = [read(update, json.dumps(update).encode(), self._account) for update in updates]
        queues = _by_sender(readings)
        outcomes = await asyncio.gather(*map(self._commit_in_order, queues), return_exceptions=True)
        for outcome in outcomes:
            if outcome is not None:
                raise outcome
        self._offset = max(self._offset, *map(_after, updates)) if updates else self._offset

    async def _commit_in_order(self, readings: list[Reading]) -> None:
        """One person's updates. After a failure the later ones wait too, or they would overtake."""
        for reading in readings:
            await self._intake.commit(reading)


class Webhook:
    """setWebhook, and a look now and then whether somebody else has changed it."""

    def __init__(self, bot: QuietBot, url: str, secret: str, pace: Pace) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._pace = pace

    async def prepare(self) -> None:
        wanted = {"url": self._url, "secret_token": self._secret, "max_connections": 100}
        await self._bot.call("setWebhook", wanted | {"allowed_updates": ALLOWED_UPDATES})

    async def wait(self) -> list[dict[str, Any]]:
        await asyncio.sleep(self._pace.webhook_check)
        found = await self._bot.call("getWebhookInfo", {})
        if found["url"] != self._url:
            _log.error("Somebody else has changed the webhook of the bot; it is set again.")
            await self.prepare()
        return []

    async def commit(self, updates: list[dict[str, Any]]) -> None:
        """Updates arrive by themselves."""


def _by_sender(readings: list[Reading]) -> list[list[Reading]]:
    queues: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        queues[reading.inbound.sender if reading.inbound else ""].append(reading)
    return list(queues.values())


def _after(update: object) -> int:
    """The offset that confirms this update. What has no id cannot be confirmed."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number + 1 if isinstance(number, int) else 0
