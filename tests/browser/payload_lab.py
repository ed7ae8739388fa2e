"""The made-up lab, after everybody in it wrote payloads wherever somebody who takes part can write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.nowhere import ACCOUNT, NAME
from bot.demo.write import Writing
from bot.poll_rounds import close_poll
from bot.polls import open_poll
from lab.polls import BETWEEN, CHECK_IN, Choice, Poll
from store.ballots import Given, cast_ballot, note_participation
from store.intake import insert_many
from store.labs import new_entry
from store.notes import add_note
from store.polls import add_poll, poll_of, salt_of
from store.tables import (
    address,
    answer,
    inbox,
    invitation,
    outbox,
    person,
    pilot_update,
    staff,
    talk,
    task,
    translation,
)
from tests.admin.house import House
from tests.browser.payloads import ALL, PAYLOADS, in_pieces
from tests.conversations import catalogues

FACTS = {
    "interests": {"text": ALL},
    "needs": {"options": ["quiet_room", ALL], "words": ALL, "language": ALL},
    "times": ["evenings", PAYLOADS[4]],
    "capacity": ALL,
    "speaks": ["uk", PAYLOADS[4]],
    "hours": ALL,
    "left_because": ALL,
}
SORTS = (("question", "question"), ("idea", "idea"), ("signal", "signal"))
STATES = ("waiting", "given", "approved")
ANSWERS = ("yes", "maybe", "no", "waiting")


@dataclass(frozen=True, slots=True)
class Filled:
    """Where to look. `star` said and is everything; `other` is another record of her."""

    lab: int
    star: int
    other: int
    code: str
    polls: tuple[int, ...]
    screen: str
    meetings: tuple[int, ...]
    pilot: int


@dataclass(slots=True)
class Filling:
    """One filling. Every field gets all 500: one a row, or all in one row where a page shows one."""

    connection: AsyncConnection
    house: House
    now: datetime
    people: Sequence[int] = ()
    polls: tuple[int, ...] = ()
    screen: str = ""

    async def fill(self) -> Filled:
        demo = Writing(self.connection, self.house.brug.database.keyring, catalogues(), self.now)
        await demo.write()
        meetings = tuple(one.id for one in demo.meetings)
        await self._be_called(demo)
        await self._say(self.people[0])
        await self._bring_in(demo.lab.id)
        await self._answer_meetings(meetings[2:4])
        pilot = await self._report()
        await self._translate(demo.lab.id)
        await self._vote(demo)
        place = await self._code(demo.lab.id)
        await add_note(self.connection, self.people[0], demo.team["Els"], ALL, self.now)
        return Filled(demo.lab.id, self.people[0], self.people[1], place, self.polls, self.screen, meetings[2:4], pilot)

    async def _be_called(self, demo: Writing) -> None:
        """500 people with a payload each as name and place; half of them were written down by a worker only."""
        row = {"lab_id": demo.lab.id, "language": "ar", "role": "participant", "worker_id": demo.team["Farid"]}
        row |= {"created_at": self.now, "last_in_at": self.now, "facts": {"interests": PAYLOADS[4]}}
        sure = {"standing": "active", "confirmed_at": self.now, "expires_at": None}
        unsure = {"standing": "registered", "confirmed_at": None, "expires_at": self.now + timedelta(days=2)}
        called = [{"name": f"أمينة {text}", "place": text} for text in PAYLOADS]
        rows = [row | one | sure for one in called] + [row | one | unsure for one in called]
        self.people = (await insert_many(self.connection, person, rows))[: len(PAYLOADS)]
        facts = {"facts": FACTS, "standing": "waiting_guardian", "age_band": "under_16"}
        await self.connection.execute(update(person).where(person.c.id == self.people[0]).values(facts))
        worker = update(staff).where(staff.c.id == demo.team["Farid"]).values(name=PAYLOADS[4])
        await self.connection.execute(worker)
        await self.connection.execute(update(talk).values(person_id=self.people[4], place=PAYLOADS[4]))
        mediator = update(person).where(person.c.id == demo.people["Olena"]).values(name=PAYLOADS[4], facts=FACTS)
        await self.connection.execute(mediator)

    async def _say(self, who: int) -> None:
        """She writes and taps; what the program wrote holds her words too, and so does what a channel answered."""
        way = {"channel": NAME, "account": ACCOUNT}
        pieces = in_pieces(100)
        known = {"lookup": "p", "external": PAYLOADS[4], "person_id": who, "created_at": self.now}
        await self.connection.execute(insert(address).values(way | known))
        taps = [{"text": "", "taps": [f"t{place}"]} for place in range(len(pieces))]
        bodies = [{"text": text, "taps": []} for text in pieces] + taps
        at = {"sent_at": self.now, "received_at": self.now}
        said = [way | at | {"event_id": f"p{n}", "person_id": who, "body": body} for n, body in enumerate(bodies)]
        await insert_many(self.connection, inbox, said)
        row = {"person_id": who, "address_id": 1, "kind": "reply", "due_at": self.now, "created_at": self.now}
        went = [
            row
            | {"key": f"payload:{n}", "state": "failed", "error": text[:300], "sent_at": self.now}
            | {"body": {"text": text, "lang": "en", "buttons": [{"token": f"t{n}", "label": text}]}}
            for n, text in enumerate(pieces)
        ]
        await insert_many(self.connection, outbox, went)

    async def _bring_in(self, lab_id: int) -> None:
        """Questions, ideas and signals; what a guardian's line holds; why somebody left; what came after a message."""
        row = {"lab_id": lab_id, "created_at": self.now, "answer_by": self.now - timedelta(days=9), "language": "en"}
        open_ones = [
            row | {"person_id": who, "kind": kind, "sort": sort, "note": text, "climbed": number % 3}
            for number, (who, text) in enumerate(zip(self.people, in_pieces(40), strict=False))
            for kind, sort in (SORTS[number % 3],)
        ]
        kinds = ("guardian", "left", "translation", "unreachable", "help", "look", "reply")
        urgent = {"sort": "", "person_id": self.people[0], "answer_by": self.now - timedelta(days=30)}
        open_ones += [row | urgent | {"kind": kind, "note": ALL, "climbed": 0} for kind in kinds]
        await insert_many(self.connection, task, open_ones)
        done = {"done_at": self.now, "answered_at": self.now, "answer_language": "en", "kind": "question"}
        closed = [
            row | done | {"person_id": self.people[0], "sort": "question", "note": text, "answer": text}
            for text in in_pieces(50)
        ]
        await insert_many(self.connection, task, closed)
        some = select(task.c.id).where(task.c.sort == "signal").limit(30)
        await self.connection.execute(update(task).where(task.c.id.in_(some)).values(broadcast_id=2))

    async def _answer_meetings(self, meetings: Sequence[int]) -> None:
        """Why she does not come, in her words; and what she needs."""
        rows = [
            {
                "meeting_id": meeting,
                "person_id": who,
                "answer": ANSWERS[number % 4],
                "reason": "other",
                "words": text,
                "told_sequence": 0,
                "answered_at": self.now,
                "present": None,
            }
            for number, (who, text) in enumerate(zip(self.people, PAYLOADS, strict=True))
            for meeting in meetings
            if number in (0, 1) or number % 2 == meeting % 2
        ]
        await insert_many(self.connection, invitation, rows)

    async def _report(self) -> int:
        """What a pilot's team tells, before and after a human looked at it."""
        pilot_id = (await self.connection.execute(select(func.min(pilot_update.c.pilot_id)))).scalar_one()
        row = {"pilot_id": pilot_id, "language": "en", "created_at": self.now, "how": "stuck"}
        told = [
            row | {"person_id": who, "words": text, "need": text, "passed": (None, True, False)[number % 3]}
            for number, (who, text) in enumerate(zip(self.people, in_pieces(50), strict=False))
        ]
        await insert_many(self.connection, pilot_update, told)
        return int(pilot_id)

    async def _translate(self, lab_id: int) -> None:
        row = {"lab_id": lab_id, "source_language": "ar", "language": "en", "skipped": [], "created_at": self.now}
        row |= {"asked_at": self.now, "given_at": self.now, "approved_at": self.now, "mediator_id": self.people[0]}
        texts = [
            row | {"subject": f"task:{n}:{state}", "state": state, "source": text, "words": text, "unsure": True}
            for state in STATES
            for n, text in enumerate(in_pieces(25))
        ]
        await insert_many(self.connection, translation, texts)

    async def _vote(self, demo: Writing) -> None:
        """Words of polls, those that wait and those that the group may read; and a poll whose options people wrote."""
        asked = dict.fromkeys(demo.lab.languages, "What do you think?")
        mood = Poll(0, demo.lab.id, "mood_barometer", CHECK_IN, {}, meeting_id=demo.meetings[3].id)
        ideas = Poll(0, demo.lab.id, "brainwriting", BETWEEN, asked)
        for new, part in ((ideas, "idea"), (mood, "more")):
            made = await add_poll(self.connection, new, self.now)
            assert await open_poll(self.connection, demo.lab, made.id, self.now) == []
            salt = await salt_of(self.connection, made.id) or ""
            for who in self.people[:12]:
                given = Given("face", 1, self.now.date(), options=("4",))
                await cast_ballot(self.connection, salt, made.id, who, given)
                await note_participation(self.connection, made.id, who, 1)
            await self._words(made.id, part)
            if part == "more":
                await close_poll(self.connection, made.id, self.now)
            self.polls += (made.id,)
            stored = await poll_of(self.connection, made.id)
            self.screen = stored.code if stored else ""
        options = tuple(Choice(f"o{n}", {"en": text, "ar": text}) for n, text in enumerate(in_pieces(10)))
        draft = Poll(0, demo.lab.id, "single", BETWEEN, {"en": ALL, "ar": ALL}, options)
        self.polls += ((await add_poll(self.connection, draft, self.now)).id,)

    async def _words(self, poll_id: int, part: str) -> None:
        row = {"poll_id": poll_id, "part": part, "round": 1, "options": [], "language": "en", "day": self.now.date()}
        said = [
            row | {"id": f"{passed}{n:03}{poll_id}".casefold(), "text": text, "passed": passed}
            for passed in (None, True)
            for n, text in enumerate(PAYLOADS)
        ]
        await self.connection.execute(insert(answer), said)

    async def _code(self, lab_id: int) -> str:
        """The places of codes. The token of the last one."""
        keyring = self.house.brug.database.keyring
        made = [await new_entry(self.connection, keyring, lab_id, self.now, place=text) for text in in_pieces(50)]
        return made[-1].token
