"""A meeting's page: who comes, what they need, who was there, and what was decided."""

import re

import pytest
from sqlalchemy import select

from store.tables import audit, task
from tests.admin.gatherings import (
    a_contact,
    a_meeting,
    answers,
    invitations,
    meeting_now,
    needs,
    wall,
)
from tests.admin.house import Browser, House


async def test_the_board_says_who_comes_why_not_and_what_they_need(house: House, els: Browser) -> None:
    amina, bilal = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_a)
    celine = await house.sign_up("Céline <b>", house.lab_a)
    meeting = await a_meeting(house)
    await answers(house, meeting.id, amina, answer="yes")
    await needs(house, amina, options=["interpreter", "childcare"], language="ar", children=2, words="no pork <i>")
    await answers(house, meeting.id, bilal, answer="no", reason="work", words="night shift")
    await needs(house, bilal, options=["wheelchair"])

    page = await els.get(f"/admin/meetings/{meeting.id}")

    assert "Yes · 1 Amina" in page.words
    assert "No · 1 Bilal Work : night shift" in page.words.replace("Work:", "Work :")
    assert "No answer yet · 1 Céline <b>" in page.words
    assert f"/admin/people/{celine}" in page.text
    assert "Interpreter: العربية 1" in page.words.replace("\u2068", "").replace("\u2069", "")
    assert "Childcare: children: 2 · people: 1 Amina" in page.words
    assert "Amina : no pork <i>" in page.words
    assert "Wheelchair" not in page.words, "she does not come"
    assert "<i>" not in page.text


async def test_attendance_is_a_tap_and_another_tap_corrects_it(house: House, els: Browser) -> None:
    who, stranger = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_b)
    meeting = await a_meeting(house, starts=wall("2026-05-11T12:00"))
    path, action = f"/admin/meetings/{meeting.id}", f"/admin/meetings/{meeting.id}/attendance"

    await els.submit(path, action, present=str(who))
    assert (await invitations(house))[who].present is True

    page = await els.submit(path, action, absent=str(who))
    assert (await invitations(house))[who].present is False
    assert 'aria-pressed="true" aria-label="Absent: Amina"' in page.text

    assert (await els.submit(path, action, present=str(stranger))).status == 400
    assert (await els.submit(path, action)).status == 400
    assert stranger not in await invitations(house)


async def test_a_second_tap_takes_it_back_and_both_stand_in_the_log(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house, starts=wall("2026-05-11T12:00"))
    path, action = f"/admin/meetings/{meeting.id}", f"/admin/meetings/{meeting.id}/attendance"

    for tapped in ("present", "absent"):
        page = await els.submit(path, action, **{tapped: str(who)})
        pressed = re.search(r'<button name="(\w+)" value="(\d+)" aria-pressed="true"', page.text)
        assert pressed
        assert "Tap it again to take it back." in page.words
        page = await els.submit(path, action, **{pressed[1]: pressed[2]})

        assert (await invitations(house))[who].present is None
        assert 'aria-pressed="true"' not in page.text
        assert "0 of 1" in page.words

    async with house.brug.database.read() as connection:
        noted = await connection.execute(select(audit.c.what).where(audit.c.about == f"meeting:{meeting.id}"))
        assert [row.what for row in noted].count("POST /meetings/{meeting}/attendance") == 4


async def test_taking_back_what_nobody_noted_changes_nothing(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house, starts=wall("2026-05-11T12:00"))

    page = await els.submit("/admin/", f"/admin/meetings/{meeting.id}/attendance", unknown=str(who))

    assert page.status == 200
    assert await invitations(house) == {}


async def test_nobody_is_marked_before_the_day(house: House, els: Browser) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)

    page = await els.submit("/admin/", f"/admin/meetings/{meeting.id}/attendance", present=str(who))

    assert page.status == 400


async def test_what_was_decided_names_the_languages_that_are_missing_and_settles_the_task(
    house: House, els: Browser
) -> None:
    await house.sign_up("Amina", house.lab_a, language="العربية")
    meeting = await a_meeting(house, starts=wall("2026-05-04T18:00"))
    async with house.brug.database.write() as connection:
        row = {"lab_id": house.lab_a, "kind": "decided", "created_at": house.clock.now()}
        await connection.execute(task.insert().values(row | {"note": f"meeting:{meeting.id}"}))
        await connection.execute(task.insert().values(row | {"note": "meeting:999"}))
    path = f"/admin/meetings/{meeting.id}"

    page = await els.submit(path, f"{path}/decided", en="We start a café.")

    assert "Some people would get nothing" in page.words
    assert "Still missing. People who would get nothing: 1" in page.words
    assert (await meeting_now(house, meeting.id)).decided == {"en": "We start a café."}
    async with house.brug.database.read() as connection:
        waiting = select(task.c.note).where(task.c.kind == "decided", task.c.done_at.is_(None))
        assert [row.note for row in await connection.execute(waiting)] == ["meeting:999"]

    page = await els.submit(path, f"{path}/decided", en="We start.", ar="نبدأ")
    assert "Still missing" not in page.words


async def test_what_was_dropped_because_waiting_took_too_long_is_not_said_to_wait(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    who = await house.sign_up("Amina", house.lab_a)
    late = {"state": "dropped", "reason": "week_full", "reason_until": house.clock.now(), "meeting_id": meeting.id}
    await a_contact(house, who, "reminder_day", **late)

    words = (await els.get(f"/admin/meetings/{meeting.id}")).words

    assert "this has to wait until Monday 11 May 11:00. That is too late: it does not go out." in words


@pytest.mark.parametrize("fields", [{"en": "  "}, {"en": "x" * 1501}, {"xx": "words in no language"}])
async def test_a_decision_that_is_empty_or_too_long_is_not_saved(
    house: House, els: Browser, fields: dict[str, str]
) -> None:
    meeting = await a_meeting(house)
    path = f"/admin/meetings/{meeting.id}"

    page = await els.submit(path, f"{path}/decided", **fields)

    assert page.status == 422
    assert fields.get("en", "").strip() in page.text
    assert (await meeting_now(house, meeting.id)).decided == {}


async def test_an_administrator_chooses_the_lab_and_a_coordinator_has_hers(
    house: House, administrator: Browser, greta: Browser
) -> None:
    await a_meeting(house, title={"en": "First of A"})
    await a_meeting(house, lab_id=house.lab_b, title={"en": "First of B"})

    assert "First of A" in (await administrator.get("/admin/meetings")).words
    assert "First of B" in (await administrator.get(f"/admin/meetings?lab={house.lab_b}")).words
    assert "First of A" not in (await greta.get(f"/admin/meetings?lab={house.lab_a}")).words
