"""Several people at once: into a group, out of it, to a meeting, to a member of the team; and back again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.planning import plan_lab
from store.groups import add_quota, groups_of
from store.labs import labs
from store.tables import contact, person, staff
from tests.admin.gatherings import a_contact, a_meeting, answers
from tests.admin.house import Browser, House, Page

SEVERAL = "/admin/people/several"


async def three(house: House) -> list[int]:
    """Three people who take part, put there without a conversation."""
    now = house.clock.now()
    row = {"lab_id": house.lab_a, "standing": "active", "created_at": now, "confirmed_at": now}
    async with house.brug.database.write() as connection:
        for name in ("Amina", "Bilal", "Céline"):
            await connection.execute(person.insert().values(**row, name=name))
    return [await house.person(name) for name in ("Amina", "Bilal", "Céline")]


async def a_group(house: House, lab_id: int = 0) -> int:
    async with house.brug.database.write() as connection:
        return await add_quota(connection, lab_id or house.lab_a, "migrant", "Newcomers", 8)


async def ask(browser: Browser, what: str, people: list[int]) -> Page:
    token = (await browser.get("/admin/people")).csrf
    return await browser.post(SEVERAL, [("csrf", token), ("do", what), *(("person", str(one)) for one in people)])


async def undo(browser: Browser, page: Page, what: str, before: list[str]) -> Page:
    fields = [("csrf", page.csrf), ("do", what), *(("before", one) for one in before)]
    return await browser.post(f"{SEVERAL}/undo", fields)


async def in_group(house: House, people: list[int]) -> list[int]:
    async with house.brug.database.read() as connection:
        return sorted(await groups_of(connection, people))


async def set_standing(house: House, who: int, **values: Any) -> None:
    async with house.brug.database.write() as connection:
        await connection.execute(person.update().where(person.c.id == who).values(**values))


async def test_into_a_group_says_how_many_and_who_was_left_out_and_why(house: House, els: Browser) -> None:
    people, group = await three(house), await a_group(house)
    await ask(els, f"group:{group}", people[:1])
    await set_standing(house, people[2], standing="stopped")

    page = await ask(els, f"group:{group}", people)

    assert "New in “Newcomers”: 1." in page.words
    assert "Left out: 2" in page.words
    assert "Amina · was in this group already" in page.words
    assert "Céline · said stop" in page.words
    assert await in_group(house, people) == people[:2]
    await undo(els, page, f"group:{group}", [f"{people[1]}:0"])
    assert await in_group(house, people) == people[:1]


async def test_out_of_a_group_and_back(house: House, els: Browser) -> None:
    people, group = await three(house), await a_group(house)
    await ask(els, f"group:{group}", people)

    page = await ask(els, f"out:{group}", people[:2])

    assert "Taken out of “Newcomers”: 2." in page.words
    assert await in_group(house, people) == people[2:]
    await undo(els, page, f"out:{group}", [f"{one}:0" for one in people[:2]])
    assert await in_group(house, people) == people


async def test_an_invitation_goes_through_the_plan_and_can_be_taken_back(house: House, els: Browser) -> None:
    people, meeting = await three(house), await a_meeting(house)
    await a_contact(house, people[0], meeting_id=meeting.id, reference=f"meeting:{meeting.id}")
    await answers(house, meeting.id, people[1], answer="yes")

    page = await ask(els, f"meeting:{meeting.id}", people)

    assert ": 1. Each invitation goes out when it suits the person." in page.words
    assert "Amina · the invitation is planned already" in page.words
    assert "Bilal · has answered already" in page.words
    await undo(els, page, f"meeting:{meeting.id}", [f"{people[2]}:0"])
    async with house.brug.database.write() as connection:
        assert [row.person_id for row in await connection.execute(select(contact.c.person_id))] == people[:1]
        await plan_lab(connection, (await labs(connection))[house.lab_a], house.clock.now())


async def test_who_works_for_the_team_or_has_left_is_not_invited_and_it_says_which(house: House, els: Browser) -> None:
    people, meeting = await three(house), await a_meeting(house)
    async with house.brug.database.write() as connection:
        for who, change in zip(people, ({"role": "facilitator"}, {"standing": "stopped"}), strict=False):
            await connection.execute(person.update().where(person.c.id == who).values(change))

    page = await ask(els, f"meeting:{meeting.id}", people)

    assert "Amina · works for the team" in page.words
    assert "Bilal · does not take part now" in page.words


async def test_who_said_nothing_is_asked_once_more_a_day(house: House, els: Browser) -> None:
    people, meeting = await three(house), await a_meeting(house)
    sent: dict[str, Any] = {"state": "sent", "meeting_id": meeting.id, "reference": f"meeting:{meeting.id}"}
    await a_contact(house, people[0], **sent, decided_at=house.clock.now() - timedelta(days=3))

    first, second = [await ask(els, f"meeting:{meeting.id}", people[:1]) for _ in range(2)]

    assert ": 1. Each" in first.words
    assert ": 0. Each" in second.words
    assert "the invitation is planned already" in second.words


async def test_to_a_meeting_that_is_over_nobody_is_invited(house: House, els: Browser) -> None:
    people, meeting = await three(house), await a_meeting(house)
    house.clock.move(timedelta(days=60))

    async with house.seat("els@example.org") as later:
        assert "Nobody can be invited" in (await ask(later, f"meeting:{meeting.id}", people)).words


async def test_people_get_somebody_who_looks_after_them(house: House, els: Browser) -> None:
    people = await three(house)
    async with house.brug.database.read() as connection:
        me = (await connection.execute(select(staff.c.id).where(staff.c.password_hash.is_not(None)))).scalar_one()

    page = await ask(els, f"owner:{me}", people[:2])

    assert "Looked after by Els now: 2." in page.words
    words = (await els.get("/admin/people?owner=me")).words
    assert [name in words for name in ("Amina", "Bilal", "Céline")] == [True, True, False]
    await undo(els, page, f"owner:{me}", [f"{people[0]}:0"])
    words = (await els.get("/admin/people?owner=nobody")).words
    assert [name in words for name in ("Amina", "Bilal", "Céline")] == [True, False, True]


async def test_what_a_colleague_chose_since_is_not_undone_with_the_rest(house: House, els: Browser) -> None:
    people = await three(house)
    await house.hire("Omar", "coordinator", house.lab_a)
    async with house.brug.database.read() as connection:
        query = select(staff.c.id).where(staff.c.password_hash.is_not(None)).order_by(staff.c.id)
        me, omar = (await connection.execute(query)).scalars().all()
    page = await ask(els, f"owner:{me}", people[:2])
    await els.submit(f"/admin/people/{people[0]}", f"/admin/people/{people[0]}/owner", owner=str(omar))

    await undo(els, page, f"owner:{me}", [f"{one}:0" for one in people[:2]])

    async with house.brug.database.read() as connection:
        rows = (await connection.execute(select(person.c.id, person.c.owner_id))).all()
    owners = {row.id: row.owner_id for row in rows}
    assert [owners[one] for one in people[:2]] == [omar, None]


@pytest.mark.parametrize("what", ["", "group", "group:", "group:x", "group:٣", "erase:1", "meeting:-1", "owner:1:2"])
async def test_strange_wishes_are_answered_kindly(house: House, els: Browser, what: str) -> None:
    page = await ask(els, what, await three(house))

    assert page.status == 422
    assert "Nothing is chosen" in page.words


async def test_nobody_ticked_and_groups_of_others(house: House, els: Browser, greta: Browser) -> None:
    people, group = await three(house), await a_group(house)

    assert "Nobody is ticked" in (await ask(els, f"group:{group}", [])).words
    assert (await ask(greta, f"group:{group}", people)).status == 404
    assert (await ask(els, f"group:{await a_group(house, house.lab_b)}", people)).status == 404
    assert (await ask(els, "owner:999", people)).status == 404
    assert (await undo(greta, await greta.get("/admin/people"), f"group:{group}", [f"{people[0]}:0"])).status == 404
    assert (await undo(els, await els.get("/admin/people"), f"group:{group}", ["x:y"])).status == 400
