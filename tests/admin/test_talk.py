"""Somebody's page as a place to talk: the program is quiet, colleagues see each other, notes, ready answers."""

import re
from datetime import timedelta
from typing import Any

from aiohttp import ClientResponse
from sqlalchemy import ColumnElement, func, select, update

from admin.live import MOST_OF_ONE, Live
from store.desk import Reach
from store.presence import is_here
from store.staff import end_sessions
from store.tables import contact, outbox, person, pilot_update, ready_answer, staff, task, translation
from tests.admin.gatherings import a_contact, a_meeting
from tests.admin.house import Browser, House, Page
from tests.admin.test_pilots import a_pilot

OPEN = {"Accept": "text/event-stream"}


async def test_while_els_talks_with_her_no_flow_answers_and_her_words_are_one_task(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await answer(els, who, "Can you come on Thursday?")
    before = await replies(house, who)

    await house.write("amina", "Yes")
    await house.write("amina", "with my son")

    assert await replies(house, who) == before
    page = await els.get(f"/admin/people/{who}")
    assert "the program is quiet until Mon 11 May, 13:00" in page.words
    assert "Yes with my son" in page.words.partition("This answers:")[2]
    assert (await els.get("/admin/")).words.count("Amina wrote to the team.") == 1


async def test_a_report_that_she_begins_herself_is_heard_until_els_writes_again(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await a_pilot(house, who)
    await answer(els, who, "Can you come on Thursday?")

    for text in ("/pilot", "slow", "It rained"):
        await house.write("amina", text)
    await answer(els, who, "What do you need?")
    await house.write("amina", "A tent")

    async with house.brug.database.read() as connection:
        told = (await connection.execute(select(pilot_update.c.how, pilot_update.c.words, pilot_update.c.need))).all()
        notes = (await connection.execute(select(task.c.note).where(task.c.kind == "reply"))).scalars().all()
    assert told == [("slow", "It rained", None)]
    assert notes == ["A tent"]


async def test_stop_works_while_somebody_talks(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await answer(els, who, "Can you come on Thursday?")

    await house.write("amina", "stop")

    assert "said stop" in (await els.get(f"/admin/people/{who}")).words


async def test_the_program_goes_on_when_els_says_so_and_so_does_what_it_kept_back(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    later = house.clock.now() + timedelta(hours=2)
    await a_contact(house, who, "check_in", due_at=later, reason="human")
    await answer(els, who, "Can you come on Thursday?")
    before = await replies(house, who)

    await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/quiet", hours="0")
    await house.write("amina", "When is the next meeting?")

    assert await replies(house, who) > before
    async with house.brug.database.read() as connection:
        due = (await connection.execute(select(contact.c.due_at).where(contact.c.person_id == who))).scalars().all()
    assert max(due) < later


async def test_the_time_of_quiet_can_be_chosen_and_nothing_odd(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    page = await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/quiet", hours="24")

    assert "quiet until Tue 12 May" in page.words
    assert (await els.submit("/admin/", f"/admin/people/{who}/quiet", hours="9999")).status == 400


async def test_two_on_one_page_see_each_other(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.hire("Omar", "coordinator", house.lab_a)
    omar = await staff_id(house, "Omar")
    async with house.brug.database.write() as connection:
        await is_here(connection, who, omar, house.clock.now())
    assert "Omar has this page open too." in (await els.get(f"/admin/people/{who}")).words

    async with house.brug.database.write() as connection:
        await is_here(connection, who, omar, house.clock.now(), writing=True)
    assert "Omar is writing an answer." in (await els.get(f"/admin/people/{who}")).words

    house.clock.move(timedelta(minutes=2))
    assert "Omar" not in (await els.get(f"/admin/people/{who}")).words.partition("Who looks after")[0]


async def test_an_open_page_is_told_what_is_new_and_let_go_of_when_the_session_ends(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with els.session.get(f"{els.base}/admin/people/{who}/stream?shown=older", headers=OPEN) as stream:
        first = await piece(stream)
        assert "event: news" in first
        assert "Amina" in first

        await house.write("amina", "Is there a lift?")
        fresh = await piece(stream)
        assert "Is there a lift?" in fresh
        assert "beforeend:#day-2026-05-11" in fresh

        async with house.brug.database.write() as connection:
            await end_sessions(connection, await staff_id(house, "Els"))
        await house.write("amina", "Hello?")
        last = await piece(stream)
        assert "does not show what is new any more" in last
        assert "Hello?" not in last


async def test_a_stream_is_for_pages_of_the_own_lab_only(house: House, els: Browser, greta: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    async with greta.session.get(f"{greta.base}/admin/people/{who}/stream", headers=OPEN) as foreign:
        assert foreign.status == 404
    assert (await els.get(f"/admin/people/{who}/stream")).status == 406


async def test_open_pages_share_one_look_and_there_is_an_end_to_how_many(house: House) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    live, database, clock = Live(), house.brug.database, house.clock
    streams = [live.join(7, who, database, clock) for _ in range(MOST_OF_ONE)]
    await live.look(database, clock)
    first = streams[0]
    assert first is not None
    first.news.clear()

    await live.look(database, clock)
    assert not first.news.is_set()
    await house.write("amina", "Hello")
    await live.look(database, clock)

    assert all(stream and stream.news.is_set() for stream in streams)
    assert live.join(7, who, database, clock) is None
    await live.stop()


async def test_who_only_hears_the_page_hears_who_said_what(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "Is there a lift?")

    page = await els.get(f"/admin/people/{who}")

    assert re.search(r"Is there a lift\? (?:Ask a mediator [^?]*? )?Amina · \d\d:\d\d", page.words)


async def test_a_note_is_for_the_team_and_only_who_wrote_it_deletes_it(
    house: House, els: Browser, administrator: Browser
) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    for _ in range(2):
        page = await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/notes", note="Comes with her sister")
    assert page.words.count("Comes with her sister") == 1

    refused = await administrator.submit(f"/admin/people/{who}", f"/admin/people/{who}/notes/1/delete")
    assert refused.status == 404
    assert "Comes with" not in (await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/notes/1/delete")).words


async def test_what_she_looks_after_is_hers_today(house: House, els: Browser, administrator: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/owner", owner=str(await staff_id(house, "Els")))

    words = (await els.get("/admin/?whose=mine")).words
    assert "Yours · 1" in words
    assert "You look after this person." in words
    assert "Nothing of this is yours" in (await administrator.get("/admin/?whose=mine")).words
    assert (await els.submit("/admin/", f"/admin/people/{who}/owner", owner="999")).status == 400


async def test_a_ready_answer_goes_into_the_box_behind_what_is_written(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    answers = f"/admin/labs/{house.lab_a}/answers"
    assert "Write a name" in (await els.submit(answers, answers)).words
    await els.submit(answers, answers, name="The way", words_en="Take tram 1.")
    assert "already" in (await els.submit(answers, answers, name="The way", words_en="x")).words

    page = await answer(els, who, "Hello Amina.", put="1", ready="1")

    assert "Hello Amina.\nTake tram 1.</textarea>" in page.text
    assert await sent(house) == []
    assert (await els.submit(f"{answers}/1", f"{answers}/1/delete")).status == 200
    assert "No answer lies ready" in (await els.get(answers)).words


async def test_without_words_in_her_language_nothing_else_is_offered_but_mediators(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        row = {"lab_id": house.lab_a, "name": "The way", "words": {"ar": "خذ الترام"}, "created_at": house.clock.now()}
        await connection.execute(ready_answer.insert().values(**row))

    page = await els.get(f"/admin/people/{who}?ready=1")
    assert "has no words in English yet." in page.words
    assert "خذ" not in page.text
    await els.submit(f"/admin/people/{who}", f"/admin/labs/{house.lab_a}/answers/1/ask", language="en", person=str(who))

    async with house.brug.database.read() as connection:
        asked = (await connection.execute(select(translation.c.subject, translation.c.language))).all()
    assert [tuple(row) for row in asked] == [("ready:1", "en")]


async def test_a_mediators_words_stand_beside_hers(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "هل يوجد مصعد؟")
    async with house.brug.database.write() as connection:
        await connection.execute(update(person).where(person.c.id == who).values(language="ar"))
    page = await els.get(f"/admin/people/{who}")
    assert "Ask a mediator to translate this" in page.words
    message = page.text.rpartition('name="message" value="')[2].partition('"')[0]

    page = await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/translate", message=message)
    assert "A mediator is asked to translate this." in page.words
    async with house.brug.database.write() as connection:
        done = {"state": "approved", "words": "Is there a lift?"}
        await connection.execute(update(translation).values(done))

    assert "Translated by a mediator Is there a lift?" in (await els.get(f"/admin/people/{who}")).words


async def test_a_command_is_not_offered_to_mediators(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        await connection.execute(update(person).where(person.c.id == who).values(language="ar"))
    offered = (await els.get(f"/admin/people/{who}")).words.count("Ask a mediator to translate this")

    await house.write("amina", "/meeting")

    assert (await els.get(f"/admin/people/{who}")).words.count("Ask a mediator to translate this") == offered


async def test_an_answer_through_a_mediator_waits_and_is_not_sent_in_the_wrong_language(
    house: House, els: Browser
) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "When do we meet?")
    async with house.brug.database.write() as connection:
        await connection.execute(update(person).where(person.c.id == who).values(language="ar"))
        question = (await connection.execute(select(task.c.id).where(task.c.sort != ""))).scalar_one()

    nothing = await answer(els, who, "On Thursday.", translate="1")
    assert nothing.status == 422
    assert "Please tick what this answers." in nothing.words
    page = await answer(els, who, "On Thursday.", translate="1", settles=str(question))

    assert "This answer waits for a mediator: On Thursday." in page.words
    assert await sent(house) == []
    box = re.search(rf'name="settles" value="{question}"([^>]*)>', page.text)
    assert box, "it is still open"
    assert "checked" not in box[1], "another message does not settle what has its answer"


async def test_what_she_says_while_a_human_talks_with_her_is_answered_through_a_mediator_too(
    house: House, els: Browser
) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await answer(els, who, "Hello Amina.")
    await house.write("amina", "Where do I leave the pram?")
    async with house.brug.database.write() as connection:
        await connection.execute(update(person).where(person.c.id == who).values(language="ar"))
        said = (await connection.execute(select(task.c.id).where(task.c.kind == "reply"))).scalar_one()

    page = await answer(els, who, "Beside the coats.", translate="1", settles=str(said))
    await house.write("amina", "And my coat?")

    assert "This answer waits for a mediator: Beside the coats." in page.words
    assert len(await sent(house)) == 1
    open_now = (await els.get(f"/admin/people/{who}")).text.partition('id="settles"')[2].partition("</fieldset>")[0]
    [hers] = [one for one in open_now.split("<label") if "coat?" in one]
    assert "pram" not in hers, "it is something new to answer"
    assert (await els.get(f"/admin/labs/{house.lab_a}/questions")).status == 200


async def answer(browser: Browser, who: int, text: str, **more: str) -> Page:
    page = await browser.get(f"/admin/people/{who}")
    fields = {"csrf": page.csrf, "key": page.field("key"), "text": text, **more}
    return await browser.post(f"/admin/people/{who}/answer", fields)


async def piece(stream: ClientResponse) -> str:
    """The next event, without signs that it is still there."""
    lines: list[str] = []
    while line := (await stream.content.readline()).decode():
        if line != "\n":
            lines.append(line)
        elif any(one.startswith("event:") for one in lines):
            return "".join(lines)
        else:
            lines = []
    return "".join(lines)


async def replies(house: House, who: int) -> int:
    query = select(outbox.c.id).where(outbox.c.person_id == who, outbox.c.kind == "reply")
    async with house.brug.database.read() as connection:
        return len((await connection.execute(query)).all())


async def sent(house: House) -> list[int]:
    await house.settled()
    async with house.brug.database.read() as connection:
        return list((await connection.execute(select(outbox.c.id).where(outbox.c.kind == "coordinator"))).scalars())


async def staff_id(house: House, name: str) -> int:
    async with house.brug.database.read() as connection:
        rows = await connection.execute(select(staff.c.id, staff.c.name))
        return int(next(row.id for row in rows if row.name == name))


async def test_what_the_program_began_says_why(house: House, els: Browser) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    number = await a_contact(house, who, meeting_id=meeting.id, kind="reminder_day", state="sent", reason="sent")
    async with house.brug.database.write() as connection:
        first = select(func.min(outbox.c.id)).where(outbox.c.person_id == who).scalar_subquery()
        await connection.execute(update(outbox).where(outbox.c.id == first).values(key=f"contact:{number}:0"))

    page = await els.get(f"/admin/people/{who}")

    assert "Why? Reminder a day before. Because of the meeting" in page.words
    assert "It was due, and nothing spoke against it." in page.words
    assert page.words.count("Why?") == 1


async def test_a_page_that_closes_while_all_are_looked_at_does_not_end_the_looking(house: House) -> None:
    live, database, clock = Live(), house.brug.database, house.clock

    class Fleeting(Reach):
        def over(self, column: Any) -> ColumnElement[bool]:
            live.leave(fleeting)
            return Reach.over(self, column)

    streams = [live.join(7, key, database, clock) for key in (Fleeting(), Reach(everything=True))]
    fleeting, staying = [one for one in streams if one]

    await live.look(database, clock)

    assert staying.news.is_set()
    await live.stop()
