"""Who was asked whether she is in danger has that question in front of her for an hour, and no other of ours."""

import pytest

from tests.bot.test_promises import listens
from tests.bot.year import Year, at
from tests.house import House


@pytest.fixture
def database_url() -> str:
    """SQLite: nothing here differs between the databases."""
    return ""


@pytest.fixture
async def amina(home: House) -> Year:
    """Amina, who is invited to a meeting at 15:30."""
    year = Year(home)
    await year.knows("amina")
    await listens(year)
    await year.without("preparation")
    await year.meets()
    home.clock.moment = at(5, 14, 15)
    return year


async def test_an_invitation_waits_an_hour(amina: Year) -> None:
    await amina.writes("amina", "My husband beats me")

    early, later = await amina.until(at(5, 14, 15, 59)), await amina.until(at(5, 14, 16, 1))

    assert ([one.text[:9] for _, one in early], [one.text[:9] for _, one in later]) == ([], ["Hi Amina."])
    assert "A conversation is going on" not in (await amina.writes("amina", "/planned"))[0]


async def test_so_it_does_where_it_is_not_sure_that_she_is_in_danger(amina: Year) -> None:
    await amina.writes("amina", "I can't go on")

    assert await amina.until(at(5, 14, 15, 59)) == []


async def test_who_has_answered_waits_no_longer_than_anybody(amina: Year) -> None:
    sheets = await amina.home.writes("amina", "My husband beats me")
    await amina.taps("amina", sheets[-1], 1)

    assert [one.text[:9] for _, one in await amina.until(at(5, 14, 15, 45))] == ["Hi Amina."]


async def test_who_went_on_to_something_else_does_neither(amina: Year) -> None:
    amina.home.clock.moment = at(5, 14, 12)
    await amina.writes("amina", "My husband beats me")
    amina.home.clock.moment = at(5, 14, 15)
    await amina.writes("amina", "Where is the library?")

    assert [one.text[:9] for _, one in await amina.until(at(5, 14, 15, 45))] == ["Hi Amina."]
