"""Answers to a poll that are empty, too many, too long, or of a kind that only a messenger has."""

from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.messages import Inbound, Limits, Media, NotAccepted
from bot.poll_effects import NOT_HEARD, TOO_MANY
from flows.checks import LIST_LABEL, LIST_ROWS, TEXT_LENGTH
from store.tables import inbox, outbox
from tests.bot.polling import Polling, choices
from tests.bot.year import Year
from tests.fakes.echo import echoing
from tests.house import Paper, house

NARROW = Limits(TEXT_LENGTH, LIST_LABEL, LIST_ROWS)


@pytest.fixture
async def lab(tmp_path: Path, database_url: str) -> AsyncIterator[Polling]:
    async with house(tmp_path / "data", database_url, echoing()) as home:
        yield Polling(Year(home))


async def test_an_empty_voice_note_is_asked_for_again(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("open", "What do you hope for?")

    heard = await lab.year.home.writes("amina", media=Media("voice", ""))
    await lab.year.writes("amina", "peace")

    assert heard[0].text == NOT_HEARD
    assert "What do you hope for?" in heard[1].text
    assert [text for _, _, text in await lab.given(poll)] == ["peace"]


async def test_a_voice_note_of_a_messenger_is_kept_by_its_own_name_only(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("open", "What do you hope for?")

    await lab.year.home.writes("amina", media=Media("voice", "file-77", "audio/ogg"))

    [row] = await lab.answers(poll)
    assert (row.sound, row.mime) == (b"file-77", "remote:paper/1")
    assert all(row.body is None for row in await lab.year.home.rows(inbox))


async def test_more_dots_than_allowed_are_not_counted(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("dot_voting", settings={"dots": 2})
    await lab.taps("amina", 0, 1)
    state = (await lab.year.home.person("amina")).state
    frame = {"flow": "poll_dot_voting", "step": "dot_3", "number": 99, "tries": 0, "selected": []}
    about = {"about": {"options": [], "text": poll.reference, "media": ""}}
    await lab.year.change("amina", state=state | {"frames": [frame | {"answers": about}]})

    heard = await lab.year.writes("amina", "", "q99:o3")

    assert heard[0] == TOO_MANY
    assert await lab.given(poll) == [("dot", ("o1", "o2"), "")]


async def test_twelve_options_keep_their_ids(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("single", options=choices(*(f"Place {n}" for n in range(1, 13))))

    await lab.taps("amina", 11)

    assert await lab.given(poll) == [("choice", ("o12",), "")]


async def test_where_ten_rows_fit_twelve_options_come_in_two_messages(tmp_path: Path, database_url: str) -> None:
    narrow = Paper("narrow", limits=NARROW)
    async with house(tmp_path / "data", database_url, echoing(), more=[narrow]) as home:
        lab = Polling(Year(home))
        await lab.year.knows("amina", channel="narrow", account="1")
        poll = await lab.asks("single", options=choices(*(f"Place {n}" for n in range(1, 13))))
        pages = narrow.sheets["amina"]

        await home.brug.service.take(Inbound("narrow", "1", "tap", "amina", taps=(pages[1].buttons[1].token,)))

        assert [len(page.buttons) for page in pages[:2]] == [10, 2]
        assert await lab.given(poll) == [("choice", ("o12",), "")]


async def test_a_list_of_which_only_a_part_went_out_is_not_sent_twice(tmp_path: Path, database_url: str) -> None:
    narrow = Paper("narrow", limits=NARROW, troubles=defaultdict(list, amina=[None, NotAccepted("busy")]))
    async with house(tmp_path / "data", database_url, echoing(), more=[narrow]) as home:
        lab = Polling(Year(home))
        await lab.year.knows("amina", channel="narrow", account="1")

        await lab.asks("single", options=choices(*(f"Place {n}" for n in range(1, 13))))

        [row] = await home.rows(outbox)
        assert (row.state, len(narrow.sheets["amina"])) == ("unconfirmed", 1)


async def test_words_that_are_too_long_are_asked_for_again_and_not_given_to_the_team(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks("open", "What do you hope for?")

    await lab.year.writes("amina", "peace " * 900)

    assert await lab.given(poll) == []
    assert await lab.year.tasks("message") == []
    assert all(row.body is None for row in await lab.year.home.rows(inbox))
