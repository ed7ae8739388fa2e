"""Two who have one draft open know of each other before either of them saves."""

from datetime import timedelta

import pytest

from admin.sessions import IDLE
from tests.admin.gatherings import a_meeting
from tests.admin.house import Browser, House, Page
from tests.admin.polling import drafted
from tests.admin.test_broadcast import drafted as written
from tests.admin.test_pilots import a_pilot
from tests.admin.test_recommendations import a_recommendation


async def things(house: House, els: Browser) -> dict[str, str]:
    """The page of each thing that two may change."""
    return {
        "broadcast": (await written(house, els)).path,
        "poll": f"/admin/polls/{(await drafted(house)).id}",
        "pilot": f"/admin/pilots/{(await a_pilot(house)).id}",
        "recommendation": f"/admin/recommendations/{await a_recommendation(house)}",
        "meeting": f"/admin/meetings/{(await a_meeting(house)).id}",
    }


async def asks(browser: Browser, page: str, seen: str = "") -> Page:
    return await browser.submit("/admin/", f"{page}/company", seen=seen)


@pytest.mark.parametrize("thing", ["broadcast", "poll", "pilot", "recommendation", "meeting"])
async def test_two_who_have_one_thing_open_see_each_other(house: House, els: Browser, thing: str) -> None:
    page = (await things(house, els))[thing]
    async with house.seat(await house.hire("Omar", "coordinator", house.lab_a)) as omar:
        assert "Els" not in (await asks(els, page)).text, "she knows that she is here"
        first = await asks(omar, page)
        second = await asks(els, page)

    assert "Els has this page open too." in plain(first)
    assert "Omar has this page open too." in plain(second)
    house.clock.move(timedelta(minutes=2))
    assert "Omar" not in (await asks(els, page)).text


@pytest.mark.parametrize("thing", ["broadcast", "poll", "pilot", "recommendation", "meeting"])
async def test_each_page_on_which_a_thing_is_changed_asks(house: House, els: Browser, thing: str) -> None:
    page = (await things(house, els))[thing]
    forms = [f"{page}/change"] if thing in ("broadcast", "poll", "meeting") else []
    forms += [f"{page}/groups"] if thing == "meeting" else []

    for where in (page, *forms):
        assert f'hx-post="{page}/company"' in (await els.get(where)).text, where


async def test_a_page_on_which_nobody_came_or_went_is_left_alone(house: House, els: Browser) -> None:
    page = (await things(house, els))["poll"]
    first = await asks(els, page)

    again = await asks(els, page, first.field("seen"))

    assert (first.status, again.status, again.text) == (200, 204, "")


async def test_a_page_that_asks_by_itself_keeps_no_session_alive(house: House, els: Browser) -> None:
    page = (await things(house, els))["poll"]
    token = (await els.get("/admin/")).csrf
    house.clock.move(IDLE - timedelta(minutes=1))
    assert (await els.post(f"{page}/company", {"csrf": token})).status == 200

    house.clock.move(timedelta(minutes=2))

    assert (await els.get("/admin/")).path == "/admin/login"


def plain(page: Page) -> str:
    return page.text.replace("\u2068", "").replace("\u2069", "")
