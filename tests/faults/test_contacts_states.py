"""Hypothesis plays a lab with contacts: plans, rounds, answers, moves, stops, clocks that jump, and crashes."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contacting import contact_due
from bot.meeting_changes import cancel_meeting, move_meeting
from bot.planning import plan_lab
from bot.turn import Surroundings
from lab.meetings import Meeting
from lab.policy import Policy
from store import meetings
from store.labs import labs
from store.tables import contact, inbox, invitation, outbox
from tests.bot.year import EVENING, Year
from tests.house import house

NAMES = ("amina", "bilal", "celine")
WORDS = ("yes", "2", "maybe", "1", "/meeting", "/planned", "What about my brother?")
PEOPLE = st.sampled_from(NAMES)
POLICY = Policy()
MEMORY = Path("/dev/shm")
"""A crash of ours loses nothing there, and many small commits are quick."""


class Crash(Exception):
    """The power goes out before the commit."""


class Contacts(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.door: Any = house(Path(self.folder.name) / "data")
        self.home = self.runner.run(self.door.__aenter__())
        self.year = Year(self.home)
        self.stopped: dict[str, int] = {}
        self.jumped = False
        self.written = 0

    @initialize()
    def two_meetings_are_ahead(self) -> None:
        async def begin() -> None:
            await self.year.knows(*NAMES)
            await self.year.meets(capacity=1)
            await self.year.meets(EVENING + timedelta(days=3))

        self.runner.run(begin())

    def teardown(self) -> None:
        self.runner.run(self.door.__aexit__(None, None, None))
        self.runner.close()
        self.folder.cleanup()

    @rule(crash=st.booleans())
    def plan(self, crash: bool) -> None:
        async def work(connection: AsyncConnection) -> None:
            for lab in (await labs(connection)).values():
                await plan_lab(connection, lab, self.home.clock.now())

        self._in_a_transaction(work, crash)

    @rule(crash=st.booleans())
    def round(self, crash: bool) -> None:
        async def work(connection: AsyncConnection) -> None:
            brug = self.home.brug
            around = Surroundings(brug.catalogues, await labs(connection), self.home.clock.now())
            await contact_due(connection, brug.rounds.round, around)

        if crash:
            self._in_a_transaction(work, crash)
        else:
            self.runner.run(self.year.round())

    @rule(hours=st.integers(1, 24 * 6))
    def time_passes(self, hours: int) -> None:
        self.home.clock.pass_(hours=hours)

    @rule(hours=st.integers(1, 24 * 6))
    def an_hour_passes_and_everything_due_goes_out(self, hours: int) -> None:
        self.runner.run(self.year.until(self.home.clock.moment + timedelta(hours=hours)))

    @rule(hours=st.integers(1, 48))
    def the_clock_is_set_back(self, hours: int) -> None:
        self.jumped = True
        self.home.clock.pass_(hours=-hours)

    @rule(who=PEOPLE, words=st.sampled_from(WORDS))
    def she_writes(self, who: str, words: str) -> None:
        if who not in self.stopped:
            self._write(who, words)

    @rule(who=PEOPLE)
    def she_stops(self, who: str) -> None:
        if who not in self.stopped:
            self._write(who, "stop")
            self.stopped[who] = len(self.home.said(who))

    @rule(number=st.integers(0, 1), days=st.integers(-5, 9), crash=st.booleans())
    def the_meeting_moves(self, number: int, days: int, crash: bool) -> None:
        async def work(connection: AsyncConnection) -> None:
            meeting = (await meetings.meetings(connection))[number]
            lab = (await labs(connection))[self.home.lab.id]
            if (moved := _later(meeting, days)).starts_at > self.home.clock.now():
                await move_meeting(connection, lab, moved, self.home.clock.now())

        self._in_a_transaction(work, crash)

    @rule(number=st.integers(0, 1), crash=st.booleans())
    def the_meeting_is_cancelled(self, number: int, crash: bool) -> None:
        async def work(connection: AsyncConnection) -> None:
            meeting = sorted(await meetings.meetings(connection), key=lambda one: one.id)[number]
            await cancel_meeting(connection, meeting, self.home.clock.now())

        self._in_a_transaction(work, crash)

    def _write(self, who: str, words: str) -> None:
        self.written += 1
        self.runner.run(self.year.writes(who, words))

    def _in_a_transaction(self, work: Any, crash: bool) -> None:
        async def crashing(connection: AsyncConnection) -> None:
            await work(connection)
            if crash:
                raise Crash

        try:
            self.runner.run(self.home.brug.database.transact(crashing))
        except Crash:
            assert crash

    @invariant()
    def each_contact_is_planned_once_and_sent_at_most_once(self) -> None:
        rows = self.runner.run(self.home.rows(contact))
        keys = Counter((row.person_id, row.kind, row.reference, row.slot) for row in rows)
        letters = self.runner.run(self.home.rows(outbox))
        of_contact = Counter(row.key for row in letters)
        sent = {row.id for row in rows if row.state == "sent"}

        assert not [key for key, number in keys.items() if number > 1]
        assert not [key for key, number in of_contact.items() if number > 1]
        assert {int(key.split(":")[1]) for key in of_contact if key.startswith("contact:")} <= sent

    @invariant()
    def nobody_hears_more_than_the_ceiling_allows(self) -> None:
        """Changes that cannot wait are beyond it. Under a clock that jumps nobody knows what a day is."""
        rows = [row for row in self.runner.run(self.home.rows(contact)) if row.state == "sent" and row.priority > 1]
        days = Counter((row.person_id, (row.decided_at + timedelta(hours=2)).date()) for row in rows)
        assert self.jumped or not [day for day, number in days.items() if number > POLICY.a_day]

    @invariant()
    def after_stop_nothing_comes(self) -> None:
        assert {who: len(self.home.said(who)) for who in self.stopped} == self.stopped

    @invariant()
    def seats_are_not_given_twice(self) -> None:
        rows = self.runner.run(self.home.rows(invitation))
        assert sum(row.meeting_id == 1 and row.answer == "yes" for row in rows) <= 1

    @invariant()
    def every_input_was_taken(self) -> None:
        assert self.runner.run(self.home.count(inbox)) == self.written


def _later(meeting: Meeting, days: int) -> Meeting:
    distance = timedelta(days=days)
    return replace(meeting, starts=meeting.starts + distance, ends=meeting.ends + distance)


TestContacts = Contacts.TestCase
TestContacts.settings = settings(
    max_examples=6,
    stateful_step_count=14,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
