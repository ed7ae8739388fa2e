"""The list of people and the page of one of them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from store.tables import consent, inbox, media, outbox, person, staff, task
from tests.admin.house import Browser, House


async def test_the_list_says_language_channel_state_place_and_last_contact(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a, place="Station")
    house.clock.move(timedelta(minutes=40))

    words = (await els.get("/admin/people")).words

    for word in ("Amina", "English", "Web chat", "takes part", "40 minutes ago", "Station", "1 of 1"):
        assert word in words


async def test_a_contact_of_days_ago_is_a_date_with_its_weekday(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    house.clock.move(timedelta(days=3))
    async with house.seat("els@example.org") as later:
        assert "Mon 11 May, 11:00" in (await later.get("/admin/people")).words


async def test_people_are_found_by_a_part_of_the_name_by_state_and_by_language(house: House, els: Browser) -> None:
    await house.sign_up("Céline", house.lab_a)
    await house.sign_up("Bilal", house.lab_a, language="العربية")
    await house.write("céline", "stop")

    async def found(query: str) -> list[bool]:
        words = (await els.get(f"/admin/people?{query}")).words
        return ["Céline" in words, "Bilal" in words]

    assert await found("q=celi") == [True, False]
    assert await found("state=stopped") == [True, False]
    assert await found("language=ar") == [False, True]
    assert await found("q=nobody") == [False, False]


async def test_a_long_list_has_pages(house: House, els: Browser) -> None:
    row = {"lab_id": house.lab_a, "standing": "active", "created_at": house.clock.now()}
    async with house.brug.database.write() as connection:
        await connection.execute(person.insert(), [{**row, "name": f"Person {n:03}"} for n in range(205)])

    first, last = await els.get("/admin/people"), await els.get("/admin/people?page=3")

    assert "Person 204" in first.words
    assert "Person 004" in last.words
    assert "Page 3 of 3" in last.words
    assert "page=2" in first.text


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7 * 7 }}",
        "';--",
        "</title><script>1</script>",
        "{name}",
        "\u202egnp.exe",
    ],
)
async def test_a_name_is_only_ever_a_name(house: House, els: Browser, name: str) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        await connection.execute(person.update().values(name=name, place=name))
        await connection.execute(task.update().values(note=name))

    for path in ("/admin/", "/admin/people", f"/admin/people/{who}", f"/admin/people/{who}/erase"):
        page = await els.get(path)
        assert page.status == 200
        assert "<script" not in re.sub(r'<script [^>"]*(?:"module" )?src="/static/[^"]+"></script>', "", page.text)
        assert "<img" not in page.text
        assert "49" not in page.words


async def test_the_page_of_a_person_shows_what_she_agreed_to_and_how(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    words = (await els.get(f"/admin/people/{who}")).words

    assert "Said yes to taking part Mon 11 May, 11:00 · in the chat" in words
    assert "26 to 59" in words
    assert "Mornings" in words


async def test_a_guardian_s_consent_is_written_down_and_messages_may_go_out(house: House, els: Browser) -> None:
    who = await house.sign_up("Deniz", house.lab_a, age="12")
    assert "Deniz is under 16" in (await els.get("/admin/")).words

    page = await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/guardian", how="phone")

    assert "Saved." in page.words
    assert "takes part" in page.words
    assert "A parent or guardian said yes Mon 11 May, 11:00 · on the phone · Els" in page.words
    waiting = (await els.get("/admin/")).words.partition("Done in the last")[0]
    assert "Deniz is under 16" not in waiting
    assert "Deniz is new. Say when the next meeting is." in waiting


async def test_a_guardian_s_consent_is_one_line_however_often_it_is_sent(house: House, els: Browser) -> None:
    who = await house.sign_up("Deniz", house.lab_a, age="12")

    for _ in range(2):
        await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/guardian", how="paper")

    async with house.brug.database.read() as connection:
        lines = await connection.execute(select(consent.c.assisted_by).where(consent.c.kind == "guardian"))
        assert len(lines.all()) == 1


async def test_an_outreach_worker_is_made_once_and_unmade(house: House, els: Browser) -> None:
    who = await house.sign_up("Farid", house.lab_a)

    for role in ("outreach_worker", "participant", "outreach_worker"):
        page = await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/role", role=role)
        assert "Saved." in page.words

    async with house.brug.database.read() as connection:
        rows = (await connection.execute(select(staff).where(staff.c.person_id == who))).all()
        standing = (await connection.execute(select(person.c.role).where(person.c.id == who))).scalar()
    assert [(row.role, row.lab_id, row.name) for row in rows] == [("outreach_worker", house.lab_a, "Farid")]
    assert standing == "outreach_worker"


async def test_nobody_becomes_a_coordinator_from_the_chat(house: House, els: Browser) -> None:
    who = await house.sign_up("Farid", house.lab_a)

    page = await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/role", role="administrator")

    assert page.status == 400


async def test_who_takes_no_part_yet_gets_no_role(house: House, els: Browser) -> None:
    who = await house.sign_up("Deniz", house.lab_a, age="12")

    await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/role", role="outreach_worker")

    async with house.brug.database.read() as connection:
        assert (await connection.execute(select(person.c.role).where(person.c.id == who))).scalar() == "participant"


async def test_a_person_is_erased_after_one_question_and_nothing_is_left(house: House, els: Browser) -> None:
    who = await house.sign_up("Farid", house.lab_a)
    await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/role", role="outreach_worker")

    assert "cannot be undone" in (await els.get(f"/admin/people/{who}/erase")).words
    page = await els.submit(f"/admin/people/{who}/erase")

    assert "Everything about this person is deleted" in page.words
    assert (await els.get(f"/admin/people/{who}")).status == 404
    async with house.brug.database.read() as connection:
        for table in (person, outbox, task, consent, media):
            assert (await connection.execute(select(func.count()).select_from(table))).scalar() == 0
        assert (await connection.execute(select(inbox.c.body).where(inbox.c.body.is_not(None)))).first() is None
        names = [row.name for row in await connection.execute(select(staff.c.name))]
    assert "Farid" not in names
