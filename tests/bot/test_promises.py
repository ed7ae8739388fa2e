"""What people bring in on its way to the team, and words that mean danger, through the whole service."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from flows.codec import dump_state
from flows.contributing import NO_ANSWER
from flows.danger import NUMBERS, TOLD, UNSURE
from flows.model import ABOUT, Answer, Frame, State, kept
from store.staff import add_staff
from store.tables import inbox, person, staff, task
from store.tables import lab as lab_table
from tests.bot.polling import Polling
from tests.bot.year import Year, texts
from tests.house import House

SAFETY = {"on": True, "numbers": {"en": "112, or 1712"}, "reviewed_by": 1, "reviewed_on": "2026-05-11"}


@pytest.fixture
def database_url() -> str:
    """SQLite: nothing here differs between the databases."""
    return ""


@pytest.fixture
async def amina(home: House) -> Year:
    year = Year(home)
    await year.knows("amina")
    return year


async def listens(year: Year) -> None:
    await year.home.change(lab_table, year.home.lab.id, safety=SAFETY)
    year.home.brug.service.look_again()


async def only_task(year: Year) -> Any:
    (row,) = await year.tasks()
    return row


async def test_words_are_received_as_a_question_at_once_with_a_day(amina: Year) -> None:
    said = await amina.writes("amina", "The bus did not come")

    row = await only_task(amina)
    assert len(said) == 1
    assert (row.sort, row.language, row.note) == ("question", "en", "The bus did not come")
    assert "Monday 18 May" in said[0]
    assert f"{row.answer_by:%d %b}" == "18 May"


async def test_the_day_is_as_the_lab_promises_it(amina: Year) -> None:
    await amina.home.change(lab_table, amina.home.lab.id, policy={"answer_days": 2})
    amina.home.brug.service.look_again()

    said = await amina.writes("amina", "The bus did not come")

    assert "Wednesday 13 May" in said[0]
    assert f"{(await only_task(amina)).answer_by:%d %b}" == "13 May"


async def test_one_tap_makes_an_idea_of_it(amina: Year) -> None:
    sheets = await amina.home.writes("amina", "Benches in the park")
    await amina.taps("amina", sheets[-1], 1)

    assert (await only_task(amina)).sort == "idea"


async def test_never_mind_closes_it(amina: Year) -> None:
    sheets = await amina.home.writes("amina", "Oh")
    said = await amina.taps("amina", sheets[-1], 3)

    row = await only_task(amina)
    assert [sheet.text for sheet in said] == [NO_ANSWER]
    assert (row.sort, row.done_at is None) == ("", False)


async def test_the_planner_lets_it_climb(amina: Year) -> None:
    await amina.leaves_alone()
    await amina.writes("amina", "The bus did not come")
    amina.home.clock.moment = (await only_task(amina)).answer_by + timedelta(minutes=1)
    await amina.plan()
    assert (await only_task(amina)).climbed == 1

    amina.home.clock.pass_(days=7)
    await amina.plan()

    assert (await only_task(amina)).climbed == 2


async def works(year: Year, name: str, role: str, language: str = "en") -> int:
    """Somebody of the team with a chat of her own; her id as staff."""
    home = year.home
    [who] = await year.knows(name, role=role, language=language)
    async with home.brug.database.write() as connection:
        given: dict[str, Any] = {"name": name, "email": f"{name}@example.org", "role": role, "lab_id": home.lab.id}
        staff_id, _ = await add_staff(connection, home.brug.database.keyring, now=home.clock.now(), **given)
        await connection.execute(update(staff).where(staff.c.id == staff_id).values(person_id=who))
    return staff_id


async def test_who_answers_it_hears_the_day_before_in_her_own_chat(amina: Year) -> None:
    await amina.leaves_alone()
    deniz = await works(amina, "deniz", "facilitator")
    await works(amina, "els", "coordinator")
    await amina.writes("amina", "The bus did not come")
    row = await only_task(amina)
    await amina.home.change(task, row.id, owner_id=deniz)

    await amina.until(row.answer_by - timedelta(hours=3))

    [said] = texts(amina.heard["deniz"])
    assert said == (
        "Amina asks a question.\n\nThe bus did not come\n\n"
        "Promised by Monday 18 May\n\nYou answer this: please do it today."
    )
    assert "els" not in amina.heard
    await amina.until(row.answer_by + timedelta(hours=36), step=timedelta(hours=6))
    assert "Late: it was promised by Monday 18 May." in texts(amina.heard["els"])[0]
    assert f"/questions#q{row.id}" in texts(amina.heard["els"])[0]
    assert len(amina.heard["deniz"]) == 2


async def test_she_reads_no_words_in_a_language_that_she_did_not_choose(amina: Year) -> None:
    await amina.leaves_alone()
    deniz = await works(amina, "deniz", "facilitator", language="nl")
    await amina.writes("amina", "The bus did not come")
    row = await only_task(amina)
    await amina.home.change(task, row.id, owner_id=deniz)

    await amina.until(row.answer_by - timedelta(hours=3))

    [said] = texts(amina.heard["deniz"])
    assert "Amina" in said
    assert "bus" not in said


async def test_what_was_answered_meanwhile_needs_nobody(amina: Year) -> None:
    await amina.leaves_alone()
    deniz = await works(amina, "deniz", "facilitator")
    await amina.writes("amina", "The bus did not come")
    row = await only_task(amina)
    await amina.home.change(task, row.id, owner_id=deniz)
    amina.home.clock.moment = row.answer_by - timedelta(hours=4)
    await amina.plan()
    await amina.home.change(task, row.id, answer="It was ill", answer_language="en", done_at=amina.home.clock.now())

    await amina.round()

    assert await amina.fate("promise_due") == [("dropped", "answered")]


async def test_danger_gives_the_numbers_and_an_urgent_task_without_her_words(amina: Year) -> None:
    await listens(amina)

    said = await amina.writes("amina", "My husband beats me")

    danger = next(row for row in await amina.tasks("danger"))
    assert said == [NUMBERS.format(help_numbers="112, or 1712"), TOLD]
    assert (danger.note, danger.answer_by) == ("violence", None)
    assert [(row.note, row.answer_by is not None) for row in await amina.tasks("message")] == [(None, True)]


async def test_words_that_turn_out_to_mean_danger_stand_on_no_list_any_more(amina: Year) -> None:
    await listens(amina)
    await amina.writes("amina", "Where is the meeting?")
    amina.home.clock.pass_(hours=2)
    sheets = await amina.home.writes("amina", "I can't go on")
    assert [row.note for row in await amina.tasks("message")] == ["Where is the meeting?", "I can't go on"]

    await amina.taps("amina", sheets[-1], 0)

    assert [row.note for row in await amina.tasks("message")] == ["Where is the meeting?", None]


async def test_more_of_it_is_one_task_and_a_call_is_noted_in_it(amina: Year) -> None:
    await listens(amina)
    sheets = await amina.home.writes("amina", "he hits me")
    await amina.writes("amina", "he has a knife")
    await amina.taps("amina", sheets[-1], 0)

    assert [row.note for row in await amina.tasks("danger")] == ["violence call"]


async def test_what_she_says_next_is_for_the_team_though_a_poll_asked_her_before(amina: Year) -> None:
    await listens(amina)
    polling = Polling(amina)
    poll = await polling.asks("open", "What do you hope for?")
    await amina.writes("amina", "My husband beats me")

    assert await amina.writes("amina", "I do not know where to go") == []

    assert await polling.answers(poll) == []
    assert [row.answer_by is not None for row in await amina.tasks("message")] == [True]
    assert (await amina.home.rows(inbox))[-1].body is not None


async def test_who_tells_of_danger_meets_no_silence_and_no_flood(amina: Year) -> None:
    await listens(amina)
    said = [len(await amina.writes("amina", "he hits me"))]

    for minutes in (1, 1, 3, 1):
        amina.home.clock.pass_(minutes=minutes)
        said.append(len(await amina.writes("amina", "I am in the bathroom")))

    assert said == [2, 0, 0, 1, 0]


async def test_a_call_wanted_at_once_is_in_the_same_task(amina: Year) -> None:
    await listens(amina)
    sheets = await amina.home.writes("amina", "sos")
    assert sheets[-1].text == UNSURE
    assert await amina.tasks("danger") == []

    await amina.taps("amina", sheets[-1], 2)

    assert [row.note for row in await amina.tasks("danger")] == ["emergency call"]


async def test_a_lab_that_has_not_switched_it_on_receives_it_as_usual(amina: Year) -> None:
    said = await amina.writes("amina", "My husband beats me")

    assert said[0].endswith("Is this a question for the team?")
    assert await amina.tasks("danger") == []


async def test_a_clear_word_in_an_anonymous_answer_is_nowhere_in_the_database(amina: Year, home: House) -> None:
    await listens(amina)
    asked = State((Frame("poll_open", "words", number=1, answers={ABOUT: kept(Answer(text="poll:1"))}),), 1)
    await amina.change("amina", state=dump_state(asked))

    await amina.writes("amina", "he hits me")

    rows = [await home.rows(table) for table in (inbox, task, person)]
    assert [row.note for row in rows[1]] == ["violence"]
    assert "hits" not in repr(rows)
