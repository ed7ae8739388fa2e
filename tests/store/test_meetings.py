"""Meetings, seats and slots, as they are stored."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from lab.meetings import Meeting, Offer, Place, Session
from store import meetings
from store.database import Database
from store.tables import contact, invitation
from tests.bot.year import EVENING, Year
from tests.house import MONDAY, House

FULL = Meeting(
    *(0, 1, "exploration", EVENING, EVENING + timedelta(hours=3), "Europe/Brussels"),
    place=Place("De Krook", "Platteberg 1", 51.05, 3.73, {"nl": "Tram 1"}),
    title={"nl": "Verkenning"},
    capacity=2,
    sessions=(Session(time(18), "welcome", {"nl": "Onthaal"}), Session(time(21), "end")),
    offer=Offer(("ar", "ti"), childcare=True, food=True, travel_costs=True),
    facilitators=(7, 8),
    decided={"nl": "Een café"},
)


@pytest.fixture
def year(home: House) -> Year:
    return Year(home)


@pytest.fixture
def database(home: House) -> Database:
    return home.brug.database


async def test_a_meeting_comes_back_as_it_was_stored(database: Database) -> None:
    async with database.write() as connection:
        added = await meetings.add_meeting(connection, FULL, MONDAY)
        found = await meetings.meeting_of(connection, added.id)

    assert found == added == replace(FULL, id=added.id, uid=added.uid)
    assert added.uid.endswith("@brug")


async def test_meetings_are_found_by_lab_and_start(database: Database) -> None:
    async with database.write() as connection:
        late, early = [
            (await meetings.add_meeting(connection, replace(FULL, starts=day, ends=day), MONDAY)).id
            for day in (EVENING + timedelta(days=9), EVENING)
        ]
        assert [one.id for one in await meetings.meetings(connection, lab_id=1)] == [early, late]
        after = datetime.combine(EVENING, time(), MONDAY.tzinfo) + timedelta(days=1)
        assert [one.id for one in await meetings.meetings(connection, since=after)] == [late]
        assert await meetings.meetings(connection, lab_id=2) == []
        assert set(await meetings.by_id(connection, [late, 99])) == {late}


async def test_an_answer_changes_only_what_it_says(year: Year, database: Database) -> None:
    [amina] = await year.knows("amina")
    async with database.write() as connection:
        meeting = await meetings.add_meeting(connection, FULL, MONDAY)
        await meetings.tell(connection, meeting.id, amina, 3)
        await meetings.answer(connection, meeting.id, amina, {"answer": "no", "words": "My mother comes"})
        await meetings.answer(connection, meeting.id, amina, {"present": False})

    [row] = await year.home.rows(invitation)
    assert (row.told_sequence, row.answer, row.words, row.present) == (3, "no", "My mother comes", False)


async def test_seats_count_those_who_come_and_those_to_whom_one_is_offered(year: Year, database: Database) -> None:
    people = await year.knows("amina", "bilal", "celine", "deniz")
    async with database.write() as connection:
        meeting = await meetings.add_meeting(connection, FULL, MONDAY)
        for who, answer in zip(people, ("yes", "offered", "waiting", "no"), strict=True):
            await meetings.answer(connection, meeting.id, who, {"answer": answer})

        assert await meetings.seats_taken(connection, meeting.id) == 2
        assert await meetings.seats_taken(connection, meeting.id, but=people[0]) == 1
        assert await meetings.first_waiting(connection, meeting.id) == people[2]
        assert await meetings.coming_up(connection, people[1], MONDAY) == [meeting.id]


async def test_an_offer_is_stale_when_it_was_sent_long_ago_or_cannot_be_sent(year: Year, database: Database) -> None:
    people = await year.knows("amina", "bilal", "celine", "deniz")
    meeting = await year.meets(capacity=1)
    fates = [("sent", MONDAY - timedelta(days=3)), ("sent", MONDAY), ("dropped", MONDAY), ("planned", None)]
    async with database.write() as connection:
        for who, (state, decided) in zip(people, fates, strict=True):
            await meetings.answer(connection, meeting.id, who, {"answer": "offered"})
            offer = {"lab_id": 1, "person_id": who, "meeting_id": meeting.id, "kind": "seat_free", "reference": "x"}
            offer |= {"priority": 1, "due_at": MONDAY, "expires_at": MONDAY, "state": state, "decided_at": decided}
            await connection.execute(contact.insert().values(offer | {"created_at": MONDAY}))

        stale = await meetings.stale_offers(connection, meeting.id, MONDAY - timedelta(days=2))

    assert stale == [people[0], people[2]]


async def test_nobody_takes_a_slot_of_another_lab_or_of_the_past(year: Year, database: Database) -> None:
    [amina] = await year.knows("amina")
    slot = await year.opens_talk(MONDAY + timedelta(days=1))
    past = await year.opens_talk(MONDAY - timedelta(days=1))
    async with database.write() as connection:
        assert await meetings.take_talk(connection, slot, amina, 2, MONDAY) is None
        assert await meetings.take_talk(connection, past, amina, 1, MONDAY) is None
        assert [one.id for one in await meetings.open_talks(connection, MONDAY)] == [slot]
        assert await meetings.take_talk(connection, slot, amina, 1, MONDAY) is not None
        assert await meetings.open_talks(connection, MONDAY) == []
        await meetings.free_talks(connection, amina, MONDAY)
        assert [one.id for one in await meetings.open_talks(connection, MONDAY)] == [slot]
