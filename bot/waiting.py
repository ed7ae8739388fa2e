"""What was brought and waits to be settled: copies wait together, and one message of a sender at a time."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.batch import key_of
from bot.messages import Inbound
from store.intake import Key

BATCH = 64
Sender = tuple[str, str, str]


def sender_of(inbound: Inbound) -> Sender:
    return (inbound.channel, inbound.account, inbound.sender)


@dataclass(slots=True)
class Waiting:
    """Whoever brought it waits, and whoever brought a copy meanwhile, each alone: one may give up."""

    inbound: Inbound
    waiters: list[asyncio.Future[None]] = field(default_factory=list)

    def committed(self) -> asyncio.Future[None]:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiters.append(waiter)
        return waiter


@dataclass(slots=True)
class Line:
    """`arrived` is set while there may be something for another batch."""

    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _queue: deque[Waiting] = field(default_factory=deque)
    _pending: dict[Key, Waiting] = field(default_factory=dict)
    _talking: set[Sender] = field(default_factory=set)

    def __len__(self) -> int:
        """How many are in no batch yet."""
        return len(self._queue)

    def join(self, inbound: Inbound) -> asyncio.Future[None]:
        """Done when it is settled. A copy of what waits already is settled with it."""
        key = key_of(inbound)
        waiting = self._pending.get(key)
        if waiting is None:
            waiting = self._pending[key] = Waiting(inbound)
            self._queue.append(waiting)
            self.arrived.set()
        return waiting.committed()

    def next_batch(self) -> list[Waiting]:
        """Up to 64 of distinct senders; a second message of the same sender waits until the first is settled."""
        batch: list[Waiting] = []
        later: list[Waiting] = []
        while self._queue and len(batch) < BATCH:
            waiting = self._queue.popleft()
            sender = sender_of(waiting.inbound)
            (later if sender in self._talking else batch).append(waiting)
            self._talking.add(sender)
        self._queue.extendleft(reversed(later))
        return batch

    def settled(self, batch: Sequence[Waiting]) -> None:
        """Their senders may have the next message in a batch: another lane may have passed over it."""
        self._talking.difference_update(sender_of(waiting.inbound) for waiting in batch)
        if self._queue:
            self.arrived.set()

    def answer(self, waiting: Waiting, error: Exception | None = None) -> None:
        """Tell all who brought it what became of it."""
        self._pending.pop(key_of(waiting.inbound), None)
        for waiter in [one for one in waiting.waiters if not one.done()]:
            if error is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(error)

    async def emptied(self) -> None:
        """Until everything that is here now is settled."""
        await asyncio.gather(*(one.committed() for one in self._pending.values()), return_exceptions=True)

    def send_away(self, error: Exception) -> None:
        """Answer all who are still here."""
        for waiting in [*self._pending.values()]:
            self.answer(waiting, error)
