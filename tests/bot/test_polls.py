"""A poll from its draft to its result, in the chats of the people who are asked."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from flows.conversation import CLOSED
from flows.polls import LATE
from store.tables import inbox, outbox
from tests.bot.polling import Polling
from tests.bot.year import Year
from tests.fakes.echo import echoing
from tests.house import house

SIX = ("amina", "bilal", "celine", "dana", "emre", "fatma")


@pytest.fixture
async def lab(tmp_path: Path, database_url: str) -> AsyncIterator[Polling]:
    async with house(tmp_path / "data", database_url, echoing()) as home:
        yield Polling(Year(home))


async def test_a_poll_is_asked_answered_closed_and_told(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks()
    for name in SIX:
        await lab.taps(name, 0 if name != "fatma" else 1)

    await lab.close(poll)
    lab.year.home.clock.pass_(days=3)
    await lab.year.round()

    told = lab.year.home.said("amina")[-1]
    assert "Where?" in told
    assert "6 people answered" in told


async def test_words_in_her_own_language_come_first(lab: Polling) -> None:
    """A message shows three, and the Latin script stands before all others."""
    await lab.year.knows(*SIX[:3])
    await lab.year.knows(*SIX[3:], language="ar")
    draft = await lab.draft("open", moment="between", words={"en": "What?", "ar": "ماذا؟"})
    assert await lab.open(draft) == []
    await lab.year.round()
    for name in SIX:
        await lab.year.writes(name, f"{name} word" if name in SIX[:3] else f"كلمة {name}")
    poll = await lab.now(draft)
    await lab.close(poll)
    await lab.passes(poll, [row.id for row in await lab.answers(poll)], passed=True)
    lab.year.home.clock.pass_(days=1)

    await lab.year.round()

    assert lab.year.home.said("emre")[-1].count("كلمة") == 3
    assert lab.year.home.said("amina")[-1].count(" word") == 3


async def test_nothing_of_an_answer_is_kept_beside_her(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("open", "What do you hope for?")

    await lab.year.writes("amina", "a playground for my daughter")

    assert await lab.given(poll) == [("words", (), "a playground for my daughter")]
    assert all(row.body is None for row in await lab.year.home.rows(inbox))
    assert await lab.year.tasks() == []
    assert "playground" not in str([row.body for row in await lab.year.home.rows(outbox)])
    assert "playground" not in str((await lab.year.home.person("amina")).state)


async def test_the_newest_answer_counts_until_it_closes(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks()
    await lab.taps("amina", 0)

    await lab.year.writes("amina", "/poll")
    await lab.taps("amina", 2)

    assert await lab.given(poll) == [("choice", ("o3",), "")]
    assert len(await lab.took_part(poll)) == 1


def _taps_kept(rows: list[Any]) -> list[str]:
    return [tap for row in rows if row.body for tap in row.body["taps"]]


async def test_a_double_tap_is_kept_nowhere_beside_her(lab: Polling) -> None:
    await lab.year.knows("amina")
    await lab.asks("dot_voting")
    question = lab.year.home.paper.sheets["amina"][-1]

    await lab.year.taps("amina", question, 1)
    await lab.year.taps("amina", question, 1)

    assert _taps_kept(await lab.year.home.rows(inbox)) == []


async def test_an_old_button_of_an_open_poll_asks_anew(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks()
    question = lab.year.home.paper.sheets["amina"][-1]
    await lab.taps("amina", 0)

    asked = await lab.year.taps("amina", question, 2)
    await lab.taps("amina", 2)

    assert [message.text for message in asked] == [question.text]
    assert _taps_kept(await lab.year.home.rows(inbox)) == []
    assert await lab.given(poll) == [("choice", ("o3",), "")]


async def test_an_old_button_of_a_closed_poll_is_closed(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks()
    question = lab.year.home.paper.sheets["amina"][-1]
    await lab.taps("amina", 0)
    await lab.close(poll)

    heard = await lab.year.taps("amina", question, 2)

    assert [message.text for message in heard] == [CLOSED]
    assert _taps_kept(await lab.year.home.rows(inbox)) == []
    assert await lab.given(poll) == [("choice", ("o1",), "")]


async def test_a_late_answer_gets_a_kind_word_and_is_not_kept(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks()
    await lab.close(poll)

    heard = await lab.taps("amina", 0)

    assert [message.text for message in heard] == [LATE]
    assert await lab.given(poll) == []
    assert await lab.took_part(poll) == []


async def test_who_skips_what_has_closed_is_told_so(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("hopes_and_fears", "What do you hope for?")
    await lab.close(poll)

    assert await lab.year.writes("amina", "skip") == [CLOSED]
    assert await lab.given(poll) == []


async def test_words_long_after_it_closed_are_for_the_team(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("open", "What do you hope for?")
    await lab.close(poll)
    lab.year.home.clock.pass_(days=30)

    await lab.year.writes("amina", "I cannot come on Thursday")

    assert [row.note for row in await lab.year.tasks("message")] == ["I cannot come on Thursday"]


async def test_words_just_after_it_closed_are_not_put_beside_her_name(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("open", "What do you hope for?")
    await lab.close(poll)

    heard = await lab.year.writes("amina", "that my boss stops shouting")

    assert heard == [LATE]
    assert await lab.year.tasks("message") == []
    assert all(row.body is None for row in await lab.year.home.rows(inbox))


async def test_dots_go_into_one_answer(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("dot_voting", settings={"dots": 3})

    await lab.taps("amina", 0, 0, 2)

    assert await lab.given(poll) == [("dot", ("o1", "o1", "o3"), "")]


async def test_an_idea_of_four_thousand_letters_is_taken(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("open", "What do you hope for?")
    idea = "ሰላም " * 800

    await lab.year.writes("amina", idea[:4000])

    assert [text for _, _, text in await lab.given(poll)] == [idea[:4000].strip()]


async def test_a_poll_without_the_words_of_its_audience_does_not_open(lab: Polling) -> None:
    await lab.year.knows("amina")
    await lab.year.knows("bilal", "celine", language="ar")
    draft = await lab.draft()

    assert await lab.open(draft) == ["language"]
    assert (await lab.now(draft)).state == "draft"
    assert await lab.year.contacts("poll") == []


async def test_it_closes_by_itself_when_its_time_is_over(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks()

    lab.year.home.clock.pass_(days=8)
    await lab.year.plan()

    assert (await lab.now(poll)).state == "closed"


async def test_the_result_is_told_to_who_took_part_and_once(lab: Polling) -> None:
    people = await lab.year.knows(*SIX)
    poll = await lab.asks()
    for name in SIX[:5]:
        await lab.taps(name, 0)

    await lab.close(poll)
    await lab.close(poll)
    await lab.year.plan()

    assert [row.person_id for row in await lab.year.contacts("poll_result")] == people[:5]


async def test_fewer_than_five_answers_have_no_numbers(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    poll = await lab.asks()
    for name in SIX[:4]:
        await lab.taps(name, 0)
    await lab.close(poll)

    lab.year.home.clock.pass_(days=3)
    await lab.year.round()

    assert "4" not in lab.year.home.said("amina")[-1]
    assert "Fewer than 5" in lab.year.home.said("amina")[-1]
