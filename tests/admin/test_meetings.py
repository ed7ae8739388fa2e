"""The timeline; to plan, change, move and cancel a meeting."""

from datetime import date, time, timedelta

import pytest

from lab.meetings import CANCELLED, Session
from lab.phases import Phase
from store.desk_planning import save_phases
from tests.admin.gatherings import (
    FORM,
    THURSDAY,
    a_contact,
    a_meeting,
    alert,
    answers,
    contacts,
    count_of_meetings,
    invitations,
    meeting_now,
    meetings_of,
    wall,
)
from tests.admin.house import Browser, House

SCRIPT = "<script>alert(1)</script>"


async def test_the_first_meeting_is_planned_from_an_empty_page(house: House, els: Browser) -> None:
    page = await els.get("/admin/meetings")
    assert "No meeting is planned" in page.words

    page = await els.submit(f"/admin/labs/{house.lab_a}/meetings/new", **FORM, line0_time="18:00", line0_kind="welcome")

    assert page.path.startswith("/admin/meetings/")
    assert "Thu 4 Jun, 18:00 – 20:30" in page.words
    assert "De Krook" in page.words
    planned = (await meetings_of(house, house.lab_a))[0]
    assert (planned.starts, planned.timezone, planned.phase) == (THURSDAY, "Europe/Brussels", "co_creation")
    assert [(f"{one.starts:%H:%M}", one.kind) for one in planned.sessions] == [("18:00", "welcome")]


