"""Many at a time, on both databases: planners, schedulers, coordinators and the people themselves."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.app import build
from flows.preparation import SLOT_GONE
from lab.touchpoints import DEFAULT_PLAN
from store import meetings
from store.tables import address, outbox, task
from tests.bot.year import EVENING, Year, at
from tests.conversations import catalogues
from tests.house import House

KINDS = [touchpoint.kind for touchpoint in DEFAULT_PLAN]
INVITED = at(5, 15)
GONE = "The meeting on"


@pytest.fixture
def year(home: House) -> Year:
    return Year(home)


def days(number: float) -> timedelta:
    return timedelta(days=number)


async def test_however_many_plan_at_a_time(year: Year) -> None:
    await year.knows("amina", "bilal")
    meeting = await year.meets(EVENING - timedelta(days=20))
    year.home.clock.moment = meeting.ends_at + timedelta(hours=1)
    await year.knows("celine", channel="webchat")
    await year.meets(EVENING)

    await asyncio.gather(*(year.plan() for _ in range(6)))

    rows = await year.contacts()
    assert len({(row.person_id, row.kind, row.reference, row.slot) for row in rows}) == len(rows)
    assert len(await year.tasks("decided")) == 1


async def test_planners_at_a_time_raise_each_task_once(year: Year) -> None:
    await year.knows("celine", channel="webchat", last_in_at=None, created_at=at(4, 1), confirmed_at=at(4, 1))
    year.home.clock.moment = EVENING.replace(tzinfo=at(5, 1).tzinfo) - timedelta(days=5)
    async with year.home.brug.database.write() as connection:
        await connection.execute(task.delete())

    await year.meets()
    async with year.home.brug.database.write() as connection:
        await connection.execute(task.delete())
    await asyncio.gather(*(year.plan() for _ in range(6)))

    assert Counter(row.kind for row in await year.tasks()) == Counter({"silent": 1, "no_way": 1})


async def test_two_services_in_two_processes_plan_once(year: Year) -> None:
    await year.knows(*(f"p{number}" for number in range(20)))
    await year.meets()
    other = build(year.home.brug.settings, year.home.brug.database, catalogues(), year.home.clock)
    await year.knows(*(f"late{number}" for number in range(20)))

    made = await asyncio.gather(other.rounds.plan(), year.plan())

    assert sorted(made) == [0, 20 * len(KINDS)]
    assert len(await year.contacts()) == 40 * len(KINDS)


async def test_two_schedulers_write_to_each_of_two_hundred_once(year: Year) -> None:
    names = [f"p{number}" for number in range(200)]
    await year.knows(*names)
    await year.meets()
    brug = year.home.brug
    other = build(brug.settings, brug.database, catalogues(), year.home.clock, extra=[year.home.paper])
    year.home.clock.moment = INVITED

    await asyncio.gather(*(rounds.contact(limit=40) for rounds in (brug.rounds, other.rounds)))
    brug.outbox.wake([row.id for row in await year.home.rows(address)])
    await brug.outbox.settled()

    assert {name: len(year.home.said(name)) for name in names} == dict.fromkeys(names, 1)
    assert Counter(await year.fate("invitation")) == Counter({("sent", "sent"): 200})
    assert await year.home.count(outbox) == 200


async def test_two_take_the_same_slot_at_once_and_one_is_asked_again_without_it(year: Year) -> None:
    people = await year.knows("amina", "bilal")
    await year.only("preparation")
    first = await year.opens_talk(at(5, 28))
    await year.opens_talk(at(5, 29))
    await year.meets()
    await year.until(at(5, 22))
    for name in ("amina", "bilal"):
        for says in ("1", "1", "1", "1", "1", "1", "1", "skip"):
            await year.writes(name, says)

    await asyncio.gather(*(year.takes(name, "1", f"{name}-slot") for name in ("amina", "bilal")))
    await year.home.brug.outbox.settled()

    [taken, free] = await year.talkers()
    assert taken in people
    assert free is None
    loser = "bilal" if taken == people[0] else "amina"
    again = year.home.paper.sheets[loser][-1]
    assert again.text == SLOT_GONE
    assert f":{first}" not in again.buttons[0].token
    assert len(again.buttons) == 0 or "28 May" not in again.buttons[0].label


async def test_two_coordinators_who_move_it_at_once_leave_one_date_and_one_correction(year: Year) -> None:
    await year.knows("amina")
    await year.leaves_alone()
    meeting = await year.meets()
    await year.without("preparation")
    await year.until(INVITED)

    await asyncio.gather(year.move(meeting, EVENING + days(2)), year.move(meeting, EVENING + days(3)))
    heard = await year.until(at(5, 20))

    async with year.home.brug.database.read() as connection:
        now = await meetings.meeting_of(connection, meeting.id)
    assert now is not None
    assert now.sequence == 2
    assert len(heard) == 1
    assert year.home.brug.catalogues.value("en", now.starts.replace(tzinfo=heard[0][0].tzinfo)) in heard[0][1].text


async def test_moved_while_people_answer_and_cancelled_while_they_answer(year: Year) -> None:
    """Twelve people answer in three rounds of the gate, while the meeting is moved and later cancelled."""
    names = [f"p{number}" for number in range(12)]
    people = await year.knows(*names)
    await year.leaves_alone()
    await year.without("preparation", "reminder_week")
    meeting = await year.meets()
    await year.until(INVITED)

    async def answers(name: str, number: int) -> None:
        await year.takes(name, ("yes", "2", "maybe")[number % 3], f"{name}-first")

    moving = asyncio.create_task(year.move(meeting, EVENING + days(2)))
    await asyncio.gather(
        moving,
        *(answers(name, number) for number, name in enumerate(names)),
        year.home.brug.rounds.contact(),
        year.home.brug.rounds.contact(),
    )
    first = dict(await year.answers())
    await year.until(at(5, 20))
    await asyncio.gather(
        year.cancel(moving.result()),
        *(year.takes(name, "/meeting", f"{name}-second") for name in names),
        year.home.brug.rounds.contact(),
        year.home.brug.rounds.contact(),
    )
    await year.home.brug.outbox.settled()
    await year.until(at(6, 20))

    assert first == {who: ("yes", "no", "maybe")[place % 3] for place, who in enumerate(people)}
    for number, name in enumerate(names):
        said = year.home.said(name)
        [*_, corrected] = [-1, *(place for place, text in enumerate(said) if text.startswith("Something changes"))]
        [*_, cancelled] = [-1, *(place for place, text in enumerate(said) if text.startswith(GONE))]
        later = said[corrected + 1 :] if corrected >= 0 else []
        assert sum(text.startswith(("Something changes", GONE)) for text in said) <= 2
        assert number % 3 == 1 or 0 < corrected < cancelled
        assert [text for text in later if "Thursday 4 June" in text] == []
        assert cancelled < 0 or [text for text in said[cancelled + 1 :] if "Can you come" in text] == []


async def test_many_say_yes_at_the_same_moment_and_nobody_is_over_capacity(year: Year) -> None:
    names = [f"p{number}" for number in range(10)]
    await year.knows(*names)
    await year.only("invitation")
    await year.meets(capacity=4)
    await year.until(INVITED)

    await asyncio.gather(*(year.takes(name, "yes", name) for name in names))

    assert sorted(answer for _, answer in await year.answers()) == ["waiting"] * 6 + ["yes"] * 4
