"""The others hear of a pilot and react: only what a human passed, only in their own language."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from bot.messages import Media
from bot.pilots import celebrate
from flows.pilot import SIGNED
from store import pilot_news, pilots
from store.media import keep_media
from store.people import forget
from store.tables import media, pilot_update, translation
from tests.bot.piloting import passes, plain, reactions, runs, tells
from tests.bot.year import Year, at, texts


@pytest.fixture
def database_url() -> str:
    """SQLite: pilots ask nothing of a database that the rest does not."""
    return ""


async def test_others_hear_of_it_once_a_week_and_only_what_was_passed(year: Year) -> None:
    [amina, *_] = await year.knows("amina", "bilal")
    await year.knows("celine", language="nl")
    await runs(year, amina)
    await tells(year, "amina", "slow", "Ten people came")

    await year.until(at(5, 13), step=timedelta(hours=6))
    assert year.heard.get("bilal", []) == []

    await passes(year)
    await year.until(at(5, 15), step=timedelta(hours=6))
    await tells(year, "amina", "on track", "Twenty people came")
    await passes(year)
    await year.until(at(5, 19), step=timedelta(hours=6))
    assert len(year.heard["bilal"]) == 1
    await year.until(at(5, 24), step=timedelta(hours=6))

    first, second = texts(year.heard["bilal"])
    assert "Café: 🐢 Slow\n“Ten people came”" in plain(first)
    assert "Café: 🙂 On track\n“Twenty people came”" in plain(second)
    assert "Ten people" not in second
    assert [word in " ".join(texts(year.heard["celine"])) for word in ("Taalcafé", "Ten people")] == [True, False]


async def test_a_report_that_was_passed_late_is_told_without_what_was_heard_before(year: Year) -> None:
    [amina, _] = await year.knows("amina", "bilal")
    await runs(year, amina)
    await tells(year, "amina", "slow", "Ten people came")
    await tells(year, "amina", "on track", "Twenty people came")
    [late, soon] = [row.id for row in await year.home.rows(pilot_update)]
    await passes(year, soon)
    await year.until(at(5, 13), step=timedelta(hours=6))

    await passes(year, late)
    await year.until(at(5, 24), step=timedelta(hours=6))

    first, second = texts(year.heard["bilal"])
    assert ("Twenty people" in first, "Ten people" in first) == (True, False)
    assert ("Twenty people" in second, "Ten people" in second) == (False, True)


async def test_what_was_not_passed_tells_only_how_it_goes(year: Year) -> None:
    [amina, _] = await year.knows("amina", "bilal")
    await runs(year, amina)
    await tells(year, "amina", "slow", "Bilal said something private")

    await passes(year, passed=False)
    await year.until(at(5, 13), step=timedelta(hours=6))

    [text] = texts(year.heard["bilal"])
    assert "Slow" in text
    assert "private" not in text


async def test_an_approved_translation_is_told_and_nobody_reads_another_language(year: Year) -> None:
    [amina] = await year.knows("amina")
    await year.knows("celine", language="nl")
    await year.knows("selam", language="ti")
    await runs(year, amina)
    await tells(year, "amina", "slow", "Ten people came")
    await passes(year)
    async with year.home.brug.database.write() as connection:
        [(subject, language, words)] = await pilot_news.to_translate(connection, year.home.lab.id, at(5, 1))
        values = {"lab_id": year.home.lab.id, "subject": subject, "source_language": language, "language": "nl"}
        values |= {"source": words, "words": "Er kwamen tien mensen", "state": "approved", "skipped": []}
        values |= {"created_at": year.home.clock.now(), "approved_at": year.home.clock.now()}
        await connection.execute(insert(translation).values(values))

    await year.until(at(5, 13), step=timedelta(hours=6))

    assert "Er kwamen tien mensen" in texts(year.heard["celine"])[0]
    assert year.heard.get("selam", []) == []
    assert ("dropped", "no_text") in await year.fate("pilot_news")


async def test_who_missed_the_news_of_last_week_gets_both(year: Year) -> None:
    [amina] = await year.knows("amina")
    await year.knows("bilal", paused_until=at(5, 21))
    await runs(year, amina)
    for moment, words in ((at(5, 14), "First"), (at(5, 23), "Second")):
        await tells(year, "amina", "slow", words)
        await passes(year)
        await year.until(moment, step=timedelta(hours=6))

    [text] = texts(year.heard["bilal"])
    assert [word in text for word in ("First", "Second")] == [True, True]


async def test_a_tap_is_a_reaction_and_the_team_hears_of_it(year: Year) -> None:
    [amina, bilal] = await year.knows("amina", "bilal")
    one = await runs(year, amina)
    await tells(year, "amina", "slow", "Ten people came")
    await passes(year)
    await year.until(at(5, 13), step=timedelta(hours=6))
    sheet = year.heard["bilal"][-1][1]

    [thanks] = await year.taps("bilal", sheet, 1)
    said = await year.writes("amina", "/pilot")

    assert thanks.text == SIGNED
    assert [(row.person_id, row.sign) for row in await reactions(year)] == [(bilal, "heart")]
    assert "❤️ 1" in said[0]
    async with year.home.brug.database.read() as connection:
        assert await pilots.helpers_of(connection, [one.id]) == [amina, bilal]


async def test_a_photo_that_was_passed_comes_with_the_news(year: Year) -> None:
    [amina, bilal] = await year.knows("amina", "bilal")
    await runs(year, amina)
    for text in ("/pilot", "on track"):
        await year.writes("amina", text)
    async with year.home.brug.database.write() as connection:
        photo = await keep_media(connection, amina, "photo", "image/png", b"faces", year.home.clock.now())
    await year.home.writes("amina", "", media=Media("photo", str(photo)))
    await year.writes("amina", "skip")

    await passes(year)
    await year.until(at(5, 13), step=timedelta(hours=6))

    picture, news = [sheet for _, sheet in year.heard["bilal"]]
    assert (picture.text, news.picture) == ("Café", None)
    assert await year.file(picture.picture) == b"faces"
    copies = {row.person_id: row.update_id for row in await year.home.rows(media) if row.id != photo}
    assert copies == {amina: 1, bilal: 1}


async def test_a_photo_that_was_kept_back_goes_to_nobody(year: Year) -> None:
    [amina, _] = await year.knows("amina", "bilal")
    await runs(year, amina)
    for text in ("/pilot", "on track"):
        await year.writes("amina", text)
    await year.home.writes("amina", "Look", media=Media("photo", "7"))

    await passes(year, keeps="")
    await year.until(at(5, 13), step=timedelta(hours=6))

    [(_, sheet)] = year.heard["bilal"]
    assert sheet.picture is None
    assert "Look" in sheet.text


async def test_a_step_that_is_reached_is_celebrated_with_everybody_who_helped(year: Year) -> None:
    [amina, _, celine] = await year.knows("amina", "bilal", "celine")
    one = await runs(year, amina)
    async with year.home.brug.database.write() as connection:
        report = await pilot_news.report(connection, one.id, amina, "en", at(5, 10), {"how": "slow"})
        await pilot_news.react(connection, report, celine, "up")
        step = await pilots.add_milestone(connection, one.id, {"en": "the first evening"}, None)
        reached = (await pilots.milestones_by_id(connection, [step]))[step]
        await pilots.change_milestone(
            connection, pilots.Milestone(step, one.id, reached.words, None, date(2026, 5, 11))
        )
        reached = (await pilots.milestones_by_id(connection, [step]))[step]
        assert await celebrate(connection, one, reached, year.home.clock.now()) == 2
        assert await celebrate(connection, one, reached, year.home.clock.now()) == 2

    await year.round()

    said = "Good news, Amina. “Café” has reached a step: the first evening 🎉 Thank you for your help."
    assert [plain(text) for text in texts(year.heard["amina"])] == [said]
    assert len(year.heard["celine"]) == 1
    assert "bilal" not in year.heard or year.heard["bilal"] == []


async def test_her_reports_reactions_and_pictures_go_with_her(year: Year) -> None:
    [amina, bilal] = await year.knows("amina", "bilal")
    one = await runs(year, amina, bilal)
    async with year.home.brug.database.write() as connection:
        now = year.home.clock.now()
        photo = await keep_media(connection, amina, "photo", "image/png", b"her face", now)
        said = {"how": "slow", "words": "I say", "media": f"photo:{photo}"}
        report = await pilot_news.report(connection, one.id, amina, "en", now, said)
        await pilot_news.react(connection, report, bilal, "up")
        await pilot_news.react(connection, report, amina, "up")
        assert await pilot_news.copy_for(connection, photo, report, bilal, now)

        await forget(connection, amina, None, now)

    assert await year.home.rows(pilot_update) == []
    assert await year.home.rows(media) == []
    assert await reactions(year) == []
    async with year.home.brug.database.read() as connection:
        assert await pilots.team_of(connection, one.id) == [bilal]
