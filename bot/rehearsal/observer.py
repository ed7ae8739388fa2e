"""Looks at the stage after each step, from outside: what arrived, what was decided, who has which seat."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.pilots import SILENT
from bot.rehearsal.book import COORDINATOR, REPLY, Answer, Book, Delivery, MeetingSeen, Seats, Slot, TaskSeen, Verdict
from bot.rehearsal.interpreters import ADDRESSES
from bot.rehearsal.stage import Stage, as_stored, moment_in
from bot.rehearsal.stand_in import ACCOUNT, NAME, Arrival
from lab.meetings import CANCELLED, Meeting
from lab.promises import BROKEN

_PEOPLE = "SELECT lookup, person_id FROM address WHERE person_id IS NOT NULL"
_LETTER = "SELECT key, kind, created_at FROM outbox WHERE provider_id = ?"
_LOST = "SELECT key, kind, created_at, person_id FROM outbox WHERE state = 'unconfirmed' ORDER BY id DESC"
_CONTACT = "SELECT * FROM contact WHERE id = ?"
_BESIDE = "SELECT kind, reference FROM contact WHERE person_id = ? AND state = 'merged' AND decided_at = ? ORDER BY id"
_DECIDED = "SELECT * FROM contact WHERE decided_at = ? ORDER BY id"
_TASKS = (
    "SELECT id, person_id, kind, created_at, answer_by, done_at, sort, answered_at, climbed, note, merged_into,"
    " answer IS NOT NULL AS worded FROM task ORDER BY id"
)
_TALKS = "SELECT id, person_id FROM talk ORDER BY id"
_ANSWERS = (
    "SELECT meeting_id, capacity, person_id, answer FROM invitation JOIN meeting ON meeting.id = meeting_id"
    " ORDER BY invitation.id"
)

HANDED_ON = "…"
"""Stands in the book for what somebody else wrote: whose idea goes to whom is left to chance."""


@dataclass(slots=True)
class Observer:
    """Writes the book. `people`: numbers of the cast by the id that Brug gave them."""

    stage: Stage
    book: Book
    people: dict[int, int] = field(default_factory=dict)
    to_mediators: list[Arrival] = field(default_factory=list)
    """What came to them in the last step."""
    _read: int = 0
    _answers: dict[tuple[int, int], str] = field(default_factory=dict)
    _seats: dict[int, int] = field(default_factory=dict)
    _slots: dict[int, int] = field(default_factory=dict)
    _noted: set[tuple[int, str, str]] = field(default_factory=set)
    _tasks: dict[int, sqlite3.Row] = field(default_factory=dict)
    _invited: list[sqlite3.Row] = field(default_factory=list)
    """Tasks and answers as they were when they were looked at last: what is the same is passed over."""
    _lookups: dict[str, int] = field(default_factory=dict)

    def number_of(self, person_id: int | None) -> int:
        """0: nobody of the cast."""
        if person_id and person_id not in self.people:
            self._meet()
        return self.people.get(person_id or 0, 0)

    def id_of(self, number: int) -> int:
        """The newest: somebody who was erased and comes again is another person to Brug. 0: unknown."""
        self._meet()
        return max((known for known, one in self.people.items() if one == number), default=0)

    def _meet(self) -> None:
        if not self._lookups:
            lookup = self.stage.brug.database.keyring.lookup
            self._lookups = {lookup(f"{NAME}:{ACCOUNT}", one.address): one.number for one in self.book.people}
        for mark, person_id in self.stage.see(_PEOPLE):
            if mark in self._lookups:
                self.people[person_id] = self._lookups[mark]

    def look(self) -> list[tuple[Arrival, Delivery]]:
        """After every step: what arrived in it, and what it was."""
        came = self.stage.channel.arrived[self._read :]
        self._read += len(came)
        self.to_mediators = [one for one in came if one.address in ADDRESSES]
        new = [one for one in came if one.address not in ADDRESSES]
        seen = self._deliveries(new)
        self.book.deliveries += seen
        self._note_verdicts()
        return list(zip(new, seen, strict=True))

    def look_around(self) -> None:
        """After steps in which people or the coordinator did something."""
        now = self.stage.clock.now()
        self._look_at_seats()
        for talk_id, person_id in self.stage.see(_TALKS):
            holder = self.number_of(person_id)
            if self._slots.get(talk_id, 0) != holder:
                self._slots[talk_id] = holder
                self.book.slots.append(Slot(now, talk_id, holder))

    def _look_at_seats(self) -> None:
        now, taken = self.stage.clock.now(), dict.fromkeys(self._seats, 0)
        capacities: dict[int, int] = {}
        rows = self.stage.see(_ANSWERS)
        if rows == self._invited:
            return
        self._invited = rows
        for meeting_id, capacity, person_id, answer in rows:
            number = self.number_of(person_id)
            if self._answers.get((meeting_id, number), "") != answer:
                self._answers[meeting_id, number] = answer
                self.book.answers.append(Answer(now, meeting_id, number, answer))
            taken[meeting_id] = taken.get(meeting_id, 0) + (answer == "yes")
            capacities[meeting_id] = capacity
        for meeting_id, count in taken.items():
            if self._seats.get(meeting_id, 0) != count:
                self.book.seats.append(Seats(now, meeting_id, count, capacities.get(meeting_id, 0)))
        self._seats = taken

    def look_at_tasks(self) -> None:
        now = self.stage.clock.now()
        for row in self.stage.see(_TASKS):
            if row == self._tasks.get(row["id"]):
                continue
            self._tasks[row["id"]] = row
            self.book.tasks[row["id"]] = TaskSeen(
                *(row["id"], self.number_of(row["person_id"]), row["kind"], moment_in(row["created_at"]) or now),
                *(moment_in(row["answer_by"]), moment_in(row["done_at"]), row["sort"], moment_in(row["answered_at"])),
                listed=row["climbed"] == BROKEN,
                about=self._about(row["note"]) if row["kind"] == SILENT else "",
                merged=row["merged_into"] or 0,
                worded=bool(row["worded"]),
            )

    def _about(self, note: bytes) -> str:
        return self.stage.brug.database.keyring.open(note, "task.note").decode()

    def note_meeting(self, one: Meeting) -> None:
        now, cancelled = self.stage.clock.now(), one.state == CANCELLED
        self.book.meetings.append(
            MeetingSeen(now, one.id, one.sequence, one.starts_at, one.ends_at, cancelled, one.capacity)
        )

    def _note_verdicts(self) -> None:
        """A clock that is set back shows the same moment twice: nothing is noted twice."""
        now = self.stage.clock.now()
        for row in self.stage.see(_DECIDED, as_stored(now)):
            seen = (row["id"], row["decided_at"], row["reason"])
            if seen not in self._noted:
                self._noted.add(seen)
                number, until = self.number_of(row["person_id"]), moment_in(row["reason_until"])
                what = (row["id"], row["kind"], row["meeting_id"] or 0, row["slot"], row["state"], row["reason"])
                self.book.verdicts.append(Verdict(now, number, *what, until))

    def _deliveries(self, arrivals: Sequence[Arrival]) -> list[Delivery]:
        return [self._delivery(one) for one in arrivals]

    def _delivery(self, arrival: Arrival) -> Delivery:
        number = next(one.number for one in self.book.people if one.address == arrival.address)
        known_as = self.stage.brug.database.keyring.lookup("outbox.provider_id", arrival.number)
        letter = next(iter(self.stage.see(_LETTER, known_as)), None) or self._unconfirmed(number)
        message = arrival.message
        text = message.text if not message.passing else HANDED_ON
        shown = Delivery(
            *(arrival.at, number, letter["kind"] if letter else REPLY, message.lang, text),
            captions=tuple(button.label for button in message.buttons),
            made_at=moment_in(letter["created_at"]) if letter else arrival.at,
            picture=arrival.picture,
        )
        if letter is None or letter["kind"] in (REPLY, COORDINATOR):
            return shown
        _, lead, place = letter["key"].split(":")
        return self._explained(replace(shown, contact=int(lead), place=int(place)))

    def _unconfirmed(self, number: int) -> sqlite3.Row | None:
        """A message of which the provider did not say that it took it."""
        return next((row for row in self.stage.see(_LOST) if self.number_of(row["person_id"]) == number), None)

    def _explained(self, one: Delivery) -> Delivery:
        rows = self.stage.see(_CONTACT, one.contact)
        if not rows:
            return one
        (lead,) = rows
        beside = self.stage.see(_BESIDE, lead["person_id"], lead["decided_at"])
        return replace(
            one,
            kind=lead["kind"],
            joined=tuple(row["kind"] for row in beside),
            abouts=(lead["reference"], *(row["reference"] for row in beside)),
            meeting=lead["meeting_id"] or 0,
            priority=lead["priority"],
            slot=lead["slot"],
        )
