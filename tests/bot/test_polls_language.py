"""Who chooses another language while a poll is open reads all of it in that language."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from lab.polls import Choice
from store.polls import change_poll
from tests.bot.polling import Polling
from tests.bot.year import Year
from tests.fakes.echo import echoing
from tests.house import house


@pytest.fixture
async def lab(tmp_path: Path, database_url: str) -> AsyncIterator[Polling]:
    async with house(tmp_path / "data", database_url, echoing()) as home:
        yield Polling(Year(home))


async def test_the_open_question_comes_again_with_the_words_of_the_new_language(lab: Polling) -> None:
    await lab.year.knows("amina")
    options = (Choice("o1", {"en": "School", "nl": "Op school"}), Choice("o2", {"en": "Park", "nl": "In het park"}))
    draft = await lab.draft(options=options)
    async with lab.year.home.brug.database.write() as connection:
        await change_poll(connection, replace(draft, words={"en": "Where?", "nl": "Waar?"}))
    assert await lab.open(draft) == []
    await lab.year.round()

    await lab.year.writes("amina", "/language")
    await lab.year.writes("amina", "Nederlands")

    asked = lab.year.home.paper.sheets["amina"][-1]
    assert "Waar?" in asked.text
    assert [button.label for button in asked.buttons] == ["Op school", "In het park"]
