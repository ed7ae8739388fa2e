"""What tests of the year share."""

import pytest

from tests.bot.year import Year
from tests.house import House


@pytest.fixture
async def year(home: House) -> Year:
    """A lab in which nothing is planned but what a test plans."""
    year = Year(home)
    await year.leaves_alone()
    return year
