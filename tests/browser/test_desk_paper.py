"""What the desk prints, in a real browser: for a wall, so nothing on it is for the team alone."""

import re
from datetime import date, time, timedelta

import pytest
from playwright.async_api import Browser
from sqlalchemy import insert, update

from lab.meetings import Session
from lab.report import MOST_LINES
from store import pilots
from store.small_groups import save_seats
from store.tables import invitation, outbox, task
from tests.admin.gatherings import a_meeting, answers, needs
from tests.admin.house import Browser as Visitor
from tests.admin.house import House
from tests.admin.polling import crowd, drafted, opened
from tests.admin.test_pilots import a_pilot, a_report
from tests.admin.test_recommendations import a_recommendation
from tests.admin.voicing import Bunch, fill
from tests.browser.desk_pages import drawn

pytestmark = pytest.mark.browser


async def on_paper(browser: Browser, els: Visitor, path: str) -> str:
    """The words that are printed, and "[field]" where a field for words or a choice is."""
    async with drawn(browser, els, path, "print") as page:
        fields = await page.locator("main :is(input:not([type=hidden]), select, textarea):visible").count()
        words = await page.locator("body").inner_text()
    return " ".join(words.split()) + " [field]" * fields


async def test_a_pilot_prints_its_goal_its_steps_and_its_team(browser: Browser, house: House, els: Visitor) -> None:
    amina, _ = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_a)
    pilot = await a_pilot(house, amina, goal={"en": "20 people talk"}, measure={"en": "We count them"})
    await a_report(house, pilot, amina, words="My neighbour is ill")
    async with house.brug.database.write() as connection:
        await pilots.add_milestone(connection, pilot.id, {"en": "The first evening"}, date(2026, 6, 1))

    printed = await on_paper(browser, els, f"/admin/pilots/{pilot.id}")

    assert "Café running" in printed
    assert "What do we want to reach? 20 people talk How do we see that it is reached? We count them" in printed
    assert "Steps The first evening · by Mon 1 Jun" in printed
    assert "Team Amina" in printed
    for not_for_a_wall in ("Bilal", "neighbour", "Prepare a poll", "Add a step", "[field]"):
        assert not_for_a_wall not in printed


async def test_today_prints_what_waits_and_nothing_of_one_person(browser: Browser, house: House, els: Visitor) -> None:
    await a_meeting(house)
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "My neighbour is ill")
    yonas = await house.sign_up("Yonas", house.lab_a, age="12")
    async with house.brug.database.write() as connection:
        lab = {"lab_id": house.lab_a, "created_at": house.clock.now()}
        await connection.execute(insert(task).values(kind="translation_look", **lab))
        await connection.execute(update(outbox).where(outbox.c.person_id == yonas).values(state="unconfirmed"))

    printed = await on_paper(browser, els, "/admin/")

    assert "Today Mon 11 May" in printed
    assert "A translation waits for a person of the team." in printed
    assert re.search(r"What is about one person is not printed: [0-9]+", printed)
    for not_for_a_wall in ("Amina", "neighbour", "Yonas", "My mother", "0470", "· ·", "[field]"):
        assert not_for_a_wall not in printed


async def test_small_groups_print_all_of_them(browser: Browser, house: House, els: Visitor) -> None:
    people, meeting = await crowd(house, 250), await a_meeting(house)
    async with house.brug.database.write() as connection:
        rows = [{"meeting_id": meeting.id, "person_id": one, "answer": "yes"} for one in people]
        await connection.execute(insert(invitation), rows)
        await save_seats(connection, meeting.id, [people[at : at + 5] for at in range(0, 250, 5)])

    first, second = [
        await on_paper(browser, els, f"/admin/meetings/{meeting.id}/groups?page={page}") for page in (1, 2)
    ]

    assert first == second
    assert [first.count(f"Group {number} ") for number in (1, 40, 41, 50)] == [1, 1, 1, 1]
    assert all(f"Person {number}" in first for number in (1, 250))
    assert "[field]" not in first


async def test_a_meeting_prints_its_agenda_and_who_comes(browser: Browser, house: House, els: Visitor) -> None:
    sessions = (Session(time(18), "welcome"), Session(time(18, 30), "plenary", {"en": "Which ideas?"}))
    meeting = await a_meeting(house, sessions=sessions, decided={"en": "We plant trees."})
    amina, bilal = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_a)
    await answers(house, meeting.id, amina, answer="yes", words="I come late")
    await answers(house, meeting.id, bilal, answer="no", reason="health")
    await needs(house, amina, options=["wheelchair"])

    printed = await on_paper(browser, els, f"/admin/meetings/{meeting.id}")

    assert "Thu 4 Jun, 18:00 – 20:30 · De Krook" in printed
    assert "18:00 Welcome to everybody 18:30 Which ideas?" in printed
    assert "Yes · 1 Amina" in printed
    assert "We plant trees." in printed
    for not_for_a_wall in ("Bilal", "Wheelchair", "late", "Dropped", "[field]"):
        assert not_for_a_wall not in printed


async def test_paper_says_which_lab_it_is_of(browser: Browser, house: House, els: Visitor) -> None:
    assert (await on_paper(browser, els, f"/admin/labs/{house.lab_a}/voices")).startswith("Brug Lab A ")


async def test_names_that_only_the_team_sees_stay_off_paper(browser: Browser, house: House) -> None:
    await house.sign_up("Amina", house.lab_a)
    house.clock.move(timedelta(days=21))
    poll = await opened(house)

    async with house.seat(await house.hire("Els", "coordinator", house.lab_a)) as els:
        for path in (f"/admin/labs/{house.lab_a}/voices", f"/admin/polls/{poll.id}"):
            assert "Amina" in (await els.get(path)).words, path
            assert "Amina" not in await on_paper(browser, els, path), path


