"""Polls and their answers, on both databases."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from lab.polls import CLOSED, OPEN, Choice, Poll
from store.audience import audience, unheard
from store.ballots import Given, cast_ballot, how_many, note_participation, own_ids, pass_words, withdraw, words_of
from store.closing import close_poll_row, leave_no_trace
from store.database import Database
from store.groups import add_quota, put_in_groups
from store.handing import hand, handed_to
from store.intake import insert_many
from store.labs import new_lab
from store.polls import add_poll, begin_round, change_poll, open_poll_row, poll_by_code, poll_of, salt_of
from store.tables import answer, handing, person, translation

NOW = datetime(2026, 5, 11, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
TODAY = date(2026, 5, 11)


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[AsyncConnection]:
    async with database.write() as opened:
        yield opened


async def _lab(connection: AsyncConnection, people: int) -> tuple[int, list[int]]:
    lab = await new_lab(
        connection, name="Samen", city="Gent", timezone="Europe/Brussels", languages=("en", "ti"), now=NOW
    )
    values = {"lab_id": lab.id, "standing": ACTIVE, "created_at": NOW}
    rows = [values | {"language": "ti" if place % 2 else "en", "name": f"P{place}"} for place in range(people)]
    return lab.id, await insert_many(connection, person, rows)


async def _opened(connection: AsyncConnection, lab_id: int, technique: str = "open") -> tuple[Poll, str]:
    poll = await add_poll(connection, Poll(0, lab_id, technique, "between", {"en": "What?"}), NOW)
    assert await open_poll_row(connection, poll, NOW, LATER, None)
    salt = await salt_of(connection, poll.id)
    found = await poll_of(connection, poll.id)
    assert found is not None
    assert salt is not None
    return found, salt


async def _says(connection: AsyncConnection, poll: Poll, salt: str, who: int, words: str, part: str = "words") -> None:
    given = Given(part, poll.round, TODAY, text=words, language="en")
    await cast_ballot(connection, salt, poll.id, who, given)
    await note_participation(connection, poll.id, who, poll.round)


async def _translated(connection: AsyncConnection, lab_id: int, idea: str, words: str) -> None:
    """A human approved this translation of "a garden" into Tigrinya."""
    values = {"lab_id": lab_id, "subject": f"idea:{idea}", "source_language": "en", "language": "ti"}
    values |= {"source": "a garden", "words": words, "state": "approved", "skipped": [], "created_at": NOW}
    await connection.execute(insert(translation).values(values))


async def test_a_draft_can_be_changed_and_what_was_opened_cannot(connection: AsyncConnection) -> None:
    lab_id, _ = await _lab(connection, 1)
    draft = await add_poll(connection, Poll(0, lab_id, "single", "between", {"en": "Where?"}), NOW)
    better = replace(draft, words={"en": "Which place?"}, options=(Choice("o1", {"en": "Park"}),))

    assert await change_poll(connection, better)
    assert await open_poll_row(connection, better, NOW, LATER, None)
    assert not await change_poll(connection, replace(better, words={"en": "Too late"}))
    assert not await open_poll_row(connection, better, NOW, LATER, None)

    found = await poll_by_code(connection, draft.code)
    assert found is not None
    assert (found.state, found.words, found.options) == (OPEN, better.words, better.options)


async def test_the_newest_words_take_the_place_of_the_old_ones(connection: AsyncConnection) -> None:
    lab_id, [amina] = await _lab(connection, 1)
    poll, salt = await _opened(connection, lab_id)
    await _says(connection, poll, salt, amina, "first")
    [first] = await words_of(connection, poll.id)
    await pass_words(connection, poll.id, [first.id], passed=True)

    await _says(connection, poll, salt, amina, "second")

    [found] = await words_of(connection, poll.id)
    assert (found.text, found.passed) == ("second", None)
    assert await how_many(connection, poll.id) == 1


async def test_after_closing_nothing_leads_from_a_person_to_an_answer(connection: AsyncConnection) -> None:
    lab_id, people = await _lab(connection, 3)
    poll, salt = await _opened(connection, lab_id)
    for who in people:
        await _says(connection, poll, salt, who, f"words {who}")
    before = {one.id for one in await words_of(connection, poll.id)}

    assert await close_poll_row(connection, poll.id, [], NOW)
    assert not await close_poll_row(connection, poll.id, [], NOW)

    after = {one.id for one in await words_of(connection, poll.id)}
    assert len(after) == 3
    assert before.isdisjoint(after)
    assert await salt_of(connection, poll.id) is None
    found = await poll_of(connection, poll.id)
    assert found is not None
    assert found.state == CLOSED


async def test_chains_of_ideas_and_their_translations_survive_closing(connection: AsyncConnection) -> None:
    lab_id, [amina, bilal] = await _lab(connection, 2)
    poll, salt = await _opened(connection, lab_id, "brainwriting")
    await _says(connection, poll, salt, amina, "a garden", "idea")
    [idea] = own_ids(salt, poll, amina)[:1]
    later = replace(poll, round=2)
    grown = Given("build", 2, TODAY, text="with bees", language="en", builds_on=idea)
    await cast_ballot(connection, salt, poll.id, bilal, grown)
    await hand(connection, salt, later, {bilal: idea})
    words = {
        "lab_id": lab_id,
        "subject": f"idea:{idea}",
        "source_language": "en",
        "language": "ti",
        "source": "a garden",
    }
    words |= {"words": "…", "state": "approved", "skipped": [], "created_at": NOW}
    await connection.execute(insert(translation).values(words))

    await close_poll_row(connection, poll.id, [], NOW)

    [first, second] = sorted(await words_of(connection, poll.id), key=lambda one: one.part, reverse=True)
    assert (first.part, second.builds_on) == ("idea", first.id)
    assert (await connection.execute(select(translation.c.subject))).scalar_one() == f"idea:{first.id}"
    assert (await connection.execute(select(handing))).first() is None


async def test_an_idea_is_handed_on_in_her_language_where_a_human_approved_that(connection: AsyncConnection) -> None:
    lab_id, [amina, bilal] = await _lab(connection, 2)
    poll, salt = await _opened(connection, lab_id, "brainwriting")
    await _says(connection, poll, salt, amina, "a garden", "idea")
    idea = own_ids(salt, poll, amina)[0]
    words = {
        "lab_id": lab_id,
        "subject": f"idea:{idea}",
        "source_language": "en",
        "language": "ti",
        "source": "a garden",
    }
    words |= {"words": "ስፍራ", "state": "approved", "skipped": [], "created_at": NOW}
    await connection.execute(insert(translation).values(words))
    await begin_round(connection, poll.id, 2, LATER, [])
    second = await poll_of(connection, poll.id)
    assert second is not None
    await hand(connection, salt, second, {bilal: idea, amina: idea})

    found = await handed_to(connection, [(bilal, "ti", poll.id), (amina, "en", poll.id)], {poll.id: second})

    assert (found[bilal, poll.id].idea, found[bilal, poll.id].original) == ("ስፍራ", "a garden")
    assert (found[amina, poll.id].idea, found[amina, poll.id].original) == ("a garden", "")


async def test_who_is_forgotten_takes_her_open_answers_with_her(connection: AsyncConnection) -> None:
    lab_id, [amina, bilal] = await _lab(connection, 2)
    poll, salt = await _opened(connection, lab_id)
    closed, old_salt = await _opened(connection, lab_id)
    for one, its in ((poll, salt), (closed, old_salt)):
        await _says(connection, one, its, amina, "hers")
        await _says(connection, one, its, bilal, "his")
    await close_poll_row(connection, closed.id, [], NOW)

    await withdraw(connection, amina)

    assert [one.text for one in await words_of(connection, poll.id)] == ["his"]
    assert len(await words_of(connection, closed.id)) == 2


async def test_groups_stay_beside_answers_only_where_none_is_small(connection: AsyncConnection) -> None:
    lab_id, people = await _lab(connection, 11)
    poll, salt = await _opened(connection, lab_id, "yes_no")
    for place, who in enumerate(people):
        group = "migrant" if place < 6 else "partner"
        wide = Given("first", 1, TODAY, options=("yes",), group=group)
        small = Given("second", 1, TODAY, options=("yes",), group=group if place < 10 else "policymaker")
        await cast_ballot(connection, salt, poll.id, who, wide)
        await cast_ballot(connection, salt, poll.id, who, small)

    await close_poll_row(connection, poll.id, [], NOW)

    rows = (await connection.execute(select(answer.c.part, answer.c.group, answer.c.day))).all()
    assert {row.group for row in rows if row.part == "first"} == {"migrant", "partner"}
    assert {row.group for row in rows if row.part == "second"} == {""}


async def test_who_is_not_heard_is_a_list_of_people_by_group_and_language(connection: AsyncConnection) -> None:
    lab_id, people = await _lab(connection, 4)
    youth = await add_quota(connection, lab_id, "youth", "Youth", 5)
    await put_in_groups(connection, people[1], [youth])
    poll, salt = await _opened(connection, lab_id)
    await _says(connection, poll, salt, people[0], "here")

    silent = await unheard(connection, poll)

    grouped = {(one.group, one.language): [name for _, name in one.people] for one in silent}
    assert grouped == {("youth", "ti"): ["P1"], ("", "en"): ["P2"], ("", "ti"): ["P3"]}
    assert len(await audience(connection, poll)) == 4
    assert await unheard(connection, poll, page=2, size=1) == []


async def test_what_is_left_of_a_closed_poll_is_cleared_away(database: Database) -> None:
    await leave_no_trace(database)
    await leave_no_trace(database)
