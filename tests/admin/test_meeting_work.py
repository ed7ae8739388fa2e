"""Needs to hand on, faces that were counted, the cycle along time, and what a move says before it is one."""

from datetime import UTC, date, datetime

from sqlalchemy import insert, update

from lab.phases import Phase
from store.desk_planning import save_phases
from store.tables import person, tally
from tests.admin.gatherings import FORM, a_contact, a_meeting, answers, meeting_now, needs, wall
from tests.admin.house import Browser, House


async def test_what_is_handed_on_has_numbers_and_names_stay_with_the_team(house: House, els: Browser) -> None:
    amina, bilal = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_a)
    meeting = await a_meeting(house)
    await answers(house, meeting.id, amina, answer="yes")
    await answers(house, meeting.id, bilal, answer="maybe")
    await needs(house, amina, options=["interpreter", "childcare", "food"], language="ar", children=2, words="no pork")

    page = await els.get(f"/admin/meetings/{meeting.id}/needs")

    words = page.words.replace("\u2068", "").replace("\u2069", "")
    assert "For the caterer People 1 Food I may eat 1 For the interpreters العربية 1" in words
    assert "Families 1 Children 2" in words
    assert "People who may come too: 1" in words
    handed_on, _, team = page.text.partition('class="noprint">\n  <h2 id="names"')
    assert "Amina" not in handed_on
    assert "no pork" in team


async def test_a_facilitator_sees_no_names_of_needs_and_changes_no_answers(house: House) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    await answers(house, meeting.id, who, answer="no", words="my own words")
    async with house.browser() as deniz:
        await deniz.log_in(await house.hire("Deniz", "facilitator", house.lab_a))

        page = await deniz.get(f"/admin/meetings/{meeting.id}")

        assert page.status == 200
        assert "my own words" not in page.text
        assert "/change" not in page.text
        assert (await deniz.get(f"/admin/meetings/{meeting.id}/answers")).status == 403


async def test_faces_are_shown_from_five_on_and_those_of_the_end_two_days_later(house: House, els: Browser) -> None:
    begun = await a_meeting(house, starts=wall("2026-05-11T10:00"))
    over = await a_meeting(house, starts=wall("2026-05-04T18:00"))
    async with house.brug.database.write() as connection:
        counted = (
            (begun, "check_in_5", 4),
            (begun, "check_out_5", 9),
            (over, "check_out_4", 9),
            (over, "check_out_5", 7),
        )
        for meeting, kind, count in counted:
            row = {"lab_id": house.lab_a, "kind": kind, "place": f"meeting:{meeting.id}", "count": count}
            await connection.execute(insert(tally).values(row))

    words = (await els.get(f"/admin/meetings/{begun.id}")).words
    assert "When the meeting began: Too few people answered" in words
    assert "When the meeting was over" not in words

    words = (await els.get(f"/admin/meetings/{over.id}")).words
    assert "😀 Very good 7" in words
    assert "Another face 9" in words


async def test_the_cycle_shows_where_a_rule_holds_and_where_it_is_broken(house: House, els: Browser) -> None:
    phases = [
        Phase("exploration", date(2026, 3, 1), date(2026, 4, 1)),
        Phase("co_creation", date(2026, 4, 20), date(2026, 6, 1)),
        Phase("design", date(2026, 7, 1), date(2026, 12, 1)),
    ]
    async with house.brug.database.write() as connection:
        await save_phases(connection, house.lab_a, phases)
    meeting = await a_meeting(house, starts=wall("2026-05-28T18:00"))

    page = await els.get("/admin/meetings")

    assert "From exploration to co-creation: a month at most Wed 1 Apr – Thu 28 May" in page.words
    assert "Design and experiment: three to six months Wed 1 Jul – Tue 1 Dec" in page.words
    assert 'class="broken"' in page.text
    assert "is less than six weeks. Plan about two months. People need time to think" in page.words
    assert f'<a href="/admin/meetings/{meeting.id}">Thu 28 May</a>' in page.text
    assert "style=" not in page.text


async def test_a_move_says_who_reads_what_and_who_is_asked_once_more(house: House, els: Browser) -> None:
    amina = await house.sign_up("Amina", house.lab_a)
    bilal = await house.sign_up("Bilal", house.lab_a, language="العربية")
    meeting = await a_meeting(house)
    await answers(house, meeting.id, amina, answer="yes")
    await answers(house, meeting.id, bilal, answer="no")
    await a_contact(house, bilal, meeting_id=meeting.id, state="sent")
    path = f"/admin/meetings/{meeting.id}/change"

    page = await els.submit(path, **{**FORM, "day": "2026-07-02"}, as_shown=(await els.get(path)).field("as_shown"))

    words = page.words.replace("\u2068", "").replace("\u2069", "")
    assert "English · people: 1 Something changes, …. The meeting is now on Thursday 2 July" in words
    assert "Messages that go out once more Invitation to a meeting · people: 1" in words
    assert "The meeting on" in (await els.get(f"/admin/meetings/{meeting.id}/cancel")).words


