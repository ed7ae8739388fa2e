"""A message to many on its way: once to each, in her language, through the gate, and stopped at once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import broadcasts as acts
from bot.broadcasts import GONE, LOOK, PERSON, Sent
from flows.broadcast import WORDS as AROUND
from lab.broadcasts import CANCELLED, DONE, RUNNING, SCHEDULED, WAITING, Broadcast
from lab.segments import Segment
from store import broadcasts as stored
from store.broadcast_people import answered
from store.broadcast_sending import fates
from store.desk import Reach, done_tasks, open_tasks
from store.promises import settled, waiting
from store.tables import broadcast, contact, outbox, person, task
from tests.bot.year import Year, texts
from tests.conversations import catalogues
from tests.house import House, house

WORDS = {"en": "The library is closed tomorrow.", "nl": "De bib is morgen dicht."}
ELS, DENIZ = 1, 2
SPOKEN = ("en", "nl", "ar")


@pytest.fixture
async def home(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    """What stands around the team's words reads the same in every language."""
    known = catalogues()
    same = {code: replace(one, texts={**one.texts, AROUND: AROUND}) for code, one in known.languages.items()}
    async with house(tmp_path / "data", database_url, catalogues=replace(known, languages=same)) as opened:
        yield opened


async def drafts(year: Year, **given: Any) -> Broadcast:
    new = Broadcast(0, year.home.lab.id, WORDS, staff_id=ELS)
    async with year.home.brug.database.write() as connection:
        made = await stored.add_broadcast(connection, replace(new, **given), year.home.clock.now())
    return await now_is(year, made)


async def now_is(year: Year, number: int) -> Broadcast:
    async with year.home.brug.database.read() as connection:
        return (await stored.broadcasts_by_id(connection, [number]))[number]


async def sends(year: Year, one: Broadcast, staff_id: int = ELS) -> Sent:
    """As the desk does it: the row is held, then everything in one transaction."""
    async with year.home.brug.database.write() as connection:
        held = await stored.broadcast_within(connection, Reach(everything=True), one.id, lock=True)
        assert held is not None
        return await acts.send(connection, held, SPOKEN, staff_id, year.home.clock.now())


async def does(year: Year, act: Any, one: Broadcast) -> bool:
    async with year.home.brug.database.write() as connection:
        return bool(await act(connection, one, year.home.clock.now()))


async def contacted(year: Year) -> None:
    """The gate lets it out: it stands in the outbox, and nobody has taken it from there yet."""
    rounds = year.home.brug.rounds
    async with year.home.brug.database.write() as connection:
        await rounds._once(connection, 10)


async def states(year: Year) -> list[str]:
    return [row.state for row in await year.home.rows(contact) if row.kind == "broadcast"]


def said(year: Year, name: str) -> list[str]:
    return texts(year.heard.get(name, []))


async def test_each_gets_it_once_in_her_language_and_it_is_done(year: Year) -> None:
    await year.knows("amina")
    await year.knows("celine", language="nl")
    one = await drafts(year)

    assert await sends(year, one) == Sent()
    assert await sends(year, one) == Sent(needs=GONE)
    await year.round()
    await year.plan()

    assert said(year, "amina") == [f"The team of {year.home.lab.name} writes: The library is closed tomorrow."]
    assert "De bib is morgen dicht." in said(year, "celine")[0]
    assert [len(said(year, name)) for name in ("amina", "celine")] == [1, 1]
    assert (await now_is(year, one.id)).state == DONE


async def test_two_who_press_at_once_send_it_once(year: Year) -> None:
    await year.knows("amina", "bilal")
    one = await drafts(year)

    results = await asyncio.gather(sends(year, one, ELS), sends(year, one, DENIZ))

    assert sorted(result.needs for result in results) == ["", GONE]
    assert await states(year) == ["planned", "planned"]


async def test_who_says_stop_after_it_was_sent_off_gets_nothing(year: Year) -> None:
    await year.knows("amina", "bilal")
    await sends(year, await drafts(year))
    await year.writes("amina", "stop")

    await year.round()

    assert said(year, "amina") == []
    assert len(said(year, "bilal")) == 1


async def test_a_language_without_words_stops_it_until_somebody_says_so_and_then_there_is_a_task(year: Year) -> None:
    await year.knows("amina", language="ar")
    await year.knows("bilal")

    assert (await sends(year, await drafts(year))).faults
    assert await states(year) == []
    one = await drafts(year, segment=Segment(without=("ar",)))
    assert await sends(year, one) == Sent()

    assert await states(year) == ["planned"]
    [left] = [row for row in await year.home.rows(task) if row.kind == stored.LEFT]
    assert left.note == f"broadcast:{one.id} ar 1"


