"""You said, this happened: everybody who contributed hears of every change, in her own language only."""

import pytest
from sqlalchemy import insert, update

from bot.recommendations import UNTOLD, ask_for_words
from flows.recommendation import CHANGED
from lab.recommendations import LONGEST_REASON, LONGEST_WORDS, STATES, Recommendation
from store import pilot_news, pilots
from store import recommendations as stored
from store.tables import participation, poll, task
from tests.bot.piloting import plain, runs
from tests.bot.year import Year, at, texts
from tests.conversations import catalogues

CLASSES = {"en": "Language classes in the evening", "nl": "Taallessen in de avond"}
VOTED = {"en": "The council voted for it.", "nl": "De raad stemde ervoor."}


@pytest.fixture
def database_url() -> str:
    """SQLite: recommendations ask nothing of a database that the rest does not."""
    return ""


async def brings_in(year: Year, who: int, merged_into: int | None = None) -> int:
    """A question or an idea; its number."""
    values = {"lab_id": year.home.lab.id, "person_id": who, "kind": "message", "sort": "idea", "note": "Classes?"}
    values |= {"created_at": year.home.clock.now(), "merged_into": merged_into, "done_at": year.home.clock.now()}
    async with year.home.brug.database.write() as connection:
        made = await connection.execute(insert(task).values(values).returning(task.c.id))
        return int(made.scalar_one())


async def voted(year: Year, *people: int) -> int:
    """A closed poll in which these took part; its number."""
    values = {"lab_id": year.home.lab.id, "technique": "dot_voting", "moment": "between", "state": "closed"}
    values |= {"words": {}, "settings": {}, "results": [], "code": "p", "created_at": year.home.clock.now()}
    async with year.home.brug.database.write() as connection:
        made = int((await connection.execute(insert(poll).values(values).returning(poll.c.id))).scalar_one())
        for one in people:
            await connection.execute(insert(participation).values(poll_id=made, person_id=one))
    return made


async def recommends(year: Year, *sources: str, words: dict[str, str] | None = None) -> Recommendation:
    new = Recommendation(0, year.home.lab.id, words or CLASSES, sources=sources)
    async with year.home.brug.database.write() as connection:
        made = await stored.add_recommendation(connection, new, year.home.clock.now())
        return (await stored.recommendations_by_id(connection, [made]))[made]


async def becomes(year: Year, one: Recommendation, state: str, reason: dict[str, str] | None = None) -> int:
    """It changes, and is planned as the clock does it."""
    changed = Recommendation(one.id, one.lab_id, one.words, state, one.sources)
    async with year.home.brug.database.write() as connection:
        made = await stored.add_change(connection, changed, reason or VOTED, None, year.home.clock.now())
    await year.plan()
    return made


async def audience(year: Year, one: Recommendation) -> dict[int, str]:
    async with year.home.brug.database.read() as connection:
        return await stored.contributors(connection, one.lab_id, one.sources)


async def test_everybody_who_had_a_share_hears_it_in_one_message_in_her_language(year: Year) -> None:
    [amina, bilal] = await year.knows("amina", "bilal")
    [celine] = await year.knows("celine", language="nl")
    await year.knows("deniz")
    pilot = await runs(year, bilal, state="done")
    sources = (f"task:{await brings_in(year, amina)}", f"poll:{await voted(year, celine)}", f"pilot:{pilot.id}")
    one = await recommends(year, *sources)

    await becomes(year, one, "adopted")
    await year.round()

    [said] = texts(year.heard["amina"])
    assert plain(said) == (
        "You helped with this: “Language classes in the evening”. What happened: adopted by the city. "
        "The council voted for it."
    )
    assert texts(year.heard["bilal"]) == [said]
    [dutch] = texts(year.heard["celine"])
    assert [words in dutch for words in (CLASSES["nl"], VOTED["nl"], VOTED["en"])] == [True, True, False]
    assert "deniz" not in year.heard


async def test_each_change_is_told_once_whoever_plans_it_and_how_often(year: Year) -> None:
    [amina] = await year.knows("amina")
    one = await recommends(year, f"task:{await brings_in(year, amina)}")

    for day, state in ((12, "agreed"), (13, "handed_over")):
        await becomes(year, one, state)
        await year.plan()
        await year.until(at(5, day))
    await year.until(at(5, 20))

    heard = texts(year.heard["amina"])
    assert [name in text for name, text in zip(("agreed", "handed over"), heard, strict=True)] == [True, True]


