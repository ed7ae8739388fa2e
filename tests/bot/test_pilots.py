"""The team of a pilot: asked in turn, heard in parts, and noticed when it is silent."""

from datetime import timedelta

import pytest

from bot.messages import Media
from bot.pilots import HELP, LOOK, SILENT
from flows.check_up import SORRY_NOTED
from flows.pilot import NEED, NO_PILOT, REPORTED, WHAT_HAPPENED, WHICH_PILOT
from store import pilot_news
from store.tables import outbox, pilot_update, task
from store.tables import pilot as pilot_table
from tests.bot.piloting import another_lab, asked, now, runs, tells
from tests.bot.year import Year, at


@pytest.fixture
def database_url() -> str:
    """SQLite: pilots ask nothing of a database that the rest does not."""
    return ""


async def test_the_team_is_asked_every_two_weeks_each_in_turn(year: Year) -> None:
    people = await year.knows("amina", "bilal", "celine")
    await runs(year, *people[:2])

    for moment in (at(5, 25), at(6, 8), at(6, 22)):
        await year.until(moment + timedelta(hours=6), step=timedelta(days=1))
        for name in ("amina", "bilal"):
            await tells(year, name, "slow")

    assert await asked(year) == [("25 May", "amina"), ("08 Jun", "bilal"), ("22 Jun", "amina")]


async def test_who_told_lately_is_not_asked(year: Year) -> None:
    [amina] = await year.knows("amina")
    await runs(year, amina)
    await year.until(at(5, 20))
    await tells(year, "amina", "slow")

    await year.until(at(6, 2), step=timedelta(days=1))
    assert await asked(year) == []

    await year.until(at(6, 4), step=timedelta(days=1))
    assert await asked(year) == [("03 Jun", "amina")]


async def test_two_silent_checks_raise_one_task_and_an_answer_of_anybody_settles_it(year: Year) -> None:
    people = await year.knows("amina", "bilal")
    one = await runs(year, *people)

    await year.until(at(6, 14), step=timedelta(days=1))
    assert await year.tasks(SILENT) == []
    await year.until(at(6, 16), step=timedelta(days=1))
    [raised] = await year.tasks(SILENT)
    assert (raised.note, raised.person_id, raised.done_at) == (f"pilot:{one.id}", None, None)
    assert await asked(year) == [("25 May", "amina"), ("08 Jun", "bilal")]

    await tells(year, "amina", "on track")

    [settled] = await year.tasks(SILENT)
    assert settled.done_at is not None
    assert (await now(year, one)).silent == 0
    await year.until(at(6, 30), step=timedelta(days=1))
    assert len(await year.tasks(SILENT)) == 1


async def test_an_answer_between_two_silent_checks_counts_anew(year: Year) -> None:
    people = await year.knows("amina", "bilal")
    one = await runs(year, *people)
    await year.until(at(5, 26), step=timedelta(days=1))
    assert (await now(year, one)).silent == 1

    await tells(year, "bilal", "slow")
    await year.until(at(6, 20), step=timedelta(days=1))

    assert (await now(year, one)).silent == 1
    assert await year.tasks(SILENT) == []


async def test_a_check_that_somebody_else_answered_does_not_go_out(year: Year) -> None:
    people = await year.knows("amina", "bilal")
    await runs(year, *people)
    await year.until(at(5, 25, 8, 59))
    await year.change("amina", paused_until=at(5, 27))
    await year.until(at(5, 26), step=timedelta(days=1))

    await tells(year, "bilal", "slow")
    await year.until(at(5, 29))

    assert await year.fate("pilot_check") == [("dropped", "pilot_heard")]
    assert await asked(year) == []


async def test_a_check_of_a_pilot_that_was_stopped_does_not_go_out(year: Year) -> None:
    [amina] = await year.knows("amina", paused_until=at(5, 27))
    one = await runs(year, amina)
    await year.until(at(5, 26), step=timedelta(days=1))

    await year.home.change(pilot_table, one.id, state="stopped")
    await year.until(at(5, 29))

    assert await year.fate("pilot_check") == [("dropped", "pilot_over")]


async def test_a_pilot_whose_team_is_gone_becomes_a_task_too(year: Year) -> None:
    await runs(year)

    await year.until(at(6, 16), step=timedelta(days=1))

    assert len(await year.tasks(SILENT)) == 1