async def test_many_need_a_look_and_very_many_another_person(year: Year) -> None:
    await year.knows(*(f"p{n}" for n in range(201)))
    one = await drafts(year)

    assert await sends(year, one) == Sent(needs=LOOK)
    async with year.home.brug.database.write() as connection:
        await stored.become(connection, one.id, ("draft",), seen_people=201)
    assert await sends(year, one) == Sent(needs=PERSON)
    assert await sends(year, one) == Sent(needs=PERSON)
    assert (await now_is(year, one.id)).state == WAITING
    assert [row.done_at for row in await year.home.rows(task) if row.kind == stored.SECOND] == [None]

    assert await sends(year, one, DENIZ) == Sent()
    after = await now_is(year, one.id)
    assert (after.state, after.second_id) == (RUNNING, DENIZ)
    assert len(await states(year)) == 201
    assert all(row.done_at for row in await year.home.rows(task) if row.kind == stored.SECOND)


async def test_pausing_holds_everything_at_once_and_resuming_sends_each_once(year: Year) -> None:
    await year.knows("amina", "bilal")
    one = await drafts(year)
    await sends(year, one)
    await contacted(year)

    assert await does(year, acts.pause, one)
    await year.plan()
    assert set(await states(year)) == {"held"}
    assert {row.state for row in await year.home.rows(outbox)} == {"cancelled"}
    assert await does(year, acts.resume, one)
    await year.round()

    assert {name: len(said(year, name)) for name in ("amina", "bilal")} == {"amina": 1, "bilal": 1}


async def claimed(year: Year) -> None:
    """A sender has taken everything from the outbox, and has sent nothing of it yet."""
    until = year.home.clock.now() + timedelta(minutes=1)
    async with year.home.brug.database.write() as connection:
        mine = {"state": "sending", "lease_owner": "another", "lease_until": until}
        await connection.execute(update(outbox).where(outbox.c.state == "queued").values(mine))


async def looked_at(year: Year) -> None:
    """That sender comes to it: what expired meanwhile does not go out."""
    async with year.home.brug.database.write() as connection:
        over = (outbox.c.state == "sending", outbox.c.expires_at <= year.home.clock.now())
        await connection.execute(update(outbox).where(*over).values(state="expired"))


async def fates_now(year: Year, one: Broadcast) -> dict[str, int]:
    async with year.home.brug.database.read() as connection:
        return {row.message: row.many for row in await fates(connection, await now_is(year, one.id))}


@pytest.mark.parametrize("quickly", [True, False], ids=["resumed before the sender looked", "resumed later"])
async def test_what_was_already_taken_to_be_sent_waits_too_and_goes_out_once_after_the_pause(
    year: Year, *, quickly: bool
) -> None:
    await year.knows("amina", "bilal")
    one = await drafts(year)
    await sends(year, one)
    await contacted(year)
    await claimed(year)

    assert await does(year, acts.pause, one)
    if not quickly:
        await looked_at(year)
        assert await fates_now(year, one) == {"held": 2}
        await year.plan()
        assert set(await states(year)) == {"held"}
    assert await does(year, acts.resume, one)
    await looked_at(year)
    await year.plan()
    assert (await now_is(year, one.id)).state == RUNNING
    await year.round()

    assert {name: len(said(year, name)) for name in ("amina", "bilal")} == {"amina": 1, "bilal": 1}
    await year.plan()
    assert (await now_is(year, one.id)).state == DONE


async def test_what_was_already_taken_to_be_sent_counts_as_not_sent_when_it_is_cancelled(year: Year) -> None:
    await year.knows("amina")
    one = await drafts(year)
    await sends(year, one)
    await contacted(year)
    await claimed(year)

    assert await does(year, acts.cancel, one)
    await looked_at(year)
    assert await fates_now(year, one) == {"cancelled": 1}
    await year.plan()
    await year.round()

    assert await states(year) == ["dropped"]
    assert said(year, "amina") == []


async def test_cancelling_stops_what_waits_and_cannot_be_undone(year: Year) -> None:
    await year.knows("amina")
    one = await drafts(year, due_at=year.home.clock.now() + timedelta(hours=2))
    await sends(year, one)
    assert (await now_is(year, one.id)).state == SCHEDULED

    assert await does(year, acts.cancel, one)
    assert not await does(year, acts.resume, one)
    year.home.clock.pass_(hours=3)
    await year.plan()
    await year.round()

    assert said(year, "amina") == []
    assert await states(year) == ["dropped"]
    assert (await now_is(year, one.id)).state == CANCELLED


