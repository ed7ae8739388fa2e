"""One claimed message on its way out: whether it may go at this moment, and what its channel said."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiolimiter import AsyncLimiter
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.complaints import complain
from bot.consequences import Consequences, Untried
from bot.crashpoints import Crashpoints
from bot.log import where
from bot.messages import Ambiguous, Sender, SendError
from bot.packing import unpack
from store.database import Database
from store.media import load_media
from store.outgoing import REPLY, Outcome, Parcel, last_look

SENDS_AT_ONCE = 128
BROADCASTS_A_SECOND = 25


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
        if parcel.kind not in (REPLY, "coordinator"):
            await self._pace.acquire()
        async with self._slots:
            if held := self._held_back(parcel) or await self._unwanted(parcel):
                return held
            self.crash.reach("before_send")
            try:
                provider_id = await self._with_media(sender, parcel)
            except SendError as error:
                return await self.consequences.of(parcel, error)
            self.crash.reach("after_send")
        self.sent += 1
        return Outcome(parcel, "sent", provider_id)

    def _held_back(self, parcel: Parcel) -> Outcome | None:
        """Why it must not go out at this moment, though we claimed it. None: nothing speaks against it."""
        now = self.clock.now()
        shut_until = self.consequences.shut.get((parcel.channel, parcel.account))
        if shut_until and shut_until > now:
            return Untried(parcel, "queued", retry_at=shut_until)
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
        return await sender.send(parcel.external, message, files)
