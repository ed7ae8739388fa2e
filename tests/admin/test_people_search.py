"""Finding people: filters that stay in the address, words, and no more opened than is read."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from store.audit import noted
from store.bulk import insert_rows
from store.crypto import Keyring
from store.desk import Reach
from store.groups import add_quota, join_group
from store.people_list import SLICE, Asked, find, listed
from store.tables import note, person
from store.types import names_of
from tests.admin.gatherings import a_meeting, answers
from tests.admin.house import SECRET, Browser, House

NAMES = ("Amina", "Bilal", "Céline", "Deniz")


async def four(house: House) -> dict[str, int]:
    """Amina has had no word for 20 days, Bilal said nothing for 20 days, Céline has another language, Deniz stopped."""
    now = house.clock.now()
    row = {"lab_id": house.lab_a, "standing": "active", "language": "en", "created_at": now - timedelta(days=90)}
    long, lately = now - timedelta(days=20), now - timedelta(days=1)
    own: dict[str, dict[str, Any]] = {
        "Amina": {"last_out_at": long, "last_in_at": lately, "facts": {"interests": "I sew and cook"}},
        "Bilal": {"last_out_at": lately, "last_in_at": long},
        "Céline": {"last_out_at": now, "last_in_at": now, "language": "ar"},
        "Deniz": {"standing": "stopped", "place": "Harbour"},
    }
    async with house.brug.database.write() as connection:
        for name in NAMES:
            await connection.execute(insert(person).values(**{**row, "name": name, **own[name]}))
    return {name: await house.person(name) for name in NAMES}


async def found(browser: Browser, query: str) -> list[str]:
    words = (await browser.get(f"/admin/people?{query}")).words
    return [name for name in NAMES if name in words]


async def test_each_filter_finds_its_people_and_stays_in_the_address(house: House, els: Browser) -> None:
    people = await four(house)
    meeting, later = await a_meeting(house), await a_meeting(house, phase="design")
    await answers(house, meeting.id, people["Amina"], answer="yes", present=True)
    await answers(house, later.id, people["Bilal"], answer="no")
    async with house.brug.database.write() as connection:
        group = await add_quota(connection, house.lab_a, "migrant", "Newcomers", 8)
        await join_group(connection, group, [people["Céline"]])

    assert await found(els, "silent=12") == ["Amina"]
    assert await found(els, "quiet=12") == ["Bilal"]
    assert await found(els, "q=harb") == ["Deniz"]
    assert await found(els, f"group={group}") == ["Céline"]
    assert await found(els, f"meeting={meeting.id}&was=came") == ["Amina"]
    assert await found(els, f"meeting={meeting.id}&was=open") == ["Bilal", "Céline"]
    assert await found(els, f"meeting={later.id}&was=no") == ["Bilal"]
    assert await found(els, "phase=co_creation") == ["Amina"]
    assert await found(els, f"lab={house.lab_b}") == []
    page = await els.get(f"/admin/people?group={group}&silent=12")
    assert f'value="{group}" selected' in page.text
    assert 'name="silent" value="12"' in page.text
    assert 'class="more" open' in page.text


@pytest.mark.parametrize(
    "query", ["silent=x&quiet=-4", "group=99999999999999999999", "meeting=1&was=odd", "phase=odd&owner=odd&lab=odd"]
)
async def test_strange_filters_do_no_harm(house: House, els: Browser, query: str) -> None:
    await four(house)

    assert (await els.get(f"/admin/people?{query}")).status == 200


async def test_who_has_a_pause_is_not_among_those_who_take_part(house: House, els: Browser) -> None:
    people = await four(house)
    until = house.clock.now() + timedelta(days=5)
    async with house.brug.database.write() as connection:
        await connection.execute(person.update().where(person.c.id == people["Bilal"]).values(paused_until=until))

    assert await found(els, "state=paused") == ["Bilal"]
    assert await found(els, "state=active") == ["Amina", "Céline"]


class Counting(Keyring):
    """Remembers what was opened with it."""

    def __init__(self, secret: str) -> None:
        super().__init__(secret)
        object.__setattr__(self, "opened", [])

    opened: list[str]

    def open(self, sealed: bytes, context: str) -> bytes:
        self.opened.append(context)
        return super().open(sealed, context)


async def test_a_page_opens_the_names_that_it_shows_and_no_others(house: House) -> None:
    row = {"lab_id": house.lab_a, "standing": "active", "created_at": house.clock.now()}
    async with house.brug.database.write() as connection:
        await connection.execute(insert(person), [{**row, "name": f"Person {n}", "facts": {}} for n in range(300)])
    keyring = Counting(SECRET)
    house.brug.database.engine.dialect.brug_keyring = keyring  # type: ignore[attr-defined]

    async with house.brug.database.read() as connection:
        page = await find(connection, Reach(everything=True), Asked(house.clock.now()), 2, 100)
        assert keyring.opened == []
        await listed(connection, page.ids)

    assert page.many == 300
    assert keyring.opened == ["person.name"] * 100


async def test_others_go_on_while_names_are_opened_for_the_first_search(house: House) -> None:
    row = {"lab_id": house.lab_a, "standing": "active", "created_at": house.clock.now()}
    async with house.brug.database.write() as connection:
        await insert_rows(connection, person, [{**row, "name": f"Person {n}"} for n in range(3 * SLICE)])
    opened = names_of(house.brug.database.engine.dialect)
    seen: set[int] = set()

    async def looks_on() -> None:
        while len(opened) < 3 * SLICE:
            seen.add(len(opened))
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as both, house.brug.database.read() as connection:
        both.create_task(looks_on())
        page = await find(connection, Reach(everything=True), Asked(house.clock.now(), "person"), 1, 100)

    assert page.many == 3 * SLICE
    assert seen == {0, SLICE, 2 * SLICE}


async def test_a_word_is_found_in_messages_notes_and_what_people_like(house: House, els: Browser) -> None:
    people = await four(house)
    await house.sign_up("Farid", house.lab_a)
    await house.write("farid", "Is there a place to SEW near the station?")
    async with house.brug.database.write() as connection:
        now = house.clock.now()
        await connection.execute(insert(note).values(person_id=people["Céline"], staff_id=1, text="Can sew", at=now))

    words = (await els.get("/admin/people/said?q=sew")).words

    assert "Amina I sew and cook Likes and can do" in words
    assert "Céline Can sew in a note of the team" in words
    assert "Farid Is there a place to SEW near the station? in the chat" in words
    assert "Bilal" not in words
    assert "Nobody said this" in (await els.get("/admin/people/said?q=bicycle")).words


async def test_looking_for_words_is_written_down_and_stays_within_the_lab(
    house: House, els: Browser, greta: Browser
) -> None:
    await house.sign_up("Farid", house.lab_a)
    await house.write("farid", "Where can I sew?")

    assert "Farid" not in (await greta.get("/admin/people/said?q=sew")).words
    assert (await els.get("/admin/people/said?q=sew&before=%FF")).status == 200
    async with house.brug.database.read() as connection:
        lines = await noted(connection, Reach(everything=True))
    assert [line.what for line in lines if line.what.startswith("GET")].count("GET /people/said") == 2