async def test_the_timeline_tells_what_is_ahead_and_behind_with_answers_and_warnings(
    house: House, els: Browser
) -> None:
    amina, bilal = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_a)
    christmas = await a_meeting(house, starts=wall("2026-12-25T18:00"))
    await a_meeting(house, phase="exploration", starts=wall("2026-04-01T18:00"))
    await answers(house, christmas.id, amina, answer="yes")
    await answers(house, christmas.id, bilal, answer="no")

    words = (await els.get("/admin/meetings")).words

    ahead, _, behind = words.partition("Behind us")
    assert "Fri 25 Dec, 18:00 – 20:30" in ahead
    assert "1 of 2 said yes, 1 no" in ahead
    assert "is on a feast: Christmas Day" in ahead
    assert "is more than a month. Plan at most one month. If you do not see people for too long" in ahead
    assert "Wed 1 Apr" in behind


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"end": "17:00"}, "ends before it starts"),
        ({"day": "2026-05-10"}, "lies in the past"),
        ({"timezone": "Europe/Nowhere"}, "There is no time zone"),
        ({"timezone": "../../etc/passwd"}, "There is no time zone"),
        ({"day": "2027-03-28", "start": "02:30", "end": "06:00"}, "clocks jump over it"),
        ({"day": "next week"}, "Write the day of the meeting"),
        ({"day": "0001-01-01"}, "Correct the year"),
        ({"start": "25:00"}, "Write when the meeting starts"),
        ({"phase": "party"}, "Choose the phase"),
        ({"place": "  "}, "Say where it is"),
        ({"latitude": "north"}, "Write latitude and longitude"),
        ({"latitude": "95", "longitude": "3"}, "No map has this place"),
        ({"latitude": "51"}, "No map has this place"),
        ({"capacity": "many"}, "Write how many people fit in as a number"),
        ({"capacity": "-3"}, "how many people fit in"),
        ({"line2_time": "19:00"}, "Line 3 of the agenda needs a time"),
        ({"line0_kind": "dance", "line0_time": "19:00"}, "Line 1 of the agenda needs a time"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_to_change_and_nothing_typed_is_lost(
    house: House, els: Browser, wrong: dict[str, str], sentence: str
) -> None:
    form = {**FORM, "address": "Platteberg 1", "title_en": SCRIPT, **wrong}

    page = await els.submit(f"/admin/labs/{house.lab_a}/meetings/new", **form)

    assert page.status == 422
    assert sentence in alert(page)
    assert page.field("address") == "Platteberg 1"
    assert page.field("title_en") == SCRIPT
    assert SCRIPT not in page.text
    assert await count_of_meetings(house) == 0


async def test_all_that_is_wrong_is_said_at_once(house: House, els: Browser) -> None:
    wrong = {"capacity": "many", "day": "2020-01-01", "end": "17:00", "place": " ", "latitude": "51"}

    said = alert(await els.submit(f"/admin/labs/{house.lab_a}/meetings/new", **FORM | wrong))

    for sentence in ("how many people fit in", "in the past", "ends before it starts", "Say where", "No map"):
        assert sentence in said


async def test_a_day_that_nobody_can_read_hides_nothing_else_and_is_said_once(house: House, els: Browser) -> None:
    wrong = {"day": "next week", "timezone": "Mars", "capacity": "5000", "latitude": "north", "line0_time": "9:00"}

    said = alert(await els.submit(f"/admin/labs/{house.lab_a}/meetings/new", **FORM | wrong))

    assert "Write the day" in said
    assert "There is no time zone “Mars”" in said
    assert "1000 at most" in said
    assert "Line 1 of the agenda needs a time" in said
    assert "No map" not in said
    assert "past" not in said


async def test_a_line_of_the_agenda_outside_the_hours_is_refused_and_says_what_to_change(
    house: House, els: Browser
) -> None:
    lines = {"line0_time": "17:30", "line0_kind": "welcome", "line1_time": "20:30", "line1_kind": "end"}

    page = await els.submit(f"/admin/labs/{house.lab_a}/meetings/new", **FORM | lines)

    assert page.status == 422
    assert "The agenda has a line at 17:30, but the meeting is from Thursday 4 June 18:00 to 20:30." in alert(page)
    assert "at 20:30, but" not in alert(page)


async def test_when_a_meeting_begins_later_its_agenda_moves_along_and_is_shown_first(
    house: House, els: Browser
) -> None:
    meeting = await a_meeting(house, sessions=(Session(time(18), "welcome"), Session(time(19), "meal")))
    who = await house.sign_up("Amina", house.lab_a)
    await answers(house, meeting.id, who, answer="yes")
    path = f"/admin/meetings/{meeting.id}/change"
    shown = await els.get(path)
    lines = {name: shown.field(name) for name in ("line0_time", "line1_time")}
    form = FORM | lines | {"line0_kind": "welcome", "line1_kind": "meal", "start": "20:15", "end": "22:00"}
    form["as_shown"] = shown.field("as_shown")

    page = await els.submit(path, **form)

    assert "Nothing is changed and nothing is sent yet" in page.words
    assert "20:15 Welcome" in page.words
    await els.post(path, {**form, "confirmed": "1", "csrf": page.csrf})
    moved = await meeting_now(house, meeting.id)
    assert [one.starts for one in moved.sessions] == [time(20, 15), time(21, 15)]


async def test_two_meetings_at_one_time_are_refused(house: House, els: Browser) -> None:
    await a_meeting(house)

    page = await els.submit(f"/admin/labs/{house.lab_a}/meetings/new", **{**FORM, "place": "Elsewhere"})

    assert "the lab meets already: De Krook" in alert(page)


async def test_the_form_says_in_words_on_which_day_the_meeting_is(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)

    page = await els.get(f"/admin/meetings/{meeting.id}/change")

    assert "Co-creation · Thu 4 Jun, 18:00 – 20:30" in page.words


async def test_a_change_of_nothing_but_the_agenda_is_saved_at_once(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    path = f"/admin/meetings/{meeting.id}/change"
    as_shown = (await els.get(path)).field("as_shown")
    lines = {"line0_time": "20:00", "line0_kind": "break", "line1_time": "18:00", "line1_kind": "plenary"}

    page = await els.submit(path, **FORM, as_shown=as_shown, **lines, line1_title_en="Who are we?")

    changed = await meeting_now(house, meeting.id)
    assert page.path == f"/admin/meetings/{meeting.id}"
    assert [one.kind for one in changed.sessions] == ["plenary", "break"]
    assert changed.sessions[0].title == {"en": "Who are we?"}
    assert changed.sequence == 0


async def test_who_moves_a_meeting_sees_first_who_is_told_what(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house)
    await answers(house, meeting.id, who, answer="yes")
    await a_contact(house, who, "reminder_day", meeting_id=meeting.id)
    path = f"/admin/meetings/{meeting.id}/change"
    form = {**FORM, "day": "2026-06-11", "as_shown": (await els.get(path)).field("as_shown")}

    page = await els.submit(path, **form)

    assert "Nothing is changed and nothing is sent yet" in page.words
    assert "They get a correction first, with the question if they can still come. People: 1" in page.words
    assert "moves to Wed 10 Jun, 10:30" in page.words
    assert (await meeting_now(house, meeting.id)).starts == THURSDAY

    await els.post(path, {**form, "confirmed": "1", "csrf": page.csrf})

    moved = await meeting_now(house, meeting.id)
    assert (moved.starts, moved.sequence) == (THURSDAY + timedelta(days=7), 1)
    assert [(one.kind, one.due_at.day) for one in await contacts(house)] == [("reminder_day", 10), ("moved", 11)]


async def test_and_what_is_amiss_with_the_new_day_before_anybody_is_told(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house)
    await answers(house, meeting.id, who, answer="yes")
    async with house.brug.database.write() as connection:
        await save_phases(connection, house.lab_a, [Phase("co_creation", date(2026, 6, 1), date(2026, 6, 30))])
    path = f"/admin/meetings/{meeting.id}/change"

    page = await els.submit(path, **FORM | {"day": "2026-12-25", "as_shown": (await els.get(path)).field("as_shown")})

    assert "Nothing is changed and nothing is sent yet" in page.words
    assert "is on a feast: Christmas Day" in page.words
    assert "is outside its phase" in page.words


async def test_a_meeting_that_nobody_knows_of_moves_without_a_question(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    path = f"/admin/meetings/{meeting.id}/change"

    await els.submit(path, **{**FORM, "place": "Bijloke"}, as_shown=(await els.get(path)).field("as_shown"))

    assert (await meeting_now(house, meeting.id)).place.name == "Bijloke"


async def test_what_has_been_can_be_written_better_but_not_moved_into_the_past(house: House, els: Browser) -> None:
    meeting = await a_meeting(house, starts=wall("2026-05-04T18:00"))
    path = f"/admin/meetings/{meeting.id}/change"
    form = {**FORM, "day": "2026-05-04", "as_shown": (await els.get(path)).field("as_shown")}

    assert "lies in the past" in alert(await els.submit(path, **{**form, "day": "2026-05-05"}))
    await els.submit(path, **form, title_en="The first one")

    assert (await meeting_now(house, meeting.id)).title == {"en": "The first one"}


async def test_of_two_who_change_one_meeting_the_second_is_told_and_loses_nothing(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    path = f"/admin/meetings/{meeting.id}/change"
    old = (await els.get(path)).field("as_shown")
    await els.submit(path, **FORM, as_shown=old, capacity="10")

    page = await els.submit(path, **FORM, as_shown=old, title_en="Our plan")

    assert page.status == 409
    assert "How many people fit in Saved now 10 What you wrote –" in page.words
    assert (await meeting_now(house, meeting.id)).capacity == 10

    await els.post(path, page.hidden)
    assert (await meeting_now(house, meeting.id)).title == {"en": "Our plan"}


async def test_seats_that_are_new_are_offered_to_those_who_wait(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house, capacity=1)
    await answers(house, meeting.id, who, answer="waiting", waiting_since=house.clock.now())
    path = f"/admin/meetings/{meeting.id}/change"

    await els.submit(path, **FORM, as_shown=(await els.get(path)).field("as_shown"), capacity="2")

    assert (await invitations(house))[who].answer == "offered"
    assert [one.kind for one in await contacts(house)] == ["seat_free"]


async def test_a_meeting_is_cancelled_after_one_question(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house)
    await answers(house, meeting.id, who, answer="yes")
    await a_contact(house, who, "reminder_day", meeting_id=meeting.id)
    path = f"/admin/meetings/{meeting.id}/cancel"

    page = await els.get(path)
    assert "hears at once that it does not take place. People: 1" in page.words
    assert "Reminder a day before" in page.words

    for _ in range(2):
        page = await els.submit("/admin/", path)

    assert (await meeting_now(house, meeting.id)).state == CANCELLED
    assert [(one.kind, one.state) for one in await contacts(house)] == [
        ("reminder_day", "dropped"),
        ("cancelled", "planned"),
    ]
    assert "Cancelled" in page.words
    assert "This meeting is cancelled" in alert(await els.submit("/admin/", f"/admin/meetings/{meeting.id}/change"))
