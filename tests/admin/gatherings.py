"""Meetings, answers and talks, put into the house as the bot would."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from lab.meetings import Meeting, Place
from store import meetings as stored
from store.tables import contact, invitation, meeting, person, talk
from tests.admin.house import House, Page


def wall(clocks: str) -> datetime:
    """What clocks at the place show: without a zone."""
    return datetime.fromisoformat(clocks)


THURSDAY = wall("2026-06-04T18:00")
"""A naive evening, as clocks in Brussels show it. The house stands at Monday 11 May 2026."""

FORM = {
    "phase": "co_creation",
    "day": "2026-06-04",
    "start": "18:00",
    "end": "20:30",
    "timezone": "Europe/Brussels",
    "place": "De Krook",
}


async def a_meeting(house: House, *, lab_id: int = 0, **changes: Any) -> Meeting:
    """On Thursday 4 June from six to half past eight, in lab A."""
    ends = changes.get("starts", THURSDAY) + timedelta(hours=2, minutes=30)
    planned = Meeting(0, lab_id or house.lab_a, "co_creation", THURSDAY, ends, "Europe/Brussels", Place("De Krook"))
    async with house.brug.database.write() as connection:
        return await stored.add_meeting(connection, replace(planned, **changes), house.clock.now())


async def meeting_now(house: House, meeting_id: int) -> Meeting:
    async with house.brug.database.read() as connection:
        found = await stored.meeting_of(connection, meeting_id)
    assert found is not None
    return found


async def meetings_of(house: House, lab_id: int) -> list[Meeting]:
    async with house.brug.database.read() as connection:
        return await stored.meetings(connection, lab_id=lab_id)


async def answers(house: House, meeting_id: int, person_id: int, **changes: Any) -> None:
    """She was told of the meeting, and said this."""
    async with house.brug.database.write() as connection:
        await stored.tell(connection, meeting_id, person_id, 0)
        await stored.answer(connection, meeting_id, person_id, changes)


async def needs(house: House, person_id: int, **wanted: Any) -> None:
    async with house.brug.database.write() as connection:
        await connection.execute(update(person).where(person.c.id == person_id).values(facts={"needs": wanted}))


async def contacts(house: House, **where: Any) -> list[Any]:
    async with house.brug.database.read() as connection:
        query = select(contact).where(*(contact.c[name] == value for name, value in where.items()))
        return list(await connection.execute(query.order_by(contact.c.id)))


async def a_contact(house: House, person_id: int, kind: str = "invitation", **values: Any) -> int:
    now = house.clock.now()
    row = {
        "lab_id": house.lab_a,
        "person_id": person_id,
        "kind": kind,
        "reference": "",
        "priority": 3,
        "due_at": now + timedelta(days=1),
        "expires_at": now + timedelta(days=9),
        "state": "planned",
        "created_at": now,
    }
    async with house.brug.database.write() as connection:
        made = await connection.execute(insert(contact).values(row | values).returning(contact.c.id))
        return int(made.scalar_one())


async def a_talk(house: House, person_id: int | None = None, *, lab_id: int = 0) -> int:
    """On Wednesday 20 May at nine, UTC."""
    async with house.brug.database.write() as connection:
        starts = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
        made = await stored.add_talk(connection, lab_id or house.lab_a, None, starts, 30, "Library")
        await connection.execute(update(talk).where(talk.c.id == made).values(person_id=person_id))
    return made


async def invitations(house: House) -> dict[int, Any]:
    """By person."""
    async with house.brug.database.read() as connection:
        return {row.person_id: row for row in await connection.execute(select(invitation))}


async def count_of_meetings(house: House) -> int:
    async with house.brug.database.read() as connection:
        return len(list(await connection.execute(select(meeting.c.id))))


def alert(page: Page) -> str:
    """What the page says is wrong, or ""."""
    return page.words.partition("Please change this:")[2][:600]
