"""How the coordinator answers what people brought in: the same questions together, some through a mediator."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.answering import Way, way_to
from admin.sharing import sharing
from bot.mediation import settle_look
from bot.messages import Outbound
from bot.packing import pack
from bot.rehearsal.book import COORDINATOR, Fact
from bot.rehearsal.interpreters import NOBODY, READS, seals_in
from bot.rehearsal.observer import Observer
from bot.rehearsal.stage import Stage
from bot.rehearsal.voices import MARK
from flows.check_up import GLAD
from lab.mediation import GIVEN
from store import mediation, promises
from store.desk import addresses_of
from store.desk_changes import put_in_outbox
from store.tables import person

MEDIATED = 0.35
"""So much of what people bring in she answers in her own language: a mediator says it in theirs."""


@dataclass(frozen=True, slots=True)
class Answerer:
    stage: Stage
    observer: Observer

    async def put_together(self) -> None:
        """What says the same, in whatever language somebody reads us."""
        async with self.stage.brug.database.read() as connection:
            rows = [row for row in await promises.waiting(connection, self.stage.lab.id) if not row.merged_into]
        first: dict[str, int] = {}
        pairs = [(first.setdefault(row.note, row.id), row.id) for row in rows if row.note and row.answer is None]
        async with self.stage.brug.database.write() as connection:
            for one, other in pairs:
                if one != other:
                    await promises.merge(connection, one, other)

    async def answer(self, task_id: int, person_id: int | None, sort: str) -> None:
        """To her and to all who asked the same, as far as they can be reached; in her language, or in another one."""
        async with self.stage.brug.database.write() as connection:
            query = select(person.c.id, person.c.name, person.c.standing, person.c.language)
            who = (await connection.execute(query.where(person.c.id == person_id))).first()
            if who is None:
                return
            dice = random.Random(f"{self.stage.seed}:in:{person_id}:{self._now}")
            if sort and who.language != READS and dice.random() < MEDIATED:
                words = Outbound(f"{who.name}, we asked, and you do not have to pay. {MARK.format(code=READS)}", READS)
                await self._share(connection, task_id, NOBODY, words)
            elif (way := way_to(who.standing, await addresses_of(connection, who.id))).address_id:
                words = Outbound(self.stage.catalogues(who.language, GLAD), who.language)
                await self._send(connection, task_id, [(who.id, way)], words)
                await self._share(connection, task_id, who.id, words)

    async def _share(self, connection: AsyncConnection, task_id: int, person_id: int, words: Outbound) -> None:
        """As the desk does (admin/pages/answer.py)."""
        shared = await sharing(connection, person_id, words.lang, [task_id])
        others = [(row.person_id, way) for row, way in shared.others.values()]
        await self._send(connection, task_id, others, words)
        await promises.keep_answer(connection, [*shared.settled, *shared.waiting], words.text, words.lang)
        await promises.answered(connection, shared.settled, NOBODY, self._now)

    async def _send(
        self, connection: AsyncConnection, task_id: int, people: Iterable[tuple[int, Way]], words: Outbound
    ) -> None:
        for who, way in people:
            letter: dict[str, Any] = {"person_id": who, "address_id": way.address_id, "kind": COORDINATOR}
            letter |= {"body": pack(words), "state": "queued", "due_at": self._now, "created_at": self._now}
            await put_in_outbox(connection, letter | {"key": f"{COORDINATOR}:{task_id}:{who}"})
            self.stage.brug.outbox.wake([way.address_id])

    async def look_at_translations(self) -> None:
        """What the mediators do not agree on: she finds it right."""
        async with self.stage.brug.database.write() as connection:
            for one in await mediation.open_texts(connection, self.stage.lab.id):
                if one.state == GIVEN and one.is_for_desk():
                    await mediation.approve(connection, one, one.words, self._now, NOBODY)
                    self.observer.book.facts += [
                        Fact(self._now, NOBODY, "approved", seal) for seal in seals_in(one.words)
                    ]
            await settle_look(connection, self.stage.lab.id, NOBODY, self._now)

    @property
    def _now(self) -> datetime:
        return self.stage.clock.now()
