"""Somebody of the web chat who also wants to hear from us in a messenger: one person, two ways to reach her."""

import asyncio

from store.tables import person
from tests.house import House


async def test_who_comes_by_her_own_link_is_known_and_is_written_to_there(home: House) -> None:
    await home.signs_up("page")
    own = await home.code(person_id=1, once=True)

    said = await home.writes("messenger", f"/start {own.token}")

    assert [one.text for one in said] == ["Hello Amina. Write here what you want to say or ask."]
    assert await home.count(person) == 1
    [known] = await home.writes("messenger", "my data")
    assert "Name: Amina" in known.text


async def test_her_own_link_works_once_and_only_as_long_as_she_takes_part(home: House) -> None:
    await home.signs_up("page")
    used, late = [await home.code(person_id=1, once=True) for _ in range(2)]

    await asyncio.gather(*(home.writes(one, f"/start {used.token}") for one in ("messenger", "stranger")))
    await home.writes("page", "stop")
    after_stop = await home.writes("late", f"/start {late.token}")

    assert await home.count(person) == 3
    assert "Amina" not in after_stop[0].text


async def test_a_workers_code_does_not_lead_into_the_conversation_of_who_takes_part_already(home: House) -> None:
    await home.signs_up("page")
    handed_on = await home.code(person_id=1, worker_id=1, once=True)

    said = await home.writes("somebody", f"/start {handed_on.token}")

    assert "Amina" not in said[0].text
    assert await home.count(person) == 2
