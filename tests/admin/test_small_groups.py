"""The small groups of a meeting at the desk."""

import re

from sqlalchemy import select

from store.groups import add_quota, put_in_groups
from store.small_groups import seats_of
from store.tables import small_group
from tests.admin.gatherings import a_meeting, answers
from tests.admin.house import Browser, House, Page

NAMES = ("Amina", "Bilal", "Chen", "Dalia", "Emre", "Fatma")


async def coming(house: House, meeting_id: int) -> list[int]:
    """Six people who said yes: two of them newcomers, two of them young."""
    people = [await house.sign_up(name, house.lab_a, age="20" if name in NAMES[:2] else "30") for name in NAMES]
    async with house.brug.database.write() as connection:
        quota = await add_quota(connection, house.lab_a, "migrant", "Newcomers", 10)
        for one in people[:2]:
            await put_in_groups(connection, one, [quota])
    for one in people:
        await answers(house, meeting_id, one, answer="yes")
    return people


def chosen(page: Page) -> dict[str, str]:
    """What the page would send."""
    selects = re.findall(r'<select name="(seat_\d+)".*?<option value="(\d+)" selected', page.text, re.DOTALL)
    return {**dict(selects), "as_shown": page.field("as_shown")}


async def seats(house: House, meeting_id: int) -> tuple[tuple[int, ...], ...]:
    async with house.brug.database.read() as connection:
        return await seats_of(connection, meeting_id)


async def test_groups_are_proposed_changed_by_hand_and_saved(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    path = f"/admin/meetings/{meeting.id}/groups"
    assert "Nobody has said yes yet" in (await els.get(path)).words
    people = await coming(house, meeting.id)

    page = await els.get(path)
    assert "This is a proposal" in page.words
    assert await seats(house, meeting.id) == (), "looking saves nothing"
    page = await els.submit(path, **{**chosen(page), f"seat_{people[5]}": "3"})

    assert "Saved." in page.words
    assert (people[5],) in await seats(house, meeting.id)
    assert "Fewer than four people" in page.words
    other = await els.get(f"{path}?seed=5")
    assert "This is a proposal" in other.words
    assert (people[5],) in await seats(house, meeting.id)


async def test_the_page_says_why_where_no_groups_of_four_or_five_can_be_made(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    path = f"/admin/meetings/{meeting.id}/groups"
    six = await coming(house, meeting.id)

    words = (await els.get(path)).words
    await answers(house, meeting.id, six[0], answer="no")
    of_five = (await els.get(path)).words

    assert "People in groups: 6. They cannot all sit in groups of four or five, so some sit in a smaller" in words
    assert "smaller" not in of_five


async def test_who_has_no_place_or_stays_away_is_shown(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    people = await coming(house, meeting.id)
    path = f"/admin/meetings/{meeting.id}/groups"
    await els.submit(path, **{**chosen(await els.get(path)), f"seat_{people[0]}": "0"})
    await answers(house, meeting.id, people[1], answer="no")

    words = (await els.get(path)).words

    assert "In no group yet 1 Amina" in words
    assert "Bilal newcomer · 18 to 25 does not come" in words


async def test_two_who_change_the_groups_see_both(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    people = await coming(house, meeting.id)
    path = f"/admin/meetings/{meeting.id}/groups"
    await els.submit(path, **chosen(await els.get(path)))
    old = chosen(await els.get(path))
    await els.submit(path, **{**old, f"seat_{people[0]}": "3"})

    page = await els.submit(path, **{**old, f"seat_{people[1]}": "3"})

    assert page.status == 409
    assert (people[0],) in await seats(house, meeting.id)


async def test_strange_seats_and_strangers_are_refused(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    people = await coming(house, meeting.id)
    stranger = await house.sign_up("Greta", house.lab_b)
    path = f"/admin/meetings/{meeting.id}/groups"

    assert (await els.submit(path, **{f"seat_{people[0]}": "9999"})).status == 400
    await els.submit(path, **{f"seat_{stranger}": "1", f"seat_{people[0]}": "x"})

    async with house.brug.database.read() as connection:
        assert (await connection.execute(select(small_group))).first() is None
