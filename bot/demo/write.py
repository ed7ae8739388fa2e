"""Puts the made-up lab into a database, once, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo import extras, pilots, polls, rows
from bot.demo.broadcasts import add_broadcasts
from bot.demo.conversation import Talking, Told, inbox_rows, outbox_rows, said_at
from bot.demo.history import Asked, Life
from bot.demo.meetings import NEXT, ZONE, meetings, next_meeting_day, phases
from bot.demo.people import DESK, EVERYBODY, FACILITATOR, GROUPS, NAMES_OF_YOUTH, PARTICIPANT, YOUTH, Figure
from bot.demo.progress import add_progress
from bot.demo.talking import add_talking
from bot.demo.words import LINES
from bot.planning import plan_lab
from flows.contributing import IDEA
from flows.signup import CONSENT
from lab.feasts import feast_days
from lab.meetings import Meeting
from lab.wall_time import zone_of
from locales.catalogue import Catalogues
from store.crypto import Keyring
from store.groups import add_quota, put_in_groups
from store.intake import insert_many
from store.labs import Lab, labs, new_lab
from store.meetings import add_meeting
from store.rules import put_phases
from store.staff import add_staff
from store.tables import address, consent, contact, fact_change, inbox, invitation, outbox, person, staff, task
from store.tables import lab as lab_table

LAB, CITY, CITY_LANGUAGE = "Samen in Gent (made up)", "Gent", "nl"
CALENDARS = ("country:BE", "islamic", "orthodox")
SIGNED_UP = 105
"""The first one did so many days before the next meeting, the others a day later each."""


@dataclass(slots=True)
class Writing:
    """One writing of the lab. `seen` hears after each part that is done; there are `PARTS`."""

    connection: AsyncConnection
    keyring: Keyring
    catalogues: Catalogues
    now: datetime
    seen: Callable[[], None] = lambda: None
    lab: Lab = field(init=False)
    desk: dict[str, str] = field(default_factory=dict)
    team: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, int] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)
    asked: tuple[Asked, Asked] = field(init=False)
    lives: list[Life] = field(default_factory=list)

    async def write(self) -> None:
        for part in PARTS:
            await part(self)
            self.seen()

    async def set_up(self) -> None:
        """The lab itself, and who works at its desk. Without a password nobody comes in: each gets a link for one."""
        languages = tuple(dict.fromkeys((CITY_LANGUAGE, *(one.language for one in EVERYBODY))))
        made = await new_lab(
            self.connection,
            name=LAB,
            city=CITY,
            timezone=ZONE,
            languages=languages,
            now=self._joined(0) - timedelta(days=20),
            made_up=True,
        )
        calendars = update(lab_table).where(lab_table.c.id == made.id).values(calendars=list(CALENDARS))
        await self.connection.execute(calendars)
        await put_phases(self.connection, made.id, phases(self._today))
        for name, role in DESK:
            self.team[name], self.desk[name] = await self._staff(name, role, made.id)
        self.lab = replace(made, calendars=CALENDARS)

    async def invite_people(self) -> None:
        """Everybody, with the way to reach them, what they agreed to and their groups."""
        joined = [self._joined(number) for number in range(len(EVERYBODY))]
        new = [rows.person(one, self.lab.id, at) for one, at in zip(EVERYBODY, joined, strict=True)]
        ids = await insert_many(self.connection, person, new)
        self.people = {one.name: who for one, who in zip(EVERYBODY, ids, strict=True)}
        reached = [one for one in EVERYBODY if one.phone]
        ways = [rows.address(one, self.people[one.name], self.keyring, self.now) for one in reached]
        made = await insert_many(self.connection, address, ways)
        self.addresses = {one.name: where for one, where in zip(reached, made, strict=True)}
        for one in EVERYBODY:
            if one.role != PARTICIPANT:
                self.team[one.name], _ = await self._staff(one.name, one.role, self.lab.id)
        helper = self.team["Farid"]
        said = [
            rows.consent(one, self.people[one.name], self.catalogues(one.language, CONSENT), helper, at)
            for one, at in zip(EVERYBODY, joined, strict=True)
        ]
        await insert_many(self.connection, consent, said)
        facts = [
            rows.recorded(one, self.people[one.name], helper, at) for one, at in zip(EVERYBODY, joined, strict=True)
        ]
        await insert_many(self.connection, fact_change, [row for some in facts for row in some])
        await self._group()

    async def plan_meetings(self) -> None:
        facilitators = tuple(self.people[one.name] for one in EVERYBODY if one.role == FACILITATOR)
        for planned in meetings(self._today, self.lab.id, facilitators):
            known = planned.starts_at - rows.KNOWN_BEFORE
            self.meetings.append(await add_meeting(self.connection, planned, min(known, self.now)))
        first, staff_id = self.meetings[0], self.team["Els"]
        self.asked = await polls.add_polls(self.connection, self.lab, first, staff_id, self.now)

    async def live(self) -> None:
        """What was planned, said and answered until now."""
        self.lab = (await labs(self.connection))[self.lab.id]
        self.lives = [self._life(number, one) for number, one in enumerate(EVERYBODY) if one.role == PARTICIPANT]
        known = [await self._contacts(life) for life in self.lives]
        told_of = [row for life in self.lives for row in rows.invitations(life, self.people[life.figure.name])]
        await insert_many(self.connection, invitation, told_of)
        await polls.hold(self.connection, self.lab, self.asked, self.lives, self.people)
        languages = [life.figure.language for life in self.lives]
        results = await polls.results_of(self.connection, self.catalogues, self.asked[0].poll.id, languages)
        said = [self._talk(number, life, results) for number, life in enumerate(self.lives)]
        await self._keep(
            [(one.figure.name, lines, ids) for one, lines, ids in zip(self.lives, said, known, strict=True)]
        )
        for life in self.lives:
            await self._changed(life)

    def _talk(self, number: int, life: Life, results: polls.Results) -> list[Told]:
        talking = Talking(life, self.catalogues, self.lab.name, self.lab.seats, self._joined(number))
        polls.say(talking, self.asked, results)
        pilots.say(talking)
        return talking.all()

    async def add_the_rest(self) -> None:
        """Talks, tasks, counts and pilots; and what the scheduler itself would plan now."""
        await extras.talks(self.connection, self.lab, self.team["Els"], self.people, self.now)
        await extras.tasks(self.connection, self.lab.id, self.people, self.lives, self.team["Els"], self.now)
        await add_talking(self.connection, self.lab.id, self.people, self.team["Els"], self.now)
        await extras.tallies(self.connection, self.lab.id, self.meetings[:NEXT])
        await add_broadcasts(
            self.connection, self.catalogues, self.lab, self.meetings[NEXT - 1], self.team["Els"], self.now
        )
        await self._try_out()
        await add_progress(self.connection, self.lab.id, self.team["Els"], self._today, self.now)
        await plan_lab(self.connection, self.lab, self.now)

    async def _try_out(self) -> None:
        made = await pilots.add_pilots(self.connection, self.lab, self.people, self.now)
        await pilots.add_reports(self.connection, self.lab, made, self.people, self.now)
        ideas = select(task.c.id).where(task.c.lab_id == self.lab.id, task.c.person_id == self.people["Oksana"])
        idea = (await self.connection.execute(ideas.where(task.c.sort == IDEA))).scalar_one()
        sources = (f"task:{idea}", f"pilot:{made[0].id}")
        await pilots.recommend(self.connection, self.lab, sources, self.team["Els"], self.now)

    @property
    def _today(self) -> date:
        return self.now.astimezone(zone_of(ZONE)).date()

    def _joined(self, number: int) -> datetime:
        day = next_meeting_day(self._today) - timedelta(days=SIGNED_UP - number)
        return datetime(day.year, day.month, day.day, 14, 5, tzinfo=self.now.tzinfo)

    async def _staff(self, name: str, role: str, lab_id: int) -> tuple[int, str]:
        email = f"{name.lower()}@made-up.invalid" if role in dict(DESK).values() else None
        where = None if role == "administrator" else lab_id
        made, token = await add_staff(
            self.connection, self.keyring, name=name, email=email, role=role, lab_id=where, now=self.now
        )
        hers: dict[str, Any] = {"person_id": self.people.get(name)}
        hers |= {} if email else {"setup_hash": None, "setup_until": None}
        await self.connection.execute(update(staff).where(staff.c.id == made).values(hers))
        return made, token

    async def _group(self) -> None:
        ids = {
            key: await add_quota(
                self.connection, self.lab.id, key, name, seats, NAMES_OF_YOUTH if key == YOUTH else None
            )
            for key, (name, seats) in GROUPS.items()
        }
        for one in EVERYBODY:
            if one.groups:
                await put_in_groups(self.connection, self.people[one.name], [ids[key] for key in one.groups])
        met = [self.people[one.name] for one in EVERYBODY if one.role == PARTICIPANT and one.how != "tapped"]
        await self.connection.execute(update(person).where(person.c.id.in_(met)).values(worker_id=self.team["Farid"]))

    def _life(self, number: int, one: Figure) -> Life:
        day = next_meeting_day(self._today)
        life = Life(one, self.meetings, day, self.now, ZONE, self.lab.policy, _feasts, self.asked)
        life.said += [self._joined(number), *(said_at(life, line.days) for line in LINES if line.who == one.name)]
        life.said += pilots.moments_of(one.name, ZONE, self.now)
        if one.standing != "waiting_guardian":
            life.play()
        return life

    async def _contacts(self, life: Life) -> dict[int, int]:
        """Their ids, by their number in her life."""
        life.touches = [one for one in life.touches if rows.known_at(one, life) <= (life.left_at or self.now)]
        who = self.people[life.figure.name]
        ids = await insert_many(
            self.connection, contact, [rows.contact(one, life, who, self.lab.id) for one in life.touches]
        )
        return {one.contact.id: made for one, made in zip(life.touches, ids, strict=True)}

    async def _keep(self, told: Sequence[tuple[str, Sequence[Told], Mapping[int, int]]]) -> None:
        """In the order of time over all people, as they would have come."""
        came: list[dict[str, Any]] = []
        went: list[dict[str, Any]] = []
        for name, lines, contacts in told:
            who, where = self.people[name], self.addresses.get(name)
            came += inbox_rows(lines, who, where)
            went += outbox_rows(lines, who, where, contacts, self.team["Els"])
        await insert_many(self.connection, inbox, sorted(came, key=lambda row: row["received_at"]))
        await insert_many(self.connection, outbox, sorted(went, key=lambda row: row["created_at"]))

    async def _changed(self, life: Life) -> None:
        """Where she stands now."""
        sent = [one.decided_at for one in life.touches if one.state == "sent" and one.decided_at]
        values: dict[str, Any] = {"last_in_at": life.last_in_at, "prepared_at": life.prepared_at}
        values |= {"last_out_at": max(sent)} if sent else {}
        values |= {"paused_until": life.paused_until, "left_at": life.left_at}
        hers = person.c.id == self.people[life.figure.name]
        await self.connection.execute(update(person).where(hers).values(values))
        if life.left_at:
            stop = {"person_id": self.people[life.figure.name], "kind": "contact", "given": False, "how": "said"}
            stop |= {"text_version": "", "language": life.figure.language, "at": life.left_at}
            await self.connection.execute(insert(consent).values(stop))


PARTS = (Writing.set_up, Writing.invite_people, Writing.plan_meetings, Writing.live, Writing.add_the_rest)


def _feasts(day: date) -> frozenset[date]:
    return feast_days(CALENDARS, day - timedelta(days=1), day + timedelta(days=1))
