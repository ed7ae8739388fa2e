"""How this process is: each loop's heartbeat, the age of what waits, and what the channels complain about."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.messages import Sender
from bot.outbox import Outbox
from bot.service import Service
from store.contacts import oldest_overdue
from store.database import Database
from store.outgoing import oldest_due, problems
from store.secret import write_proof_again
from store.tables import quarantine

STILL_SECONDS = 15
LATE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Report:
    """`oldest_overdue_contact_seconds`: since when somebody should have been written to, and nothing was decided.
    `quarantined`: how many inputs wait for a human to look at them. None: nobody asked, or the database is away.
    `broken_languages`: their files are broken. Last good texts are said instead, so that is no reason not to serve.
    """

    problems: tuple[str, ...]
    oldest_due_seconds: float = 0.0
    oldest_overdue_contact_seconds: float = 0.0
    quarantined: int | None = None
    broken_languages: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, object]:
        told: dict[str, object] = {"ok": self.good, "problems": list(self.problems)}
        told |= {name: getattr(self, name) for name in ("oldest_due_seconds", "oldest_overdue_contact_seconds")}
        if self.broken_languages:
            told["broken_languages"] = list(self.broken_languages)
        return told if self.quarantined is None else told | {"quarantined": self.quarantined}


@dataclass(slots=True)
class Health:
    database: Database
    service: Service
    outbox: Outbox
    channels: Sequence[Sender]
    clock: Clock
    broken_languages: tuple[str, ...] = ()
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    _age: Gauge = field(init=False)
    _overdue: Gauge = field(init=False)
    _sent: Gauge = field(init=False)
    _taken: Gauge = field(init=False)
    _quarantined: Gauge = field(init=False)
    stopping: bool = False

    def __post_init__(self) -> None:
        self._age = Gauge("brug_oldest_due_seconds", "Age of the message that waits longest", registry=self.registry)
        about = "Age of the contact that nobody has decided about"
        self._overdue = Gauge("brug_oldest_overdue_contact_seconds", about, registry=self.registry)
        self._sent = Gauge("brug_sent", "Messages sent since the start", registry=self.registry)
        self._taken = Gauge("brug_taken", "Messages taken in since the start", registry=self.registry)
        about = "Languages whose files are broken: see brug check"
        broken = Gauge("brug_broken_languages", about, registry=self.registry)
        broken.set(len(self.broken_languages))
        self._quarantined = Gauge("brug_quarantined", "Inputs kept for a human to look at", registry=self.registry)

    async def alive(self) -> Report:
        """Whether this process should be restarted: a loop died or stands still, or nothing goes out any more."""
        late, overdue = await self._late()
        found = [*self._loops(), *(["messages wait for more than a minute"] if late > LATE.total_seconds() else [])]
        return Report(tuple(found), late, overdue)

    async def ready(self) -> Report:
        """Whether it can serve: alive, the database writes, the channels work."""
        found = [*self._loops(), *(["the service is stopping"] if self.stopping else [])]
        found += [p for channel in self.channels if (p := getattr(channel, "problem", None))]
        try:
            found += [f"{channel}: {problem}" for channel, problem in await self._written()]
        except SQLAlchemyError as error:
            found.append(f"the database does not take anything just now ({type(error).__name__})")
        (late, overdue), kept = await self._late(), await self._kept()
        self._age.set(late)
        self._overdue.set(overdue)
        self._sent.set(self.outbox.sent)
        self._taken.set(self.service.taken)
        if kept is not None:
            self._quarantined.set(kept)
        return Report(tuple(found), late, overdue, kept, self.broken_languages)

    def _loops(self) -> list[str]:
        now = asyncio.get_running_loop().time()
        found = []
        for name, loop in (("intake", self.service), ("outbox", self.outbox)):
            if not loop.alive():
                found.append(f"the {name} loop has died")
            elif now - loop.beat > STILL_SECONDS:
                found.append(f"the {name} loop stands still")
        return found

    async def _written(self) -> list[tuple[str, str]]:
        """A real write that changes nothing: a full disk shows only there, not where a transaction begins."""
        async with self.database.write() as connection:
            await write_proof_again(connection)
            return await problems(connection)

    async def _late(self) -> tuple[float, float]:
        """For how many seconds the oldest message waits, and the oldest contact."""
        now = self.clock.now()
        try:
            async with self.database.read() as connection:
                found = (await oldest_due(connection, now), await oldest_overdue(connection, now))
        except SQLAlchemyError:
            return 0.0, 0.0
        message, contact = ((now - oldest).total_seconds() if oldest else 0.0 for oldest in found)
        return message, contact

    async def _kept(self) -> int | None:
        """They are few, and forgotten after a month."""
        try:
            async with self.database.read() as connection:
                return int(await connection.scalar(select(func.count()).select_from(quarantine)) or 0)
        except SQLAlchemyError:
            return None
