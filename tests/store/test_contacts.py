"""Contact rows: planned once, found when due, decided once, moved and dropped only while they wait."""

import asyncio
from datetime import timedelta

import pytest

from store import contacts
from store.database import Database
from store.tables import contact
from tests.bot.year import EVENING, Year, at
from tests.house import MONDAY, House

HOUR = timedelta(hours=1)


@pytest.fixture
async def year(home: House) -> Year:
    year = Year(home)
    await year.knows("amina", "bilal")
    return year


@pytest.fixture
def database(home: House) -> Database:
    return home.brug.database


def row(who: int, kind: str = "check_up", slot: str = "") -> dict[str, object]:
    return contacts.row_of(1, who, kind, MONDAY, MONDAY + HOUR, MONDAY, slot=slot)


async def test_what_is_planned_already_is_not_planned_again(year: Year, database: Database) -> None:
    async with database.write() as connection:
        made = [await contacts.plan(connection, [row(1), row(2)]), await contacts.plan(connection, [row(1), row(1)])]
        made.append(await contacts.plan(connection, [row(1, slot="other")]))

    assert made == [2, 0, 1]


async def test_more_rows_than_one_statement_takes(year: Year, database: Database) -> None:
    async with database.write() as connection:
        assert await contacts.plan(connection, [row(1, slot=str(number)) for number in range(1201)]) == 1201


async def test_who_is_overdue_longest_is_found_first(year: Year, database: Database) -> None:
    async with database.write() as connection:
        await contacts.plan(connection, [row(1), row(2) | {"due_at": MONDAY - HOUR}])
        assert await contacts.due_people(connection, MONDAY, 1) == [2]
        assert await contacts.due_people(connection, MONDAY, 5) == [1, 2]
        assert await contacts.due_people(connection, MONDAY - 2 * HOUR, 5) == []


async def test_a_change_on_hold_is_found_with_what_is_due(year: Year, database: Database) -> None:
    later = {"due_at": MONDAY + HOUR}
    async with database.write() as connection:
        await contacts.plan(connection, [row(1), row(1, "moved") | later, row(1, "decided") | later])
        found = await contacts.due_contacts(connection, [1, 2], MONDAY)

    assert [one.kind for one in found] == ["check_up", "moved"]


async def test_the_reminders_of_the_coming_week_are_ahead_and_nothing_else_is(year: Year, database: Database) -> None:
    soon, in_time, late = ({"due_at": MONDAY + timedelta(days=days)} for days in (0, 6, 8))
    async with database.write() as connection:
        ahead = [row(1, "reminder_day") | in_time, row(1, "poll") | in_time, row(2, "reminder_day") | in_time]
        beside = [row(1, "reminder_week") | soon, row(1, "reminder_hours") | late]
        await contacts.plan(connection, [*ahead, *beside])
        found = await contacts.reminders_ahead(connection, [1], MONDAY)

    assert {who: [one.due_at for one in rows] for who, rows in found.items()} == {1: [in_time["due_at"]]}


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_who_look_at_once_never_hold_the_same_contact(year: Year, database: Database) -> None:
    async with database.write() as connection:
        await contacts.plan(connection, [row(1), row(2)])

    async with database.write() as one, database.write() as other:
        first = await contacts.due_people(one, MONDAY, 1)
        second = await asyncio.wait_for(contacts.due_people(other, MONDAY, 1), 5)
        both = [await contacts.due_contacts(one, [1, 2], MONDAY), await contacts.due_contacts(other, second, MONDAY)]

    assert sorted(first + second) == [1, 2]
    assert [[found.person_id for found in rows] for rows in both] == [first, second]


async def test_only_what_waits_is_dropped_or_moved(year: Year, database: Database) -> None:
    meeting = await year.meets()
    sent = (await year.contacts("invitation"))[0]
    await year.home.change(contact, sent.id, state="sent")

    async with database.write() as connection:
        await contacts.move(connection, meeting.id, "invitation", MONDAY + HOUR, meeting.starts_at, MONDAY)
        await contacts.drop(connection, MONDAY, "left", person_id=2)

    rows = {(one.person_id, one.kind): one for one in await year.contacts()}
    assert rows[1, "invitation"].due_at == sent.due_at
    assert {one.state for (who, _), one in rows.items() if who == 2} == {"dropped"}
    assert rows[1, "decided"].state == "planned"


async def test_what_the_gate_holds_does_not_follow_a_changed_plan(year: Year, database: Database) -> None:
    meeting = await year.meets()
    held, free = await year.contacts("invitation")
    await year.home.change(contact, held.id, reason="week_full")

    async with database.write() as connection:
        await contacts.follow(connection, meeting.id, {"invitation": (at(5, 20), meeting.starts_at)}, MONDAY)

    assert [one.due_at for one in await year.contacts("invitation")] == [held.due_at, at(5, 20)]
    assert free.due_at != at(5, 20)


def test_a_change_remembers_which_start_was_told() -> None:
    slot = contacts.change_slot(12, at(6, 4, 16))

    assert contacts.told_start(slot) == at(6, 4, 16)
    assert contacts.told_start("2026-06-04") is None
    assert len(contacts.change_slot(99999, at(12, 31, 23, 59))) <= 20


async def test_every_check_up_belongs_to_her_history_and_of_the_rest_the_last_weeks(
    year: Year, database: Database
) -> None:
    async with database.write() as connection:
        rows = [row(1, slot="long ago"), row(1, "decided", "long ago"), row(1, "decided", "lately")]
        await contacts.plan(connection, rows)
        await connection.execute(contact.update().values(state="sent", decided_at=MONDAY - timedelta(days=300)))
        lately = contact.update().where(contact.c.slot == "lately")
        await connection.execute(lately.values(decided_at=MONDAY))
        found = await contacts.histories(connection, [1], MONDAY)

    assert sorted(one.kind for one in found[1]) == ["check_up", "decided"]


async def test_the_oldest_overdue_is_told(year: Year, database: Database) -> None:
    await year.meets(EVENING)
    async with database.read() as connection:
        assert await contacts.oldest_overdue(connection, MONDAY) is None
        assert await contacts.oldest_overdue(connection, at(6, 1)) == at(5, 14, 15, 30)
