"""One claimed message on its way out: whether it may go at this moment, and what its channel said."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiolimiter import AsyncLimiter
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.breaker import Breaker
from bot.clock import Clock
from bot.complaints import complain
from bot.consequences import Consequences, Untried
from bot.crashpoints import Crashpoints
from bot.log import where
from bot.messages import Ambiguous, NotAccepted, Sender, SendError, Throttled
from bot.packing import unpack
from bot.paging import send_in_pages
from store.database import Database
from store.media import load_media
from store.outgoing import REPLY, Outcome, Parcel, closed_gates, last_look

SENDS_AT_ONCE = 128
BROADCASTS_A_SECOND = 25
GATES_FRESH = timedelta(seconds=0.25)


@dataclass(slots=True)
class Sending:
    """Hands messages to their channels. The outbox says until when its leases hold, and when it stops."""

    database: Database
    senders: Mapping[tuple[str, str], Sender]
    clock: Clock
    crash: Crashpoints
    consequences: Consequences
    sent: int = 0
    stopping: bool = False
    renewed_until: datetime | None = None
    _looked_at: datetime | None = None
    _breakers: defaultdict[tuple[str, str], Breaker] = field(default_factory=lambda: defaultdict(Breaker))
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SENDS_AT_ONCE))
    _pace: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(BROADCASTS_A_SECOND, 1))

    async def send(self, parcel: Parcel) -> Outcome:
        """Whatever is raised on the way: nobody behind this message waits for ever, and a bug harms only this one."""
        try:
            return await self._sent(parcel)
        except Exception as error:  # noqa: BLE001 - the outermost loop: a bug in a channel must not stop the others
            complain("a channel failed in a way it should not", outbox=parcel.id, where=where(error))
            return await self.consequences.of(parcel, Ambiguous("the channel failed in an unexpected way"))

    async def _sent(self, parcel: Parcel) -> Outcome:
        sender = self.senders.get((parcel.channel, parcel.account))
        if sender is None:
            return Outcome(parcel, "failed", error="this channel is not set up any more")
        if held := self._held_back(parcel):
            return held
        if parcel.kind not in (REPLY, "coordinator"):
            await self._pace.acquire()
        async with self._slots:
            await self._look_at_gates()
            if held := await self._unwanted(parcel) or self._held_back(parcel):
                return held
            self._breaker(parcel).let_through(self.clock.now())
            self.crash.reach("before_send")
            try:
                provider_id = await self._with_media(sender, parcel)
            except SendError as error:
                self._note(parcel, error)
                return await self.consequences.of(parcel, error)
            self._breaker(parcel).answered()
            self.crash.reach("after_send")
        self.sent += 1
        return Outcome(parcel, "sent", provider_id)

    async def look_at_gates(self, connection: AsyncConnection) -> None:
        """Another process may have been told to slow down, after we claimed what we send now. Whoever writes down what
        was sent looks here meanwhile: while much is sent, nobody has to ask the database for this alone."""
        now = self.clock.now()
        if not self._has_looked(now):
            await self._look(connection, now)

    async def _look_at_gates(self) -> None:
        now = self.clock.now()
        if self._has_looked(now):
            return
        self._looked_at = now
        with suppress(SQLAlchemyError):
            async with self.database.read() as connection:
                await self._look(connection, now)

    def _has_looked(self, now: datetime) -> bool:
        return self._looked_at is not None and now - self._looked_at < GATES_FRESH

    async def _look(self, connection: AsyncConnection, now: datetime) -> None:
        closed = await closed_gates(connection, now)
        self._looked_at = now
        for bot, until in closed.items():
            self.consequences.hear(bot, until)

    def _breaker(self, parcel: Parcel) -> Breaker:
        return self._breakers[parcel.channel, parcel.account]

    def _note(self, parcel: Parcel, error: SendError) -> None:
        """A message that never left says nothing of how the provider is, unless it was to find out."""
        breaker, now = self._breaker(parcel), self.clock.now()
        match error:
            case Throttled():
                breaker.answered()
            case Ambiguous() | NotAccepted():
                if breaker.failed(now, left=isinstance(error, Ambiguous)):
                    complain("the channel rests: it answers nothing but errors", channel=parcel.channel)
            case _:
                breaker.answered()

    def _held_back(self, parcel: Parcel) -> Outcome | None:
        """Why it must not go out at this moment, though we claimed it. None: nothing speaks against it."""
        now = self.clock.now()
        shut_until = self.consequences.shut.get((parcel.channel, parcel.account))
        if shut_until and shut_until > now:
            return Untried(parcel, "queued", retry_at=shut_until)
        if rests_until := self._breaker(parcel).rests_until(now):
            return Untried(parcel, "queued", error="the channel does not answer well", retry_at=rests_until)
        over = max(parcel.lease_until, self.renewed_until or parcel.lease_until) <= now
        if over or (self.stopping and parcel.kind != REPLY):
            return Untried(parcel, "queued", retry_at=now)
        return None

    async def _unwanted(self, parcel: Parcel) -> Outcome | None:
        """What nobody asked for may have waited long since it was claimed: is it still ours, and still welcome?"""
        if parcel.kind == REPLY:
            return None
        now = self.clock.now()
        try:
            async with self.database.read() as connection:
                fate = await last_look(connection, parcel, now)
        except SQLAlchemyError:
            return Untried(parcel, "queued", retry_at=now + timedelta(seconds=1))
        return Outcome(parcel, fate[0], error=fate[1]) if fate else None

    async def _with_media(self, sender: Sender, parcel: Parcel) -> str:
        message = unpack(parcel.body)
        named = {i for i in (message.picture, message.sound, message.file) if i is not None}
        files = {}
        if named:
            async with self.database.read() as connection:
                files = await load_media(connection, named)
        return await send_in_pages(sender, parcel.external, message, files)
