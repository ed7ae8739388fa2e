"""A meeting is moved or cancelled: what is unsent goes along, and who was told hears it once and first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from lab.touchpoints import DEFAULT_PLAN, due_at
from tests.bot.year import EVENING, Year, at, beginnings, texts
from tests.house import House

INVITED = at(5, 15)
CORRECTION, GONE = "Something changes, Amina.", "The meeting on"


@pytest.fixture
def database_url() -> str:
    """SQLite: what the databases differ in is tried in test_year_together.py."""
    return ""


@pytest.fixture
async def year(home: House) -> Year:
    year = Year(home)
    await year.leaves_alone()
    await year.without("preparation")
    return year


def days(number: float) -> timedelta:
    return timedelta(days=number)


async def test_what_is_unsent_moves_along(year: Year) -> None:
    await year.knows("amina", "bilal")
    meeting = await year.meets()

    moved = await year.move(meeting, EVENING + days(9))

    wanted = {touchpoint.kind: due_at(touchpoint, moved) for touchpoint in DEFAULT_PLAN}
    rows = await year.contacts()
    assert {row.kind: row.due_at for row in rows} == {row.kind: wanted[row.kind] for row in rows}
    assert {row.reason for row in rows} == {"meeting_moved"}
    assert await year.plan() == 0


async def test_who_was_told_gets_exactly_one_correction_and_nobody_else(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)
    await year.knows("bilal")

    await year.move(meeting, EVENING + days(2))
    heard = await year.until(at(5, 17))

    assert [text[: len(CORRECTION)] for text in texts(heard)] == [CORRECTION]
    assert "Saturday 6 June" in heard[0][1].text
    assert [text[:18] for text in year.home.said("bilal")] == ["Hi Bilal. We meet "]


async def test_two_quick_moves_are_one_correction(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)

    moved = await year.move(meeting, EVENING + days(2))
    await year.move(moved, EVENING + days(3))
    heard = await year.until(at(5, 20))

    assert len(heard) == 1
    assert "Sunday 7 June" in heard[0][1].text
    assert await year.fate("moved") == [("dropped", "superseded"), ("sent", "sent")]


async def test_the_correction_goes_before_anything_else_of_that_meeting(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(at(5, 28, 15, 31))
    year.home.clock.moment = at(5, 28, 19)

    await year.move(meeting, EVENING - days(4) + timedelta(hours=18))
    heard = await year.until(at(6, 1, 14))

    assert texts(heard)[0].startswith(CORRECTION)
    assert all("Monday 1 June" in text for text in texts(heard))
    assert len(heard) > 1


async def test_a_reminder_whose_day_is_over_when_the_meeting_comes_nearer_is_not_made_up_for(year: Year) -> None:
    """The correction asks the same; a week before is over. So there is room for the day before."""
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(at(5, 26))

    await year.move(meeting, EVENING - days(5))
    heard = await year.until(at(5, 30, 17))

    assert [text[: len(CORRECTION)] for text in texts(heard)] == [
        CORRECTION,
        "Hi Amina. Tomorrow we meet: "[: len(CORRECTION)],
    ]
    assert await year.fate("reminder_week") == [("dropped", "superseded")]
    assert ("sent", "sent") in await year.fate("reminder_day")


async def test_moved_on_to_a_later_week_it_reminds_a_week_before_after_all(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(at(5, 26))
    nearer = await year.move(meeting, EVENING - days(5))

    await year.move(nearer, EVENING + days(9))

    assert [state for state, _ in await year.fate("reminder_week")] == ["dropped", "planned"]


async def test_a_change_that_waits_holds_up_the_reminder(year: Year) -> None:
    """She wrote just now: the change waits for the end of the conversation, and the reminder for the change."""
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(at(5, 28, 12))
    moved = await year.move(meeting, EVENING + timedelta(hours=1))
    year.home.clock.moment = at(5, 28, 15, 25)
    await year.writes("amina", "I have a question about the road")
    await year.round()

    year.home.clock.moment = at(5, 28, 15, 31)
    await year.round()
    heard = await year.until(moved.starts_at - days(2))

    assert texts(heard)[0].startswith(CORRECTION)
    assert all(text.count("19:00") == 1 for text in texts(heard))


async def test_the_calendar_file_has_the_same_uid_and_a_higher_sequence(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)
    [before, *_] = await year.home.writes("amina", "yes")

    await year.move(meeting, EVENING + days(2))
    await year.until(at(5, 17))
    [after, *_] = await year.home.writes("amina", "yes")

    [old] = Calendar.from_ical(await year.file(before.file)).walk("VEVENT")
    [new] = Calendar.from_ical(await year.file(after.file)).walk("VEVENT")
    assert (old["UID"], old["SEQUENCE"], new["SEQUENCE"]) == (new["UID"], 0, 1)
    assert new.decoded("DTSTART").replace(tzinfo=None) == EVENING + days(2)


async def test_the_news_of_a_move_brings_the_calendar_file_once(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)

    await year.move(meeting, EVENING + days(2))
    [(_, news)] = await year.until(at(5, 17))
    [again] = await year.home.writes("amina", "/start")

    calendar = Calendar.from_ical(await year.file(news.file))
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], str(event["UID"]), event["SEQUENCE"]) == ("PUBLISH", meeting.uid, 1)
    assert event.decoded("DTSTART").replace(tzinfo=None) == EVENING + days(2)
    assert (len(news.buttons), again.text, again.file) == (3, news.text, None)


async def test_who_said_yes_before_she_was_written_to_is_told_too(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.writes("amina", "/meeting")
    await year.writes("amina", "yes")

    await year.cancel(meeting)
    heard = await year.until(at(5, 12))

    assert [text[: len(GONE)] for text in texts(heard)] == [GONE]


async def test_a_meeting_of_tomorrow_that_moves_to_next_week_is_told_in_the_night(year: Year) -> None:
    [amina] = await year.knows("amina")
    meeting = await year.meets(EVENING - timedelta(hours=9))
    await year.answered(meeting, amina, "yes")
    await year.keeps()
    year.home.clock.moment = at(6, 3, 20)

    await year.move(meeting, EVENING + days(7))
    await year.round()

    assert [moment for moment, _ in year.heard["amina"]] == [at(6, 3, 20)]


async def test_reminders_that_went_out_for_the_old_date_are_planned_anew_for_a_later_one(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(at(6, 3, 9))

    await year.move(meeting, EVENING + days(28))
    heard = await year.until(at(7, 1, 9))

    assert beginnings(heard) == [
        "Wed 03 Jun 09:00 Something changes, A",
        "Thu 25 Jun 15:30 Hi Amina. In a week,",
        "Wed 01 Jul 08:30 Hi Amina. Tomorrow w",
    ]


async def test_the_place_alone_may_change(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)

    await year.move(replace(meeting, place=replace(meeting.place, name="City hall")), EVENING)
    heard = await year.until(at(5, 17))

    assert "City hall" in heard[0][1].text
