"""What we know of somebody: who recorded it when, and what the team may correct."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from bot.data_tellings import NAMES, NOTED, WRITTEN_DOWN
from store.tables import fact_change, outbox, person
from tests.admin.gatherings import a_contact
from tests.admin.house import Browser, House, Page


async def corrected(els: Browser, who: int, **fields: Any) -> Page:
    shown = await els.get(f"/admin/people/{who}/facts")
    typed = {"name": "Amina", "place": "Market", "interests": "", "language": "en", "times": "mornings"}
    return await els.post(
        f"/admin/people/{who}/facts",
        {"csrf": shown.csrf, "as_shown": shown.field("as_shown"), **typed, **fields},
    )


async def test_each_fact_says_who_recorded_it_and_when(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    page = await corrected(els, who, place="Library")

    assert "Place Library Els, Mon 11 May" in page.words
    assert "Age 26 to 59 from the person, Mon 11 May" in page.words
    async with house.brug.database.read() as connection:
        lines = await connection.execute(select(fact_change.c.key).where(fact_change.c.staff_id.is_not(None)))
        assert [row.key for row in lines] == ["place"]


async def test_another_language_needs_the_person_s_own_wish(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    refused = await corrected(els, who, language="ar")
    assert refused.status == 422
    assert "Nobody else may choose it" in refused.words
    assert "العربية Els, Mon 11 May" in (await corrected(els, who, language="ar", asked="1")).words
    assert (await corrected(els, who, language="xx", asked="1")).status == 400
    assert (await corrected(els, who, name="")).status == 422


async def test_of_two_who_correct_at_once_the_second_sees_both(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    shown = await els.get(f"/admin/people/{who}/facts")
    await corrected(els, who, place="Library")

    fields = {"csrf": shown.csrf, "as_shown": shown.field("as_shown"), "name": "Amina", "place": "Station"}
    page = await els.post(f"/admin/people/{who}/facts", {**fields, "times": "mornings", "language": "en"})

    assert page.status == 409
    assert "Library" in page.words
    assert "Station" in page.words


async def test_my_data_tells_her_what_the_team_wrote_down_and_noted(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await corrected(els, who, place="Library")
    await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/notes", note="Comes with her sister")

    known = house.brug.catalogues.languages["en"]
    new = dict.fromkeys((WRITTEN_DOWN, NOTED, *NAMES.values()))
    english = replace(known, texts={**known.texts, **{text: text for text in new}})
    house.brug.service.catalogues = replace(house.brug.catalogues, languages={"en": english})

    await house.write("amina", "my data")

    async with house.brug.database.read() as connection:
        body = (await connection.execute(select(outbox.c.body).order_by(outbox.c.id.desc()))).scalars().first()
    assert "Our team wrote down for you: Place where we met you." in str(body)
    assert "Our team noted on Monday 11 May: Comes with her sister" in str(body)


async def test_the_cadence_line_counts_what_we_began_and_plan_by_week(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    now = house.clock.now()
    await a_contact(house, who, "check_up", slot="a", state="sent", reason="sent", decided_at=now)
    await a_contact(house, who, "invitation")

    words = (await els.get(f"/admin/people/{who}")).words

    assert "Week of Mon 11 May: 2" in words
    assert "It was due, and nothing spoke against it." in words


async def test_people_written_down_by_one_worker_without_a_phone_are_shown_together(house: House, els: Browser) -> None:
    row = {"lab_id": house.lab_a, "standing": "active", "worker_id": 7, "created_at": house.clock.now()}
    async with house.brug.database.write() as connection:
        for name in ("Amina", "Bilal"):
            await connection.execute(person.insert().values(**row, name=name))

    words = (await els.get(f"/admin/people/{await house.person('Amina')}")).words

    assert "Written down by the same person as: Bilal" in words


async def test_a_role_says_who_gave_it_and_when(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    page = await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/role", role="mediator")

    assert "Role in the chat Mediator Els, Mon 11 May" in page.words
