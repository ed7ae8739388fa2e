"""Work for a human whose reason is gone: it leaves the list by itself, and one thing is never two tasks."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from lab.people import ACTIVE, STOPPED
from lab.pilots import Pilot
from store.meetings import take_talk
from store.pilots import change_pilot
from store.push import subscribe
from store.tables import address, task
from tests.bot.piloting import runs, tells
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


async def has_notices(year: Year, who: int) -> None:
    """Her browser tells her of messages when the page is closed."""
    [hers] = [row.id for row in await year.home.rows(address) if row.person_id == who]
    async with year.home.brug.database.write() as connection:
        await subscribe(connection, hers, "browser", {}, year.home.clock.now())


async def becomes(year: Year, one: Pilot, state: str) -> None:
    async with year.home.brug.database.write() as connection:
        await change_pilot(connection, replace(one, state=state), year.home.clock.now())


async def still_open(year: Year) -> list[str]:
    """After the next look of the planner."""
    year.home.clock.moment += timedelta(minutes=1)
    await year.plan()
    return sorted(row.kind for row in await year.tasks() if row.done_at is None)


async def test_after_stop_nobody_is_asked_to_welcome_or_call_her_but_her_words_still_wait(year: Year) -> None:
    [amina] = await year.knows("amina")
    [hers] = [row.id for row in await year.home.rows(address) if row.person_id == amina]
    await year.home.change(address, hers, reachable=False)
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


async def test_whoever_has_another_way_to_be_reached_is_not_asked_for_one(year: Year) -> None:
    celine, dana = await year.knows("celine", "dana", channel="webchat")
    await waits(year, celine, "no_way", "call_unreachable")
    await waits(year, dana, "no_way")
    assert await still_open(year) == ["call_unreachable", "no_way", "no_way"]

    await has_notices(year, celine)
    assert [row.person_id for row in await year.tasks("no_way") if row.done_at is None] == [celine, dana]
    assert await still_open(year) == ["call_unreachable", "no_way"]

    [hers] = [row.id for row in await year.home.rows(address) if row.person_id == dana]
    await year.home.change(address, hers, channel="paper")
    assert await still_open(year) == ["call_unreachable"]


async def test_who_has_heard_when_the_next_meeting_is_need_not_be_told_by_a_human(year: Year) -> None:
    await year.only("invitation")
    amina, bilal = await year.knows("amina", "bilal")
    meeting = await year.meets()
    await year.answered(meeting, bilal, "yes")
    await waits(year, amina, "welcome", "question")
    assert await still_open(year) == ["question", "welcome"], "another one knows of it, and she does not"

    await year.until(EVENING.replace(tzinfo=UTC) - timedelta(days=20))

    assert await year.fate("invitation", who=amina) == [("sent", "sent")]
    assert await still_open(year) == ["question"]


async def test_who_has_heard_only_of_meetings_that_are_over_or_cancelled_waits_for_the_next_one(year: Year) -> None:
    amina, bilal = await year.knows("amina", "bilal")
    await waits(year, amina, "question")  # older than the meetings: it says nothing of when somebody was new
    over = await year.meets()
    off = await year.meets(EVENING + timedelta(days=30))
    await year.answered(over, amina, "yes")
    await year.answered(off, bilal, "yes")
    await year.cancel(off)
    year.home.clock.moment = at(6, 5)

    await waits(year, amina, "welcome")
    await waits(year, bilal, "welcome")

    assert (await still_open(year)).count("welcome") == 2


async def test_who_has_a_moment_to_talk_now_need_not_be_called_but_what_she_wrote_waits(year: Year) -> None:
    [amina] = await year.knows("amina")
    await waits(year, amina, "call")
    async with year.home.brug.database.write() as connection:
        await connection.execute(task.update().values(note="After six, please"))
    year.home.clock.pass_(hours=1)
    await waits(year, amina, "call")
    assert await still_open(year) == ["call", "call"]

    talk = await year.opens_talk(at(5, 28))
    async with year.home.brug.database.write() as connection:
        await take_talk(connection, talk, amina, year.home.lab.id, year.home.clock.now())

    assert await still_open(year) == ["call"]
    assert [row.note for row in await year.tasks() if row.done_at is None] == ["After six, please"]


@pytest.mark.parametrize("end", ["done", "stopped"])
async def test_that_a_pilot_is_stuck_is_no_task_any_more_when_it_is_over(year: Year, end: str) -> None:
    [amina] = await year.knows("amina")
    cafe = await runs(year, amina)
    garden = await runs(year, amina, name={"en": "Garden"})
    await waits(year, amina, "pilot_help")

    await becomes(year, cafe, end)
    assert await still_open(year) == ["pilot_help"], "nobody knows that it was not about the garden"

    await becomes(year, garden, "paused")
    assert await still_open(year) == ["pilot_help"]

    await becomes(year, garden, end)
    assert await still_open(year) == []


async def test_what_she_says_that_her_pilot_needs_is_answered_also_when_it_is_over(year: Year) -> None:
    [amina] = await year.knows("amina")
    cafe = await runs(year, amina)
    await tells(year, "amina", "3", need="a room, and the train")

    await becomes(year, cafe, "stopped")

    assert "pilot_help" in await still_open(year)


async def test_long_silence_and_checks_without_an_answer_are_one_task(year: Year) -> None:
    await year.knows("amina")
    await year.meets(EVENING + timedelta(days=50))

    await year.until(at(7, 1), timedelta(days=1))

    assert len([row for row in await year.tasks("silent", "call_nudges") if row.done_at is None]) == 1


async def test_who_asks_twice_for_a_person_is_one_task_until_somebody_did_it(year: Year) -> None:
    await year.knows("amina")
    first = await year.writes("amina", "human")

    assert await year.writes("amina", "human") == first
    [waiting] = await year.tasks("human")

    await year.home.change(task, waiting.id, done_at=year.home.clock.now())
    await year.writes("amina", "human")
    assert len(await year.tasks("human")) == 2
