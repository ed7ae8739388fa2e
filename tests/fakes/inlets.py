"""The service as a channel sees it, remembering what it was given."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable

from bot.messages import Inbound, Receipt


class RememberingInlet:
    """`failures` are raised by the next calls, one each. `gate` holds `take` back until it is set."""

    def __init__(self) -> None:
        self.taken: list[Inbound] = []
        self.quarantined: list[tuple[bytes, str]] = []
        self.receipts: list[Receipt] = []
        self.failures: deque[Exception] = deque()
        self.attempts: Counter[str] = Counter()
        self.gate = asyncio.Event()
        self.gate.set()
        self._changed = asyncio.Event()

    async def take(self, inbound: Inbound) -> None:
        self.attempts[inbound.event_id] += 1
        self._changed.set()
        await self.gate.wait()
        self._maybe_fail()
        self.taken.append(inbound)
        self._changed.set()

    async def quarantine(self, channel: str, account: str, raw: bytes, reason: str) -> None:
        self._maybe_fail()
        self.quarantined.append((raw, reason))
        self._changed.set()

    async def receipt(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)

    async def until(self, condition: Callable[["RememberingInlet"], bool], timeout: float = 10.0) -> None:
        """Return when `condition` holds. Raises `TimeoutError`."""
        async with asyncio.timeout(timeout):
            while not condition(self):
                self._changed.clear()
                await self._changed.wait()

    def _maybe_fail(self) -> None:
        if self.failures:
            raise self.failures.popleft()
