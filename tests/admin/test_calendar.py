"""The calendar of people by weeks."""

from datetime import UTC, datetime, timedelta

from store.calendar import the_silent_first
from tests.admin.gatherings import a_contact, a_meeting
from tests.admin.house import Browser, House


async def test_each_week_of_each_person_says_what_it_was_and_leads_to_the_reason(house: House, els: Browser) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    due = datetime(2026, 5, 20, 15, 30, tzinfo=UTC)
    await a_contact(house, who, meeting_id=meeting.id, due_at=due)

    page = await els.get(f"/admin/labs/{house.lab_a}/calendar")
    week = await els.get(f"/admin/people/{who}/week/2026-05-18")

    assert f"/admin/people/{who}/week/2026-05-18" in page.text
    assert "Amina , Monday 18 May · Planned · messages: 1" in page.words.replace("Mon ", "Monday ")
    assert "Invitation to a meeting · Planned" in week.words


async def test_what_the_number_of_a_week_ahead_counts_is_said(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)

    words = (await els.get(f"/admin/labs/{house.lab_a}/calendar")).words

    assert "A number with + counts what is planned." in words
    assert "Some of it goes out together as one message, and some not at all." in words


async def test_the_reason_comes_alone_where_the_page_asks_for_it(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await a_contact(house, who, state="dropped", reason="answered_no", decided_at=house.clock.now())

    part = await els.get(f"/admin/people/{who}/week/2026-05-11", **{"HX-Request": "true"})

    assert "<html" not in part.text
    assert "The answer to the invitation was no." in part.text


async def test_who_is_silent_for_longest_comes_first(house: House) -> None:
    for name in ("Amina", "Bilal", "Celine"):
        await house.sign_up(name, house.lab_a)
        house.clock.move(timedelta(days=1))
    await house.write("amina", "hello")

    async with house.brug.database.read() as connection:
        rows = await the_silent_first(connection, house.lab_a, 0, 50)
        second = await the_silent_first(connection, house.lab_a, 1, 1)

    assert [row.name for row in rows] == ["Bilal", "Celine", "Amina"]
    assert [row.name for row in second] == ["Celine"]


async def test_weeks_that_are_none_and_people_of_others_are_not_there(
    house: House, els: Browser, greta: Browser
) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    for day in ("0", "2026-02-30", "0001-01-01", "9999-12-31", "----------"):
        assert (await els.get(f"/admin/people/{who}/week/{day}")).status == 404
    assert (await greta.get(f"/admin/people/{who}/week/2026-05-11")).status == 404
    assert (await greta.get(f"/admin/labs/{house.lab_a}/calendar")).status == 404
    assert "Nobody takes part yet" in (await greta.get(f"/admin/labs/{house.lab_b}/calendar")).words
