"""The coordinator of the rehearsal: plans, moves and cancels meetings, notes who came, does her tasks, some late."""

import random
import sqlite3
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from admin.answering import ANSWERABLE
from bot.mediation import LOOK as TRANSLATED
from bot.meeting_changes import cancel_meeting, mark_present, move_meeting
from bot.pilots import LOOK
from bot.rehearsal.answerer import Answerer
from bot.rehearsal.asker import Asker
from bot.rehearsal.book import Fact
from bot.rehearsal.observer import Observer
from bot.rehearsal.script import Act, Change, changed, meeting_of
from bot.rehearsal.stage import Stage, moment_in
from bot.rehearsal.trier import Trier
from bot.turn import id_of
from flows.preparation import RULE
from lab.meetings import PLANNED
from lab.wall_time import zone_of
from store import meetings
from store.desk import Reach
from store.desk_changes import close_tasks, guardian_agrees
from store.groups import put_in_groups
from store.poll_tasks import WORDS
from store.tables import person, task

EVERYTHING = Reach(everything=True)
NOBODY = 0
BY_PHONE = ("silent", "call_nudges", "call_unreachable", "unreachable", "no_way", "call")
TALK_MINUTES = 30
_ANSWERS = "SELECT person_id, answer FROM invitation WHERE meeting_id = ? ORDER BY id"
_WAITING = (
    "SELECT id, kind, sort, person_id, created_at FROM task WHERE done_at IS NULL AND answer IS NULL "
    "ORDER BY created_at, kind, person_id, id"
)
"""Never by number alone: what a poll leaves for a human comes in an order that tells nothing, each time another."""
FORGOTTEN = 0.12
"""So much of what people bring in she lets lie."""


@dataclass(slots=True)
class Coordinator:
    stage: Stage
    observer: Observer
    starts: date
    asker: Asker
    trier: Trier
    answerer: Answerer
    unspoken: str = ""
    """The language in which what was decided at one meeting is missing."""

    async def plan(self, act: Act, place: int) -> int:
        """A new meeting; its id."""
        people, languages = len(self.observer.book.people), tuple(self.stage.catalogues.languages)
        wanted = meeting_of(act, self.stage.lab.id, self.starts, people, place, languages)
        async with self.stage.brug.database.write() as connection:
            made = await meetings.add_meeting(connection, wanted, self.stage.clock.now())
        self.observer.note_meeting(made)
        return made.id

    async def change(self, meeting_id: int, change: Change) -> None:
        """Unless it is too late for that."""
        now = self.stage.clock.now()
        async with self.stage.brug.database.write() as connection:
            known = await meetings.meeting_of(connection, meeting_id)
            if known is None or known.starts_at <= now or known.state != PLANNED:
                return
            if change.cancels:
                after = await cancel_meeting(connection, known, now)
            else:
                after = await move_meeting(connection, self.stage.lab, changed(known, change), now)
        self.stage.brug.service.look_again()
        self.observer.note_meeting(after)

    async def note_presence(self, meeting_id: int) -> None:
        answers = self.stage.see(_ANSWERS, meeting_id)
        present = {row["person_id"]: self._was_there(meeting_id, row) for row in answers}
        async with self.stage.brug.database.write() as connection:
            known = await meetings.meeting_of(connection, meeting_id)
            if known and known.state == PLANNED:
                await mark_present(connection, meeting_id, present)
        for who, was_there in present.items():
            self._fact(self.observer.number_of(who), "present" if was_there else "absent", str(meeting_id))

    def _was_there(self, meeting_id: int, row: sqlite3.Row) -> bool:
        number = self.observer.number_of(row["person_id"])
        dice = random.Random(f"{self.stage.seed}:{meeting_id}:{number}")
        comes = self.observer.book.people[number - 1].temper.comes if row["answer"] == "yes" else 0.1
        return dice.random() < comes

    async def write_decided(self, meeting_id: int, *, all_languages: bool) -> None:
        catalogues = self.stage.catalogues
        words = {
            code: catalogues(code, RULE) for code in catalogues.languages if all_languages or code != self.unspoken
        }
        async with self.stage.brug.database.write() as connection:
            known = await meetings.meeting_of(connection, meeting_id)
            if known and known.state == PLANNED:
                await meetings.change_meeting(connection, replace(known, decided=words))

    async def open_talk(self, starts_at: datetime) -> None:
        async with self.stage.brug.database.write() as connection:
            await meetings.add_talk(
                connection, self.stage.lab.id, NOBODY, starts_at, TALK_MINUTES, "Bibliotheek De Krook"
            )

    async def get_to_know(self, number: int) -> None:
        """After the sign-up: her group, her time zone, and what her parents say."""
        persona, who = self.observer.book.people[number - 1], self.observer.id_of(number)
        if not who:
            return
        now = self.stage.clock.now()
        async with self.stage.brug.database.write() as connection:
            await put_in_groups(connection, who, [self.stage.quotas[persona.group]])
            if persona.zone:
                await connection.execute(update(person).where(person.c.id == who).values(timezone=persona.zone))
                self._fact(number, "zone", persona.zone)
            if persona.kind == "guarded" and await guardian_agrees(connection, who, "phone", "1", NOBODY, now):
                self._fact(number, "joined", "active")
        await self.stage.brug.jobs.plan()

    async def do_tasks(self) -> None:
        """Those that she comes to today: most within two days, one in four much later."""
        now = self.stage.clock.now()
        await self.answerer.put_together()
        for row in self.stage.see(_WAITING):
            dice = random.Random(f"{self.stage.seed}:desk:{row['kind']}:{row['person_id']}:{row['created_at']}")
            days = dice.randint(0, 2) if dice.random() < 0.75 else dice.randint(5, 12)
            created_at = moment_in(row["created_at"]) or now
            forgotten = row["sort"] and dice.random() < FORGOTTEN
            if created_at + timedelta(days=days) <= now and row["kind"] != "guardian" and not forgotten:
                await self._do(row["id"], row["kind"], row["person_id"], row["sort"])

    async def _do(self, task_id: int, kind: str, person_id: int | None, sort: str) -> None:
        """What somebody brought in stays open until she can be told."""
        number, now = self.observer.number_of(person_id), self.stage.clock.now()
        if kind in (WORDS, LOOK):
            await self._look(task_id, kind)
        if kind == TRANSLATED:
            await self.answerer.look_at_translations()
        if kind in ANSWERABLE:
            await self.answerer.answer(task_id, person_id, sort)
        if not sort:
            async with self.stage.brug.database.write() as connection:
                await close_tasks(connection, EVERYTHING, {task_id}, NOBODY, now)
        if kind in BY_PHONE and number:
            self._fact(number, "called")

    async def _look(self, task_id: int, kind: str) -> None:
        """At words, before others read them."""
        async with self.stage.brug.database.read() as connection:
            note = (await connection.execute(select(task.c.note).where(task.c.id == task_id))).scalar()
        await (self.asker.look_at_words if kind == WORDS else self.trier.look_at_news)(id_of(note or ""))

    def _fact(self, number: int, what: str, value: str = "") -> None:
        self.observer.book.facts.append(Fact(self.stage.clock.now(), number, what, value))

    def at(self, days: int, clock: time) -> datetime:
        """So many days after the start, at that hour where the lab is."""
        zone = zone_of(self.stage.lab.timezone)
        return datetime.combine(self.starts + timedelta(days=days), clock, zone)
