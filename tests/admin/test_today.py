"""What waits for a human, and what was done about it."""

import re
from datetime import timedelta

from sqlalchemy import select, update

from admin.pages.today import SHOWN
from bot.messages import Media
from lab.touchpoints import CORRECTIONS, NAMES, PRIORITIES
from store.outgoing import close_gate
from store.tables import address, outbox, pilot, pilot_member, task
from tests.admin.gatherings import a_contact, a_meeting, answers, needs, wall
from tests.admin.house import Browser, House
from tests.admin.test_talk import OPEN, piece


async def test_an_empty_day_says_what_will_be_here_and_the_first_step(els: Browser) -> None:
    words = (await els.get("/admin/")).words

    assert "Nothing waits for you" in words
    assert "Make a code" in words


async def test_each_kind_of_task_is_a_sentence_with_its_button(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    row = {"lab_id": house.lab_a, "person_id": who, "created_at": house.clock.now()}
    kinds = ("question", "message", "human", "guardian", "welcome", "unreachable", "translation", "something_new")
    async with house.brug.database.write() as connection:
        await connection.execute(task.delete())
        await connection.execute(task.insert(), [{**row, "kind": kind} for kind in kinds])

    words = (await els.get("/admin/")).words

    for sentence in (
        "Amina asks a question.",
        "Amina wrote to the team.",
        "Amina wants to talk with a person.",
        "Amina is under 16.",
        "Amina is new.",
        "Our messages do not reach Amina any more.",
        "a translation is missing",
        "Amina needs somebody of the team.",
    ):
        assert sentence in words


async def test_more_of_one_kind_than_the_page_shows_hides_no_other_kind(house: House, els: Browser) -> None:
    who, now = await house.sign_up("Amina", house.lab_a), house.clock.now()
    row = {"lab_id": house.lab_a, "person_id": who, "created_at": now, "kind": "no_way"}
    later = {**row, "kind": "broadcast_second", "person_id": None, "created_at": now + timedelta(minutes=1)}
    async with house.brug.database.write() as connection:
        await connection.execute(task.delete())
        await connection.execute(task.insert(), [row] * (SHOWN + 20) + [later])

    words = (await els.get("/admin/")).words

    assert "A message to more than 200 people waits for a second person." in words
    assert f"And {SHOWN - 1} more." in words
    assert "Others that wait: 20" in words


async def test_who_only_hears_the_list_hears_what_each_button_is_about_and_words_in_their_language(
    house: House, els: Browser
) -> None:
    await house.sign_up("Amina", house.lab_a, language="العربية")
    await house.write("amina", "هل يوجد مصعد؟")

    page = await els.get("/admin/")

    task_id = re.search(r'id="what-t(\d+)">Amina', page.text)
    assert task_id
    assert f'id="done-{task_id[1]}" aria-describedby="what-t{task_id[1]}"' in page.text
    assert f'id="open-{task_id[1]}" aria-describedby="what-t{task_id[1]}"' in page.text
    for path in ("/admin/", f"/admin/labs/{house.lab_a}/questions"):
        assert re.search(r'<blockquote dir="auto" lang="ar">\s*هل يوجد مصعد', (await els.get(path)).text), path


async def test_who_left_says_which_groups_are_short_now(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    row = {"lab_id": house.lab_a, "person_id": who, "created_at": house.clock.now(), "kind": "left"}
    async with house.brug.database.write() as connection:
        await connection.execute(task.delete())
        await connection.execute(
            task.insert(), [{**row, "note": "5 8 Newcomers\n1 2 Young people of the harbour\n<b> 3 odd\n4"}]
        )

    words = (await els.get("/admin/")).words

    assert "Newcomers: 5 of 8, 3 short · Young people of the harbour: 1 of 2, 1 short" in words


async def test_a_promise_shows_its_day_and_once_past_it_is_late_and_first(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        row = {"lab_id": house.lab_a, "person_id": who, "kind": "human", "created_at": house.clock.now()}
        await connection.execute(task.insert().values(**row))
    assert "Promised by Mon 18 May" in (await els.get("/admin/")).words

    house.clock.move(timedelta(days=8))

    async with house.seat("els@example.org") as later:
        words = (await later.get("/admin/")).words
    assert words.index("Amina is new") < words.index("Late Promised by Mon 18 May") < words.index("wants to talk")


async def test_done_is_done_and_can_be_undone(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)

    page = await els.submit("/admin/", "/admin/tasks/1/done")
    assert "Done: Amina is new" in page.words
    assert "Nothing waits for you" in page.words

    again = await els.submit("/admin/", "/admin/tasks/1/undo")
    assert "Nothing waits for you" not in again.words


async def test_a_task_that_closed_by_itself_says_why(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    silent = {"lab_id": house.lab_a, "person_id": who, "kind": "silent", "created_at": house.clock.now()}
    async with house.brug.database.write() as connection:
        await connection.execute(task.insert().values(silent))
    await house.write("amina", "/help")
    await house.brug.rounds.plan()
    done = (await els.get("/admin/")).words.partition("Done in the last 30 days")[2]
    assert re.search(r"nothing for a long time. Please call. [^.]* · has written since", done)

    await house.write("amina", "stop")
    await house.brug.rounds.plan()

    waiting, _, done = (await els.get("/admin/")).words.partition("Done in the last 30 days")
    assert "Amina is new" not in waiting
    assert re.search(r"Amina is new. [^.]*. [^.]* · said stop", done)


async def test_that_somebody_is_new_closes_by_itself_when_the_next_meeting_was_told_and_says_why(
    house: House, els: Browser
) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await answers(house, (await a_meeting(house)).id, who, answer="maybe")

    await house.brug.rounds.plan()

    waiting, _, done = (await els.get("/admin/")).words.partition("Done in the last 30 days")
    assert "Amina is new" not in waiting
    assert re.search(r"Amina is new. [^.]*. [^.]* · is invited now", done)


async def test_a_task_about_a_way_or_a_pilot_that_closed_by_itself_says_why(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    begun = {"lab_id": house.lab_a, "person_id": who, "created_at": house.clock.now()}
    named = {"name": {}, "goal": {}, "measure": {}, "state": "stopped", "lab_id": house.lab_a}
    async with house.brug.database.write() as connection:
        await connection.execute(task.insert(), [begun | {"kind": "no_way"}, begun | {"kind": "pilot_help"}])
        new = pilot.insert().values(named | {"created_at": begun["created_at"]}).returning(pilot.c.id)
        made = (await connection.execute(new)).scalar_one()
        await connection.execute(pilot_member.insert().values(pilot_id=made, person_id=who))
        await connection.execute(update(address).where(address.c.person_id == who).values(channel="telegram"))

    await house.brug.rounds.plan()

    done = (await els.get("/admin/")).words.partition("Done in the last 30 days")[2]
    assert re.search(r"Ask for another way. [^.]* · can be reached now", done)
    assert re.search(r"needs help with a pilot. [^.]* · the pilot is over", done)


async def test_done_twice_keeps_who_was_first(house: House, els: Browser, administrator: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)

    await els.submit("/admin/", "/admin/tasks/1/done")
    page = await administrator.submit("/admin/", "/admin/tasks/1/done")

    assert "Els" in page.words.partition("Done in the last 30 days")[2]


async def test_a_spoken_question_says_that_it_is_a_voice_message(house: House, els: Browser) -> None:
    await house.sign_up("Bilal", house.lab_a)
    await house.write("bilal", "", Media("voice", "1"))

    assert "Voice message" in (await els.get("/admin/")).words


async def test_a_channel_that_does_not_work_comes_first(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        await close_gate(connection, "webchat", "web", problem="The token is refused.")

    assert (await els.get("/admin/")).words.partition("Amina is new")[0].count("The channel Web chat does not work.")
    assert "The token is refused." in (await els.get("/admin/set-up")).words


async def test_a_task_about_a_meeting_leads_there_and_names_nobody(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    row = {"lab_id": house.lab_a, "kind": "decided", "note": f"meeting:{meeting.id}", "created_at": house.clock.now()}
    async with house.brug.database.write() as connection:
        await connection.execute(task.insert().values(**row))

    page = await els.get("/admin/")

    assert "Nobody wrote yet what the last meeting decided." in page.words
    assert f'href="/admin/meetings/{meeting.id}#decided"' in page.text
    assert "meeting:" not in page.words


async def test_the_next_meetings_stand_there_with_their_answers(house: House, els: Browser, greta: Browser) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    await answers(house, meeting.id, who, answer="maybe")

    assert (
        "Thu 4 Jun, 18:00 – 20:30 · Co-creation De Krook · 0 of 1 said yes, 1 maybe" in (await els.get("/admin/")).words
    )
    assert "De Krook" not in (await greta.get("/admin/")).words


async def test_the_meeting_of_today_stands_there_until_it_is_over(house: House, els: Browser) -> None:
    """When people come in, the team looks for its page."""
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house, starts=wall("2026-05-11T10:00"))
    await answers(house, meeting.id, who, answer="")

    during = await els.get("/admin/")
    house.clock.move(timedelta(hours=2))
    after = await els.get("/admin/")

    assert f'href="/admin/meetings/{meeting.id}"' in during.text
    assert "no answer yet from" not in during.words, "nobody is asked any more"
    assert f'href="/admin/meetings/{meeting.id}"' not in after.text


async def test_what_goes_out_what_is_kept_back_and_what_is_overdue(house: House, els: Browser, greta: Browser) -> None:
    who, now = await house.sign_up("Amina", house.lab_a), house.clock.now()
    await a_contact(house, who, "check_in", due_at=now + timedelta(hours=1))
    await a_contact(house, who, "decided", due_at=now + timedelta(days=2), reason="week_full")
    await a_contact(house, who, "invitation", due_at=now - timedelta(hours=3))

    words = (await els.get("/admin/")).words

    assert "Messages that should have gone out: 1. The oldest was due: 3 hours ago." in words
    assert "Question before a meeting · people: 1" in words.partition("Goes out today")[2]
    assert "enough messages in these seven days: this has to wait until Wednesday 13 May" in words
    foreign = (await greta.get("/admin/")).words
    assert "should have gone out" not in foreign
    assert "Kept back" not in foreign


async def test_a_message_that_failed_is_ticked_off_and_can_be_brought_back(
    house: House, els: Browser, greta: Browser
) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        message = (await connection.execute(select(outbox.c.id).where(outbox.c.person_id == who))).scalars().first()
        await connection.execute(update(outbox).where(outbox.c.id == message).values(state="failed"))
    assert "A message to Amina was not sent." in (await els.get("/admin/")).words
    assert (await greta.submit("/admin/", f"/admin/messages/{message}/seen")).status == 404

    page = await els.submit("/admin/", f"/admin/messages/{message}/seen")
    assert "A message to Amina was not sent." not in page.words
    assert "You have seen this message." in page.words
    assert "Not sent" in (await els.get(f"/admin/people/{who}")).words

    page = await els.submit("/admin/", f"/admin/messages/{message}/unseen")
    assert "A message to Amina was not sent." in page.words


async def test_what_could_not_be_read_is_told_to_administrators(
    house: House, els: Browser, administrator: Browser
) -> None:
    await house.brug.service.quarantine("telegram", "1", b"{", "no JSON")

    assert "could not be read: 1. They are kept for 30 days." in (await administrator.get("/admin/")).words
    assert "could not be read" not in (await els.get("/admin/")).words


async def test_the_numbers_beside_a_language_that_runs_the_other_way_stay_in_their_place(
    house: House, els: Browser
) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    near = await a_meeting(house, starts=wall("2026-05-14T18:00"))
    await answers(house, near.id, who, answer="yes")
    await needs(house, who, options=["interpreter", "food"], language="ar")

    page = await els.get("/admin/")

    assert "They need: Interpreter: \u2068العربية\u2069 1 (1), Food I may eat (1)" in page.words


async def test_who_has_not_answered_and_who_heard_nothing_is_counted_and_can_be_seen(
    house: House, els: Browser
) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.sign_up("Bilal", house.lab_a)
    near = await a_meeting(house, starts=wall("2026-05-14T18:00"))
    await answers(house, near.id, who, answer="yes")
    await needs(house, who, options=["childcare"], children=2)

    page = await els.get("/admin/")
    assert "Co-creation · Thu 14 May, 18:00 – 20:30: no answer yet from 1 of 2." in page.words
    assert f'href="/admin/meetings/{near.id}/answers"' in page.text
    assert "They need: Somebody to look after" in page.words or "children: 2 (1)" in page.words
    assert "heard nothing" not in page.words

    house.clock.move(timedelta(days=15))
    async with house.seat("els@example.org") as later:
        assert "People who heard nothing for too long (days: 14): 2." in (await later.get("/admin/")).words


async def test_why_something_goes_out_today_and_since_when_a_task_waits(house: House, els: Browser) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    await a_contact(house, who, due_at=house.clock.now() + timedelta(hours=1), meeting_id=meeting.id)
    await a_contact(house, who, "check_up", due_at=house.clock.now() + timedelta(hours=1))

    words = (await els.get("/admin/")).words.partition("Goes out today")[2]
    assert "people: 1 Because of the meeting Co-creation, Thu 4 Jun, 18:00 – 20:30." in words
    assert "So that nobody waits too long to hear from us (days: 14)." in words

    house.clock.move(timedelta(days=2))
    async with house.seat("els@example.org") as later:
        assert "Since Mon 11 May" in (await later.get("/admin/")).words


async def test_each_kind_of_message_that_no_meeting_asks_for_says_why_it_goes_out(house: House, els: Browser) -> None:
    who, due = await house.sign_up("Amina", house.lab_a), house.clock.now() + timedelta(hours=1)
    of_a_meeting = {*NAMES, *CORRECTIONS, "seat_free"}
    kinds = sorted(set(PRIORITIES) - of_a_meeting)
    for kind in kinds:
        await a_contact(house, who, kind, due_at=due, reference=f"{kind}:1")

    page = (await els.get("/admin/")).text.partition('id="out"')[2].partition("</section>")[0]

    assert len(re.findall("people: 1<small>[A-Z]", page)) == len(kinds)
    assert "Somebody of the team asks this question." in page


async def test_the_open_list_is_told_anew_when_something_comes(house: House, els: Browser) -> None:
    async with els.session.get(f"{els.base}/admin/today/stream?shown=older", headers=OPEN) as stream:
        assert "Nothing waits for you" in await piece(stream)
        await house.sign_up("Amina", house.lab_a)
        assert "Amina is new." in await piece(stream)
