"""What people of the made-up lab say: polls, pilots, questions and what became of them."""

from collections import Counter
from types import ModuleType

import pytest
from sqlalchemy import func, select

from bot.demo import pilot_words, poll_words
from bot.demo.people import EVERYBODY
from bot.demo.pilots import REPORTS, TRIES
from flows.pilot import HOW
from lab.merging import Said, alike
from lab.pilots import faults_of, warnings_of
from lab.polls import CLOSED, OPEN
from lab.promises import BROKEN
from store import promises
from store.pilot_news import updates_of
from store.pilots import milestones_of, pilots_of, team_of
from store.polls import polls_of
from store.recommendations import contributors, recommendations_of
from store.tables import answer, contact, inbox, participation, poll, task
from tests.bot.test_commands_demo import NOW, made_up
from tests.house import House


@pytest.fixture
def database_url() -> str:
    """SQLite: the databases do not differ in this."""
    return ""


async def test_its_first_meeting_has_a_result_and_its_dots_are_open(home: House) -> None:
    writing = await made_up(home)

    async with home.brug.database.read() as connection:
        dots, came = await polls_of(connection, writing.lab.id)
        heard = select(participation.c.poll_id, func.count()).group_by(participation.c.poll_id)
        answered = {row[0]: row[1] for row in await connection.execute(heard)}
    [table] = came.results
    assert (came.state, came.technique, came.meeting_id) == (CLOSED, "mood_barometer", writing.meetings[0].id)
    assert answered[came.id] == table["answered"] >= 15
    assert table["parts"]["face"]["counts"] == {"good": 12, "so_so": None, "bad": None}
    assert (dots.state, dots.technique, len(dots.options), dots.results) == (OPEN, "dot_voting", 5, ())
    assert dots.closes_at
    assert dots.closes_at > NOW
    assert answered[dots.id] >= 5
    assert {(row.salt is None, row.id) for row in await home.rows(poll)} == {(True, came.id), (False, dots.id)}


async def test_no_conversation_holds_an_anonymous_answer(home: House) -> None:
    await made_up(home)

    bodies = [row.body for row in await home.rows(inbox)]
    words = {row.text for row in await home.rows(answer) if row.text}
    assert words == set(poll_words.IN_THEIR_WORDS.values())
    assert not words & {body["text"] for body in bodies}
    assert not {tap.partition(":")[2] for body in bodies for tap in body["taps"]} & {"o1", "o2", "o3", "o4", "o5"}


async def test_two_pilots_run_one_has_reached_a_step_and_one_is_stuck(home: House) -> None:
    writing = await made_up(home)

    async with home.brug.database.read() as connection:
        cafe, buddies = running = await pilots_of(connection, writing.lab.id)
        steps = await milestones_of(connection, [one.id for one in running])
        teams = {one.id: await team_of(connection, one.id) for one in running}
        told = [one for pilot in running for one in await updates_of(connection, pilot.id)]
    tasks = Counter((row.kind, row.note if "pilot:" in (row.note or "") else "") for row in await home.rows(task))
    assert [one.state for one in running] == ["running", "running"]
    assert [faults_of(one, NOW.date()) for one in running] == [[], []]
    assert [warnings_of(one, len(teams[one.id]), NOW.date()) for one in running] == [[], []]
    assert [one.reached_on is not None for one in steps[cafe.id]] == [True, False]
    assert {one.how for one in told} == {"on_track", "slow", "stuck"}
    assert [one.name for one in told if one.passed is None] == ["Lies"]
    assert tasks["pilot_look", f"pilot:{cafe.id}"] == 1
    assert (tasks["pilot_help", ""], tasks["pilot_look", f"pilot:{buddies.id}"]) == (1, 0)
    assert {row.person_id for row in await home.rows(contact) if row.kind == "milestone"} == set(teams[cafe.id])


async def test_what_people_asked_is_answered_open_late_or_a_broken_promise(home: House) -> None:
    writing = await made_up(home)

    async with home.brug.database.read() as connection:
        waiting = await promises.waiting(connection, writing.lab.id)
        settled = await promises.settled(connection, writing.lab.id)
        broken = await promises.broken(connection, writing.lab.id)
    [pair] = alike([Said(row.id, row.said_in, row.note) for row in waiting])
    asked = {row.id: row.name for row in waiting}
    assert {row.sort for row in (*waiting, *settled)} == {"question", "idea"}
    assert all(row.answer and row.answered_at for row in settled)
    assert {row.owner for row in waiting} == {"Els"}
    assert [(row.name, row.climbed) for row in broken] == [("Iryna", BROKEN)]
    assert {row.climbed for row in waiting} == {0, 1, 2}
    assert {asked[pair.first], asked[pair.second]} == {"Lies", "Joris"}


async def test_what_it_recommends_was_agreed_and_grew_from_an_idea_and_a_pilot(home: House) -> None:
    writing = await made_up(home)

    async with home.brug.database.read() as connection:
        [one] = await recommendations_of(connection, writing.lab.id)
        shares = await contributors(connection, writing.lab.id, one.sources)
    assert one.state == "agreed"
    assert {source.partition(":")[0] for source in one.sources} == {"task", "pilot"}
    assert set(shares) == {writing.people[name] for name in ("Amina", "Oksana", "Lies")}
    assert not writing.lab.safety.on


@pytest.mark.parametrize("words", [pilot_words, poll_words], ids=["pilots", "polls"])
def test_its_own_words_are_there_in_every_language_of_the_lab(words: ModuleType) -> None:
    named = {name: known for name, known in vars(words).items() if isinstance(known, dict) and name.isupper()}

    texts = [known for name, known in named.items() if name != "IN_THEIR_WORDS"]

    assert len(texts) >= 6
    assert all(set(text) == set(pilot_words.CAFE) >= {one.language for one in EVERYBODY} for text in texts)


def test_a_report_is_told_by_a_member_of_the_team() -> None:
    known = {option.id for option in HOW}

    assert all(one.who in TRIES[one.about].team and one.how in known for one in REPORTS)
