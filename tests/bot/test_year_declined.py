"""Who said no, who takes a pause, and who waits for a seat, when a meeting changes."""

from datetime import timedelta

import pytest

from tests.bot.year import EVENING, Year, at, beginnings
from tests.house import House

INVITED = at(5, 15)


@pytest.fixture
def database_url() -> str:
    """SQLite: what the databases differ in is tried in test_year_together.py."""
    return ""


@pytest.fixture
async def year(home: House) -> Year:
    year = Year(home)
    await year.leaves_alone()
    await year.only("invitation", "reminder_week")
    return year


def days(number: float) -> timedelta:
    return timedelta(days=number)


async def test_who_said_no_is_invited_once_to_the_new_date_at_a_good_hour(year: Year) -> None:
    [amina] = await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)
    await year.writes("amina", "2")
    await year.writes("amina", "Work")
    year.home.clock.moment = at(5, 16, 20)

    moved = await year.move(meeting, EVENING + days(1))
    await year.move(moved, EVENING + days(2))
    heard = await year.until(at(5, 29))
    await year.writes("amina", "yes")

    assert beginnings(heard) == ["Sun 17 May 06:30 Hi Amina. We meet on"]
    assert "Saturday 6 June" in heard[0][1].text
    assert await year.fate("moved") == []
    assert await year.answers() == [(amina, "yes")]


async def test_where_the_new_date_is_far_away_she_is_invited_when_the_plan_says_so(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)
    await year.writes("amina", "2")

    await year.move(meeting, EVENING + days(28))
    heard = await year.until(at(6, 12))

    assert beginnings(heard) == ["Thu 11 Jun 15:30 Hi Amina. We meet on"]


async def test_a_lab_that_invites_nobody_asks_nobody_again(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(INVITED)
    await year.writes("amina", "2")
    await year.only("reminder_week")

    await year.move(meeting, EVENING + days(1))

    assert await year.until(at(6, 6)) == []


async def test_in_her_pause_she_hears_that_the_meeting_of_tomorrow_does_not_take_place(year: Year) -> None:
    people = await year.knows("amina", "bilal", paused_until=at(6, 20))
    meeting = await year.meets()
    for who, answer in zip(people, ("yes", "maybe"), strict=True):
        await year.answered(meeting, who, answer)
    year.home.clock.moment = at(6, 3, 19)

    await year.cancel(meeting)
    await year.until(at(6, 10))

    assert beginnings(year.heard["amina"]) == ["Wed 03 Jun 19:00 The meeting on Thurs"]
    assert year.home.said("bilal") == []


async def test_in_her_pause_she_hears_of_an_earlier_change_the_day_before(year: Year) -> None:
    [amina] = await year.knows("amina", paused_until=at(6, 20))
    meeting = await year.meets()
    await year.answered(meeting, amina, "yes")

    await year.move(meeting, EVENING + days(2))
    heard = await year.until(at(6, 10))

    assert beginnings(heard) == ["Wed 03 Jun 06:30 Something changes, A"]


async def test_a_free_seat_of_tomorrow_is_hers_until_the_morning(year: Year) -> None:
    """Others wait too: nobody is passed over in the night without a word."""
    people = await year.knows("amina", "bilal", "celine")
    meeting = await year.meets(capacity=1)
    for who, answer in zip(people, ("waiting", "waiting", "yes"), strict=True):
        await year.answered(meeting, who, answer, waiting_since=at(5, 1, who))
    await year.without("invitation", "reminder_week")
    await year.keeps()
    year.home.clock.moment = at(6, 3, 20)

    await year.writes("celine", "/meeting")
    await year.writes("celine", "2")
    await year.until(at(6, 4, 7), timedelta(minutes=30))

    assert beginnings(year.heard["amina"]) == ["Thu 04 Jun 06:30 Good news, Amina. Th"]
    assert year.home.said("bilal") == []
