"""The rounds of the scheduler: plan what follows from meetings and silence, and write to whom something is due."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts import plan_broadcasts
from bot.clock import Clock
from bot.contact_facts import day_of
from bot.contact_saying import Round
from bot.contacting import PEOPLE, Done, contact_due
from bot.lab_texts import OwnTexts
from bot.mediation import plan_translations
from bot.meeting_files.agenda import agenda_picture
from bot.meeting_tellings import in_language
from bot.outbox import Outbox
from bot.pilots import plan_pilots
from bot.planning import plan_lab
from bot.polls import plan_polls
from bot.promises import plan_promises
from bot.recommendations import plan_recommendations
from bot.turn import Surroundings
from locales.catalogue import Catalogues
from store import contacts, meetings
from store.closing import leave_no_trace
from store.database import Database
from store.labs import Lab, labs
from store.polls import closed_since

DRAWN_BEFORE = timedelta(days=30)
CLEARED_FOR = timedelta(minutes=10)
"""So long after a poll closed, what is left of it is cleared away at each planning: a reader may be in the way."""
MOST_ROUNDS = 200
"""In one go; what is left waits for the next tick."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Safe to run in several processes: each contact is decided under the lock of its person."""

    database: Database
    round: Round
    catalogues: Catalogues
    outbox: Outbox
    clock: Clock
    texts: OwnTexts = field(default_factory=OwnTexts)

    async def plan(self) -> int:
        """Plan what is missing, one lab in a transaction; how many contacts were made."""
        async with self.database.read() as connection:
            known = await labs(connection)
        await self._load_feasts(known)
        made = 0
        for lab in known.values():
            made += await self.database.transact(partial(self._plan, lab))
        await self._draw(known)
        await self._leave_no_trace()
        return made

    async def _plan(self, lab: Lab, connection: AsyncConnection) -> int:
        now = self.clock.now()
        made = await plan_lab(connection, lab, now)
        made += await plan_polls(connection, lab, now)
        made += await plan_pilots(connection, lab, now)
        made += await plan_promises(connection, lab, now)
        await plan_broadcasts(connection, lab, now)
        made += await plan_translations(connection, lab, self.catalogues, now)
        return made + await plan_recommendations(connection, lab, now)

    async def _leave_no_trace(self) -> None:
        """Whose answer was whose is gone from the database; soon after that from its write-ahead log too."""
        now = self.clock.now()
        async with self.database.read() as connection:
            lately = await closed_since(connection, now - CLEARED_FOR)
        if lately:
            await leave_no_trace(self.database)

    async def _draw(self, known: Mapping[int, Lab]) -> None:
        """The pictures that are asked for soon, before anybody waits for one."""
        now = self.clock.now()
        async with self.database.read() as connection:
            near = await meetings.meetings(connection, since=now)
            own = await self.texts.load(connection, self.catalogues)
        for meeting in (m for m in near if m.sessions and m.starts_at < now + DRAWN_BEFORE):
            lab = known[meeting.lab_id]
            texts = own[lab.id].catalogues if lab.id in own else self.catalogues
            for language in (code for code in lab.languages if code in self.catalogues.languages):
                theirs = in_language(meeting, language)
                await asyncio.to_thread(agenda_picture, theirs, language, texts, lab.name)

    async def _load_feasts(self, known: Mapping[int, Lab]) -> None:
        """They take a moment, the first time of all: not while anybody waits for a row, or for her answer."""
        now = self.clock.now()
        await asyncio.to_thread(lambda: [day_of(lab, now) for lab in known.values()])

    async def contact(self, limit: int = PEOPLE) -> Done:
        """Decide about everything that is due, and hand the messages to the outbox."""
        total = Done()
        async with self.database.read() as connection:
            if await contacts.oldest_overdue(connection, self.clock.now()) is None:
                return total
            known = await labs(connection)
        await self._load_feasts(known)
        for _ in range(MOST_ROUNDS):
            done = await self.database.transact(lambda connection: self._once(connection, limit))
            self.outbox.wake(done.addresses)
            total.people += done.people
            total.addresses += done.addresses
            for name, count in done.decided.items():
                total.decided[name] = total.decided.get(name, 0) + count
            if not (done.people and done.more):
                break
            await asyncio.sleep(0)  # Whoever writes just now goes first.
        return total

    async def _once(self, connection: AsyncConnection, limit: int) -> Done:
        now = self.clock.now()
        around = Surroundings(
            self.catalogues,
            await labs(connection),
            now,
            self.round.desk.spoken(),
            {m.id: m for m in await meetings.meetings(connection, since=now)},
            tuple(await meetings.open_talks(connection, now)),
            await self.texts.load(connection, self.catalogues),
        )
        done = await contact_due(connection, self.round, around, limit)
        done.more = await contacts.oldest_overdue(connection, now) is not None
        return done
