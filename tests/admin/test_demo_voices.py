"""The desk shows what people of the made-up lab say: its pages open, and nobody has to fill anything in first."""

import pytest

from bot.demo.write import Writing
from tests.admin.house import Browser, House
from tests.conversations import catalogues


@pytest.fixture
async def made_up(house: House) -> Writing:
    async with house.brug.database.write() as connection:
        writing = Writing(connection, house.brug.database.keyring, catalogues(), house.clock.now())
        await writing.write()
    return writing


async def test_each_of_its_polls_pilots_questions_and_recommendations_has_a_page(
    made_up: Writing, administrator: Browser
) -> None:
    lab = f"/admin/labs/{made_up.lab.id}"
    shown = {
        "/admin/polls/1": "17 of 17 people answered",
        "/admin/polls/2": "11 of",
        "/admin/pilots/1": "Let others read it",
        "/admin/pilots/2": "Stuck",
        "/admin/recommendations/1": "Give each language café a room in a library",
        f"{lab}/recommendations/new": "Which ideas do we go on with?",
        f"{lab}/questions": "A broken promise",
    }

    for path, words in shown.items():
        assert words in (await administrator.get(path)).words, path
