"""Nobody real comes among made-up people where there is a lab for her; without one, the demo can be tried."""

import pytest

from store.labs import Lab, joinable, new_entry, new_lab
from store.tables import lab
from tests.house import House


@pytest.fixture
def database_url() -> str:
    """SQLite: the databases do not differ in this."""
    return ""


async def made_up(home: House) -> Lab:
    async with home.brug.database.write() as connection:
        return await new_lab(
            connection,
            name="Made up",
            city="Gent",
            timezone="Europe/Brussels",
            languages=("nl",),
            now=home.clock.now(),
            made_up=True,
            keyword="demo",
        )


async def way_in(home: House, there: Lab) -> tuple[str, str]:
    """A link's code and the letters that are read aloud."""
    async with home.brug.database.write() as connection:
        code = await new_entry(connection, home.brug.database.keyring, there.id, home.clock.now())
    return f"/start {code.token}", code.spoken


@pytest.mark.parametrize("way", ["hello", "link", "letters", "keyword"])
async def test_beside_a_real_lab_no_way_leads_into_the_made_up_one(home: House, way: str) -> None:
    link, letters = await way_in(home, await made_up(home))
    words = {"hello": "hello", "link": link, "letters": letters, "keyword": "demo"}[way]

    for text in (words, "English", "yes", "Amina", "30", "1"):
        await home.writes("amina", text)

    found = await home.person("amina")
    assert (found.lab_id, found.name) == (home.lab.id, "Amina")


@pytest.mark.parametrize("way", ["hello", "link"])
async def test_where_there_is_no_real_lab_the_made_up_one_can_be_tried(home: House, way: str) -> None:
    await home.change(lab, home.lab.id, tryout=True)
    there = await made_up(home)
    link, _ = await way_in(home, there)

    for text in ({"hello": "hello", "link": link}[way], "English", "yes", "Amina", "30", "1"):
        await home.writes("amina", text)

    assert (await home.person("amina")).lab_id == there.id


def test_a_real_lab_goes_first_then_the_made_up_one_then_the_one_to_try_things_out() -> None:
    real = Lab(1, "R", "", "UTC", (), "", tryout=False)
    demo = Lab(2, "D", "", "UTC", (), "", tryout=False, made_up=True)
    tryout = Lab(3, "T", "", "UTC", (), "", tryout=True)

    assert joinable([tryout, demo, real]) == (real,)
    assert joinable([tryout, demo]) == (demo,)
    assert joinable([tryout]) == (tryout,)
    assert joinable([]) == ()
