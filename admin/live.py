"""Pages that stay open. One small look at the database every two seconds serves all of them, whatever process wrote."""

import asyncio
from collections import Counter
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from store.database import Database
from store.desk import Reach
from store.news import Mark, mark_of_today, mark_of_translations, marks_of_people

LOOKS_EVERY = 2.0
MOST_OF_ONE = 8
MOST = 200
"""Pages that one of the team, and all together, may hold open. One too many is a page that stands still."""
Key = int | Reach
"""What a page is about: a person by her number, or the tasks within reach."""


@dataclass(eq=False, slots=True)
class Stream:
    """One open page. However much happens while it is slow: there is one mark for it, "something is new"."""

    staff_id: int
    key: Key
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def rest(self, seconds: float) -> None:
        """Until there is something new, or for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self.news.wait()
        except TimeoutError:
            pass
        self.news.clear()


@dataclass(slots=True)
class Live:
    """All open pages of this process. Nothing runs while there are none."""

    stopped: bool = False
    _open: dict[Key, set[Stream]] = field(default_factory=dict)
    _marks: dict[Hashable, Mark] = field(default_factory=dict)
    _looking: asyncio.Task[None] | None = None

    def join(self, staff_id: int, key: Key, database: Database, clock: Clock) -> Stream | None:
        """None where there are too many."""
        count = Counter(stream.staff_id for streams in self._open.values() for stream in streams)
        if count[staff_id] >= MOST_OF_ONE or count.total() >= MOST or self.stopped:
            return None
        stream = Stream(staff_id, key)
        self._open.setdefault(key, set()).add(stream)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on(database, clock))
        return stream

    def leave(self, stream: Stream) -> None:
        streams = self._open.get(stream.key, set())
        streams.discard(stream)
        if not streams:
            self._open.pop(stream.key, None)

    async def stop(self, *_: object) -> None:
        """Let go of every page; each comes back by itself and misses nothing."""
        self.stopped = True
        for stream in self._all():
            stream.news.set()
        if self._looking:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking

    def _all(self) -> list[Stream]:
        return [stream for streams in self._open.values() for stream in streams]

    async def _look_on(self, database: Database, clock: Clock) -> None:
        while self._open:
            with suppress(SQLAlchemyError, OSError):  # it is away just now: whoever asks for a page learns that
                await self.look(database, clock)
            await asyncio.sleep(LOOKS_EVERY)

    async def look(self, database: Database, clock: Clock) -> None:
        """Wake the pages about which something is not as it was."""
        people = [key for key in self._open if isinstance(key, int)]
        marks: dict[Hashable, Mark] = {}
        async with database.read() as connection:
            for key in tuple(self._open):  # a page may open or close meanwhile
                if isinstance(key, Reach):
                    marks[key] = await mark_of_today(connection, key)
            if people:
                translated = await mark_of_translations(connection)
                found = await marks_of_people(connection, people, clock.now())
                marks |= {key: (*found.get(key, ()), *translated) for key in people}
        for stream in self._all():
            if self._marks.get(stream.key) != marks.get(stream.key):
                stream.news.set()
        self._marks = marks
