"""Work for a human whose reason is gone: it leaves the list by itself, and one thing is never two tasks."""

from datetime import timedelta

import pytest

from lab.people import ACTIVE, STOPPED
from store.tables import task
from tests.bot.year import EVENING, Year, at
from tests.house import House


@pytest.fixture
def database_url() -> str:
    """SQLite: what the databases differ in is tried in test_year_together.py."""
    return ""


@pytest.fixture
async def year(home: House) -> Year:
    year = Year(home)
    await year.keeps()
    return year


async def waits(year: Year, who: int, *kinds: str) -> None:
    """A human has to do this for her, since now."""
    values = {"lab_id": year.home.lab.id, "person_id": who, "created_at": year.home.clock.now()}
    async with year.home.brug.database.write() as connection:
        for kind in kinds:
            await connection.execute(task.insert().values(values | {"kind": kind}))


async def still_open(year: Year) -> list[str]:
    """After the next look of the planner."""
    year.home.clock.moment += timedelta(minutes=1)
    await year.plan()
    return sorted(row.kind for row in await year.tasks() if row.done_at is None)


async def test_after_stop_nobody_is_asked_to_welcome_or_call_her_but_her_words_still_wait(year: Year) -> None:
    [amina] = await year.knows("amina")
    await waits(year, amina, "welcome", "silent", "no_way", "unreachable", "translation", "question", "call")

    assert len(await still_open(year)) == 7

    await year.change("amina", standing=STOPPED)
    assert await still_open(year) == ["call", "question"]


async def test_that_she_left_is_no_task_any_more_when_she_is_back(year: Year) -> None:
    [amina] = await year.knows("amina")
    await year.writes("amina", "stop")
    await waits(year, amina, "ask_again")
    assert await still_open(year) == ["ask_again", "left"]

    await year.change("amina", standing=ACTIVE)
    assert await still_open(year) == []


async def test_whoever_writes_need_not_be_called_because_of_her_silence(year: Year) -> None:
    amina, bilal = await year.knows("amina", "bilal")
    await waits(year, amina, "silent", "unreachable", "call_unreachable")
    await waits(year, bilal, "call_nudges")
    assert len(await still_open(year)) == 4

    await year.writes("amina", "/help")

    assert await still_open(year) == ["call_nudges", "call_unreachable"]


async def test_long_silence_and_checks_without_an_answer_are_one_task(year: Year) -> None:
    await year.knows("amina")
    await year.meets(EVENING + timedelta(days=50))

    await year.until(at(7, 1), timedelta(days=1))

    assert len([row for row in await year.tasks("silent", "call_nudges") if row.done_at is None]) == 1