async def test_it_waits_for_the_morning_unless_somebody_says_why_not(year: Year) -> None:
    await year.knows("amina")
    year.home.clock.pass_(hours=14)  # Monday, one hour before midnight in UTC
    await sends(year, await drafts(year))
    await sends(year, await drafts(year, urgent=True, reason="No light in the hall"))
    await year.round()
    assert said(year, "amina") == []

    await sends(year, await drafts(year, urgent=True, wakes=True, reason="Water in the hall"))
    await year.round()
    assert len(said(year, "amina")) == 1


async def test_urgent_goes_past_the_ceiling_but_not_past_her_pause(year: Year) -> None:
    await year.knows("amina")
    await year.knows("bilal", paused_until=year.home.clock.now() + timedelta(days=20))
    for _ in range(3):
        await sends(year, await drafts(year, urgent=True, reason="The room changes"))
        await year.round()
        year.home.clock.pass_(minutes=10)
        await year.round()

    assert len(said(year, "amina")) == 3
    assert said(year, "bilal") == []


async def test_what_she_writes_after_it_is_gathered_under_it(year: Year) -> None:
    [amina, _] = await year.knows("amina", "bilal")
    one = await drafts(year)
    await sends(year, one)
    await year.round()

    await year.writes("amina", "Is the museum open then?")
    year.home.clock.pass_(days=4)
    await year.writes("bilal", "Where is the key?")

    async with year.home.brug.database.read() as connection:
        replies = await stored.replies_to(connection, one)
    assert [(row.person_id, row.note) for row in replies] == [(amina, "Is the museum open then?")]


async def test_a_thank_you_is_gathered_under_it_and_is_no_work_and_no_answer(year: Year) -> None:
    [amina] = await year.knows("amina")
    one = await drafts(year)
    await sends(year, one)
    await year.round()

    await year.writes("amina", "ok, thanks!")

    async with year.home.brug.database.read() as connection:
        [reply] = await stored.replies_to(connection, one)
        who_answered = await answered(connection, one.lab_id, one.reference)
        on_today = await open_tasks(connection, Reach(everything=True))
        done_today = await done_tasks(connection, Reach(everything=True), year.home.clock.now())
        questions = [*await waiting(connection, one.lab_id), *await settled(connection, one.lab_id)]
    assert (reply.person_id, reply.note, reply.courtesy) == (amina, "ok, thanks!", True)
    assert (who_answered, on_today, done_today, questions) == (frozenset(), [], [], [])


async def test_a_thank_you_for_nothing_is_kept_on_no_list(year: Year) -> None:
    await year.knows("amina")

    await year.writes("amina", "thank you")

    assert await year.home.rows(task) == []


async def test_who_answered_meanwhile_is_not_asked_again(year: Year) -> None:
    await year.knows("amina", "bilal")
    first = await drafts(year)
    await sends(year, first)
    await year.round()
    again = Segment(about=first.reference, answered=False)
    due = year.home.clock.now() + timedelta(days=1)
    await sends(year, await drafts(year, segment=again, due_at=due))

    await year.writes("amina", "Thank you, I know")
    year.home.clock.pass_(days=1, hours=1)
    await year.round()

    assert [len(said(year, name)) for name in ("amina", "bilal")] == [1, 2]
    assert [row.reason for row in await year.home.rows(contact) if row.state == "dropped"] == ["not_meant"]


async def test_the_fate_of_each_message_is_counted_by_language_and_channel(year: Year) -> None:
    await year.knows("amina", "bilal")
    await year.knows("celine", language="nl")
    one = await drafts(year)
    await sends(year, one)
    await year.round()

    async with year.home.brug.database.read() as connection:
        rows = await fates(connection, one)

    found = {(row.language, row.channel, row.message): row.many for row in rows}
    assert found == {("en", "paper", "sent"): 2, ("nl", "paper", "sent"): 1}


async def test_what_a_crash_interrupts_leaves_nobody_planned(year: Year) -> None:
    await year.knows("amina")
    one = await drafts(year)

    class CrashError(Exception):
        pass

    try:
        async with year.home.brug.database.write() as connection:
            held = await stored.broadcast_within(connection, Reach(everything=True), one.id, lock=True)
            assert held is not None
            await acts.send(connection, held, SPOKEN, ELS, year.home.clock.now())
            raise CrashError
    except CrashError:
        pass

    assert await states(year) == []
    async with year.home.brug.database.read() as connection:
        assert (await connection.execute(select(broadcast.c.state))).scalar_one() == "draft"
        assert (await connection.execute(select(person.c.last_out_at))).scalar_one() is None