async def test_two_changes_at_once_are_one_message(year: Year) -> None:
    [amina] = await year.knows("amina")
    one = await recommends(year, f"task:{await brings_in(year, amina)}")
    await becomes(year, one, "agreed")
    await becomes(year, one, "handed_over")

    await year.until(at(5, 14))

    [text] = texts(year.heard["amina"])
    assert text.index("agreed by the group") < text.index("handed over to the city")


async def test_a_contribution_that_was_merged_counts_for_its_author_both_ways(year: Year) -> None:
    [amina, bilal, celine, deniz] = await year.knows("amina", "bilal", "celine", "deniz")
    head = await brings_in(year, amina)
    merged = await brings_in(year, bilal, merged_into=head)
    await brings_in(year, celine, merged_into=merged)
    await brings_in(year, deniz)

    for number in (head, merged):
        found = await audience(year, await recommends(year, f"task:{number}"))
        assert sorted(found) == [amina, bilal, celine]


async def test_who_reacted_to_a_pilot_helped_too_and_who_left_or_is_of_another_lab_does_not_hear(year: Year) -> None:
    [amina, bilal, celine] = await year.knows("amina", "bilal", "celine")
    pilot = await runs(year, amina)
    async with year.home.brug.database.write() as connection:
        report = await pilot_news.report(connection, pilot.id, amina, "en", at(5, 1), {"how": "slow"})
        await pilot_news.react(connection, report, bilal, "up")
        await pilots.put_in_team(connection, pilot.id, [celine])
    await year.change("celine", standing="stopped")

    one = await recommends(year, f"pilot:{pilot.id}", "task:99", "poll:99")

    assert await audience(year, one) == {amina: "en", bilal: "en"}


async def test_who_was_left_out_hears_of_it_when_there_are_words(year: Year) -> None:
    [celine] = await year.knows("celine", language="nl")
    one = await recommends(year, f"task:{await brings_in(year, celine)}")
    change = await becomes(year, one, "agreed", {"en": "We voted"})
    async with year.home.brug.database.write() as connection:
        await ask_for_words(connection, one, {"nl": 1}, year.home.clock.now())
        await ask_for_words(connection, one, {"nl": 1}, year.home.clock.now())
    await year.until(at(5, 13), step=at(5, 13) - at(5, 12))
    assert "celine" not in year.heard
    assert [row.done_at for row in await year.tasks(UNTOLD)] == [None]

    async with year.home.brug.database.write() as connection:
        await stored.change_reason(connection, change, {"en": "We voted", "nl": "We stemden"})
    await year.until(at(5, 15), step=at(5, 13) - at(5, 12))

    assert "We stemden" in texts(year.heard["celine"])[0]
    assert [row.done_at is not None for row in await year.tasks(UNTOLD)] == [True]


async def test_who_takes_another_language_meanwhile_gets_nothing_in_the_old_one(year: Year) -> None:
    [amina] = await year.knows("amina")
    one = await recommends(year, f"task:{await brings_in(year, amina)}")
    await becomes(year, one, "agreed")

    await year.change("amina", language="ti")
    await year.round()

    assert year.heard.get("amina", []) == []
    assert await year.fate("recommendation") == [("dropped", "no_text")]


async def test_a_change_of_long_ago_is_not_told_to_who_comes_later(year: Year) -> None:
    [amina, bilal] = await year.knows("amina", "bilal")
    first = await brings_in(year, amina)
    one = await recommends(year, f"task:{first}")
    await becomes(year, one, "agreed")
    await year.until(at(6, 20))

    second = await brings_in(year, bilal)
    async with year.home.brug.database.write() as connection:
        await connection.execute(update(task).where(task.c.id == second).values(merged_into=first))
    await year.until(at(6, 28))

    assert [row.person_id for row in await year.contacts("recommendation")] == [amina]
    assert bilal in await audience(year, one)


@pytest.mark.parametrize("language", ["en", "nl", "ar", "ti"])
def test_every_state_has_words_and_the_longest_message_fits(language: str) -> None:
    for state in STATES.values():
        values = {"what": "x" * LONGEST_WORDS, "status": catalogues()(language, state), "reason": "y" * LONGEST_REASON}

        assert len(catalogues().render(language, CHANGED, values)) < 2000
