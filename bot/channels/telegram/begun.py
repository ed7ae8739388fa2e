"""How far messages have got that take several calls, so that the next try does not show all of it again."""

import time
from collections.abc import Callable
from typing import Final

from bot.messages import Outbound

LIFE: Final = 600.0
MOST: Final = 1000


class Begun:
    """At most one message an address: the outbox sends in order, so the next one is the same again or another.

    Only a help. What is forgotten (after ten minutes, at another message, with the process) begins anew, and then
    she sees its first parts once more.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._known: dict[str, tuple[Outbound, int, float]] = {}

    def take(self, address: str, message: Outbound) -> int:
        """How many calls of this message Telegram took at the last try. Forgotten from now on."""
        known, done, until = self._known.pop(address, (None, 0, 0.0))
        return done if known == message and self._now() < until else 0

    def keep(self, address: str, message: Outbound, done: int) -> None:
        if not done:
            return
        if len(self._known) >= MOST:
            self._known.pop(next(iter(self._known)))
        self._known[address] = (message, done, self._now() + LIFE)
