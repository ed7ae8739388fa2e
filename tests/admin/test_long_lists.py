"""What a page shows where there are too many people or messages for one page, and the way to the others."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from store import pilots
from store.desk import Reach
from store.said import MOST_HITS, look
from store.small_groups import save_seats, seats_of
from store.tables import inbox, invitation, person, task
from tests.admin.gatherings import a_meeting, wall
from tests.admin.house import Browser, House
from tests.admin.test_pilots import a_pilot


async def many(house: House, number: int) -> list[int]:
    """Person 0, Person 1 and so on, in lab A."""
    row = {"lab_id": house.lab_a, "standing": "active", "language": "en", "created_at": house.clock.now()}
    async with house.brug.database.write() as connection:
        await connection.execute(insert(person), [{**row, "name": f"Person {n}", "facts": {}} for n in range(number)])
        return list((await connection.execute(select(person.c.id).order_by(person.c.id))).scalars())[-number:]


async def messages(house: House, who: int, number: int) -> None:
    row = {"channel": "web", "account": "", "person_id": who}
    rows: list[dict[str, Any]] = [
        {
            **row,
            "event_id": f"e{n}",
            "body": {"text": f"Word {n}."},
            "received_at": house.clock.now() + timedelta(minutes=n),
        }
        for n in range(number)
    ]
    async with house.brug.database.write() as connection:
        await connection.execute(insert(inbox), rows)


async def test_who_has_not_answered_is_counted_and_found_by_name(house: House, els: Browser) -> None:
    people, meeting = await many(house, 130), await a_meeting(house)

    page = await els.get(f"/admin/meetings/{meeting.id}")
    board = await els.get(f"/admin/meetings/{meeting.id}/answers")
    found = await els.get(f"/admin/meetings/{meeting.id}/answers?q=person+129")

    assert "No answer yet · 130" in page.words
    assert "And 30 more." in page.words
    assert "No answer yet 130" in board.words
    assert "Person 129" not in board.words
    assert f'action="/admin/people/{people[-1]}/meetings/' in found.text


async def test_whoever_is_found_by_name_is_noted_as_present_and_stands_in_the_list_from_then_on(
    house: House, els: Browser
) -> None:
    people, meeting = await many(house, 151), await a_meeting(house, starts=wall("2026-05-11T12:00"))
    path, last = f"/admin/meetings/{meeting.id}", people[-1]
    button = f'name="present" value="{last}"'
    assert button not in (await els.get(path)).text
    assert button in (await els.get(f"{path}?q=person+150")).text

    page = await els.submit(path, f"{path}/attendance", present=str(last))

    assert "1 of 151" in page.words
    assert f'name="unknown" value="{last}" aria-pressed="true"' in page.text


async def test_the_team_of_a_pilot_is_chosen_by_name_and_nobody_falls_out(house: House, els: Browser) -> None:
    people = await many(house, 120)
    pilot = await a_pilot(house, people[0])
    path = f"/admin/pilots/{pilot.id}"
    assert "Person 7" not in (await els.get(path)).words

    page = await els.get(f"{path}?q=person+119")
    assert f'value="{people[119]}"' in page.text
    ticked = [("csrf", page.csrf), ("person", str(people[0])), ("person", str(people[119]))]
    await els.post(f"{path}/team", ticked)

    async with house.brug.database.read() as connection:
        assert await pilots.team_of(connection, pilot.id) == [people[0], people[119]]


async def test_questions_beyond_the_first_forty_stand_on_the_next_page(house: House, els: Browser) -> None:
    who = (await many(house, 1))[0]
    row = {"lab_id": house.lab_a, "person_id": who, "kind": "question", "sort": "question"}
    rows = [{**row, "note": f"Why {n}?", "created_at": house.clock.now()} for n in range(41)]
    async with house.brug.database.write() as connection:
        await connection.execute(insert(task), rows)
    path = f"/admin/labs/{house.lab_a}/questions"

    assert "Page 1 of 2" in (await els.get(path)).words
    page = await els.get(f"{path}?page=2")

    assert page.text.count('<li id="q') == 1
    assert "assign?page=2" in page.text


async def test_a_long_conversation_is_read_back_page_by_page(house: House, els: Browser) -> None:
    who = (await many(house, 1))[0]
    await messages(house, who, 130)

    page = await els.get(f"/admin/people/{who}")
    assert "Word 129." in page.words
    assert "Word 29." not in page.words
    older = page.text.partition('href="?before=')[2].partition("#")[0]
    earlier = await els.get(f"/admin/people/{who}?before={older}")

    assert "Word 29." in earlier.words
    assert "Word 0." in earlier.words
    assert "Word 30." not in earlier.words
    assert "sse-connect" not in earlier.text.partition('class="talk"')[2].partition(">")[0]


async def test_a_word_that_many_said_is_read_on_where_the_page_ended(house: House) -> None:
    who = (await many(house, 1))[0]
    await messages(house, who, 2 * MOST_HITS + 10)

    async with house.brug.database.read() as connection:
        first = await look(connection, Reach(everything=True), "word")
        rest = await look(connection, Reach(everything=True), "word", first.before)

    assert (len(first.hits), len(rest.hits)) == (2 * MOST_HITS, 10)
    assert rest.before == 0


async def test_of_those_who_need_something_the_first_are_named_and_the_others_page_by_page(
    house: House, els: Browser
) -> None:
    people, meeting = await many(house, 230), await a_meeting(house)
    async with house.brug.database.write() as connection:
        await connection.execute(update(person).values(facts={"needs": {"options": ["wheelchair"]}}))
        rows = [{"meeting_id": meeting.id, "person_id": one, "answer": "yes"} for one in people]
        await connection.execute(insert(invitation), rows)
    path = f"/admin/meetings/{meeting.id}"

    page, short = await els.get(path), await els.get(f"{path}/needs")
    all_of_them = await els.get(f"{path}/needs?need=wheelchair&page=2")

    assert f'href="{path}/needs?need=wheelchair#names">And 206 more.' in page.text
    assert "Wheelchair access · people: 230" in short.words
    assert "And 206 more." in short.words
    assert "Page 2 of 2" in all_of_them.words
    assert all_of_them.words.count("Person ") == 30


async def test_people_without_a_group_stand_below_the_last_groups_and_on_pages_of_their_own(
    house: House, els: Browser
) -> None:
    people, meeting = await many(house, 212), await a_meeting(house)
    rows = [{"meeting_id": meeting.id, "person_id": one, "answer": "yes"} for one in people]
    async with house.brug.database.write() as connection:
        await connection.execute(insert(invitation), rows)
        await save_seats(connection, meeting.id, [people[:4]])
    path = f"/admin/meetings/{meeting.id}/groups"

    first, last = await els.get(path), await els.get(f"{path}?page=3")
    await els.post(f"{path}?page=3", {**last.hidden, f"seat_{people[-1]}": "1"})

    assert "Page 1 of 3" in first.words
    assert first.text.count('name="seat_') == 104
    assert last.text.count('name="seat_') == 8
    async with house.brug.database.read() as connection:
        assert await seats_of(connection, meeting.id) == ((*people[:4], people[-1]),)


async def test_groups_on_other_pages_are_saved_as_they_were_proposed(house: House, els: Browser) -> None:
    people, meeting = await many(house, 210), await a_meeting(house)
    rows = [{"meeting_id": meeting.id, "person_id": one, "answer": "yes"} for one in people]
    async with house.brug.database.write() as connection:
        await connection.execute(insert(invitation), rows)
    path = f"/admin/meetings/{meeting.id}/groups"

    page = await els.get(path)
    assert "Page 1 of 2" in page.words
    await els.submit(path, seed=page.field("seed"), as_shown=page.field("as_shown"), **{f"seat_{people[0]}": "42"})

    async with house.brug.database.read() as connection:
        seats = await seats_of(connection, meeting.id)
    assert sum(map(len, seats)) == 210
    assert people[0] in seats[41]