async def test_questions_print_how_many_there_are_and_nothing_of_one_person(
    browser: Browser, house: House, els: Visitor
) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "My neighbour is ill")
    assert "My neighbour is ill" in (await els.get(f"/admin/labs/{house.lab_a}/questions")).words

    printed = await on_paper(browser, els, f"/admin/labs/{house.lab_a}/questions")

    assert "What is about one person is not printed: 1" in printed
    for not_for_a_wall in ("Amina", "neighbour", "Change", "[field]"):
        assert not_for_a_wall not in printed


async def test_the_calendar_of_contacts_prints_no_names(browser: Browser, house: House, els: Visitor) -> None:
    await house.sign_up("Amina", house.lab_a)
    assert "Amina" in (await els.get(f"/admin/labs/{house.lab_a}/calendar")).words

    printed = await on_paper(browser, els, f"/admin/labs/{house.lab_a}/calendar")

    assert "What is about one person is not printed: 1" in printed
    assert "Amina" not in printed


async def test_a_recommendation_prints_its_words_and_its_life(browser: Browser, house: House, els: Visitor) -> None:
    await drafted(house)
    number = await a_recommendation(house, en="Classes")
    await els.submit(
        f"/admin/recommendations/{number}",
        f"/admin/recommendations/{number}/change",
        state="agreed",
        reason_en="All of us want it",
    )

    printed = await on_paper(browser, els, f"/admin/recommendations/{number}")

    assert "All of us want it" in printed
    assert "[field]" not in printed
    assert "What do we recommend?" not in printed


async def test_pages_about_people_by_name_print_how_many_and_nobodys_name(
    browser: Browser, house: House, els: Visitor
) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.sign_up("Bilal", house.lab_a)
    of_her = f"/admin/people/{who}"
    pages = ("", "/facts", "/merge", "/erase", "/week/2026-05-11")

    for path, many in ((f"{of_her}{page}", 1) for page in pages):
        printed = await on_paper(browser, els, path)
        assert printed.endswith(f"What is about one person is not printed: {many}"), path
        assert "Amina" not in printed, path
    assert (await on_paper(browser, els, "/admin/people")).endswith("not printed: 2")
    logged = await on_paper(browser, els, "/admin/log")
    assert re.search(r"is not printed: [0-9]+$", logged)
    assert "Els" not in logged


async def test_the_list_for_the_door_prints_who_may_come_and_that_it_is_not_for_a_wall(
    browser: Browser, house: House, els: Visitor
) -> None:
    meeting = await a_meeting(house)
    for name, answer, reason in (("Amina", "yes", ""), ("Bilal", "no", "health"), ("Chen", "maybe", "")):
        who = await house.sign_up(name, house.lab_a)
        await answers(house, meeting.id, who, answer=answer, reason=reason, words="My knee")
    await house.sign_up("Deniz", house.lab_a)

    printed = await on_paper(browser, els, f"/admin/meetings/{meeting.id}/answers")

    assert "With names: for the door, not for a wall." in printed
    assert "Yes 1 Amina" in printed
    assert "Maybe 1 Chen" in printed
    for not_for_the_door in ("Bilal", "Deniz", "knee", "Change", "[field]"):
        assert not_for_the_door not in printed


async def test_when_we_write_and_the_phases_print_what_holds_and_no_form(
    browser: Browser, house: House, els: Visitor
) -> None:
    lab = f"/admin/labs/{house.lab_a}"
    await els.submit(f"{lab}/phases", co_creation_first="2026-05-18", co_creation_last="2026-06-26")

    rules, phases = [await on_paper(browser, els, f"{lab}/{page}") for page in ("cadence", "phases")]

    assert "Co-creation Mon 18 May – Fri 26 Jun" in phases
    assert "Reminder a week before" in rules
    assert "Days before the meeting: 7 · 17:30" in rules
    for printed in (rules, phases):
        assert "[field]" not in printed
        assert "Save" not in printed


async def test_a_full_report_is_one_sheet(browser: Browser, house: House, els: Visitor) -> None:
    await fill(house, *(Bunch(6, kind, came=6) for kind in ("migrant", "partner", "policymaker")))
    words = "How can people who are new in the city meet those who live here, and learn from each other? " * 6
    report = f"/admin/labs/{house.lab_a}/report"
    await els.submit(report, lang="en", asked=words, wanted=words)
    for _ in range(MOST_LINES):
        await a_pilot(house, goal={"en": "20 people talk with each other on each Saturday"})
        made = await a_recommendation(house, en="Give each language café a room in a library, free of charge.")
        await els.submit(
            f"/admin/recommendations/{made}", f"/admin/recommendations/{made}/change", state="agreed", reason_en="Yes"
        )

    async with drawn(browser, els, f"{report}?lang=en", "print") as page:
        assert words.strip() in await page.locator(".paper").inner_text()
        assert await page.locator(".paper li").count() >= 2 * MOST_LINES + 3
        paper = await page.pdf(format="A4")

    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1


async def test_what_fits_on_one_sheet_takes_one(browser: Browser, house: House, els: Visitor) -> None:
    meeting = await a_meeting(house)
    for path in ("/admin/set-up", f"/admin/meetings/{meeting.id}/answers", f"/admin/labs/{house.lab_a}/phases"):
        async with drawn(browser, els, path, "print") as page:
            assert await page.evaluate("document.querySelector('.desk').getBoundingClientRect().height") < 700
