"""Between planning and sending: she stops, pauses, moves on; two schedulers, outages and clocks that jump."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.messages import Unreachable
from scheduler.cadence import WEEK
from store.tables import address, outbox, person, task
from store.tables import lab as year_lab
from tests.bot.year import EVENING, Year, at, beginnings, texts
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
    await year.without("preparation")
    return year


async def test_after_stop_nothing_is_sent(year: Year) -> None:
    await year.knows("amina")
    await year.meets()

    await year.writes("amina", "stop")
    await year.until(at(6, 8))

    assert year.heard["amina"] == []
    assert {row.state for row in await year.contacts()} == {"dropped"}


async def test_after_stop_what_waits_in_the_outbox_is_not_sent(year: Year) -> None:
    await year.knows("amina")
    await year.meets()
    year.home.clock.moment = INVITED
    async with year.home.brug.database.write() as connection:
        await connection.execute(address.update().values(reachable=True))
    year.home.paper.gate = asyncio.Event()
    await year.home.brug.rounds.contact()
    stopping = asyncio.create_task(year.takes("amina", "stop", "stop"))
    await stopping
    year.home.paper.gate.set()
    await year.home.brug.outbox.settled()

    rows = [row for row in await year.home.rows(outbox) if row.kind == "reminder"]
    assert [row.state for row in rows] in (["cancelled"], ["sent"])
    assert await year.until(at(6, 8)) == []


async def test_whoever_is_erased_has_no_contacts(year: Year) -> None:
    await year.knows("amina")
    await year.meets()

    await year.writes("amina", "delete")
    await year.writes("amina", "yes, delete")
    await year.until(at(6, 8))

    assert await year.contacts() == []
    assert year.heard["amina"] == []


async def test_a_pause_holds_everything_until_it_is_over(year: Year) -> None:
    await year.knows("amina")
    await year.meets()

    await year.writes("amina", "pause")
    await year.writes("amina", "1 week")
    heard = await year.until(at(5, 20))

    assert beginnings(heard) == ["Mon 18 May 09:00 Hi Amina. We meet on"]


async def test_a_child_whose_guardian_has_not_agreed_hears_nothing(year: Year) -> None:
    await year.knows("amina", age_band="under_16")
    await year.meets()

    await year.change("amina", standing="waiting_guardian")
    await year.until(at(6, 8))

    assert year.home.said("amina") == []
    assert Counter(await year.fate("invitation")) == Counter([("dropped", "guardian")])


async def test_a_child_who_stopped_and_comes_back_still_waits_for_a_guardian(year: Year) -> None:
    await year.knows("amina", age_band="under_16", standing="waiting_guardian")
    await year.meets()

    for words in ("stop", "hello", "yes"):
        await year.writes("amina", words)
    heard = await year.until(at(6, 8))

    assert beginnings(heard) == []
    assert [row.done_at for row in await year.tasks("guardian")] == [None]


async def test_a_child_whose_guardian_has_agreed_comes_back_as_everybody(year: Year) -> None:
    await year.knows("amina", age_band="under_16", guardian_agreed_at=year.home.clock.now())

    for words in ("stop", "hello", "yes"):
        await year.writes("amina", words)

    assert [row.standing for row in await year.home.rows(person)] == ["active"]
    assert await year.tasks("guardian") == []


async def test_who_cannot_be_reached_is_one_task(year: Year) -> None:
    await year.knows("amina", "bilal")
    await year.meets()
    year.home.paper.troubles["amina"] = [Unreachable("blocked")]

    await year.until(at(6, 8))

    assert year.home.said("amina") == []
    assert [row.kind for row in await year.tasks("unreachable", "call_unreachable")] == ["unreachable"]
    assert len(year.heard["bilal"]) == 3


async def test_who_has_no_phone_is_one_task(year: Year) -> None:
    await year.knows("amina")
    async with year.home.brug.database.write() as connection:
        await connection.execute(address.delete())
    await year.meets()

    await year.until(at(5, 29))

    assert [row.kind for row in await year.tasks("call_unreachable")] == ["call_unreachable"]


async def test_a_language_that_she_chose_meanwhile_is_the_one_we_write_in(year: Year) -> None:
    await year.knows("amina")
    await year.meets()

    await year.writes("amina", "Nederlands")
    await year.change("amina", language="nl")
    [(_, invited)] = await year.until(INVITED)

    assert invited.lang == "nl"
    assert invited.text.startswith("Dag Amina.")


async def test_the_ceiling_holds_whatever_is_due(year: Year) -> None:
    await year.knows("amina")
    for days in range(0, 12, 2):
        await year.meets(EVENING + timedelta(days=days))

    heard = await year.until(at(6, 20))

    moments = [moment for moment, _ in heard]
    assert len({moment.date() for moment in moments}) == len(moments)
    assert all(sum(one - WEEK < other <= one for other in moments) <= 3 for one in moments)


async def test_after_five_days_without_us_there_is_no_storm_and_nothing_is_replayed(year: Year) -> None:
    names = [f"p{number}" for number in range(12)]
    await year.knows(*names)
    first = await year.meets()
    await year.meets(EVENING + timedelta(days=3))
    await year.until(first.starts_at - timedelta(days=2))
    before = {name: len(year.home.said(name)) for name in names}

    year.home.clock.pass_(days=5)
    await year.plan()
    await year.round()

    after = {name: year.home.said(name)[before[name] :] for name in names}
    assert all(len(said) <= 1 for said in after.values())
    assert not any("Thursday 4 June" in text for said in after.values() for text in said)
    assert {reason for state, reason in await year.fate("reminder_hours") if state == "dropped"} <= {
        "expired",
        "not_coming",
    }


async def test_a_clock_that_is_set_back_says_nothing_twice(year: Year) -> None:
    await year.knows("amina")
    await year.meets()
    await year.until(at(5, 29))
    before = year.home.said("amina")

    year.home.clock.moment = at(5, 10)
    await year.plan()
    await year.until(at(5, 28))

    assert year.home.said("amina") == before
    contacts = [(row.person_id, row.kind, row.reference, row.slot) for row in await year.contacts()]
    assert len(contacts) == len(set(contacts))


@pytest.mark.parametrize(
    ("sunday", "offset"), [(datetime(2026, 10, 25, tzinfo=UTC), 1), (datetime(2027, 3, 28, tzinfo=UTC), 2)]
)
async def test_the_night_in_which_the_clocks_change(year: Year, sunday: datetime, offset: int) -> None:
    """A reminder at half past ten stays one at half past ten, and goes out once."""
    year.home.clock.moment = sunday - timedelta(days=12)
    await year.knows("amina")
    await year.only("reminder_week", "reminder_day")
    await year.meets(sunday.replace(tzinfo=None) + timedelta(days=1, hours=18))

    heard = await year.until(sunday + timedelta(days=2))

    assert [f"{moment:%d %H:%M}" for moment, _ in heard][1:] == [f"{sunday:%d} {10 - offset:02}:30"]
    assert len(heard) == 2


async def test_nothing_goes_out_at_night(year: Year) -> None:
    await year.knows("amina", timezone="Pacific/Auckland")
    await year.meets()

    heard = await year.until(at(6, 8))

    assert heard
    local = [moment.astimezone(UTC) + timedelta(hours=12) for moment, _ in heard]
    assert all(8 <= moment.hour <= 20 for moment in local)


async def test_the_floor_asks_how_she_is_each_time_with_other_words_and_then_a_human_calls(year: Year) -> None:
    await year.knows("amina")
    await year.home.change(year_lab, year.home.lab.id, policy={"silence_days": 60})
    await year.keeps()
    await year.meets(EVENING + timedelta(days=50))

    heard = await year.until(at(6, 20), timedelta(days=1))

    assert len(heard) == 2
    assert len(set(texts(heard))) == 2
    assert [row.kind for row in await year.tasks("call_nudges")] == ["call_nudges"]


async def test_whoever_answers_is_asked_again_and_never_twice_in_a_row_with_the_same_words(year: Year) -> None:
    await year.knows("amina")
    await year.home.change(year_lab, year.home.lab.id, policy={"silence_days": 60, "floor_days": 7})
    await year.keeps()
    await year.meets(EVENING + timedelta(days=50))

    asked: list[str] = []
    while len(asked) < 14 and year.home.clock.moment < at(9, 1):
        if new := texts(await year.until(year.home.clock.moment + timedelta(days=3), timedelta(days=3))):
            asked += new
            await year.writes("amina", "1")

    assert len(asked) > 10
    assert all(one != other for one, other in pairwise(asked))


async def test_three_weeks_of_silence_are_a_task(year: Year) -> None:
    await year.knows("amina")
    await year.home.change(year_lab, year.home.lab.id, policy=None)
    await year.meets()

    await year.until(at(6, 2), timedelta(days=1))
    assert [row.kind for row in await year.tasks("silent")] == ["silent"]

    await year.until(at(6, 20), timedelta(days=1))
    assert len([row for row in await year.home.rows(task) if row.kind == "silent"]) == 1


async def test_after_an_outage_one_reminder_comes_and_says_today(year: Year) -> None:
    """That of the day before and that of two hours before are due at once."""
    await year.only("reminder_day", "reminder_hours")
    [amina] = await year.knows("amina", facts={"needs": {"options": []}})
    meeting = await year.meets()
    await year.answered(meeting, amina, "yes")

    year.home.clock.moment = at(6, 4, 14, 5)
    await year.round()

    assert beginnings(year.heard["amina"]) == ["Thu 04 Jun 14:05 Hi Amina. Today we m"]
