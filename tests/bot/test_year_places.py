"""In the preparation talk she hears for whom there are places, as the coordinator planned them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from flows.preparation import PLACES
from store.groups import add_quota
from tests.bot.year import Year, at
from tests.fakes.echo import echoing
from tests.house import house

LARGE = {"migrant": 12, "partner": 6, "policymaker": 5}


@pytest.fixture
async def year(tmp_path: Path, database_url: str) -> AsyncIterator[Year]:
    async with house(tmp_path / "data", database_url, echoing()) as home:
        yield Year(home)


@pytest.mark.parametrize(("seats", "told"), [(LARGE, True), (LARGE | {"policymaker": 4}, False)], ids=["large", "four"])
async def test_the_places_of_each_group_are_told_unless_one_is_small(
    year: Year, seats: dict[str, int], told: bool
) -> None:
    async with year.home.brug.database.write() as connection:
        for key, number in seats.items():
            await add_quota(connection, year.home.lab.id, key, key.title(), number)
    await year.only("preparation")
    await year.knows("amina")
    await year.meets()
    await year.until(at(5, 22))

    heard = [text for says in ("1", "1", "1", "1", "1") for text in await year.writes("amina", says)]

    places = PLACES.format(newcomers=12, partners=6, officials=5)
    assert (places in heard) is told
    assert any(text.startswith(f"About {sum(seats.values())} people come") for text in heard)
