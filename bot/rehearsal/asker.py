"""The coordinator's polls: she opens and closes them, and looks at the words before the group reads one."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.poll_rounds import close_poll, pass_words
from bot.polls import open_poll
from bot.rehearsal.book import Fact, PollSeen
from bot.rehearsal.observer import Observer
from bot.rehearsal.searching import words_beside
from bot.rehearsal.stage import Stage
from bot.rehearsal.voices import Asked, poll_of
from store import polls
from store.ballots import words_of

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Asker:
    stage: Stage
    observer: Observer

    async def ask(self, asked: Asked, meeting_id: int | None = None) -> int:
        """A draft that is opened at once; its id. 0: something stood in the way, as a meeting that is cancelled."""
        now, lab = self.stage.clock.now(), self.stage.lab
        drafted = poll_of(asked, lab.id, meeting_id, tuple(self.stage.catalogues.languages))
        if meeting_id is None:
            drafted = replace(drafted, closes_at=now + timedelta(days=asked.days))
        async with self.stage.brug.database.write() as connection:
            made = await polls.add_poll(connection, drafted, now)
        if await self.stage.brug.database.transact(partial(self._open, made.id)):
            return 0
        self.observer.book.polls[made.reference] = PollSeen(now, made.reference, asked.technique, meeting_id or 0)
        self.stage.brug.service.look_again()
        return made.id

    async def _open(self, poll_id: int, connection: AsyncConnection) -> bool:
        return bool(await open_poll(connection, self.stage.lab, poll_id, self.stage.clock.now()))

    async def close(self, poll_id: int) -> None:
        async with self.stage.brug.database.write() as connection:
            await close_poll(connection, poll_id, self.stage.clock.now())

    async def look_at_words(self, poll_id: int) -> None:
        """She passes one, and keeps the others back. First it is seen whether any of them stands beside a name."""
        now, book = self.stage.clock.now(), self.observer.book
        await self.search(book.polls[f"poll:{poll_id}"].at)
        async with self.stage.brug.database.write() as connection:
            there = sorted(await words_of(connection, poll_id), key=lambda one: (one.language, one.text))
            await pass_words(connection, poll_id, [one.id for one in there[1:]], now, passed=False)
            await pass_words(connection, poll_id, [one.id for one in there[:1]], now, passed=True)
        book.facts += [Fact(now, NOBODY, "passed", one.text) for one in there[:1]]

    async def search(self, since: datetime) -> None:
        """For words that nobody passed, in all that Brug has kept since then."""
        book = self.observer.book
        public = {fact.value for fact in book.facts if fact.what == "passed"}
        said = {fact.value for fact in book.facts if fact.what == "confided"} - public
        async with self.stage.brug.database.read() as connection:
            found = await words_beside(connection, said, since)
        numbered = (replace(one, person=self.observer.number_of(one.person)) for one in found)
        book.beside += [replace(one, at=self.stage.clock.now()) for one in numbered]
