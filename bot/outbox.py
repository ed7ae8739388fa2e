"""The only way out. A row is claimed with a lease, sent, and what became of it is written down."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import structlog
from aiolimiter import AsyncLimiter
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.crashpoints import Crashpoints
from bot.log import where
from bot.messages import (
    Ambiguous,
    Button,
    ChannelDown,
    Moved,
    NotAccepted,
    Outbound,
    Refused,
    Sender,
    SendError,
    Throttled,
    Unreachable,
)
from store.database import Database
from store.media import load_media
from store.outgoing import (
    REPLY,
    Outcome,
    Parcel,
    claim,
    close_gate,
    due_addresses,
    forget_problem,
    last_look,
    mark_unreachable,
    purge_farewells,
    record,
    renew,
)
from store.tables import address, person, task

log = structlog.get_logger()

BATCH = 64
SENDS_AT_ONCE = 128
MAX_ATTEMPTS = 8
MAX_AMBIGUOUS = 3
BROADCASTS_A_SECOND = 25
FINISH_SECONDS = 10
PROBLEM_PAUSE = timedelta(seconds=2)


def unpack(body: Mapping[str, object]) -> Outbound:
    """The stored form of a message, as a message again."""
    values = dict(body)
    buttons = tuple(Button(**button) for button in values.pop("buttons", ()))  # type: ignore[attr-defined]
    return Outbound(**values, buttons=buttons)  # type: ignore[arg-type]


def pack(message: Outbound) -> dict[str, object]:
    """As JSON-able data, without what is empty: most messages are a text and a language."""
    body: dict[str, object] = {"text": message.text, "lang": message.lang}
    if message.buttons:
        body["buttons"] = [_packed(button) for button in message.buttons]
    for name in ("several", "picture", "sound", "edits"):
        if value := getattr(message, name):
            body[name] = value
    return body


def _packed(button: Button) -> dict[str, object]:
    values: dict[str, str | bool] = {"token": button.token, "label": button.label, "icon": button.icon}
    values |= {"lang": button.lang, "chosen": button.chosen, "done": button.done}
    return {name: value for name, value in values.items() if value}


@dataclass(slots=True)
class Outbox:
    """Sends what was committed. One run of an address at a time, so that messages arrive in order."""

    database: Database
    senders: Mapping[tuple[str, str], Sender]
    clock: Clock
    crash: Crashpoints = field(default_factory=Crashpoints)
    lease: timedelta = timedelta(seconds=20)
    owner: str = field(default_factory=lambda: uuid4().hex)
    listeners: list[Callable[[Iterable[int]], None]] = field(default_factory=list)
    sent: int = 0
    _woken: dict[int, None] = field(default_factory=dict)
    _busy: set[int] = field(default_factory=set)
    _again: set[int] = field(default_factory=set)
    _done: list[tuple[Outcome, asyncio.Future[None]]] = field(default_factory=list)
    _runs: set[asyncio.Task[None]] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _finished: asyncio.Event = field(default_factory=asyncio.Event)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SENDS_AT_ONCE))
    _pace: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(BROADCASTS_A_SECOND, 1))
    _loops: list[asyncio.Task[None]] = field(default_factory=list)
    _held: set[int] = field(default_factory=set)
    _shut: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _renewed_until: datetime | None = None
    _stopping: bool = False
    _claiming: bool = False
    beat: float = 0.0

    def start(self) -> None:
        loops = (self._claim_loop(), self._record_loop(), self._lease_loop())
        self._loops = [asyncio.create_task(loop) for loop in loops]

    async def stop(self) -> None:
        """Claim nothing more, finish what is on the wire, write it down."""
        self._stopping = True
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
        return bool(self._loops) and (self._stopping or not any(loop.done() for loop in self._loops))

    def wake(self, addresses: Iterable[int]) -> None:
        """Something was committed for these addresses: look at once."""
        self._woken.update(dict.fromkeys(addresses))
        self._wake.set()

    async def drain(self, addresses: Sequence[int]) -> None:
        """Claim what is due for these addresses and send it, in order."""
        free = [a for a in addresses if a not in self._busy]
        self._again.update(a for a in addresses if a in self._busy)
        now = self.clock.now()

        async with self.database.write(hot=True) as connection:
            parcels = await claim(connection, free, self.owner, now, self.lease)
            self.crash.reach("before_claim_commit")
        self.crash.reach("after_claim_commit")
        self.deliver(parcels)

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
        """One address: the next message only after the one before is out; what is left waits for its turn again."""
        recorded = []
        outcome: Outcome | None = None
        for parcel in run:
            outcome = _after_the_one_before(parcel, outcome) or await self._send(parcel)
            recorded.append(self._finish(outcome))
        for one in recorded:
            await one
        self._busy.discard(address_id)
        self._held.difference_update(parcel.id for parcel in run)
        if outcome and (retry_at := outcome.retry_at):
            wait = max(0.0, (retry_at - self.clock.now()).total_seconds())
            asyncio.get_running_loop().call_later(wait, self.wake, [address_id])
        elif address_id in self._again:
            self.wake([address_id])
        self._again.discard(address_id)

    def _finish(self, outcome: Outcome) -> asyncio.Future[None]:
        """The future is done when the outcome is committed."""
        recorded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._done.append((outcome, recorded))
        self._finished.set()
        return recorded

    async def _send(self, parcel: Parcel) -> Outcome:
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
                provider_id = await self._send_with_media(sender, parcel)
            except SendError as error:
                return await self._after(parcel, error)
            except Exception as error:  # noqa: BLE001 - the outermost loop: a bug in a channel must not stop the others
                log.error("a channel failed in a way it should not", outbox=parcel.id, where=where(error))
                return await self._after(parcel, Ambiguous("the channel failed in an unexpected way"))
            self.crash.reach("after_send")
        self.sent += 1
        return Outcome(parcel, "sent", provider_id)

    def _held_back(self, parcel: Parcel) -> Outcome | None:
        """Why it must not go out at this moment, though we claimed it. None: nothing speaks against it."""
        now = self.clock.now()
        shut_until = self._shut.get((parcel.channel, parcel.account))
        if shut_until and shut_until > now:
            return Outcome(parcel, "queued", retry_at=shut_until)
        over = max(parcel.lease_until, self._renewed_until or parcel.lease_until) <= now
        if over or (self._stopping and parcel.kind != REPLY):
            return Outcome(parcel, "queued", retry_at=now)
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
            return Outcome(parcel, "queued", retry_at=now + timedelta(seconds=1))
        return Outcome(parcel, fate[0], error=fate[1]) if fate else None

    async def _send_with_media(self, sender: Sender, parcel: Parcel) -> str:
        message = unpack(parcel.body)
        named = {i for i in (message.picture, message.sound) if i is not None}
        files = {}
        if named:
            async with self.database.read() as connection:
                files = await load_media(connection, named)
        return await sender.send(parcel.external, message, files)

    async def _after(self, parcel: Parcel, error: SendError) -> Outcome:
        """The table of outcomes (docs/architecture.md): who sends again, who must not."""
        match error:
            case Throttled(seconds=seconds):
                until = self.clock.now() + timedelta(seconds=seconds)
                await self._close(parcel, until=until)
                return Outcome(parcel, "queued", error=error.reason, retry_at=until)
            case NotAccepted():
                return self._later(parcel, error, MAX_ATTEMPTS)
            case Ambiguous() if parcel.kind == REPLY:
                return self._later(parcel, error, MAX_AMBIGUOUS, "unconfirmed")
            case Ambiguous():
                return Outcome(parcel, "unconfirmed", error=error.reason)
            case ChannelDown():
                await self._close(parcel, problem=error.reason)
                return Outcome(parcel, "queued", error=error.reason, retry_at=self.clock.now())
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

    def _later(self, parcel: Parcel, error: SendError, most: int, otherwise: str = "failed") -> Outcome:
        if parcel.attempts >= most:
            return Outcome(parcel, otherwise, error=error.reason)
        wait = timedelta(seconds=min(0.5 * 2**parcel.attempts, 300))
        return Outcome(parcel, "queued", error=error.reason, retry_at=self.clock.now() + wait)

    async def _close(self, parcel: Parcel, *, until: datetime | None = None, problem: str | None = None) -> None:
        """At once for what we claimed already, and in the database for everybody."""
        name = (parcel.channel, parcel.account)
        now = self.clock.now()
        self._shut[name] = max(self._shut.get(name, now), until or now + PROBLEM_PAUSE)

        async def close(connection: AsyncConnection) -> None:
            await close_gate(connection, *name, until=until, problem=problem)

        await self._stored(close)
        if problem:
            log.error("the channel is paused", channel=parcel.channel, account=parcel.account, reason=problem)

    async def _stored(self, work: Callable[[AsyncConnection], Awaitable[None]]) -> None:
        """Until it is written: what a provider told us is not forgotten because the database was away."""
        while True:
            try:
                return await self.database.transact(work)
            except IntegrityError:
                raise
            except SQLAlchemyError as error:
                log.error("could not write down what a provider said", where=where(error))
                await asyncio.sleep(0.5)

    async def _unreachable(self, parcel: Parcel, connection: AsyncConnection) -> None:
        if not await mark_unreachable(connection, parcel.address_id):
            return
        who = await connection.execute(
            select(person.c.id, person.c.lab_id)
            .join(address, address.c.person_id == person.c.id)
            .where(address.c.id == parcel.address_id)
        )
        if row := who.first():
            values = {"lab_id": row.lab_id, "person_id": row.id, "kind": "unreachable"}
            await connection.execute(insert(task).values(values | {"created_at": self.clock.now()}))

    async def _move(self, parcel: Parcel, new: str, connection: AsyncConnection) -> None:
        lookup = self.database.keyring.lookup(f"{parcel.channel}:{parcel.account}", new)
        await connection.execute(
            address.update().where(address.c.id == parcel.address_id).values(external=new, lookup=lookup)
        )

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
                self._renewed_until = until
            except Exception as error:  # noqa: BLE001 - the outermost loop; a lease that is not renewed just ends
                log.error("could not renew the leases", where=where(error))

    async def _reopen(self, connection: AsyncConnection) -> None:
        """Whoever starts us anew has mended what a provider complained of; if not, its next refusal says so."""
        for channel, account in self.senders:
            await forget_problem(connection, channel, account)

    async def _claim_loop(self) -> None:
        await self._stored(self._reopen)
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            while self._woken and not self._stopping:
                some = list(self._woken)[:BATCH]
                self._claiming = True
                for address_id in some:
                    del self._woken[address_id]
                try:
                    await self.drain(some)
                except Exception as error:  # noqa: BLE001 - the outermost loop; the sweep comes back to these rows
                    log.error("could not claim from the outbox", where=where(error))
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
                    log.error("could not record what was sent", where=where(error))
                    await asyncio.sleep(0.5)

    async def _record_some(self) -> None:
        """Many outcomes in one commit: the disk is asked once for all that happened meanwhile."""
        some = self._done[: BATCH * 4]
        async with self.database.write(hot=True) as connection:
            await record(connection, [outcome for outcome, _ in some], self.clock.now())
            self.crash.reach("before_record_commit")
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


def _after_the_one_before(parcel: Parcel, before: Outcome | None) -> Outcome | None:
    """What becomes of a message unsent, because the one before it waits again or found nobody."""
    if before and before.retry_at:
        return Outcome(parcel, "queued", retry_at=before.retry_at)
    return Outcome(parcel, "failed", error=before.error, gone=True) if before and before.gone else None
