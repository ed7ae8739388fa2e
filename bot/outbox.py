"""The only way out. A row is claimed with a lease, sent, and what became of it is written down."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.complaints import complain
from bot.consequences import Consequences, Untried, give_back
from bot.crashpoints import Crashpoints
from bot.log import where
from bot.messages import Sender
from bot.packing import pack
from bot.phone_notices import PhoneNotices
from bot.sending import Sending
from store.database import Database
from store.outgoing import Outcome, Parcel, claim, due_addresses, purge_farewells, record, renew
from store.passing import forget_sent
from store.receipts import match_early

__all__ = ["Outbox", "pack"]

BATCH = 64
FINISH_SECONDS = 10


@dataclass(slots=True)
class Outbox:
    """Sends what was committed. One run of an address at a time, so that messages arrive in order."""

    database: Database
    senders: Mapping[tuple[str, str], Sender]
    clock: Clock
    crash: Crashpoints = field(default_factory=Crashpoints)
    lease: timedelta = timedelta(seconds=20)
    notices: PhoneNotices | None = None
    owner: str = field(default_factory=lambda: uuid4().hex)
    listeners: list[Callable[[Iterable[int]], None]] = field(default_factory=list)
    beat: float = 0.0
    _woken: dict[int, None] = field(default_factory=dict)
    _busy: set[int] = field(default_factory=set)
    _again: set[int] = field(default_factory=set)
    _done: list[tuple[Outcome, asyncio.Future[None]]] = field(default_factory=list)
    _runs: set[asyncio.Task[None]] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _finished: asyncio.Event = field(default_factory=asyncio.Event)
    _loops: list[asyncio.Task[None]] = field(default_factory=list)
    _held: set[int] = field(default_factory=set)
    _claiming: bool = False
    _consequences: Consequences = field(init=False)
    _sending: Sending = field(init=False)

    def __post_init__(self) -> None:
        self._consequences = Consequences(self.database, self.clock)
        self._sending = Sending(self.database, self.senders, self.clock, self.crash, self._consequences)

    @property
    def sent(self) -> int:
        """How many since the start."""
        return self._sending.sent

    def start(self) -> None:
        loops = (self._claim_loop(), self._record_loop(), self._lease_loop())
        self._loops = [asyncio.create_task(loop) for loop in loops]

    async def stop(self) -> None:
        """Claim nothing more, finish what is on the wire, write it down."""
        self._sending.stopping = True
        self._wake.set()
        if self._loops:
            await asyncio.wait(self._loops[:1], timeout=FINISH_SECONDS)
        if self._runs:
            await asyncio.wait(self._runs, timeout=FINISH_SECONDS)
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)

    async def settled(self) -> None:
        """Until everything that was handed over is sent and written down."""
        while self._runs or self._woken or self._claiming or self._done:  # noqa: ASYNC110 - for the terminal and tests
            await asyncio.sleep(0.005)

    def alive(self) -> bool:
        return bool(self._loops) and (self._sending.stopping or not any(loop.done() for loop in self._loops))

    def wake(self, addresses: Iterable[int]) -> None:
        """Something was committed for these addresses: look at once."""
        self._woken.update(dict.fromkeys(addresses))
        self._wake.set()

    async def drain(self, addresses: Sequence[int]) -> None:
        """Claim what is due for these addresses and send it, in order."""
        free = [a for a in addresses if a not in self._busy]
        self._again.update(a for a in addresses if a in self._busy)
        now = self.clock.now()

        async def take(connection: AsyncConnection) -> list[Parcel]:
            parcels = await claim(connection, free, self.owner, now, self.lease, self.notices)
            self.crash.reach("before_claim_commit")
            return parcels

        parcels = await self.database.transact(take, hot=True)
        self.crash.reach("after_claim_commit")
        self.deliver(parcels)
        if self.notices and self.notices.lines:
            self.wake(self.notices.lines)
            self.notices.lines.clear()

    def deliver(self, parcels: Iterable[Parcel]) -> None:
        """Send parcels that are leased to us already, each address in order."""
        runs: dict[int, list[Parcel]] = {}
        for parcel in parcels:
            runs.setdefault(parcel.address_id, []).append(parcel)
        for address_id, run in runs.items():
            self._busy.add(address_id)
            self._held.update(parcel.id for parcel in run)
            sending = asyncio.create_task(self._run(address_id, run))
            self._runs.add(sending)
            sending.add_done_callback(self._runs.discard)

    def is_busy(self, address_id: int) -> bool:
        """Whether a run of ours is under way there: who comes later waits behind it."""
        return address_id in self._busy

    async def _run(self, address_id: int, run: list[Parcel]) -> None:
        """One address. Whatever ends it, she is not held up: what was not sent waits for its lease and the sweep."""
        try:
            retry_at = await self._in_order(run)
        finally:
            self._busy.discard(address_id)
            self._held.difference_update(parcel.id for parcel in run)
            again = address_id in self._again
            self._again.discard(address_id)
        if retry_at:
            wait = max(0.0, (retry_at - self.clock.now()).total_seconds())
            asyncio.get_running_loop().call_later(wait, self.wake, [address_id])
        elif again:
            self.wake([address_id])

    async def _in_order(self, run: list[Parcel]) -> datetime | None:
        """The next message only after the one before is out. Since when what is left may be tried again, or None."""
        recorded = []
        outcome: Outcome | None = None
        for parcel in run:
            outcome = _after_the_one_before(parcel, outcome) or await self._sending.send(parcel)
            recorded.append(self._finish(outcome))
        for one in recorded:
            await one
        return outcome.retry_at if outcome else None

    def _finish(self, outcome: Outcome) -> asyncio.Future[None]:
        """The future is done when the outcome is committed."""
        recorded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._done.append((outcome, recorded))
        self._finished.set()
        return recorded

    async def _lease_loop(self) -> None:
        """What waits long for its turn stays ours, as long as we live to say so."""
        while True:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            if not self._held:
                continue
            try:
                until = self.clock.now() + self.lease
                async with self.database.write() as connection:
                    await renew(connection, self.owner, self._held, until)
                self._sending.renewed_until = until
            except Exception as error:  # noqa: BLE001 - the outermost loop; a lease that is not renewed just ends
                complain("could not renew the leases", where=where(error))

    async def _claim_loop(self) -> None:
        await self._consequences.reopen(self.senders)
        while not self._sending.stopping:
            await self._wake.wait()
            self._wake.clear()
            while self._woken and not self._sending.stopping:
                some = list(self._woken)[:BATCH]
                self._claiming = True
                for address_id in some:
                    del self._woken[address_id]
                try:
                    await self.drain(some)
                except Exception as error:  # noqa: BLE001 - the outermost loop; the sweep comes back to these rows
                    complain("could not claim from the outbox", where=where(error))
                    await asyncio.sleep(0.5)
                finally:
                    self._claiming = False

    async def _record_loop(self) -> None:
        while True:
            self.beat = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(1):
                    await self._finished.wait()
            except TimeoutError:
                continue
            self._finished.clear()
            while self._done:
                try:
                    await self._record_some()
                except Exception as error:  # noqa: BLE001 - the outermost loop; sent is sent, so it is tried until it is stored
                    complain("could not record what was sent", where=where(error))
                    await asyncio.sleep(0.5)

    async def _record_some(self) -> None:
        """Many outcomes in one commit: the disk is asked once for all that happened meanwhile."""
        some = self._done[: BATCH * 4]
        outcomes = [outcome for outcome, _ in some]

        async def write(connection: AsyncConnection) -> None:
            await give_back(connection, outcomes)
            await record(connection, outcomes, self.clock.now())
            await forget_sent(connection, outcomes)
            await self._sending.look_at_gates(connection)
            self.crash.reach("before_record_commit")

        await self.database.transact(write, hot=True)
        self.crash.reach("after_record_commit")
        del self._done[: len(some)]
        for _, recorded in some:
            if not recorded.done():
                recorded.set_result(None)
        for listener in self.listeners:
            listener({outcome.parcel.address_id for outcome, _ in some})

    async def sweep(self) -> None:
        """The safety net: what a crash, a full disk or a closed gate left behind."""
        now = self.clock.now()
        async with self.database.read() as connection:
            due = await due_addresses(connection, now)
        if due:
            self.wake(due)
        async with self.database.write() as connection:
            await purge_farewells(connection, now)
            await match_early(connection)


def _after_the_one_before(parcel: Parcel, before: Outcome | None) -> Outcome | None:
    """What becomes of a message unsent, because the one before it waits again or found nobody."""
    if before and before.retry_at:
        return Untried(parcel, "queued", retry_at=before.retry_at)
    return Outcome(parcel, "failed", error=before.error, gone=True) if before and before.gone else None
