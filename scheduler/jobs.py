"""What happens by itself: a handful of interval jobs, none for a single person. Rows are the schedule."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.log import where
from bot.outbox import Outbox
from bot.rounds import Rounds
from store.database import Database
from store.retention import purge

log = structlog.get_logger()

SWEEP_SECONDS = 2
CONTACT_SECONDS = 5
PLAN_SECONDS = 60
RETENTION_SECONDS = 600
FINISH_SECONDS = 10


class Jobs:
    """The clock of the service: plans contacts, writes to whom one is due, sweeps the outbox, forgets what is past."""

    def __init__(self, database: Database, outbox: Outbox, rounds: Rounds, clock: Clock) -> None:
        self._database = database
        self._outbox = outbox
        self._rounds = rounds
        self._clock = clock
        self._running: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        self._every(SWEEP_SECONDS, "sweep", self._outbox.sweep)
        self._every(PLAN_SECONDS, "plan", self.plan)
        self._every(CONTACT_SECONDS, "contact", self.contact)
        self._every(RETENTION_SECONDS, "retention", self.forget)
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin no job any more, and let the one that is under way come to its end: a shutdown would cancel it."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        if self._running:
            await asyncio.wait(self._running, timeout=FINISH_SECONDS)
        self._scheduler.shutdown(wait=False)

    async def plan(self) -> None:
        """Once: what follows from meetings and silence."""
        made = await self._rounds.plan()
        if made:
            log.info("contacts were planned", count=made)

    async def contact(self) -> None:
        """Once: everything that is due passes the gate."""
        done = await self._rounds.contact()
        if done.people:
            log.info("contacts were decided", people=done.people, **done.decided)

    async def forget(self) -> None:
        """Once: everything that is past its time."""
        async with self._database.write() as connection:
            gone = await purge(connection, self._clock.now())
        if any(gone.values()):
            log.info("what was past its time is forgotten", **gone)

    def _every(self, seconds: int, name: str, work: Callable[[], Awaitable[None]]) -> None:
        async def guarded() -> None:
            task = asyncio.current_task()
            assert task is not None
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - the outermost loop: the next tick tries again
                log.error("a job failed", job=name, where=where(error))

        self._scheduler.add_job(guarded, "interval", seconds=seconds, id=name)
