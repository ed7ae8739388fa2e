"""The way in. Whatever waits is taken in batches, one transaction each, and answered only after its commit."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.batch import Committed, Player
from bot.clock import Clock
from bot.complaints import complain
from bot.crashpoints import Crashpoints
from bot.lab_texts import OwnTexts
from bot.log import where
from bot.messages import Inbound, Receipt, Unavailable
from bot.outbox import Outbox
from bot.turn import Surroundings
from bot.waiting import Line, Waiting
from locales.catalogue import Catalogues
from store.database import Database
from store.labs import labs
from store.meetings import meetings, open_talks
from store.receipts import note_receipt
from store.tables import quarantine

log = structlog.get_logger()

LANES = 2
"""So many batches are under way at once on PostgreSQL: one is played while the other waits for the server."""
WORTH_A_LANE = 32
"""So many must wait before another batch begins beside one that is under way. A small one costs nearly as much."""
MAX_RAW = 65_536
FINISH_SECONDS = 10.0
"""So long what was taken may need to be settled when the service ends."""
LABS_FRESH_SECONDS = 2.0
"""So old may be what is known of labs and meetings that another process changed. Our own desk says so at once."""
LOOK_BACK = timedelta(days=7)
"""Meetings so long ago are still answered about: why somebody was not there, how it was."""


@dataclass(slots=True)
class Service:
    """Takes what channels bring (`bot.messages.Inlet`). `listeners` hear which addresses have news."""

    database: Database
    player: Player
    outbox: Outbox
    catalogues: Catalogues
    clock: Clock
    crash: Crashpoints = field(default_factory=Crashpoints)
    lease: timedelta = timedelta(seconds=20)
    listeners: list[Callable[[Iterable[int]], None]] = field(default_factory=list)
    taken: int = 0
    _line: Line = field(default_factory=Line)
    _lanes: list[asyncio.Task[None]] = field(default_factory=list)
    _beats: list[float] = field(default_factory=list)
    _stopping: bool = False
    _around: Surroundings | None = None
    _around_at: float = float("-inf")
    _changes: int = 0
    _texts: OwnTexts = field(default_factory=OwnTexts)

    def start(self) -> None:
        lanes = 1 if self.database.sqlite else LANES
        self._beats = [asyncio.get_running_loop().time()] * lanes
        self._lanes = [asyncio.create_task(self._batches(lane)) for lane in range(lanes)]

    def alive(self) -> bool:
        return bool(self._lanes) and not any(lane.done() for lane in self._lanes)

    @property
    def beat(self) -> float:
        """When the lane that moved least lately last did."""
        return min(self._beats, default=0.0)

    async def stop(self) -> None:
        """Finish what was taken, take nothing more. What cannot be finished must come again: then that is a copy."""
        self._stopping = True
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS):
                await self._line.emptied()
        for lane in self._lanes:
            lane.cancel()
        await asyncio.gather(*self._lanes, return_exceptions=True)
        self._line.send_away(Unavailable())

    async def take(self, inbound: Inbound) -> None:
        if self._stopping or not self.alive():
            raise Unavailable
        await self._line.join(inbound)

    async def quarantine(self, channel: str, account: str, raw: bytes, reason: str) -> None:
        await self._keep(channel, account, raw, reason)
        log.warning("a payload did not parse and was kept in quarantine", channel=channel, reason=reason[:300])

    async def _keep(self, channel: str, account: str, raw: bytes, reason: str) -> None:
        values = {"channel": channel, "account": account[:60], "raw": raw[:MAX_RAW], "reason": reason[:300]}
        try:
            async with self.database.write() as connection:
                await connection.execute(insert(quarantine).values(values | {"received_at": self.clock.now()}))
        except (DBAPIError, PoolTimeout) as error:
            raise Unavailable from error

    async def receipt(self, receipt: Receipt) -> None:
        try:
            await self.database.transact(partial(note_receipt, receipt=receipt, now=self.clock.now()))
        except (DBAPIError, PoolTimeout) as error:
            raise Unavailable from error

    async def _batches(self, lane: int) -> None:
        """One lane: takes what waits, settles it, again. The first takes whatever there is."""
        least = WORTH_A_LANE if lane else 1
        while True:
            self._beats[lane] = asyncio.get_running_loop().time()
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._line.arrived.wait()
            self._line.arrived.clear()
            while len(self._line) >= least and (batch := self._line.next_batch()):
                await self._settle(batch, lane)
                self._line.settled(batch)

    async def _settle(self, batch: Sequence[Waiting], lane: int) -> None:
        """Commit a batch; if it fails, one by one, so that a poisoned input harms only itself."""
        self._beats[lane] = asyncio.get_running_loop().time()
        try:
            await self._commit([waiting.inbound for waiting in batch])
        except Exception as error:  # noqa: BLE001 - the outermost loop: whatever it is, nobody else may suffer from it
            if len(batch) > 1 and not _store_is_down(error):
                for waiting in batch:
                    await self._settle([waiting], lane)
                return
            await self._give_up(batch, error)
            return
        for waiting in batch:
            self._line.answer(waiting)

    async def _give_up(self, batch: Sequence[Waiting], error: Exception) -> None:
        if _store_is_down(error):
            complain("the database does not take anything just now", where=where(error))
            for waiting in batch:
                self._line.answer(waiting, Unavailable())
            return
        for waiting in batch:
            inbound = waiting.inbound
            complain(
                "an input could not be handled: it goes to quarantine", channel=inbound.channel, where=where(error)
            )
            raw, reason = repr(inbound).encode("utf-8", "replace"), f"could not be handled: {type(error).__name__}"
            try:
                await self._keep(inbound.channel, inbound.account, raw, reason)
                self._line.answer(waiting)
            except Unavailable as unavailable:
                self._line.answer(waiting, unavailable)

    async def _commit(self, batch: Sequence[Inbound]) -> None:
        async def work(connection: AsyncConnection) -> Committed:
            around = await self._surroundings(connection)
            done = await self.player.play(connection, batch, around, self.lease)
            self.crash.reach("before_intake_commit")
            return done

        done = await self.database.transact(work, hot=True)
        self.crash.reach("after_intake_commit")
        self.taken += len(batch)
        self.outbox.deliver(done.parcels)
        if done.waiting:
            self.outbox.wake(done.waiting)
        for listener in self.listeners:
            listener(done.addresses)

    def look_again(self) -> None:
        """The desk changed something: the next batch reads labs, meetings and slots anew. Call it after the commit."""
        self._around_at = float("-inf")
        self._changes += 1

    async def _surroundings(self, connection: AsyncConnection) -> Surroundings:
        now = asyncio.get_running_loop().time()
        around = self._around
        if around is None or now - self._around_at > LABS_FRESH_SECONDS:
            changes = self._changes
            around = self._around = await self._look_around(connection)
            self._around_at = now if changes == self._changes else float("-inf")
        return replace(around, catalogues=self.catalogues, now=self.clock.now(), _likely={})

    async def _look_around(self, connection: AsyncConnection) -> Surroundings:
        now = self.clock.now()
        return Surroundings(
            self.catalogues,
            await labs(connection),
            now,
            self.player.desk.spoken(),
            {m.id: m for m in await meetings(connection, since=now - LOOK_BACK)},
            tuple(await open_talks(connection, now)),
            await self._texts.load(connection, self.catalogues),
        )


def _store_is_down(error: Exception) -> bool:
    """Disk full, server gone: not the fault of the input, which must come again."""
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout)
