"""A meeting that is cancelled or over: who hears of it, when, and what an answer to it still does."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from store.tables import invitation, person
from tests.bot.year import EVENING, Year, at, texts
from tests.house import House

INVITED = at(5, 15)
GONE = "The meeting on"


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


async def test_cancelled_is_told_at_once_to_who_was_told_and_all_else_is_dropped(year: Year) -> None:
    await year.knows("amina", "celine")
    meeting = await year.meets()
    await year.until(INVITED)
    await year.writes("celine", "2")
    [bilal] = await year.knows("bilal")
    await year.plan()

    await year.cancel(meeting)
    await year.round()

    assert texts(year.heard["amina"])[-1] == (
        "The meeting on Thursday 4 June 18:00 does not take place. We are sorry. "
        "We tell you the new date as soon as we know it."
    )
    assert year.home.said("bilal") == []
    assert year.home.said("celine")[-1].startswith("Thank you for telling us")
    assert {row.reason for row in await year.contacts(who=bilal)} == {"meeting_cancelled"}
    assert Counter(
        row.state for row in await year.contacts() if row.kind not in ("invitation", "cancelled")
    ) == Counter(dropped=3 * 7)


@pytest.mark.parametrize(
    ("day", "hour", "heard_at"),
    [(3, 20, at(6, 3, 20)), (3, 1, at(6, 3, 1)), (1, 20, at(6, 2, 6, 30)), (1, 12, at(6, 1, 12))],
)
async def test_quiet_hours_are_broken_only_for_a_meeting_of_today_or_tomorrow(
    year: Year, day: int, hour: int, heard_at: datetime
) -> None:
    [amina] = await year.knows("amina")
    meeting = await year.meets()
    await year.answered(meeting, amina, "yes")
    await year.keeps()
    year.home.clock.moment = at(6, day, hour)

    await year.cancel(meeting)
    await year.round()
    await year.until(at(6, 3, 22))

    assert [moment for moment, _ in year.heard["amina"]] == [heard_at]


async def test_cancelled_twice_is_told_once(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)

    await year.cancel(meeting)
    await year.round()
    await year.cancel(meeting)
    await year.move(meeting, EVENING + days(1))
    heard = await year.until(at(6, 10))

    assert heard == []
    assert len(year.heard["amina"]) == 2


async def test_the_news_brings_a_calendar_file_that_takes_the_meeting_out(year: Year) -> None:
    await year.knows("amina", language="ti")
    meeting = await year.meets(title={"nl": "Samen eten"})
    await year.until(INVITED)

    await year.cancel(meeting)
    [(_, news)] = await year.until(at(5, 17))

    calendar = Calendar.from_ical(await year.file(news.file))
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (str(event["UID"]), event["SEQUENCE"]) == (meeting.uid, 1)


async def test_moved_and_cancelled_before_she_heard_is_only_cancelled(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)

    moved = await year.move(meeting, EVENING + days(1))
    await year.cancel(moved)
    heard = await year.until(at(6, 10))

    assert [text[: len(GONE) + 24] for text in texts(heard)] == [f"{GONE} Thursday 4 June 18:00 d"], "as she knows it"


async def test_who_taps_before_she_heard_that_it_moved_reads_the_date_that_she_knows(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    [(_, invited)] = await year.until(INVITED)
    moved = await year.move(meeting, EVENING + days(1))
    await year.cancel(moved)

    said = [message.text for message in await year.taps("amina", invited, 0)]

    assert said[0].startswith(f"{GONE} Thursday 4 June 18:00 does not take place.")


async def test_who_heard_that_it_moved_reads_the_new_date(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)
    moved = await year.move(meeting, EVENING + days(1))
    [(_, correction)] = await year.until(at(5, 16))
    await year.cancel(moved)

    [(_, news)] = await year.until(at(5, 18))
    said = [message.text for message in await year.taps("amina", correction, 0)]

    assert [text.startswith(f"{GONE} Friday 5 June 18:00 does not") for text in (news.text, *said[:1])] == [True, True]


async def test_whose_preparation_was_under_way_hears_nothing_of_a_date_that_she_was_not_told(year: Year) -> None:
    await year.only("preparation")
    await year.knows("amina")
    meeting = await year.meets()
    [(_, hello)] = await year.until(at(5, 22))
    await year.taps("amina", hello, 0)

    await year.cancel(meeting)
    heard = await year.until(at(5, 30))

    assert heard == []


async def test_who_read_the_date_in_her_preparation_hears_that_it_is_cancelled(year: Year) -> None:
    await year.only("preparation")
    await year.knows("amina")
    meeting = await year.meets()
    [(_, hello)] = await year.until(at(5, 22))
    goals = await year.taps("amina", hello, 0)
    [place] = await year.taps("amina", goals[-1], 0)
    assert place.text.startswith("The next meeting is on Thursday 4 June 18:00")

    await year.cancel(meeting)
    heard = await year.until(at(5, 30))

    assert [text.startswith(f"{GONE} Thursday 4 June") for text in texts(heard)] == [True]


async def test_a_button_of_a_cancelled_meeting_says_that_it_is_cancelled(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    [(_, invited)] = await year.until(INVITED)
    await year.cancel(meeting)

    said = [message.text for message in await year.taps("amina", invited, 0)]

    assert said[0].startswith(GONE)
    assert "See you there" not in " ".join(said)
    assert [row.answer for row in await year.home.rows(invitation)] == [""]


@pytest.mark.parametrize("place", [0, 1, 2])
async def test_so_does_each_of_them_after_she_heard_of_it(year: Year, place: int) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    [(_, invited)] = await year.until(INVITED)
    await year.cancel(meeting)
    await year.round()

    said = [message.text for message in await year.taps("amina", invited, place)]

    assert [text.startswith(GONE) for text in said] == [True, False]
    assert said[1].startswith("There is no date for the next meeting yet.")


async def test_who_was_saying_what_she_needs_is_not_told_that_we_see_her_there(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    [(_, invited)] = await year.until(INVITED)
    needs = (await year.taps("amina", invited, 0))[-1]
    await year.cancel(meeting)
    await year.round()

    await year.taps("amina", needs, 3)
    said = [message.text for message in await year.taps("amina", needs, len(needs.buttons) - 1)]

    assert said[0].startswith(GONE)
    assert "See you there" not in " ".join(said)
    assert [row.facts["needs"]["options"] for row in await year.home.rows(person)] == [["food"]]


async def test_an_answer_that_comes_too_late_is_told_so(year: Year) -> None:
    await year.knows("amina")
    await year.only("invitation")
    meeting = await year.meets()
    await year.until(meeting.starts_at + timedelta(minutes=1))

    said = await year.writes("amina", "yes")

    assert said == ["There is no date for the next meeting yet. We write to you when there is one."]
    assert [answer for _, answer in await year.answers()] == [""]


async def test_nobody_answers_for_another_lab(year: Year) -> None:
    await year.knows("amina")
    await year.meets()
    await year.until(INVITED)
    who = await year.home.person("amina")
    await year.home.change(person, who.id, lab_id=None)

    await year.writes("amina", "yes")

    assert [answer for _, answer in await year.answers()] == [""]