async def test_where_nobody_knows_of_a_meeting_nobody_is_said_to_be_told(house: House, els: Browser) -> None:
    amina, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    await a_contact(house, amina, meeting_id=meeting.id)
    path = f"/admin/meetings/{meeting.id}/change"

    page = await els.submit(path, **{**FORM, "day": "2026-07-02"}, as_shown=(await els.get(path)).field("as_shown"))

    assert "Nobody has been told yet." in page.words
    assert "tell them" not in page.words
    assert "Yes, move the meeting" in page.words


async def test_a_step_of_the_plan_says_when_why_and_what_holds_it(house: House, els: Browser) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    await a_contact(house, who, "reminder_week", meeting_id=meeting.id, state="dropped", reason="answered_no")

    words = (await els.get(f"/admin/meetings/{meeting.id}")).words

    assert "Reminder a week before Thu 28 May, 17:30 Days before the meeting: 7" in words
    assert "1: The answer to the invitation was no." in words


async def test_who_joined_after_a_meeting_is_not_counted_among_its_people(house: House, els: Browser) -> None:
    early = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        since = {"confirmed_at": datetime(2026, 5, 1, tzinfo=UTC)}
        await connection.execute(update(person).where(person.c.id == early).values(since))
    await house.sign_up("Bilal", house.lab_a)
    over, ahead = await a_meeting(house, starts=wall("2026-05-04T18:00")), await a_meeting(house)
    await answers(house, over.id, early, answer="yes", present=True)

    words = (await els.get(f"/admin/meetings/{over.id}")).words

    assert "1 of 1 said yes" in words
    assert "Bilal" not in words
    assert "0 of 2 said yes" in (await els.get(f"/admin/meetings/{ahead.id}")).words
    listed = (await els.get("/admin/meetings")).words
    assert ["1 of 1 said yes" in listed, "0 of 2 said yes" in listed] == [True, True]


async def test_who_did_not_say_yes_is_not_counted_as_waiting_for_what_goes_to_those_who_come(
    house: House, els: Browser
) -> None:
    meeting = await a_meeting(house)
    for name, answer in (("Amina", "yes"), ("Bilal", "no"), ("Celine", "")):
        who = await house.sign_up(name, house.lab_a)
        await answers(house, meeting.id, who, answer=answer)
        for kind in ("reminder_day", "reminder_hours", "missed"):
            await a_contact(house, who, kind, meeting_id=meeting.id)

    words = (await els.get(f"/admin/meetings/{meeting.id}")).words

    assert "who did not say no 2 0 0" in words
    assert "who said yes 1 0 0" in words
    assert "who was not there 2 0 0" in words


async def test_a_move_counts_as_waiting_those_only_for_whom_a_message_is(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    for name, answer in (("Amina", "yes"), ("Bilal", "no"), ("Celine", "")):
        who = await house.sign_up(name, house.lab_a)
        await answers(house, meeting.id, who, answer=answer)
        for kind in ("reminder_day", "reminder_hours", "missed"):
            await a_contact(house, who, kind, meeting_id=meeting.id)
        await a_contact(house, who, "reminder_week", meeting_id=meeting.id, state="sent")
    path = f"/admin/meetings/{meeting.id}/change"

    page = await els.submit(path, **{**FORM, "day": "2026-07-02"}, as_shown=(await els.get(path)).field("as_shown"))

    words = page.words.replace("\u2068", "").replace("\u2069", "")
    assert "Reminder a day before · people: 2" in words
    assert "Reminder two hours before · people: 1" in words
    assert "We missed you · people: 2" in words
    assert "Reminder a week before · people: 2" in words.partition("Messages that go out once more")[2]


async def test_two_who_write_what_was_decided_see_both_texts(house: House, els: Browser) -> None:
    meeting = await a_meeting(house, starts=wall("2026-05-04T18:00"))
    path = f"/admin/meetings/{meeting.id}"
    seen = (await els.get(path)).field("as_shown")
    await els.submit(path, f"{path}/decided", as_shown=seen, en="We start a café.")

    page = await els.submit(path, f"{path}/decided", as_shown=seen, en="We wait.")

    assert page.status == 409
    assert "We start a café." in page.words
    assert (await meeting_now(house, meeting.id)).decided == {"en": "We start a café."}
