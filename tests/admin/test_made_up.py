"""A lab that is made up says so on each of its pages, and on no page of another lab."""

from sqlalchemy import update

from admin.words import CHANNELS
from bot.demo.nowhere import NAME
from store.tables import lab
from tests.admin.gatherings import a_meeting
from tests.admin.house import Browser, House

BANNER = "This lab is made up: the people in it do not exist."


async def make_up(house: House) -> None:
    async with house.brug.database.write() as connection:
        await connection.execute(update(lab).where(lab.c.id == house.lab_a).values(made_up=True))


async def test_each_page_of_a_made_up_lab_says_that_its_people_do_not_exist(house: House, els: Browser) -> None:
    await make_up(house)
    meeting = await a_meeting(house)
    of_lab = [f"/admin/labs/{house.lab_a}/{page}" for page in ("talks", "phases", "groups", "cadence", "meetings/new")]
    of_meeting = [f"/admin/meetings/{meeting.id}{page}" for page in ("", "/change", "/cancel")]

    for path in ("/admin/", "/admin/people", "/admin/meetings", "/admin/set-up", *of_lab, *of_meeting):
        assert BANNER in (await els.get(path)).words, path


async def test_nobody_is_told_so_about_a_real_lab(
    house: House, greta: Browser, administrator: Browser, stranger: Browser
) -> None:
    await make_up(house)

    assert BANNER not in (await greta.get("/admin/people")).words
    assert BANNER not in (await administrator.get(f"/admin/labs/{house.lab_b}/talks")).words
    assert BANNER in (await administrator.get("/admin/people")).words
    assert BANNER not in (await stranger.get("/admin/login")).words


async def test_a_lab_of_real_people_is_refused_before_anybody_fills_in_its_page(
    house: House, administrator: Browser
) -> None:
    assert "start a Brug of its own" not in (await administrator.get("/admin/labs/new")).words
    await make_up(house)

    page = await administrator.get("/admin/labs/new")

    assert page.status == 200
    assert "Real people do not belong beside it: start a Brug of its own." in page.words


def test_the_channel_of_made_up_people_has_a_name() -> None:
    assert CHANNELS[NAME] == "Made up"
