"""The linkage attack: somebody has the whole database, its key, and all that was ever shown. Who said what?"""

from collections.abc import AsyncIterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.poll_told import result_in
from flows.model import Answer, kept
from flows.registry import all_techniques
from lab.disclosure import K, publish
from lab.polls import Poll
from store.intake import insert_many
from store.tables import answer, media, participation, poll
from tests.bot.polling import Polling
from tests.bot.year import Year
from tests.fakes.echo import echoing
from tests.faults.archives import exported
from tests.faults.crowd import PEOPLE, Attack, Crowd
from tests.house import house


@pytest.fixture
async def crowd(tmp_path: Path) -> AsyncIterator[Crowd]:
    async with house(tmp_path / "data", "", echoing()) as home:
        gathered = Crowd(Polling(Year(home)))
        await gathered.arrive()
        yield gathered


async def test_words_and_voices_are_found_nowhere_beside_a_person(crowd: Crowd) -> None:
    attack, order = Attack(crowd.home), crowd.in_some_order()
    asked = await crowd.draft("open")
    secrets = {name: f"secretword{place:02d}x" for place, name in enumerate(order)}
    voices = {name: f"voiceof{place:02d}x".encode() * 20 for place, name in enumerate(order) if _on_page(name)}
    await crowd.ask(order)
    sounds = await _recorded(crowd, {name: voices[name] for name in order[:10] if name in voices})

    await crowd.say([(n, "" if n in sounds else secrets[n], "", sounds.get(n, "")) for n in order])
    before = await attack.ids(asked)
    salt = (await attack.rows(poll))[0]["salt"]
    await crowd.polling.close(asked)
    await crowd.polling.year.plan()

    rows, beside, raw = await attack.rows(answer), await attack.beside_people(), attack.raw()
    assert len(rows) == len(await attack.rows(participation)) == PEOPLE
    assert not any(word in beside for word in secrets.values())
    assert not any(word.encode() in raw for word in secrets.values())
    assert {row["sound"] for row in rows} - {None} == {voices[name] for name in sounds}
    assert await attack.rows(media) == []
    assert not any(one.encode() in raw for one in before)
    assert salt not in beside
    assert (await attack.rows(poll))[0]["salt"] is None


async def test_the_order_of_answers_says_nothing_of_the_order_of_people(crowd: Crowd) -> None:
    attack, order = Attack(crowd.home), crowd.in_some_order()
    asked = await crowd.draft("open")
    await crowd.ask(order)
    for name in order:
        await crowd.say([(name, f"I am {name}.", "", "")])
    await crowd.polling.close(asked)
    await crowd.polling.year.plan()

    rows, raw = await attack.rows(answer), attack.raw()
    arrival = {f"I am {name}.": place for place, name in enumerate(order)}
    by_key = [arrival[row["text"]] for row in rows]
    in_file = [arrival[row["text"]] for row in sorted(rows, key=lambda row: raw.rfind(row["id"].encode()))]
    assert abs(_correlation(by_key)) < 0.9
    assert abs(_correlation(in_file)) < 0.9
    assert len({row["day"] for row in rows}) == 1
    assert await _has_no_rowid(crowd, "answer")
    assert await _has_no_rowid(crowd, "participation")


async def test_no_key_is_shared_between_answers_and_people(crowd: Crowd) -> None:
    attack, order = Attack(crowd.home), crowd.in_some_order()
    asked = await crowd.draft("brainwriting", settings={"rounds": 2, "minutes": 30})
    await crowd.ask(order)
    await crowd.say([(name, f"ideaof{name}x", "", "") for name in order])
    await crowd.polling.next_round(asked)
    await crowd.ask(order)
    await crowd.say([(name, f"additionof{name}x", "", "") for name in order])
    first = await attack.ids(asked)

    await crowd.polling.close(asked)
    await crowd.polling.year.plan()

    rows, beside, raw = await attack.rows(answer), await attack.beside_people(), attack.raw()
    grown = [row for row in rows if row["part"] == "build"]
    ids = {row["id"] for row in rows}
    assert len(rows) == 2 * PEOPLE
    assert len({row["builds_on"] for row in grown}) == PEOPLE
    assert {row["builds_on"] for row in grown} <= ids
    assert not any(one in beside for one in ids)
    assert not any(one in beside or one.encode() in raw for one in first)
    assert not any(f"ideaof{name}x" in beside or f"additionof{name}x" in beside for name in order)
    assert not any(_author(row) == _author(_by_id(rows, row["builds_on"])) for row in grown)
    assert set(rows[0]).isdisjoint({"person_id", "address_id", "created_at", "received_at"})


