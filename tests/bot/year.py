"""A lab in its year: people of a House, meetings ahead, and a clock that goes from one contact to the next."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contacting import Done
from bot.meeting_changes import cancel_meeting, move_meeting
from bot.messages import Inbound, Outbound
from lab.meetings import Meeting, Place, Session
from lab.people import ACTIVE
from lab.touchpoints import DEFAULT_PLAN, Touchpoint, dump_plan
from store import meetings
from store.contacts import PLANNED
from store.intake import insert_many
from store.labs import Lab, labs
from store.tables import address, contact, invitation, media, person, talk, task
from store.tables import lab as lab_table
from store.tables import meeting as meeting_table
from tests.house import House

EVENING = datetime.fromisoformat("2026-06-04T18:00")
"""Thursday, more than three weeks after the tests begin."""
LIBRARY = Place("De Krook", "Platteberg 1")
ON_THE_MAP = replace(LIBRARY, latitude=51.05, longitude=3.73, directions={"en": "Tram 1", "nl": "Tram 1, halte Krook"})
AGENDA = (Session(time(18), "welcome"), Session(time(20, 30), "end"))
WEEK = timedelta(days=7)
RESOLUTION = timedelta(seconds=1)


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """In UTC: in Ghent the clocks show two hours more in summer."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@dataclass
class Year:
    """What a test does with a lab, and what it sees of it."""

    home: House
    heard: dict[str, list[tuple[datetime, Outbound]]] = field(default_factory=dict)

    async def knows(
        self, *names: str, language: str = "en", channel: str = "paper", account: str = "", **given: Any
    ) -> list[int]:
        """Active participants, each with a phone by her name; their ids."""
        now, keyring = self.home.clock.now(), self.home.brug.database.keyring
        values = {"lab_id": self.home.lab.id, "language": language, "standing": ACTIVE, "created_at": now}
        values |= {"confirmed_at": now, "last_in_at": now - timedelta(hours=1)} | given
        account = account or ("1" if channel == "paper" else "")
        where = {"channel": channel, "account": account, "created_at": now}
        lookups = {name: keyring.lookup(f"{channel}:{account}", name) for name in names}
        async with self.home.brug.database.write() as connection:
            ids = await insert_many(connection, person, [values | {"name": name.title()} for name in names])
            phones = [
                where | {"external": name, "lookup": lookups[name], "person_id": one}
                for name, one in zip(names, ids, strict=True)
            ]
            await insert_many(connection, address, phones)
        return ids

    async def meets(self, starts: datetime = EVENING, *, hours: float = 2.5, **given: Any) -> Meeting:
        """A meeting stands in the diary, and everything that follows from it is planned."""
        meeting = Meeting(
            *(0, self.home.lab.id, "exploration", starts, starts + timedelta(hours=hours), "Europe/Brussels"),
            **{"place": LIBRARY} | given,
        )
        async with self.home.brug.database.write() as connection:
            added = await meetings.add_meeting(connection, meeting, self.home.clock.now())
        await self.home.brug.rounds.plan()
        return added

    async def leaves_alone(self) -> None:
        """The lab has no floor to speak of: nobody is asked how she is, or called because she is silent."""
        await self.home.change(lab_table, self.home.lab.id, policy={"floor_days": 120, "silence_days": 120})

    async def plan(self) -> int:
        return await self.home.brug.rounds.plan()

    async def round(self) -> Done:
        """What is due now goes out."""
        heard = {name: len(sheets) for name, sheets in self.home.paper.sheets.items()}
        done = await self.home.brug.rounds.contact()
        await self.home.brug.outbox.settled()
        for name, sheets in self.home.paper.sheets.items():
            news = [(self.home.clock.now(), sheet) for sheet in sheets[heard.get(name, 0) :]]
            self.heard.setdefault(name, []).extend(news)
        return done

    async def until(self, moment: datetime, step: timedelta = WEEK) -> list[tuple[datetime, Outbound]]:
        """Live until then: from one due contact to the next; planning every `step` and at the end.

        What Amina was told meanwhile.
        """
        before = len(self.heard.get("amina", ()))
        planned = self.home.clock.moment
        while self.home.clock.moment < moment:
            due = await self._next_due() or moment
            self.home.clock.moment = min(max(due, self.home.clock.moment + RESOLUTION), planned + step, moment)
            if self.home.clock.moment in (planned + step, moment):
                await self.plan()
                planned = self.home.clock.moment
            await self.round()
        return self.heard.get("amina", [])[before:]

    async def _next_due(self) -> datetime | None:
        query = select(func.min(contact.c.due_at)).where(contact.c.state == PLANNED)
        async with self.home.brug.database.read() as connection:
            found: datetime | None = (await connection.execute(query)).scalar()
        return found

    async def writes(self, sender: str, text: str = "", *taps: str) -> list[str]:
        """One input, and the texts that she was sent because of it."""
        return [message.text for message in await self.home.writes(sender, text, *taps)]

    async def takes(self, sender: str, text: str, event: str) -> None:
        """One input, and no waiting for what comes back."""
        await self.home.brug.service.take(Inbound("paper", "1", event, sender, text))

    async def taps(self, sender: str, sheet: Outbound, place: int) -> list[Outbound]:
        """A button under a message, counted from 0."""
        return await self.home.writes(sender, "", sheet.buttons[place].token)

    async def move(self, meeting: Meeting, starts: datetime) -> Meeting:
        moved = replace(meeting, starts=starts, ends=starts + (meeting.ends - meeting.starts))
        lab = await self.lab()

        async def work(connection: AsyncConnection) -> Meeting:
            return await move_meeting(connection, lab, moved, self.home.clock.now())

        return await self._changes(work)

    async def cancel(self, meeting: Meeting) -> Meeting:
        async def work(connection: AsyncConnection) -> Meeting:
            return await cancel_meeting(connection, meeting, self.home.clock.now())

        return await self._changes(work)

    async def _changes(self, work: Callable[[AsyncConnection], Awaitable[Meeting]]) -> Meeting:
        """As the desk does."""
        changed = await self.home.brug.database.transact(work)
        self.home.brug.service.look_again()
        return changed

    async def lab(self) -> Lab:
        async with self.home.brug.database.read() as connection:
            return (await labs(connection))[self.home.lab.id]

    async def keeps(self, *touchpoints: Touchpoint) -> None:
        """The lab's plan is this."""
        await self.home.change(lab_table, self.home.lab.id, plan=dump_plan(touchpoints))

    async def without(self, *kinds: str) -> None:
        """The usual plan without these."""
        await self.keeps(*(one for one in DEFAULT_PLAN if one.kind not in kinds))

    async def only(self, *kinds: str) -> None:
        await self.keeps(*(one for one in DEFAULT_PLAN if one.kind in kinds))

    async def change(self, sender: str, **values: Any) -> None:
        who = await self.home.person(sender)
        await self.home.change(person, who.id, **values)

    async def contacts(self, *kinds: str, who: int = 0) -> list[Any]:
        rows = await self.home.rows(contact)
        return [row for row in rows if (not kinds or row.kind in kinds) and who in (0, row.person_id)]

    async def fate(self, kind: str, who: int = 0) -> list[tuple[str, str]]:
        """State and reason of each contact of this kind."""
        return [(row.state, row.reason) for row in await self.contacts(kind, who=who)]

    async def tasks(self, *kinds: str) -> list[Any]:
        return [row for row in await self.home.rows(task) if not kinds or row.kind in kinds]

    async def answers(self) -> list[tuple[int, str]]:
        """Person and answer, in the order of people."""
        rows = await self.home.rows(invitation)
        return sorted((row.person_id, row.answer) for row in rows)

    async def opens_talk(self, starts_at: datetime, place: str = "Library", staff_id: int = 0) -> int:
        async with self.home.brug.database.write() as connection:
            return await meetings.add_talk(connection, self.home.lab.id, staff_id, starts_at, 30, place)

    async def talkers(self) -> list[int | None]:
        """Who has each slot."""
        return [row.person_id for row in await self.home.rows(talk)]

    async def file(self, media_id: int | None) -> bytes:
        async with self.home.brug.database.read() as connection:
            return bytes((await connection.execute(select(media.c.data).where(media.c.id == media_id))).scalar_one())

    async def answered(self, meeting: Meeting | int, who: int, answer: str, **more: Any) -> None:
        """Somebody answered earlier, and knows of the meeting."""
        number = meeting if isinstance(meeting, int) else meeting.id
        async with self.home.brug.database.write() as connection:
            await meetings.answer(connection, number, who, {"answer": answer, "told_sequence": 0, **more})

    async def says_what_was_decided(self, meeting_id: int, **words: str) -> None:
        rows = meeting_table.c.id == meeting_id
        async with self.home.brug.database.write() as connection:
            await connection.execute(update(meeting_table).where(rows).values(decided=words))

    async def was_there(self, meeting: Meeting, who: int, *, present: bool) -> None:
        rows = (invitation.c.meeting_id == meeting.id, invitation.c.person_id == who)
        async with self.home.brug.database.write() as connection:
            await connection.execute(update(invitation).where(*rows).values(present=present))


def texts(heard: Sequence[tuple[datetime, Outbound]]) -> list[str]:
    return [message.text for _, message in heard]


def beginnings(heard: Sequence[tuple[datetime, Outbound]]) -> list[str]:
    """When and how each message began: enough to know it by."""
    return [f"{moment:%a %d %b %H:%M} {message.text[:20]}" for moment, message in heard]
