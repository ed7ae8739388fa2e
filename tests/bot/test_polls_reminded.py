"""A reminder comes while a poll waits for words: whatever she writes, nothing meant for the poll stands beside her."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.conversation import CLOSED
from flows.older_question import TAKEN, WRITE_AGAIN
from flows.polls import LATE
from lab.polls import Poll
from store.tables import inbox, outbox
from tests.bot.polling import Polling
from tests.bot.year import EVENING, Year
from tests.fakes.echo import echoing
from tests.house import house

WORDS = "nobody listens to us"


@pytest.fixture
async def lab(tmp_path: Path, database_url: str) -> AsyncIterator[Polling]:
    async with house(tmp_path / "data", database_url, echoing()) as home:
        lab = Polling(Year(home))
        await lab.year.leaves_alone()
        await lab.year.knows("amina")
        yield lab


async def reminded(lab: Polling) -> Poll:
    """Amina was asked without a name, and a day later she is invited."""
    poll = await lab.asks("open", "What do you hope for?")
    await lab.year.meets(EVENING - timedelta(days=16))
    heard = await lab.year.until(lab.year.home.clock.moment + timedelta(days=2))
    assert "Can you come?" in heard[-1][1].text
    frames = (await lab.year.home.person("amina")).state["frames"]
    assert [frame["flow"] for frame in frames] == ["poll_open", "invitation"]
    return poll


async def test_words_after_a_reminder_are_the_polls_and_nothing_of_them_is_beside_her(lab: Polling) -> None:
    poll = await reminded(lab)

    heard = await lab.year.writes("amina", WORDS)

    assert heard[-1] == TAKEN.replace("{question}", "What do you hope for?")
    assert await lab.given(poll) == [("words", (), WORDS)]
    assert await lab.year.tasks() == []
    assert all(row.body is None for row in await lab.year.home.rows(inbox))
    assert WORDS not in str((await lab.year.home.person("amina")).state)
    assert WORDS not in str([row.body for row in await lab.year.home.rows(outbox)])


async def test_what_was_for_the_team_counts_in_no_poll(lab: Polling) -> None:
    poll = await reminded(lab)
    await lab.year.writes("amina", "my son is ill")

    await lab.year.writes("amina", "yes")
    await lab.year.writes("amina", "my son is ill")

    assert [row.note for row in await lab.year.tasks("message")] == ["my son is ill"]
    assert (await lab.given(poll), await lab.took_part(poll)) == ([], [])


async def test_who_does_not_say_whose_her_words_were_is_asked_once_to_write_them_again(lab: Polling) -> None:
    poll = await reminded(lab)
    await lab.year.writes("amina", "my son is ill")

    heard = [sheet.text for _, sheet in await lab.year.until(lab.year.home.clock.moment + timedelta(days=14))]

    assert [text.count(WRITE_AGAIN) for text in heard if WRITE_AGAIN in text] == [1]
    assert heard[0].startswith(WRITE_AGAIN), "it comes with the next thing that we say"
    assert await lab.given(poll) == [("words", (), "my son is ill")], "it may have been her answer"
    await lab.year.writes("amina", "my son is ill")
    assert [row.note for row in await lab.year.tasks("message")] == ["my son is ill"]


async def test_with_the_result_of_the_poll_too(lab: Polling) -> None:
    poll = await reminded(lab)
    await lab.year.writes("amina", "my son is ill")
    await lab.close(poll)

    heard = [sheet.text for _, sheet in await lab.year.until(lab.year.home.clock.moment + timedelta(days=7))]

    assert [text.count(WRITE_AGAIN) for text in heard if WRITE_AGAIN in text] == [1]
    assert heard[0].startswith("Thank you for your answer. This is what the group says:")
    assert WRITE_AGAIN in heard[0]


async def test_words_for_a_poll_that_closed_meanwhile_are_kept_nowhere(lab: Polling) -> None:
    poll = await reminded(lab)
    await lab.close(poll)

    assert await lab.year.writes("amina", WORDS) == [LATE]
    assert await lab.given(poll) == []
    assert await lab.year.tasks() == []
    assert len((await lab.year.home.person("amina")).state["frames"]) == 1


async def test_a_poll_that_closed_meanwhile_is_not_asked_again(lab: Polling) -> None:
    poll = await reminded(lab)
    await lab.close(poll)

    heard = await lab.taps("amina", 2)

    assert not any("What do you hope for?" in one.text or one.text == CLOSED for one in heard)
    assert (await lab.year.home.person("amina")).state["frames"] == []
