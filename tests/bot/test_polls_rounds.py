"""Polls with rounds: the temperature of a group, and ideas that travel."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.tables import handing, outbox
from tests.bot.polling import Polling
from tests.bot.year import Year
from tests.fakes.echo import echoing
from tests.house import house

SIX = ("amina", "bilal", "celine", "dana", "emre", "fatma")
IDEAS = {name: f"the idea of {name}" for name in SIX}
ROUNDS = {"rounds": 2, "minutes": 60}


@pytest.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Polling]:
    async with house(tmp_path / "data", "", echoing()) as home:
        polling = Polling(Year(home))
        await polling.year.leaves_alone()
        yield polling


async def _places(lab: Polling, *places: int) -> None:
    for name, place in zip(SIX, places, strict=True):
        await lab.taps(name, place)
        await lab.year.writes(name, "skip")


async def test_the_group_sees_where_it_stands_and_may_move(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("temperature", "Cars out?", settings={"minutes": 60})
    await _places(lab, 0, 0, 0, 0, 0, 0)

    await lab.next_round(poll)
    await lab.year.writes("amina", "/poll")

    asked = lab.year.home.said("amina")[-1]
    assert "Cars out?" in asked
    assert "6" in asked


async def test_who_says_nothing_in_the_second_round_keeps_her_place(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("temperature", "Cars out?", settings={"minutes": 60})
    await _places(lab, 0, 0, 0, 0, 0, 1)
    await lab.next_round(poll)
    await lab.year.writes("amina", "/poll")
    await lab.taps("amina", 0)
    await lab.year.writes("bilal", "/poll")
    await lab.taps("bilal", 5)

    rows = await lab.answers(poll)

    second = sorted(tuple(row.options) for row in rows if row.part == "place" and row.round == 2)
    assert second == [("1",), ("4",), ("5",), ("5",), ("5",), ("5",)]


async def test_the_first_round_is_published_once(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("temperature", "Cars out?", settings={"minutes": 60})
    await _places(lab, 0, 0, 0, 0, 0, 0)
    await lab.next_round(poll)
    [first] = (await lab.now(poll)).results

    for name in SIX:
        await lab.year.writes(name, "/poll")
        await lab.taps(name, 5)
    await lab.close(poll)

    assert (await lab.now(poll)).results[0] == first
    assert len((await lab.now(poll)).results) == 2


async def test_each_builds_on_the_idea_of_another(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("brainwriting", "How?", settings=ROUNDS)
    for name, idea in IDEAS.items():
        await lab.year.writes(name, idea)

    await lab.next_round(poll)
    handed = {name: " ".join(await lab.year.writes(name, "/poll")) for name in SIX}

    got = {name: [idea for idea in IDEAS.values() if idea in told] for name, told in handed.items()}
    assert all(len(ideas) == 1 and ideas != [IDEAS[name]] for name, ideas in got.items())
    assert len({ideas[0] for ideas in got.values()}) == len(SIX)


async def test_who_is_asked_again_what_she_adds_sees_the_idea_again(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("brainwriting", "How?", settings=ROUNDS)
    for name, idea in IDEAS.items():
        await lab.year.writes(name, idea)
    await lab.next_round(poll)
    [handed] = [idea for idea in IDEAS.values() if idea in " ".join(await lab.year.writes("amina", "/poll"))]
    await lab.year.writes("amina", "language")

    again = await lab.year.writes("amina", "English")

    assert handed in again[-2]
    assert "What can you add to this idea?" in again[-1]
    assert handed not in str([row.body for row in await lab.year.home.rows(outbox)])


async def test_what_was_handed_on_is_not_kept(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("brainwriting", "How?", settings=ROUNDS)
    for name, idea in IDEAS.items():
        await lab.year.writes(name, idea)
    await lab.next_round(poll)

    for name in SIX:
        await lab.year.writes(name, "/poll")
        await lab.year.writes(name, "and more")

    assert "the idea of" not in str([row.body for row in await lab.year.home.rows(outbox)])


async def test_a_round_ends_by_itself_and_late_people_block_nobody(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("brainwriting", "How?", settings=ROUNDS)
    for name in SIX[:3]:
        await lab.year.writes(name, IDEAS[name])

    lab.year.home.clock.pass_(minutes=61)
    await lab.year.plan()
    late = " ".join(await lab.year.writes("fatma", "/poll"))

    assert (await lab.now(poll)).round == 2
    assert any(IDEAS[name] in late for name in SIX[:3])


async def test_between_meetings_the_last_round_lasts_until_the_question_closes(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("brainwriting", "How?", settings=ROUNDS)
    for name, idea in IDEAS.items():
        await lab.year.writes(name, idea)
    lab.year.home.clock.pass_(minutes=61)
    await lab.year.plan()

    lab.year.home.clock.pass_(days=4)
    await lab.year.plan()
    late = " ".join(await lab.year.writes("fatma", "/poll"))

    assert ((await lab.now(poll)).round, (await lab.now(poll)).state) == (2, "open")
    assert any(idea in late for idea in IDEAS.values())
    lab.year.home.clock.pass_(days=3)
    await lab.year.plan()
    assert (await lab.now(poll)).state == "closed"


async def test_an_idea_that_comes_late_is_taken(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("brainwriting", "How?", settings=ROUNDS)
    await lab.year.writes("amina", IDEAS["amina"])
    await lab.next_round(poll)

    await lab.year.writes("bilal", IDEAS["bilal"])

    assert ("idea", (), IDEAS["bilal"]) in await lab.given(poll)


async def test_after_the_last_round_it_closes_and_nothing_tells_who_built_on_what(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("brainwriting", "How?", settings=ROUNDS)
    for name, idea in IDEAS.items():
        await lab.year.writes(name, idea)
    await lab.next_round(poll)

    await lab.next_round(poll)

    assert (await lab.now(poll)).state == "closed"
    assert await lab.year.home.count(handing) == 0


async def test_words_wait_for_a_human_before_the_group_reads_them(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks("open", "What do you hope for?")
    for name in SIX:
        await lab.year.writes(name, f"hope of {name}")
    await lab.close(poll)
    passed = [row.id for row in await lab.answers(poll) if row.text == "hope of bilal"]
    others = [row.id for row in await lab.answers(poll) if row.text != "hope of bilal"]

    assert [row.note for row in await lab.year.tasks("poll_words")] == [poll.reference]
    await lab.passes(poll, passed, passed=True)
    await lab.passes(poll, others, passed=False)
    assert [row.done_at for row in await lab.year.tasks("poll_words")] == [lab.year.home.clock.now()]
    lab.year.home.clock.pass_(days=1)
    await lab.year.round()

    told = lab.year.home.said("amina")[-1]
    assert "hope of bilal" in told
    assert "hope of amina" not in told
