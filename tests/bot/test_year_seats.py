"""Seats: nobody over capacity, whoever waits longest goes first, and an offer does not last for ever."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.meeting import WAITING
from lab.meetings import Meeting
from store.tables import invitation
from tests.bot.year import Year, at, texts
from tests.house import House

INVITED = at(5, 15)
A_SEAT = "Good news, "


@pytest.fixture
def database_url() -> str:
    """SQLite: what the databases differ in is tried in test_year_together.py."""
    return ""


@pytest.fixture
async def year(home: House) -> Year:
    year = Year(home)
    await year.leaves_alone()
    await year.only("invitation")
    return year


async def invited(year: Year, *names: str, capacity: int = 1) -> tuple[Meeting, list[int]]:
    people = await year.knows(*names)
    meeting = await year.meets(capacity=capacity)
    await year.until(INVITED)
    return meeting, people


async def full(year: Year) -> list[int]:
    """Amina has the only seat; Bilal waits, and Céline after him."""
    _, people = await invited(year, "amina", "bilal", "celine")
    for name in ("amina", "bilal", "celine"):
        await year.writes(name, "yes")
        year.home.clock.pass_(minutes=1)
    return people


def offered(year: Year, name: str) -> int:
    return sum(text.startswith(A_SEAT) for text in year.home.said(name))


async def answers(year: Year) -> list[str]:
    return [answer for _, answer in await year.answers()]


async def test_when_all_seats_are_taken_there_is_a_waiting_list(year: Year) -> None:
    await invited(year, "amina", "bilal")

    await year.writes("amina", "yes")
    said = await year.writes("bilal", "yes")

    assert said == [WAITING]
    assert await answers(year) == ["yes", "waiting"]


async def test_who_waits_for_a_seat_is_prepared_as_the_others_are(year: Year) -> None:
    await year.only("invitation", "preparation")
    [bilal] = await year.knows("bilal")
    meeting = await year.meets(datetime.fromisoformat("2026-05-20T18:00"), capacity=1)
    await year.answered(meeting, bilal, "yes")
    await year.knows("amina")
    await year.until(INVITED)

    full, hello = await year.writes("amina", "yes")

    assert full == WAITING
    assert hello.startswith("Hi Amina. We want to prepare the first meeting with you.")


@pytest.mark.parametrize("leaves", [("2",), ("maybe",), ("stop",)])
async def test_a_seat_that_becomes_free_goes_to_who_waits_longest(year: Year, leaves: tuple[str, ...]) -> None:
    await full(year)

    for word in leaves:
        await year.writes("amina", "/meeting")
        await year.writes("amina", word)
    await year.until(at(5, 17))
    await year.writes("bilal", "yes")

    assert (offered(year, "bilal"), offered(year, "celine")) == (1, 0)
    assert (await answers(year))[1:] == ["yes", "waiting"]


async def test_also_when_she_had_everything_deleted(year: Year) -> None:
    await full(year)

    await year.writes("amina", "delete")
    await year.writes("amina", "yes, delete")
    await year.plan()
    await year.until(at(5, 17))

    assert await year.home.person("amina") is None
    assert (offered(year, "bilal"), offered(year, "celine")) == (1, 0)
    assert await answers(year) == ["offered", "waiting"]


async def test_asking_again_does_not_cost_her_place(year: Year) -> None:
    await full(year)
    year.home.clock.pass_(hours=2)
    await year.writes("bilal", "/meeting")
    assert await year.writes("bilal", "yes") == [WAITING]

    await year.writes("amina", "/meeting")
    await year.writes("amina", "2")

    assert await answers(year) == ["no", "offered", "waiting"]


async def test_a_seat_that_is_offered_is_kept_and_offered_to_nobody_else(year: Year) -> None:
    await full(year)
    await year.writes("amina", "/meeting")
    await year.writes("amina", "2")
    await year.knows("deniz")

    await year.writes("deniz", "/meeting")
    said = await year.writes("deniz", "yes")

    assert said == [WAITING]
    assert await answers(year) == ["no", "offered", "waiting", "waiting"]


async def test_a_declined_offer_goes_to_the_next(year: Year) -> None:
    await full(year)
    await year.writes("amina", "/meeting")
    await year.writes("amina", "2")
    await year.until(at(5, 17))

    await year.writes("bilal", "2")
    await year.until(at(5, 19))

    assert (offered(year, "bilal"), offered(year, "celine")) == (1, 1)
    assert await answers(year) == ["no", "no", "offered"]


async def test_an_offer_without_an_answer_goes_to_the_next(year: Year) -> None:
    await full(year)
    await year.writes("amina", "/meeting")
    await year.writes("amina", "2")

    await year.until(at(5, 22), timedelta(days=1))

    assert (offered(year, "bilal"), offered(year, "celine")) == (1, 1)
    assert await answers(year) == ["no", "maybe", "offered"]


async def test_an_offer_that_cannot_be_sent_goes_to_the_next(year: Year) -> None:
    await full(year)
    await year.change("bilal", standing="stopped")
    await year.writes("amina", "/meeting")
    await year.writes("amina", "2")

    await year.until(at(5, 22))

    assert (offered(year, "bilal"), offered(year, "celine")) == (0, 1)


async def test_more_seats_are_offered_at_once_to_as_many_as_wait(year: Year) -> None:
    meeting, _ = await invited(year, "amina", "bilal", "celine")
    for name in ("amina", "bilal", "celine"):
        await year.writes(name, "yes")

    await year.move(replace(meeting, capacity=3), meeting.starts)
    await year.plan()

    assert await answers(year) == ["yes", "offered", "offered"]


async def test_who_declined_and_comes_back_waits_at_the_end(year: Year) -> None:
    _, bilal, _ = await full(year)
    for word in ("/meeting", "2", "skip"):
        await year.writes("bilal", word)
    year.home.clock.pass_(minutes=5)
    for word in ("/meeting", "yes"):
        await year.writes("bilal", word)

    rows = sorted(await year.home.rows(invitation), key=lambda row: str(row.waiting_since))

    assert [row.person_id for row in rows if row.answer == "waiting"][-1] == bilal
    assert texts(year.heard["bilal"])
