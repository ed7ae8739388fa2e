"""What follows from a channel's word on a message: the table of outcomes in docs/architecture.md."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import insert, literal, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.complaints import complain
from bot.log import where
from bot.messages import Ambiguous, ChannelDown, Moved, NotAccepted, Refused, SendError, Throttled, Unreachable
from store.database import Database
from store.outgoing import REPLY, Outcome, Parcel, close_gate, forget_problem, mark_unreachable
from store.phones import move
from store.tables import outbox, person, task

MAX_ATTEMPTS = 60
LONGEST_WAIT = 60
"""Seconds: what never left this machine is tried for about an hour, and goes out soon after the line is back."""
MAX_AMBIGUOUS = 3
PROBLEM_PAUSE = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Untried(Outcome):
    """It waits again through no fault of its own: that it was claimed is no attempt."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """Decides who sends again, and writes down at once what concerns more than one message.

    `shut` are the bots with which nothing may be sent before a moment, as far as we know.
    """

    database: Database
    clock: Clock
    shut: dict[tuple[str, str], datetime] = field(default_factory=dict)

    async def of(self, parcel: Parcel, error: SendError) -> Outcome:
        """The table: who sends again, who must not."""
        match error:
            case Throttled(seconds=seconds):
                until = self.clock.now() + timedelta(seconds=seconds)
                await self._close(parcel, until=until)
                return Untried(parcel, "queued", error=error.reason, retry_at=until)
            case NotAccepted():
                return self._later(parcel, error, MAX_ATTEMPTS)
            case Ambiguous() if parcel.kind == REPLY:
                return self._later(parcel, error, MAX_AMBIGUOUS, "unconfirmed")
            case Ambiguous():
                return Outcome(parcel, "unconfirmed", error=error.reason)
            case ChannelDown():
                await self._close(parcel, problem=error.reason)
                return Untried(parcel, "queued", error=error.reason, retry_at=self.clock.now())
            case Unreachable():
                await self._stored(partial(self._unreachable, parcel))
                return Outcome(parcel, "failed", error=error.reason, gone=True)
            case Moved(new_address=new):
                try:
                    await self._stored(partial(self._move, parcel, new))
                except IntegrityError:
                    return Outcome(parcel, "failed", error="the new address is known as another one already")
                return self._later(parcel, error, MAX_ATTEMPTS)
            case Refused() | SendError():
                return Outcome(parcel, "failed", error=error.reason)

    def hear(self, bot: tuple[str, str], until: datetime | None) -> None:
        """Nothing may be sent with it before then. None: as long as somebody has to mend it."""
        now = self.clock.now()
        self.shut[bot] = max(self.shut.get(bot, now), until or now + PROBLEM_PAUSE)

    async def reopen(self, bots: Iterable[tuple[str, str]]) -> None:
        """Whoever starts us anew has mended what a provider complained of; if not, its next refusal says so."""

        async def forget(connection: AsyncConnection) -> None:
            for channel, account in bots:
                await forget_problem(connection, channel, account)

        await self._stored(forget)

    def _later(self, parcel: Parcel, error: SendError, most: int, otherwise: str = "failed") -> Outcome:
        if parcel.attempts >= most:
            return Outcome(parcel, otherwise, error=error.reason)
        wait = timedelta(seconds=min(0.5 * 2**parcel.attempts, LONGEST_WAIT))
        return Outcome(parcel, "queued", error=error.reason, retry_at=self.clock.now() + wait)

    async def _close(self, parcel: Parcel, *, until: datetime | None = None, problem: str | None = None) -> None:
        """At once for what we claimed already, and in the database for everybody."""
        name = (parcel.channel, parcel.account)
        self.hear(name, until)

        async def close(connection: AsyncConnection) -> None:
            await close_gate(connection, *name, until=until, problem=problem)

        await self._stored(close)
        if problem:
            complain("the channel is paused", channel=parcel.channel, account=parcel.account, reason=problem)

    async def _stored(self, work: Callable[[AsyncConnection], Awaitable[None]]) -> None:
        """Until it is written: what a provider told us is not forgotten because the database was away."""
        while True:
            try:
                return await self.database.transact(work)
            except IntegrityError:
                raise
            except SQLAlchemyError as error:
                complain("could not write down what a provider said", where=where(error))
                await asyncio.sleep(0.5)

    async def _unreachable(self, parcel: Parcel, connection: AsyncConnection) -> None:
        if people := await mark_unreachable(connection, parcel.address_id):
            at = literal(self.clock.now(), task.c.created_at.type)
            theirs = select(person.c.lab_id, person.c.id, literal("unreachable"), at).where(person.c.id.in_(people))
            columns = ["lab_id", "person_id", "kind", "created_at"]
            await connection.execute(insert(task).from_select(columns, theirs.order_by(person.c.id)))

    async def _move(self, parcel: Parcel, new: str, connection: AsyncConnection) -> None:
        lookup = self.database.keyring.lookup(f"{parcel.channel}:{parcel.account}", new)
        await move(connection, parcel.address_id, new, lookup)


async def give_back(connection: AsyncConnection, outcomes: Sequence[Outcome]) -> None:
    """Before `outcomes` are recorded: the attempt of each that was none. Who lost her lease changes nothing.

    All their rows are locked first and in order, as `record` will lock them: of two workers one waits, never both.
    """
    untried = [outcome.parcel for outcome in outcomes if isinstance(outcome, Untried)]
    if not untried:
        return
    everything = outbox.c.id.in_([outcome.parcel.id for outcome in outcomes])
    await connection.execute(select(outbox.c.id).where(everything).order_by(outbox.c.id).with_for_update())
    ours = (outbox.c.state == "sending", outbox.c.lease_owner == untried[0].lease_owner)
    back = update(outbox).where(outbox.c.id.in_([parcel.id for parcel in untried]), *ours)
    await connection.execute(back.values(attempts=outbox.c.attempts - 1))
