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
from bot.messages import Ambiguous
from bot.planning import plan_lab
from bot.turn import Surroundings
from lab.meetings import Meeting
from lab.policy import Policy
from store import meetings
from store.contacts import PLANNED
from store.labs import labs
from store.tables import address, contact, inbox, invitation, outbox
from tests.bot.year import EVENING, Year, at
from tests.house import house

NAMES = ("amina", "bilal", "celine")
WORDS = ("yes", "2", "maybe", "1", "/meeting", "/planned", "What about my brother?")
PEOPLE = st.sampled_from(NAMES)
POLICY = Policy()
INVITED = at(5, 18)
"""The day after the invitations to the second meeting: everybody was written to."""
MAY_HAVE_ARRIVED = ("sent", "unconfirmed")
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
            self.home.paper.troubles["celine"] = [Ambiguous("the line broke")]
            await self.year.until(INVITED)

        self.runner.run(begin())
        self.names = {row.id: row.external for row in self.runner.run(self.home.rows(address))}
        assert all(self.home.said(name) for name in NAMES)

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
        if crash:
            self._in_a_transaction(self._decide, crash)
        else:
            self.runner.run(self.year.round())

    @rule(hours=st.integers(0, 24))
    def the_power_is_out_between_decision_and_sending(self, hours: int) -> None:
        """What was decided waits, and after some hours it is too late: it is decided anew."""
        self._until_something_is_due()
        self._in_a_transaction(self._decide, crash=False)
        self.home.clock.pass_(hours=hours)
        self.runner.run(self._sweep())

    @rule(who=PEOPLE)
    def nobody_knows_whether_it_arrived(self, who: str) -> None:
        self._until_something_is_due()
        self.home.paper.troubles[who] = [Ambiguous("the line broke")]
        self.runner.run(self.year.round())
        self.home.paper.troubles.clear()

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

    async def _decide(self, connection: AsyncConnection) -> None:
        """A round, of which the outbox does not hear."""
        brug = self.home.brug
        around = Surroundings(brug.catalogues, await labs(connection), self.home.clock.now())
        await contact_due(connection, brug.rounds.round, around)

    async def _sweep(self) -> None:
        await self.home.brug.outbox.sweep()
        await self.home.brug.outbox.settled()

    def _until_something_is_due(self) -> None:
        dues = [row.due_at for row in self.runner.run(self.home.rows(contact)) if row.state == PLANNED]
        self.home.clock.moment = max(self.home.clock.moment, min(dues, default=self.home.clock.moment))

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
    def each_contact_is_planned_once_and_may_arrive_at_most_once(self) -> None:
        rows = self.runner.run(self.home.rows(contact))
        everything = self.runner.run(self.home.rows(outbox))
        letters = [row for row in everything if _is_contact(row)]
        keys = Counter((row.person_id, row.kind, row.reference, row.slot) for row in rows)
        of_letters = Counter(row.key for row in everything)
        arrived = Counter(_part(row) for row in letters if row.state in MAY_HAVE_ARRIVED)
        sent = {row.id for row in rows if row.state == "sent"}

        assert not [key for key, number in keys.items() if number > 1]
        assert not [key for key, number in of_letters.items() if number > 1]
        assert not [part for part, number in arrived.items() if number > 1]
        assert {
            int(row.key.split(":")[1]) for row in letters if row.state != "expired" or row.key == _part(row)
        } <= sent

    @invariant()
    def the_channel_gets_nothing_more_often_than_it_was_meant(self) -> None:
        """Counted on the paper: of each text as many copies as there are contacts and answers that say it."""
        letters = self.runner.run(self.home.rows(outbox))
        meant = Counter(
            copy for _, copy in {(_part(row), (self.names[row.address_id], row.body["text"])) for row in letters}
        )
        got = Counter((who, text) for who in NAMES for text in self.home.said(who))

        assert got <= meant

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


def _is_contact(letter: Any) -> bool:
    return bool(letter.key) and letter.key.startswith("contact:")


def _part(letter: Any) -> str | int:
    """What this letter says one part of: its contact, however often that was decided. Any other stands for itself."""
    return ":".join(letter.key.split(":")[:3]) if _is_contact(letter) else letter.id


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
