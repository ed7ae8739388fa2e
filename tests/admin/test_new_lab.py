"""A new lab in one page: all of it at once, and nothing lost where something is wrong."""

from html import unescape
from re import findall

import pytest

from lab.phases import KEYS
from store.desk_meetings import phases_of
from store.groups import quotas
from store.labs import Lab, labs
from tests.admin.house import Browser, House

PAGE = "/admin/labs/new"


async def filled(browser: Browser) -> dict[str, str]:
    """What a browser would send of the page as it comes."""
    page = await browser.get(PAGE)
    inputs = findall(r'<input type="(?:text|date|email|time)" name="(\w+)" value="([^"]*)"', page.text)
    inputs += findall(r'<input name="(\w+)" value="([^"]*)"', page.text)
    ticked = findall(r'type="checkbox" name="(\w+)" value="1" checked', page.text)
    return {"csrf": page.csrf, **{name: unescape(value) for name, value in inputs}, **dict.fromkeys(ticked, "1")}


async def lab_named(house: House, name: str) -> Lab | None:
    async with house.brug.database.read() as connection:
        return next((one for one in (await labs(connection)).values() if one.name == name), None)


async def test_name_and_city_are_enough_for_a_lab_with_its_year(house: House, administrator: Browser) -> None:
    form = await filled(administrator) | {"lab_name": "Samen Sterk", "city": "Gent", "main": "ar"}

    page = await administrator.post(PAGE, form)

    made = await lab_named(house, "Samen Sterk")
    assert page.status == 200
    assert made is not None
    assert (made.city, made.timezone, made.languages) == ("Gent", "UTC", ("ar", "en"))
    async with house.brug.database.read() as connection:
        assert [one.key for one in await phases_of(connection, made.id)] == list(KEYS)
        assert sum(one.seats for one in await quotas(connection, made.id)) == 24
    assert f"/admin/labs/{made.id}/meetings/new" in page.text
    poster = findall(r'href="(/admin/codes/[^"]+)"', page.text)[0]
    assert "Gent" in (await administrator.get(unescape(poster))).words


async def test_the_team_gets_links_and_the_help_numbers_wait(house: House, administrator: Browser) -> None:
    form = await filled(administrator) | {"lab_name": "B-Lab", "city": "B", "number_en": "112"}
    form |= {"colleague_0": "Nour", "email_0": "nour@example.org", "role_0": "coordinator"}

    page = await administrator.post(PAGE, form)

    made = await lab_named(house, "B-Lab")
    assert made is not None
    assert "/admin/setup/" in page.text
    assert made.safety.numbers == {"en": "112"}
    assert not made.safety.on


async def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost(house: House, administrator: Browser) -> None:
    form = await filled(administrator)
    form |= {
        "city": "Gent",
        "timezone": "Gent",
        "seats_own": "many",
        "a_day": "x",
        "colleague_1": "Nour",
        "email_1": "n",
    }
    form |= {"design_last": "", "number_en": "9" * 400}

    page = await administrator.post(PAGE, form)

    assert page.status == 422
    for words in ("needs a name", "“Gent” is no time zone", "how many seats", "Most messages in a day", "Nour: "):
        assert words in page.words
    assert "“Design and experiment” needs a first day" in page.words
    assert "too long" in page.words
    assert 'value="many"' in page.text
    assert 'value="Nour"' in page.text
    assert await lab_named(house, "") is None


@pytest.mark.parametrize(("email", "name"), [("ada@example.org", "C-Lab"), ("new@example.org", "Lab A")])
async def test_what_is_there_already_makes_nothing(house: House, administrator: Browser, email: str, name: str) -> None:
    form = await filled(administrator) | {"lab_name": name, "city": "C"}
    form |= {"colleague_0": "Nour", "email_0": email, "role_0": "coordinator"}

    page = await administrator.post(PAGE, form)

    assert page.status == 422
    assert "already" in page.words
    async with house.brug.database.read() as connection:
        assert len(await labs(connection)) == 2


async def test_dates_follow_the_first_day_when_asked(administrator: Browser) -> None:
    form = await filled(administrator) | {"city": "Gent", "start": "2027-01-04", "suggest": "1"}

    page = await administrator.post(PAGE, form)

    assert page.status == 200
    assert page.field("preparation_first") == "2027-01-04"
    assert page.field("city") == "Gent"


@pytest.mark.parametrize("start", ["", "0001-01-01", "9999-12-31", "soon"])
async def test_a_strange_first_day_is_said(administrator: Browser, start: str) -> None:
    form = await filled(administrator) | {"start": start, "suggest": "1"}

    assert (await administrator.post(PAGE, form)).status == 422


async def test_a_coordinator_makes_no_labs(els: Browser) -> None:
    assert (await els.get(PAGE)).status == 403
