"""Somebody of the web chat who also wants to hear from us in a messenger: one person, two ways to reach her."""

import asyncio

from store.intake import insert_many
from store.push import subscribe
from store.tables import address, outbox, person
from tests.bot.year import Year, at, texts
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


async def test_what_nobody_asked_for_goes_where_it_is_heard_while_no_page_is_open(home: House) -> None:
    """She signed up in a messenger, and opened the web chat later: a closed page tells nothing."""
    year = Year(home)
    await year.only("invitation")
    [amina] = await year.knows("amina")
    await opens_a_page(year, amina)
    await year.meets()

    heard = await year.until(at(5, 15))

    assert [text[:17] for text in texts(heard)] == ["Hi Amina. We meet"]


async def test_a_page_that_tells_of_messages_is_as_good_as_a_messenger_and_the_newest_one_counts(home: House) -> None:
    year = Year(home)
    await year.only("invitation")
    [amina] = await year.knows("amina")
    page = await opens_a_page(year, amina)
    async with home.brug.database.write() as connection:
        await subscribe(connection, page, "browser", {}, home.clock.now())
    await year.meets()

    assert await year.until(at(5, 15)) == []
    assert [row.address_id for row in await home.rows(outbox)] == [page]


async def opens_a_page(year: Year, who: int) -> int:
    values = {"channel": "webchat", "account": "web", "external": "page", "lookup": "page", "person_id": who}
    async with year.home.brug.database.write() as connection:
        [made] = await insert_many(connection, address, [values | {"created_at": year.home.clock.now()}])
    return made