async def test_the_answer_to_a_check_is_a_report(year: Year) -> None:
    [amina] = await year.knows("amina")
    await runs(year, amina)
    [(_, sheet)] = await year.until(at(5, 26), step=timedelta(days=1))
    assert sheet.text == "Hi Amina. How is it going with “Café”?"

    await year.taps("amina", sheet, 1)
    await year.writes("amina", "Ten people came")
    said = await year.writes("amina", "skip")

    assert said == [REPORTED]
    [kept] = await year.home.rows(pilot_update)
    assert (kept.how, kept.words, kept.need, kept.language, kept.passed) == (
        "slow",
        "Ten people came",
        None,
        "en",
        None,
    )
    assert [row.note for row in await year.tasks(LOOK)] == ["pilot:1"]


async def test_what_she_does_not_say_to_the_end_is_kept_too(year: Year) -> None:
    [amina] = await year.knows("amina")
    await runs(year, amina)

    await year.writes("amina", "/pilot")
    await year.writes("amina", "slow")

    [kept] = await year.home.rows(pilot_update)
    assert (kept.how, kept.words, kept.passed) == ("slow", None, True)


async def test_who_is_stuck_or_needs_something_becomes_one_task_with_a_date(year: Year) -> None:
    [amina] = await year.knows("amina")
    await runs(year, amina)

    said = await tells(year, "amina", "stuck", need="A room for ten")

    assert said[-1] == SORRY_NOTED.format(answer_by="Monday 18 May")
    [raised] = await year.tasks(HELP)
    assert (raised.person_id, raised.note) == (amina, "A room for ten")
    assert raised.answer_by is not None


async def test_a_photo_and_a_voice_note_are_taken(year: Year) -> None:
    [amina] = await year.knows("amina")
    await runs(year, amina)
    for text in ("/pilot", "on track"):
        await year.writes("amina", text)

    await year.home.writes("amina", "Look", media=Media("photo", "file7"))
    await year.home.writes("amina", "", media=Media("voice", "file8"))

    [kept] = await year.home.rows(pilot_update)
    assert (kept.words, kept.media, kept.need) == ("Look", "photo:file7", "🎤")
    assert [(row.note, row.media) for row in await year.tasks(HELP)] == [("🎤", "voice:file8")]
    async with year.home.brug.database.read() as connection:
        [update] = await pilot_news.updates_of(connection, 1)
        assert await pilot_news.message_of(connection, update) == 3


async def test_who_is_in_no_pilot_gets_a_kind_sentence(year: Year) -> None:
    await year.knows("amina")
    await runs(year)

    assert await year.writes("amina", "/pilot") == [NO_PILOT]


async def test_who_is_in_several_pilots_chooses(year: Year) -> None:
    [amina] = await year.knows("amina", language="nl")
    await runs(year, amina)
    garden = await runs(year, amina, name={"en": "Garden"})
    await runs(year, amina, state="done")

    [asked_which] = await year.home.writes("amina", "/pilot")
    labels = [button.label for button in asked_which.buttons]
    [how] = await year.taps("amina", asked_which, 1)
    await year.taps("amina", how, 0)

    assert asked_which.text == year.home.brug.catalogues("nl", WHICH_PILOT)
    assert labels == ["Taalcafé", year.home.brug.catalogues.render("nl", "Pilot {number}", {"number": "2"})]
    assert [row.pilot_id for row in await year.home.rows(pilot_update)] == [garden.id]


async def test_the_question_that_was_open_comes_back_after_a_report(year: Year) -> None:
    [amina] = await year.knows("amina")
    await runs(year, amina)
    await year.writes("amina", "/hours")

    said = await tells(year, "amina", "slow")

    assert said[1:3] == [WHAT_HAPPENED, NEED]
    assert said[-1].startswith("When do you like our messages")


async def test_another_lab_and_a_reaction_to_what_nobody_was_told_change_nothing(year: Year) -> None:
    [amina] = await year.knows("amina")
    one = await runs(year, amina)
    await year.home.change(pilot_table, one.id, lab_id=await another_lab(year))

    assert await year.writes("amina", "/pilot") == [NO_PILOT]


async def test_words_of_a_report_lie_sealed(year: Year) -> None:
    [amina] = await year.knows("amina")
    await runs(year, amina)

    await tells(year, "amina", "stuck", "unmistakable words", "unmistakable need")

    raw = b"".join(path.read_bytes() for path in year.home.brug.settings.data_dir.glob("brug.db*"))
    assert b"unmistakable" not in raw
    assert await year.home.count(outbox) > 0
    assert await year.home.count(task) > 0