async def test_no_small_number_follows_from_all_that_was_published(crowd: Crowd) -> None:
    order = crowd.in_some_order()
    single, temperature = await crowd.draft("single"), await crowd.draft("temperature", settings={"minutes": 30})
    places = {name: 0 if place < 17 else 1 if place < 26 else 2 for place, name in enumerate(order)}
    stands = {name: 0 if place < 14 else 2 if place < 24 else 4 for place, name in enumerate(order)}
    await crowd.ask(order)
    await crowd.tap(order, stands)
    await crowd.say([(name, "skip", "", "") for name in order])
    await crowd.polling.next_round(temperature)
    await crowd.ask(order)
    stays, moves = 0, 1 + 4
    await crowd.tap(order, {name: moves if name in order[:3] else stays for name in order})
    await crowd.polling.close(temperature)
    await crowd.ask(order)
    await crowd.tap(order, places)
    await crowd.polling.close(single)

    told = [await _told(crowd, one) for one in (single, temperature)]
    chosen = (await crowd.polling.now(single)).results[-1]["parts"]["choice"]
    assert _possible(chosen["counts"], PEOPLE)
    first, second = (table["parts"]["place"]["counts"] for table in (await crowd.polling.now(temperature)).results)
    assert sorted(first.values()) == [6, 10, 14]
    for option, number in second.items():
        assert number is None or number >= 5
        assert number is None or first[option] is None or abs(number - first[option]) not in range(1, 5)
    assert not any(f" {few}  " in f" {line} " for line in "\n".join(told).splitlines() for few in range(1, 5))


async def test_an_export_joins_no_answer_to_a_person(crowd: Crowd) -> None:
    """Who has both exports, the archive and the people, has no more than the archive: nothing in one points into the
    other, and answers stand in an order that says nothing."""
    attack, order = Attack(crowd.home), crowd.in_some_order()
    asked = await crowd.draft("open")
    await crowd.ask(order)
    for name in order:
        await crowd.say([(name, f"I am {name}.", "", "")])
    ids = await attack.ids(asked)
    await crowd.polling.close(asked)
    passed = (await attack.ids(asked))[:-1]
    await crowd.polling.passes(asked, passed, passed=True)
    choice = await crowd.draft("single")
    await crowd.ask(order)
    await crowd.tap(order, {name: 0 if place < 17 else 1 if place < 26 else 2 for place, name in enumerate(order)})
    await crowd.polling.close(choice)
    await crowd.polling.year.plan()

    archive, people = [await exported(crowd.home, people=both) for both in (False, True)]

    arrival = {f"I am {name}.": place for place, name in enumerate(order)}
    told = [arrival[line["words"]] for line in archive["answers"]]
    assert len(told) == PEOPLE - 1
    assert abs(_correlation(told)) < 0.9
    assert set(archive["answers"][0]) == {"poll", "part", "round", "words", "week"}
    assert len({line["week"] for line in archive["answers"]}) == 1
    assert "answers" not in people
    assert not any(words in str(people) for words in arrival)
    assert not any(one in str(archive) + str(people) for one in [*ids, *passed])
    counted = {line["option"]: line["number"] for line in archive["poll_results"] if line["part"] == "choice"}
    assert _possible({key: int(number) if number else None for key, number in counted.items()}, PEOPLE)


@pytest.mark.parametrize("key", sorted(all_techniques()))
def test_what_follows_an_answer_does_not_say_which_it_was(key: str) -> None:
    for step in (step for step in all_techniques()[key].flow.steps if step.ask):
        assert step.ask is not None
        assert step.ask.anonymous
        assert not step.ask.several
        options = [one.id for one in step.ask.options] or ["o1", "o2"]
        onward = {step.target({step.name: kept(Answer((one,)))}) for one in options}
        assert len(onward) == 1


def _on_page(name: str) -> bool:
    return int(name.removeprefix("person")) % 2 == 1


async def _recorded(crowd: Crowd, voices: dict[str, bytes]) -> dict[str, str]:
    """Voice notes as the page keeps them before they are sent, by name."""
    values = {"kind": "voice", "mime": "audio/ogg", "created_at": crowd.home.clock.now()}
    rows = [values | {"person_id": crowd.ids[name], "data": data} for name, data in voices.items()]
    async with crowd.home.brug.database.write() as connection:
        ids = await insert_many(connection, media, rows)
    return dict(zip(voices, map(str, ids), strict=True))


async def _has_no_rowid(crowd: Crowd, table: str) -> bool:
    async with crowd.home.brug.database.read() as connection:
        made = await connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :table"), {"table": table})
        return "WITHOUT ROWID" in str(made.scalar_one())


async def _told(crowd: Crowd, asked: Poll) -> str:
    async with crowd.home.brug.database.read() as connection:
        message = await result_in(connection, echoing(), await crowd.polling.now(asked), "en")
    return message.text


def _possible(shown: dict[str, int | None], answered: int) -> bool:
    """Whether each hidden number may be more than one, for somebody who knows all our rules. What is left of the whole
    when all others are taken from it is no small number either."""
    if answered - sum(number or 0 for number in shown.values()) < K:
        return False
    names = sorted(shown)
    found: dict[str, set[int]] = {name: set() for name in names}
    for numbers in product(range(answered + 1), repeat=len(names) - 1):
        if sum(numbers) > answered:
            continue
        table = dict(zip(names, (*numbers, answered - sum(numbers)), strict=True))
        if publish(table, answered, one_each=True) == shown:
            for name, number in table.items():
                found[name].add(number)
    return all(len(found[name]) > 1 for name in names if shown[name] is None) and None in shown.values()


def _author(row: dict[str, Any]) -> str:
    return str(row["text"]).partition("of")[2]


def _by_id(rows: Sequence[dict[str, Any]], wanted: str) -> dict[str, Any]:
    return next(row for row in rows if row["id"] == wanted)


def _correlation(places: Sequence[int]) -> float:
    """Of a permutation with its own order (Spearman)."""
    n = len(places)
    return 1 - 6 * sum((place - index) ** 2 for index, place in enumerate(places)) / (n * (n * n - 1))
