"""The only way out. A row is claimed with a lease, sent, and what became of it is written down."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import structlog
from aiolimiter import AsyncLimiter
from sqlalchemy import insert, select

from bot.clock import Clock
from bot.crashpoints import Crashpoints
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
    mark_unreachable,
    purge_farewells,
    record,
)
from store.tables import address, person, task

log = structlog.get_logger()

BATCH = 64
SENDS_AT_ONCE = 128
MAX_ATTEMPTS = 8
MAX_AMBIGUOUS = 3
BROADCASTS_A_SECOND = 25
FINISH_SECONDS = 10


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
    _stopping: bool = False
    beat: float = 0.0

    def start(self) -> None:
        self._loops = [asyncio.create_task(self._claim_loop()), asyncio.create_task(self._record_loop())]

    async def stop(self) -> None:
        """Claim nothing more, finish what is on the wire, write it down."""
        self._stopping = True
        if self._runs:
            await asyncio.wait(self._runs, timeout=FINISH_SECONDS)
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)

    async def settled(self) -> None:
        """Until everything that was handed over is sent and written down."""
        while self._runs or self._woken or self._done:
            await asyncio.sleep(0.005)

    def alive(self) -> bool:
        return bool(self._loops) and not any(loop.done() for loop in self._loops)

    def wake(self, addresses: Iterable[int]) -> None:
        """Something was committed for these addresses: look at once."""
        self._woken.update(dict.fromkeys(addresses))
        self._wake.set()

    async def drain(self, addresses: Sequence[int]) -> None:
        """Claim what is due for these addresses and send it, in order."""
        free = [a for a in addresses if a not in self._busy]
        self._again.update(a for a in addresses if a in self._busy)
        now = self.clock.now()

        async with self.database.write() as connection:
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
            sending = asyncio.create_task(self._run(address_id, run))
            self._runs.add(sending)
            sending.add_done_callback(self._runs.discard)

    def is_busy(self, address_id: int) -> bool:
        """Whether a run of ours is under way there: who comes later waits behind it."""
        return address_id in self._busy

    async def _run(self, address_id: int, run: list[Parcel]) -> None:
        """One address: the next message only after the one before is out; what is left waits for its turn again."""
        recorded = []
        retry_at = None
        for parcel in run:
            outcome = Outcome(parcel, "queued", retry_at=retry_at) if retry_at else await self._send(parcel)
            retry_at = outcome.retry_at
            recorded.append(self._finish(outcome))
        await asyncio.gather(*recorded)
        self._busy.discard(address_id)
        if retry_at:
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
            self.crash.reach("before_send")
            try:
                provider_id = await self._send_with_media(sender, parcel)
            except SendError as error:
                return await self._after(parcel, error)
            except Exception as error:  # noqa: BLE001 - the outermost loop: a bug in a channel must not stop the others
                log.error("a channel failed in a way it should not", outbox=parcel.id, kind=type(error).__name__)
                return await self._after(parcel, Ambiguous("the channel failed in an unexpected way"))
            self.crash.reach("after_send")
        self.sent += 1
        return Outcome(parcel, "sent", provider_id)

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
                await self._unreachable(parcel)
                return Outcome(parcel, "failed", error=error.reason)
            case Moved(new_address=new):
                await self._move(parcel, new)
                return Outcome(parcel, "queued", error=error.reason, retry_at=self.clock.now())
            case Refused() | SendError():
                return Outcome(parcel, "failed", error=error.reason)

    def _later(self, parcel: Parcel, error: SendError, most: int, otherwise: str = "failed") -> Outcome:
        if parcel.attempts >= most:
            return Outcome(parcel, otherwise, error=error.reason)
        wait = timedelta(seconds=min(0.5 * 2**parcel.attempts, 300))
        return Outcome(parcel, "queued", error=error.reason, retry_at=self.clock.now() + wait)

    async def _close(self, parcel: Parcel, *, until: object = None, problem: str | None = None) -> None:
        async with self.database.write() as connection:
            await close_gate(connection, parcel.channel, parcel.account, until=until, problem=problem)  # type: ignore[arg-type]
        if problem:
            log.error("the channel is paused", channel=parcel.channel, account=parcel.account, reason=problem)

    async def _unreachable(self, parcel: Parcel) -> None:
        async with self.database.write() as connection:
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

    async def _move(self, parcel: Parcel, new: str) -> None:
        lookup = self.database.keyring.lookup(f"{parcel.channel}:{parcel.account}", new)
        async with self.database.write() as connection:
            await connection.execute(
                address.update().where(address.c.id == parcel.address_id).values(external=new, lookup=lookup)
            )

    async def _claim_loop(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._woken and not self._stopping:
                some = list(self._woken)[:BATCH]
                for address_id in some:
                    del self._woken[address_id]
                try:
                    await self.drain(some)
                except Exception as error:  # noqa: BLE001 - the outermost loop; the sweep comes back to these rows
                    log.error("could not claim from the outbox", kind=type(error).__name__)
                    await asyncio.sleep(0.5)

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
                    log.error("could not record what was sent", kind=type(error).__name__)
                    await asyncio.sleep(0.5)

    async def _record_some(self) -> None:
        """Many outcomes in one commit: the disk is asked once for all that happened meanwhile."""
        some = self._done[: BATCH * 4]
        async with self.database.write() as connection:
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
