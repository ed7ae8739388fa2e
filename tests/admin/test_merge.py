"""Two records of one person: the preview, the merging, and the undo that leaves no trace."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.planning import plan_lab
from store import merging as stored
from store.labs import labs
from store.retention import purge
from store.tables import (
    address,
    audit,
    consent,
    contact,
    inbox,
    invitation,
    membership,
    merging,
    metadata,
    note,
    outbox,
    participation,
    person,
    pilot,
    pilot_member,
    poll,
    quota,
    task,
)
from tests.admin.gatherings import a_contact, a_meeting, answers
from tests.admin.house import Browser, House

NOT_OF_HERS = {"merging", "audit", "presence"}
LEFT_ALONE = {"consent"}
"""The ledger may not be changed: the record that goes keeps hers."""


async def everything(house: House) -> dict[str, list[Any]]:
    """Every row of the database, but the log and the mergings themselves."""
    found = {}
    async with house.brug.database.read() as connection:
        for table in metadata.sorted_tables:
            if table.name not in NOT_OF_HERS:
                rows = await connection.execute(select(table).order_by(*table.primary_key))
                found[table.name] = [tuple(row) for row in rows]
    return found


async def one_of(house: House, table: Any, **values: Any) -> Any:
    async with house.brug.database.write() as connection:
        return (await connection.execute(insert(table).values(values).returning(*table.primary_key))).first()


async def twice(house: House) -> tuple[int, int]:
    """Amina signed up on two phones. Both records have a bit of everything."""
    kept, gone = await house.sign_up("Amina", house.lab_a), await house.sign_up("Amina A", house.lab_a, age="17")
    await house.write("amina a", "When is the meeting?")
    now = house.clock.now()
    for text, who in (("Her sister is Sara", kept), ("Speaks softly", gone)):
        await one_of(house, note, person_id=who, staff_id=1, text=text, at=now)
    both, only = await a_meeting(house), await a_meeting(house)
    await answers(house, both.id, kept, answer="yes", answered_at=now)
    await answers(house, both.id, gone, answer="no", answered_at=now + timedelta(hours=1), words="I work")
    await answers(house, only.id, gone, answer="maybe", present=True)
    for who in (kept, gone):
        await a_contact(house, who, meeting_id=both.id, reference=f"meeting:{both.id}")
    await a_contact(house, gone, "check_up", slot="2026-05-20")
    group = (await one_of(house, quota, lab_id=house.lab_a, key="migrant", name="Newcomers", seats=8)).id
    small = (await one_of(house, pilot, lab_id=house.lab_a, name={}, goal={}, measure={}, state="x", created_at=now)).id
    texts = {"words": {}, "settings": {}, "results": {}, "technique": "yes_no", "moment": "any", "state": "closed"}
    asked = (await one_of(house, poll, lab_id=house.lab_a, **texts, code="1", created_at=now)).id
    await one_of(house, membership, person_id=gone, quota_id=group)
    for who, number in ((kept, 1), (gone, 2)):
        await one_of(house, participation, person_id=who, poll_id=asked, round=number)
        await one_of(house, pilot_member, person_id=who, pilot_id=small, asked_at=now + timedelta(days=number))
    return kept, gone


async def merged(els: Browser, kept: int, gone: int, **choices: str) -> Any:
    page = f"/admin/people/{kept}/merge?with={gone}"
    shown = await els.get(page)
    fields = {"csrf": shown.csrf, "with": str(gone), "as_shown": shown.field("as_shown"), **choices}
    return await els.post(f"/admin/people/{kept}/merge", fields)


async def rows_of(house: House, table: Any, person_id: int) -> int:
    async with house.brug.database.read() as connection:
        query = select(func.count()).select_from(table).where(table.c.person_id == person_id)
        return int((await connection.execute(query)).scalar_one())


async def undone(house: House, els: Browser, kept: int) -> Any:
    async with house.brug.database.read() as connection:
        number = (await connection.execute(select(func.max(merging.c.id)))).scalar_one()
    return await els.submit(f"/admin/people/{kept}", f"/admin/people/{kept}/unmerge/{number}")


async def test_the_preview_says_what_moves_what_differs_and_changes_nothing(house: House, els: Browser) -> None:
    kept, gone = await twice(house)
    before = await everything(house)

    words = (await els.get(f"/admin/people/{kept}/merge?with={gone}")).words

    for said in ("Amina A", "26 to 59", "16 or 17", "Answers to meetings: 2", "Groups: 1", "Channels: 1", "Notes: 1"):
        assert said in words
    assert await everything(house) == before


async def test_everything_of_both_is_with_one_and_she_is_one_person(house: House, els: Browser) -> None:
    kept, gone = await twice(house)

    page = await merged(els, kept, gone, fact_age_band="gone", fact_name="kept")

    assert "Two records were put together" in page.words
    assert "16 or 17 Els, Mon 11 May" in page.words
    assert "Her sister is Sara" in page.words
    assert "Speaks softly" in page.words
    assert "When is the meeting?" in page.words
    assert page.words.count("Said yes to taking part") == 2
    for table in (address, inbox, outbox, task, membership, participation, pilot_member, invitation):
        assert await rows_of(house, table, gone) == 0, table.name
    assert await rows_of(house, participation, kept) == 1
    assert await rows_of(house, invitation, kept) == 2
    assert "1 of 1" in (await els.get("/admin/people")).words
    assert (await els.get(f"/admin/people/{gone}")).words.count("Amina") > 0
    async with house.brug.database.read() as connection:
        ahead = await connection.execute(
            select(contact.c.person_id, contact.c.kind).where(contact.c.state == "planned")
        )
        assert sorted(tuple(row) for row in ahead) == [(kept, "check_up"), (kept, "invitation")]
        answer = select(invitation.c.answer, invitation.c.words).where(invitation.c.person_id == kept)
        assert [tuple(row) for row in await connection.execute(answer.order_by(invitation.c.meeting_id))] == [
            ("no", "I work"),
            ("maybe", None),
        ]


async def test_merge_and_undo_leave_every_row_as_it_was(house: House, els: Browser) -> None:
    kept, gone = await twice(house)
    await els.get("/admin/people")
    before = await everything(house)
    await merged(els, kept, gone, fact_age_band="gone", fact_name="gone", fact_times="gone")
    assert await everything(house) != before

    assert "Saved." in (await undone(house, els, kept)).words

    assert await everything(house) == before


async def test_what_came_in_meanwhile_goes_with_the_phone_it_came_from(house: House, els: Browser) -> None:
    kept, gone = await twice(house)
    await merged(els, kept, gone)
    await house.write("amina a", "I am here too")
    await house.write("amina", "language")
    before = await rows_of(house, inbox, kept)

    await undone(house, els, kept)

    assert "I am here too" in (await els.get(f"/admin/people/{gone}")).words
    assert await rows_of(house, inbox, kept) < before


async def test_a_question_asked_meanwhile_is_answered_on_the_phone_that_asked_it(house: House, els: Browser) -> None:
    kept, gone = await twice(house)
    await merged(els, kept, gone)
    house.clock.move(timedelta(minutes=5))
    await house.write("amina a", "Is there a lift?")
    house.clock.move(timedelta(minutes=5))
    await house.write("amina", "Is there a bus?")

    await undone(house, els, kept)

    hers, other = [(await els.get(f"/admin/people/{one}")).words.partition("This answers:")[2] for one in (gone, kept)]
    assert "Is there a lift?" in hers
    assert "Is there a lift?" not in other
    assert "Is there a bus?" in other


async def test_nobody_writes_to_the_record_that_went(house: House, els: Browser) -> None:
    kept, gone = await twice(house)
    await a_meeting(house)
    await merged(els, kept, gone)

    async with house.brug.database.write() as connection:
        await plan_lab(connection, (await labs(connection))[house.lab_a], house.clock.now())

    async with house.brug.database.read() as connection:
        ahead = select(contact.c.person_id).where(contact.c.state == "planned").distinct()
        assert [row.person_id for row in await connection.execute(ahead)] == [kept]


async def test_a_stop_on_one_phone_is_a_stop_and_that_is_said_before(house: House, els: Browser) -> None:
    kept, gone = await house.sign_up("Amina", house.lab_a), await house.sign_up("Amina B", house.lab_a)
    await house.write("amina b", "stop")

    assert "One of the two said stop" in (await els.get(f"/admin/people/{kept}/merge?with={gone}")).words
    assert "said stop" in (await merged(els, kept, gone)).words


async def test_another_lab_the_same_record_and_nobody_are_refused(
    house: House, els: Browser, administrator: Browser
) -> None:
    kept, other = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_b)

    assert (await els.get(f"/admin/people/{kept}/merge?with={other}")).status == 404
    assert (await els.get(f"/admin/people/{kept}/merge?with={kept}")).status == 422
    assert (await els.get(f"/admin/people/{kept}/merge?with=99999999")).status == 404
    page = await administrator.submit(f"/admin/people/{kept}", f"/admin/people/{kept}/merge", **{"with": str(other)})
    assert page.status == 422
    assert "different labs" in page.words


async def test_what_changed_since_the_preview_is_shown_first(house: House, els: Browser) -> None:
    kept, gone = await house.sign_up("Amina", house.lab_a), await house.sign_up("Amina B", house.lab_a)
    shown = await els.get(f"/admin/people/{kept}/merge?with={gone}")
    await house.write("amina b", "stop")

    fields = {"csrf": shown.csrf, "with": str(gone), "as_shown": shown.field("as_shown")}
    page = await els.post(f"/admin/people/{kept}/merge", fields)

    assert page.status == 409
    assert "Somebody changed one of the two records" in page.words
    assert await rows_of(house, address, gone) == 1


async def test_only_the_latest_can_be_undone_and_only_once(house: House, els: Browser) -> None:
    people = [await house.sign_up(name, house.lab_a) for name in ("Amina", "Amina B", "Amina C")]
    await merged(els, people[0], people[1])
    first = f"/admin/people/{people[0]}/unmerge/1"
    await merged(els, people[0], people[2])

    assert (await els.submit("/admin/people", first)).status == 422
    assert (await undone(house, els, people[0])).status == 200
    assert (await els.submit("/admin/people", first)).status == 200
    assert (await els.submit("/admin/people", first)).status == 422
    assert "3 of 3" in (await els.get("/admin/people")).words


async def test_who_is_erased_is_erased_with_all_records(house: House, els: Browser) -> None:
    kept, gone = await twice(house)
    await merged(els, kept, gone)

    await els.submit(f"/admin/people/{kept}/erase")

    async with house.brug.database.read() as connection:
        for table in (person, consent, merging, address):
            assert (await connection.execute(select(func.count()).select_from(table))).scalar() == 0, table.name


async def test_after_thirty_days_the_other_record_knows_nothing_more_and_cannot_come_back(
    house: House, els: Browser
) -> None:
    kept, gone = await twice(house)
    await merged(els, kept, gone)

    async with house.brug.database.write() as connection:
        await purge(connection, house.clock.now() + stored.UNDONE_WITHIN)

    async with house.brug.database.read() as connection:
        row = (await connection.execute(select(person).where(person.c.id == gone))).one()
        assert (row.name, row.facts, row.age_band, row.merged_into) == (None, None, None, kept)
        assert (await connection.execute(select(func.count()).select_from(merging))).scalar() == 0
    assert await rows_of(house, consent, gone) == 1


async def test_people_with_one_name_and_one_language_are_perhaps_the_same(house: House, els: Browser) -> None:
    kept, gone = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_a)
    other = await house.sign_up("Céline", house.lab_b)
    async with house.brug.database.write() as connection:
        await connection.execute(update(person).where(person.c.id.in_((gone, other))).values(name=" ámina "))

    page = await els.get(f"/admin/people/{kept}")

    assert "Perhaps the same person" in page.words
    assert f"/admin/people/{kept}/merge?with={gone}" in page.text
    assert f"with={other}" not in page.text


def test_every_table_with_a_person_is_thought_of() -> None:
    """Whoever adds one says in store/merging.py what becomes of its rows."""
    known = {*stored.MOVED, *stored.ONCE, invitation, contact}
    theirs = {table for table in metadata.tables.values() if "person_id" in table.c}
    forgotten = {table.name for table in theirs - known} - NOT_OF_HERS - LEFT_ALONE

    assert forgotten == {"staff"}, "staff.person_id moves in `_work`"
    assert audit in theirs
