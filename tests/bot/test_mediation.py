"""Mediators over days: a text is asked for, given in a chat, looked at by a second one, and used."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from bot.mediation import LOOK, NOBODY
from bot.messages import Inbound, Media
from flows.mediation import (
    ASK_SPEAKS,
    NOT_A_MEDIATOR,
    NOTHING,
    OVER,
    READY,
    SKIPPED,
    SURE,
    THANKS,
    WELCOME,
)
from lab.mediation import APPROVED, GIVEN, WAITING
from lab.pilots import Pilot
from lab.polls import Poll
from store import mediation, pilot_news, pilots, polls
from store.mediation import Wanted
from store.people import forget
from store.tables import address, inbox, outbox, task, translation
from store.tables import person as person_table
from tests.bot.polling import Polling
from tests.bot.year import Year, at, texts
from tests.fakes.echo import echoing
from tests.house import house

ANSWER = "On Thursday at six"
THERE = "Donderdag om zes uur"
ROUNDS = {"rounds": 2, "minutes": 60}
SPEAKS = {"speaks": ["nl", "en"]}


@pytest.fixture
async def year(tmp_path: Path) -> AsyncIterator[Year]:
    """SQLite: mediators ask nothing of a database that the rest does not."""
    async with house(tmp_path / "data", "", echoing()) as home:
        year = Year(home)
        await year.leaves_alone()
        yield year


async def helps(year: Year, *names: str, **given: Any) -> list[int]:
    """Mediators of English and Dutch."""
    return await year.knows(*names, **{"role": "mediator", "facts": SPEAKS} | given)


async def asked_in_dutch(year: Year, *, by: int = 0, note: str = "Wanneer?") -> int:
    """Céline asked something, and the coordinator wrote an answer that she cannot read. The task.
    `by`: somebody else asked it."""
    [who] = [by] if by else await year.knows("celine", language="nl")
    values = {"lab_id": year.home.lab.id, "person_id": who, "kind": "message", "sort": "question"}
    values |= {"note": note, "language": "nl", "answer": f"{ANSWER}, Celine", "answer_language": "en"}
    async with year.home.brug.database.write() as connection:
        made = await connection.execute(
            insert(task).values(created_at=year.home.clock.now(), **values).returning(task.c.id)
        )
        return int(made.scalar_one())


async def rows(year: Year) -> list[tuple[str, str | None]]:
    return [(row.state, row.words) for row in await year.home.rows(translation)]


async def test_an_answer_reaches_her_in_her_language(year: Year) -> None:
    await helps(year, "olena", "omar")
    number = await asked_in_dutch(year)

    await year.until(at(5, 11, 14), step=timedelta(minutes=30))
    [asked] = texts(year.heard["olena"])
    assert ANSWER in asked
    assert "Nederlands" in asked
    assert "Celine" not in asked
    assert await year.writes("olena", THERE) == [SURE]
    assert await year.writes("olena", "yes") == [THANKS]
    await year.until(at(5, 12, 12), step=timedelta(minutes=30))
    [(_, check)] = year.heard["omar"]
    assert [words in check.text for words in (THERE, ANSWER)] == [True, True]
    await year.taps("omar", check, 0)
    await year.until(at(5, 12, 14), step=timedelta(minutes=30))
    await year.home.brug.outbox.sweep()
    await year.home.brug.outbox.settled()

    [sent] = [sheet.text for sheet in year.home.paper.sheets["celine"]]
    assert sent == year.home.brug.catalogues.render("nl", "You wrote to us: {words}", {"words": "Wanneer?"}) + (
        f"\n\n{THERE}"
    )
    [done] = [row for row in await year.home.rows(task) if row.id == number]
    assert done.answered_at is not None
    assert await rows(year) == [(APPROVED, THERE)]


async def translated(year: Year) -> None:
    """Olena puts the answer into Dutch, Omar finds it right, and a day has gone by."""
    await year.until(at(5, 11, 14), step=timedelta(minutes=30))
    await year.writes("olena", THERE)
    await year.writes("olena", "yes")
    await year.until(at(5, 12, 12), step=timedelta(minutes=30))
    [(_, check)] = year.heard["omar"]
    await year.taps("omar", check, 0)
    await year.until(at(5, 12, 14), step=timedelta(minutes=30))
    await year.home.brug.outbox.sweep()
    await year.home.brug.outbox.settled()


async def test_one_answer_to_two_questions_is_translated_once_and_heard_once(year: Year) -> None:
    await helps(year, "olena", "omar")
    [celine] = await year.knows("celine", language="nl")
    numbers = [await asked_in_dutch(year, by=celine, note=note) for note in ("Wanneer?", "En waar?")]

    await translated(year)

    [sent] = [sheet.text for sheet in year.home.paper.sheets["celine"]]
    assert [part in sent for part in ("Wanneer?", "En waar?", THERE)] == [True, True, True]
    done = [row for row in await year.home.rows(task) if row.id in numbers]
    assert [row.answered_at is not None for row in done] == [True, True]
    assert await rows(year) == [(APPROVED, THERE)]


async def test_what_was_translated_for_one_who_asked_is_kept_for_the_other_who_is_out_of_reach(year: Year) -> None:
    await helps(year, "olena", "omar")
    celine, lies = await year.knows("celine", "lies", language="nl")
    await year.home.change(address, await where(year, lies), reachable=False)
    for one in (celine, lies):
        await asked_in_dutch(year, by=one)

    await translated(year)
    assert [len(year.home.paper.sheets[name]) for name in ("celine", "lies")] == [1, 0]
    await year.home.change(address, await where(year, lies), reachable=True)
    await year.until(at(5, 12, 16), step=timedelta(minutes=30))
    await year.home.brug.outbox.sweep()
    await year.home.brug.outbox.settled()

    [sent] = [sheet.text for sheet in year.home.paper.sheets["lies"]]
    assert THERE in sent
    assert len(year.home.paper.sheets["celine"]) == 1
    assert await rows(year) == [(APPROVED, THERE)]


async def where(year: Year, person_id: int) -> int:
    """The address of somebody."""
    return next(int(row.id) for row in await year.home.rows(address) if row.person_id == person_id)


async def test_who_asks_for_a_text_gets_it_at_once_and_says_first_what_she_speaks(year: Year) -> None:
    await helps(year, "olena", facts={})
    await asked_in_dutch(year)
    await year.plan()

    assert await year.writes("olena", "/translate") == [ASK_SPEAKS]
    [text] = await year.writes("olena", "Nederlands")

    assert ANSWER in text
    [row] = await year.home.rows(translation)
    assert row.asked_at == year.home.clock.now()


async def test_nobody_else_is_asked_and_nothing_is_there(year: Year) -> None:
    await year.knows("amina")
    await helps(year, "olena")

    assert await year.writes("amina", "/translate") == [NOT_A_MEDIATOR]
    assert await year.writes("olena", "/translate") == [NOTHING]


async def test_what_one_passes_over_another_gets(year: Year) -> None:
    await helps(year, "olena", "omar")
    await asked_in_dutch(year)
    await year.plan()

    await year.writes("olena", "/translate")
    assert await year.writes("olena", "skip") == [SKIPPED]
    assert await year.writes("olena", "/translate") == [NOTHING]

    assert ANSWER in (await year.writes("omar", "/translate"))[0]


async def test_what_the_only_one_passes_over_is_for_the_team_and_no_language_that_nobody_speaks(year: Year) -> None:
    await helps(year, "olena")
    await asked_in_dutch(year)
    await year.plan()

    await year.writes("olena", "/translate")
    assert await year.writes("olena", "skip") == [SKIPPED]
    await year.plan()

    assert len(await year.tasks(LOOK)) == 1
    assert await year.tasks(NOBODY) == []


async def test_a_voice_note_is_asked_for_in_letters(year: Year) -> None:
    await helps(year, "olena")
    await asked_in_dutch(year)
    await year.plan()
    await year.writes("olena", "/translate")

    [again] = await year.home.writes("olena", "", media=Media("voice", "file8"))
    assert again.text.startswith("Please write it")
    await year.writes("olena", THERE)

    assert await rows(year) == [(GIVEN, THERE)]


async def test_what_is_not_sure_or_not_right_is_for_the_team(year: Year) -> None:
    await helps(year, "olena", "omar")
    await asked_in_dutch(year)
    await year.plan()
    await year.writes("olena", "/translate")
    await year.writes("olena", THERE)
    await year.writes("olena", "I am not sure")
    [given] = await year.home.rows(translation)

    await year.writes("omar", "/translate")
    await year.writes("omar", "no")
    await year.plan()
    await year.plan()

    assert given.unsure
    assert len(await year.tasks(LOOK)) == 1
    assert await rows(year) == [(GIVEN, THERE)]
    assert await year.writes("omar", "/translate") == [NOTHING]


async def test_where_nobody_speaks_a_language_the_team_hears_it_once(year: Year) -> None:
    await helps(year, "olena", facts={"speaks": ["uk"]})
    await asked_in_dutch(year)

    await year.until(at(5, 13), step=timedelta(hours=6))

    assert [row.note for row in await year.tasks(NOBODY)] == ["nl 1"]


async def test_who_is_silent_for_days_is_not_waited_for(year: Year) -> None:
    await helps(year, "olena", "omar")
    await asked_in_dutch(year)

    await year.until(at(5, 17), step=timedelta(hours=6))

    assert [len(year.heard[name]) for name in ("olena", "omar")] == [1, 1]
    assert await year.writes("olena", THERE) != [SURE]
    assert await rows(year) == [(WAITING, None)]


async def test_a_late_tap_is_thanked_for(year: Year) -> None:
    await helps(year, "olena", "omar")
    await asked_in_dutch(year)
    await year.plan()
    await year.writes("olena", "/translate")
    await year.writes("olena", THERE)
    [check] = await year.home.writes("omar", "/translate")
    async with year.home.brug.database.write() as connection:
        [text] = await mediation.open_texts(connection, year.home.lab.id)
        await mediation.approve(connection, text, text.words, year.home.clock.now())

    assert [one.text for one in await year.taps("omar", check, 0)] == [OVER]


async def test_where_there_is_no_second_mediator_the_team_looks(year: Year) -> None:
    await helps(year, "olena")
    await asked_in_dutch(year)
    await year.plan()
    await year.writes("olena", "/translate")
    await year.writes("olena", THERE)

    await year.plan()

    assert len(await year.tasks(LOOK)) == 1


@pytest.mark.parametrize("channel", ["paper", "webchat"])
async def test_what_others_wrote_is_kept_nowhere_beside_a_mediator(year: Year, channel: str) -> None:
    [olena] = await helps(year, "olena", channel=channel)
    await asked_in_dutch(year)
    await year.plan()
    account = "1" if channel == "paper" else ""
    for text in ("/translate", THERE):
        await year.home.brug.service.take(Inbound(channel, account, text, "olena", text))
        await year.home.brug.outbox.settled()
    assert await rows(year) == [(GIVEN, THERE)]

    kept = [str(row.body) for row in (*await year.home.rows(inbox), *await year.home.rows(outbox))]
    state = next(row.state for row in await year.home.rows(person_table) if row.id == olena)
    assert [words in f"{kept}{state}" for words in (ANSWER, THERE)] == [False, False]


async def test_with_her_go_the_translations_of_what_she_was_answered(year: Year) -> None:
    await asked_in_dutch(year)
    await year.plan()
    async with year.home.brug.database.write() as connection:
        wanted = Wanted("update:1", "en", "Something else", frozenset({"nl"}))
        await mediation.ask_for(connection, year.home.lab.id, wanted, {}, year.home.clock.now())
    celine = await year.home.person("celine")

    async with year.home.brug.database.write() as connection:
        await forget(connection, celine.id, None, year.home.clock.now())

    assert [row.subject for row in await year.home.rows(translation)] == ["update:1"]


async def test_what_was_approved_half_a_year_ago_is_forgotten(year: Year) -> None:
    await asked_in_dutch(year)
    await year.plan()
    now = year.home.clock.now()
    async with year.home.brug.database.write() as connection:
        [text] = await mediation.open_texts(connection, year.home.lab.id)
        await mediation.approve(connection, text, THERE, now)

        assert await mediation.purge(connection, now + timedelta(days=179)) == 0
        assert await mediation.purge(connection, now + timedelta(days=181)) == 1


async def test_ideas_cross_languages_after_their_round_all_at_once(year: Year) -> None:
    await year.knows("amina", "bilal")
    await year.knows("celine", language="nl")
    polling = Polling(year)
    words = {"en": "How?", "nl": "Hoe?"}
    drafted = Poll(0, year.home.lab.id, "brainwriting", words=words, moment="between", settings=ROUNDS)
    async with year.home.brug.database.write() as connection:
        poll = await polls.add_poll(connection, drafted, year.home.clock.now())
    assert await polling.open(poll) == []
    await year.round()
    for name in ("amina", "bilal"):
        await year.writes(name, f"the idea of {name.title()}")
        await year.plan()
    assert await rows(year) == []

    await polling.next_round(poll)
    year.home.clock.pass_(minutes=1)
    await year.plan()

    found = await year.home.rows(translation)
    assert [(row.language, row.source) for row in found] == [("nl", "the idea of …")] * 2
    assert len({row.created_at for row in found}) == 1


async def test_news_of_a_pilot_is_asked_for_after_a_human_passed_it(year: Year) -> None:
    [amina] = await year.knows("amina")
    await year.knows("celine", language="nl")
    now = year.home.clock.now()
    async with year.home.brug.database.write() as connection:
        pilot = await pilots.add_pilot(connection, Pilot(0, year.home.lab.id, {"en": "Café"}, state="running"), now)
        said = {"how": "slow", "words": "Ten people came"}
        report = await pilot_news.report(connection, pilot, amina, "en", now, said)
    await year.plan()
    assert await rows(year) == []

    async with year.home.brug.database.write() as connection:
        await pilot_news.settle_update(connection, report, passed=True, media_kept="")
    await year.plan()
    await year.plan()

    assert [(row.subject, row.source) for row in await year.home.rows(translation)] == [
        (f"update:{report}", "Ten people came")
    ]


async def test_a_new_mediator_says_first_which_languages_she_speaks(year: Year) -> None:
    await year.knows("olena", language="", role="mediator")

    said = await year.writes("olena", "hello")
    for text in ("English", "Nederlands"):
        said += await year.writes("olena", text)

    assert said[1:] == [f"{WELCOME.format(name='Olena', lab='Samen Sterk')}", ASK_SPEAKS, READY]
    assert (await year.home.person("olena")).facts["speaks"] == ["nl"]
