"""Voices: who takes part, who answers, who comes and who is silent; nothing that tells of few people."""

import re
from datetime import timedelta
from itertools import product

from sqlalchemy import insert

from lab.polls import CHECK_IN, CHECK_OUT
from store.export_rows import OWN_ROWS
from store.tables import poll, tally, task
from tests.admin.gatherings import a_meeting, wall
from tests.admin.house import Browser, House, Page
from tests.admin.voicing import Bunch, fill


def address(house: House, by: str = "group") -> str:
    return f"/admin/labs/{house.lab_a}/voices?by={by}"


def picture(page: Page, title: str) -> str:
    """The words of one picture."""
    found = re.search(rf"<figcaption><strong>{title}</strong>.*?</figure>", page.text, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


async def test_an_empty_lab_says_what_will_be_here(house: House, els: Browser) -> None:
    page = await els.get(address(house))

    assert "Nobody takes part yet" in page.words


async def test_numbers_stand_beside_what_they_are_a_part_of(house: House, els: Browser) -> None:
    await fill(house, Bunch(14, "migrant", came=9), Bunch(12, "partner", came=6))

    page = await els.get(address(house))

    assert "The migrants 14 of 26" in picture(page, "Who takes part")
    assert "The migrants 9 of 14" in picture(page, "Who comes")
    assert "The partners 6 of 12" in picture(page, "Who comes")
    assert "All together: 15 of 26" in page.words


async def test_a_small_number_is_hidden_with_another_that_would_tell_it(house: House, els: Browser) -> None:
    await fill(house, Bunch(14, "migrant", came=9), Bunch(12, "partner", came=10), Bunch(20, "youth", came=10))

    told = picture(await els.get(address(house)), "Who comes")

    assert "The partners – not shown" in told
    assert told.count("– not shown") >= 2
    assert "10 of 12" not in told


async def test_few_people_of_a_language_stand_together_or_not_at_all(house: House, els: Browser) -> None:
    await fill(house, Bunch(20, language="en"), Bunch(4, language="ar"), Bunch(3, language="xx"))

    page = await els.get(address(house, "language"))

    assert "All others 7 of 27" in picture(page, "Who takes part")
    assert "العربية" not in picture(page, "Who takes part")


async def test_where_each_language_has_few_people_only_it_says_that_all_stand_together(
    house: House, els: Browser
) -> None:
    await fill(house, Bunch(4, language="en"), Bunch(4, language="ar"), Bunch(3, language="xx"))

    told = picture(await els.get(address(house, "language")), "Who takes part")

    assert "All together, as each part is too small to show 11 of 11" in told
    assert "All others" not in told


async def test_a_hidden_number_says_so_to_those_who_see_too(house: House, els: Browser) -> None:
    await fill(house, Bunch(14, "migrant", came=9), Bunch(12, "partner", came=10), Bunch(20, "youth", came=10))

    shown = (await els.get(address(house))).text.partition("Who comes")[2]

    assert re.search(r'class="number">– not shown</span>', shown)


async def test_names_of_the_silent_are_for_the_team_alone(house: House, els: Browser) -> None:
    await fill(house, Bunch(6), Bunch(5, "partner", silent_days=17))

    team = await els.get(address(house))
    async with house.browser() as rosa:
        await rosa.log_in(await house.hire("Rosa", "reader", house.lab_a))
        reader = await rosa.get(address(house))

    assert "partner en 3" in team.words
    assert "17 days" in team.words
    assert reader.status == 200
    assert "partner en 3" not in reader.text
    assert "silent for two to three weeks 5 of 11" in picture(reader, "How long people have been silent")


async def test_faces_and_polls_of_meetings_stand_in_the_order_of_the_meetings(house: House, els: Browser) -> None:
    meeting = await fill(house, Bunch(20))
    faces = [("check_in_5", 6), ("check_in_3", 7), ("check_in_2", 5), ("check_out_4", 12), ("check_out_1", 1)]
    table = {"round": 1, "answered": 20, "parts": {"face": {"answered": 20, "counts": {"5": 9, "4": 5, "3": 6}}}}
    async with house.brug.database.write() as connection:
        for kind, many in faces:
            row = {"lab_id": house.lab_a, "kind": kind, "place": f"meeting:{meeting}", "count": many}
            await connection.execute(insert(tally).values(row))
        asked = {"lab_id": house.lab_a, "meeting_id": meeting, "technique": "mood_barometer", "state": "closed"}
        asked |= {"moment": "check_out", "words": {}, "settings": {}, "code": "c", "results": [table]}
        await connection.execute(insert(poll).values(asked | {"created_at": house.clock.now()}))

    page = await els.get(address(house))

    assert "Mon 4 May 6 of 18" in picture(page, "When the meeting began")
    assert "Mon 4 May 14 of 20" in picture(page, "When the meeting was over"), "it was published, the other is hidden"
    assert "13" not in picture(page, "When the meeting was over")


async def test_a_mood_that_was_published_in_bands_is_told_too(house: House, els: Browser) -> None:
    meeting = await fill(house, Bunch(20))
    counts = {"good": 14, "so_so": None, "bad": None}
    table = {"round": 1, "answered": 20, "parts": {"face": {"answered": 20, "counts": counts}}}
    asked = {"lab_id": house.lab_a, "meeting_id": meeting, "technique": "mood_barometer", "state": "closed"}
    asked |= {"moment": "check_out", "words": {}, "settings": {}, "code": "c", "results": [table]}
    async with house.brug.database.write() as connection:
        await connection.execute(insert(poll).values(asked | {"created_at": house.clock.now()}))

    page = await els.get(address(house))

    assert "Mon 4 May 14 of 20" in picture(page, "When the meeting was over")


async def test_the_page_of_a_meeting_and_voices_tell_together_no_more_than_one_of_them(
    house: House, els: Browser
) -> None:
    meeting = await fill(house, Bunch(24))
    faces = [("check_in_5", 12), ("check_in_4", 4), ("check_in_3", 3), ("check_in_2", 2), ("check_in_1", 3)]
    async with house.brug.database.write() as connection:
        for kind, many in faces:
            row = {"lab_id": house.lab_a, "kind": kind, "place": f"meeting:{meeting}", "count": many}
            await connection.execute(insert(tally).values(row))

    voices = picture(await els.get(address(house)), "When the meeting began")
    page = picture(await els.get(f"/admin/meetings/{meeting}"), "When the meeting began")

    assert "16 of 24" in voices
    assert "Good 16 of 24" in page
    assert "12" not in page, "sixteen less twelve is four"


async def test_faces_of_the_end_wait_in_voices_and_in_the_archive_as_on_the_page_of_the_meeting(
    house: House, els: Browser
) -> None:
    last_week = await fill(house, Bunch(24))
    yesterday = (await a_meeting(house, starts=wall("2026-05-10T18:00"))).id
    async with house.brug.database.write() as connection:
        for meeting, moment, face in product((last_week, yesterday), (CHECK_IN, CHECK_OUT), "532"):
            row = {"lab_id": house.lab_a, "kind": f"{moment}_{face}", "place": f"meeting:{meeting}", "count": 6}
            await connection.execute(insert(tally).values(row))
        archive = await OWN_ROWS["moods"](connection, house.lab_a, house.clock.now())

    page = await els.get(address(house))

    assert "Sun 10 May" in picture(page, "When the meeting began")
    assert "Mon 4 May 6 of 18" in picture(page, "When the meeting was over")
    assert "Sun 10 May" not in picture(page, "When the meeting was over")
    assert [row[:2] for row in archive] == [[last_week, CHECK_IN], [last_week, CHECK_OUT], [yesterday, CHECK_IN]]


async def test_where_every_mood_is_hidden_a_sentence_stands_for_the_empty_picture(house: House, els: Browser) -> None:
    meeting = await fill(house, Bunch(20))
    async with house.brug.database.write() as connection:
        for kind, many in (("check_out_4", 12), ("check_out_1", 1)):
            row = {"lab_id": house.lab_a, "kind": kind, "place": f"meeting:{meeting}", "count": many}
            await connection.execute(insert(tally).values(row))

    page = await els.get(address(house))

    assert picture(page, "When the meeting was over") == ""
    assert "When the meeting was over: not shown: fewer than five people" in page.words


async def test_promises_are_counted_as_they_were_kept(house: House, els: Browser) -> None:
    now = house.clock.now()
    day = timedelta(days=1)
    rows: list[dict[str, object]] = [
        {"answer_by": now, "answered_at": now - day, "done_at": now - day},
        {"answer_by": now - 2 * day, "answered_at": now - day, "done_at": now - day},
        {"answer_by": now - 9 * day, "climbed": 2},
        {"answer_by": now + day},
        {"answer_by": now, "done_at": now},
    ]
    await fill(house, Bunch(5))
    async with house.brug.database.write() as connection:
        for row in rows:
            asked: dict[str, object] = {"lab_id": house.lab_a, "kind": "message", "sort": "question", "created_at": now}
            await connection.execute(insert(task).values(asked | row))

    told = picture(await els.get(address(house)), "What became of what people brought in")

    for words in ("answered in time", "late", "promise broken", "open, still in time", "closed without an answer"):
        assert f"{words} 1 of 5" in told


async def test_outreach_is_told_by_place(house: House, els: Browser) -> None:
    await fill(house, Bunch(15, came=6, place="School"), Bunch(3, place="Station"), Bunch(4, place="Market"))

    page = await els.get(address(house))

    assert re.search(r"School 15 15 – not shown", page.words)
    assert re.search(r"All others 7 7 – not shown", page.words)
    assert "Station" not in page.words


async def test_strange_ways_to_divide_are_the_usual_one(house: House, els: Browser) -> None:
    await fill(house, Bunch(14))

    assert (await els.get(address(house, "%00';--"))).status == 200
