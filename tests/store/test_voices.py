"""What is counted of a lab, and its exports, on both databases."""

from datetime import timedelta

from sqlalchemy import insert

from lab.export_people import PEOPLE
from lab.export_sheets import ARCHIVE
from lab.voices import Cell, Kept
from store import voices
from store.contacts import row_of
from store.groups import add_quota, put_in_groups
from store.report import contacts_sent, held, took_part
from store.tables import contact, invitation, participation, poll, task
from tests.bot.year import Year
from tests.faults.archives import exported
from tests.house import House


async def test_each_thing_is_counted_once_with_what_it_is_a_part_of(home: House) -> None:
    year, now = Year(home), home.clock.now()
    amina, bilal, chen = await year.knows("amina", "bilal", "chen", language="ti")
    met = await year.meets()
    home.clock.pass_(days=200)
    async with home.brug.database.write() as connection:
        for who, present in ((amina, True), (bilal, None)):
            told = {"meeting_id": met.id, "person_id": who, "answer": "yes" if present else "", "told_sequence": 0}
            await connection.execute(insert(invitation).values(told | {"present": present}))
        asked = {"lab_id": home.lab.id, "technique": "single", "moment": "now", "words": {}, "settings": {}}
        asked |= {"state": "closed", "code": "c", "results": [], "created_at": now}
        made = (await connection.execute(insert(poll).values(asked).returning(poll.c.id))).scalar_one()
        for who in (amina, chen):
            row = row_of(home.lab.id, who, "poll", now, now + timedelta(1), now, reference=f"poll:{made}")
            await connection.execute(insert(contact).values(row | {"state": "sent"}))
        await connection.execute(insert(participation).values(poll_id=made, person_id=chen))
        group = await add_quota(connection, home.lab.id, "migrant", "Newcomers", 2)
        await put_in_groups(connection, amina, [group])
        question = {"lab_id": home.lab.id, "kind": "message", "sort": "question", "created_at": now}
        await connection.execute(insert(task).values(question | {"answer_by": now}))

    later, lab_id = home.clock.now(), home.lab.id
    async with home.brug.database.read() as connection:
        people = await voices.composition(connection, lab_id)
        came = await voices.attendance(connection, lab_id, later)
        answered = await voices.response(connection, lab_id)
        kept = await voices.promises(connection, lab_id, later)
        silence = await voices.silence(connection, lab_id, later)
        silent = await voices.unheard(connection, lab_id, later)
        places = await voices.outreach(connection, lab_id)
        so_many, sent = await took_part(connection, lab_id), await contacts_sent(connection, lab_id)
        meetings = await held(connection, lab_id, later)

    assert people["language"] == {"ti": 3}
    assert people["group"] == {"migrant": 1, "": 2}
    assert came["language"] == [Cell("ti", 2, 1, 2)]
    assert came["phase"] == [Cell(met.phase, 2, 1, 2)]
    assert answered["language"] == [Cell("ti", 3, 2, 4)]
    assert sorted(answered["group"], key=lambda one: one.key) == [Cell("", 2, 1, 2), Cell("migrant", 1, 1, 2)]
    assert kept == Kept(late=1)
    assert sum(silence) == len(silent) == 3
    assert sum(row.registered for row in places) == 3
    assert (so_many, sent) == (1, {"poll": None})
    assert [(row.invited, row.came) for row in meetings] == [(2, 1)]


async def test_every_sheet_of_both_exports_can_be_read(home: House) -> None:
    await Year(home).knows("amina")

    archive, people = [await exported(home, people=both) for both in (False, True)]

    assert set(archive) == {sheet.name for sheet in ARCHIVE} | {"columns"}
    assert set(people) == {sheet.name for sheet in PEOPLE} | {"columns"}
    assert len(people["people"]) == 1
