"""A message to many at the desk: written once, looked at from all sides, sent once, held and stopped."""

import html
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import insert, select, update

from admin.own_test import TEAM_TEST
from admin.sessions import IDLE
from flows.trying import IT_IS_A_TEST
from store.broadcasts import LEFT, SECOND
from store.groups import add_quota, put_in_groups
from store.intake import insert_many
from store.tables import address, broadcast, contact, outbox, person, staff, task
from store.team import end_work, put_in_labs
from tests.admin.gatherings import a_meeting, answers, contacts
from tests.admin.house import Browser, House, Page

WORDS = {"words_en": "The library is closed tomorrow."}


async def crowd(house: House, count: int, language: str = "en", **given: Any) -> list[int]:
    """People of lab A with a chat each."""
    now = house.clock.now()
    row = {"lab_id": house.lab_a, "standing": "active", "role": "participant", "language": language, "created_at": now}
    async with house.brug.database.write() as connection:
        ids = await insert_many(connection, person, [row | {"name": f"Person {n}"} | given for n in range(count)])
        where = {"channel": "webchat", "account": "web", "external": "x", "created_at": now}
        await insert_many(connection, address, [where | {"lookup": f"l{one}", "person_id": one} for one in ids])
    return ids


async def drafted(house: House, browser: Browser, **fields: str) -> Page:
    return await browser.submit(f"/admin/labs/{house.lab_a}/broadcasts/new", **WORDS | fields)


async def the_row(house: House) -> Any:
    async with house.brug.database.read() as connection:
        return (await connection.execute(select(broadcast).order_by(broadcast.c.id.desc()))).first()


async def tasks(house: House, kind: str) -> list[Any]:
    async with house.brug.database.read() as connection:
        return list(await connection.execute(select(task).where(task.c.kind == kind)))


async def test_it_is_written_looked_at_sent_and_its_result_seen(house: House, els: Browser) -> None:
    people = await crowd(house, 3)
    assert "Nothing was written to many yet" in (await els.get("/admin/broadcasts")).words

    page = await drafted(house, els)
    assert "People who get it: 3." in page.words
    assert "Person 2" in page.words
    assert page.words.count("The library is closed tomorrow.") == 4
    page = await els.submit(page.path, f"{page.path}/send", when="now")

    assert "It goes out now" in page.words
    assert [row.person_id for row in await contacts(house, kind="broadcast")] == people
    assert "Sent 0 of 3" in page.words
    again = await els.submit("/admin/", f"{page.path}/send", when="now")
    assert "Nobody gets it twice" in again.words
    assert len(await contacts(house, kind="broadcast")) == 3
    assert "The library is closed" in (await els.get("/admin/broadcasts")).words


async def test_who_gets_it_follows_groups_attendance_and_answers(house: House, els: Browser) -> None:
    people = await crowd(house, 4)
    async with house.brug.database.write() as connection:
        quota = await add_quota(connection, house.lab_a, "families", "Families", 5)
        for who in people[:2]:
            await put_in_groups(connection, who, [quota])
    meeting = await a_meeting(house)
    await answers(house, meeting.id, people[0], answer="yes")

    page = await drafted(house, els, group="families")
    assert "People who get it: 2." in page.words
    page = await els.submit(
        f"{page.path}/change", **WORDS, group="families", meeting=str(meeting.id), attendance="coming"
    )
    assert "People who get it: 1." in page.words
    assert "Families" in page.words
    assert "said yes" in page.words


async def test_who_is_left_out_is_shown_with_the_reason(house: House, els: Browser) -> None:
    await crowd(house, 1)
    await crowd(house, 1, standing="stopped", name="Stopped one")
    await crowd(house, 1, standing="waiting_guardian", name="Young one")
    async with house.brug.database.write() as connection:
        row = {"lab_id": house.lab_a, "standing": "active", "language": "en", "name": "Far one"}
        await connection.execute(insert(person).values(row | {"created_at": house.clock.now()}))

    left = (await drafted(house, els)).words.partition("Who is left out, and why")[2]

    for reason, name in (("said stop", "Stopped one"), ("under 16", "Young one"), ("no way to send it", "Far one")):
        assert reason in left
        assert name in left


async def test_missing_words_block_it_go_to_mediators_or_are_accepted_with_a_task(house: House, els: Browser) -> None:
    await crowd(house, 1)
    await crowd(house, 2, "ar")
    await crowd(house, 1, "en", role="mediator", name="Olena", facts={"speaks": ["en", "ar"]})

    page = await drafted(house, els)
    assert "Words are missing." in page.words
    blocked = await els.submit(page.path, f"{page.path}/send", when="now")
    assert (blocked.status, await contacts(house, kind="broadcast")) == (422, [])
    asked = await els.submit(page.path, f"{page.path}/missing", ask="yes", source="en")
    assert "A mediator has been asked." in asked.words
    page = await els.submit(page.path, f"{page.path}/missing", without="ar")
    assert "People who get it: 1." in page.words
    await els.submit(page.path, f"{page.path}/send", when="now")

    assert len(await contacts(house, kind="broadcast")) == 1
    assert [row.note.split()[1:] for row in await tasks(house, LEFT)] == [["ar", "2"]]
    assert "without العربية" in (await els.get("/admin/")).words.replace("\u2068", "").replace("\u2069", "")


async def test_a_draft_is_thrown_away_after_one_question(house: House, els: Browser) -> None:
    page = await drafted(house, els)

    asks = re.search(r"<details><summary>Throw the draft away…</summary><form[^>]*>", page.text)

    assert asks
    assert f'action="{page.path}/drop"' in asks[0]
    assert "The draft is gone." in (await els.submit(page.path, f"{page.path}/drop")).words


async def test_more_than_50_people_are_counted_by_hand_first(house: House, els: Browser) -> None:
    await crowd(house, 51)
    page = await drafted(house, els)

    look = await els.submit(page.path, f"{page.path}/send", when="now")
    assert look.path.endswith("/second")
    wrong = await els.submit(look.path, people="50")
    assert (wrong.status, "People who get it: 51. Look again" in wrong.words) == (422, True)
    assert (await els.submit(look.path, people="many")).status == 422
    assert await contacts(house, kind="broadcast") == []
    await crowd(house, 1)
    assert (await els.submit(look.path, people="51")).status == 422
    sent = await els.submit(look.path, people="52")

    assert "It goes out now" in sent.words
    assert len(await contacts(house, kind="broadcast")) == 52


async def test_nobody_is_the_second_before_the_first_has_looked(house: House, els: Browser) -> None:
    await crowd(house, 201)
    page = await drafted(house, els)
    look = await els.submit(page.path, f"{page.path}/send", when="now")

    async with house.seat(await house.hire("Deniz", "coordinator", house.lab_a)) as deniz:
        shown = await deniz.get(look.path)
        asks = await deniz.submit(look.path, people="201")
        assert await contacts(house, kind="broadcast") == []
    await els.submit(look.path, people="201")

    assert "You are the second person" not in shown.words
    assert "Somebody else of the team has to look at it now" in asks.words
    assert len(await contacts(house, kind="broadcast")) == 201


async def test_more_than_200_people_need_another_person(house: House, els: Browser) -> None:
    await crowd(house, 201)
    page = await drafted(house, els)
    look = await els.submit(page.path, f"{page.path}/send", when="now")

    waits = await els.submit(look.path, people="201")
    assert "Somebody else of the team has to look at it now" in waits.words
    assert "Somebody else" in (await els.submit(look.path, people="201")).words
    assert await contacts(house, kind="broadcast") == []
    assert len(await tasks(house, SECOND)) == 1
    async with house.seat(await house.hire("Deniz", "coordinator", house.lab_a)) as deniz:
        assert "waits for a second person" in (await deniz.get("/admin/")).words
        assert "Els asks you to look" in (await deniz.get(page.path)).words
        sent = await deniz.submit(look.path, people="201")

    assert "It goes out now" in sent.words
    assert len(await contacts(house, kind="broadcast")) == 201
    assert all(row.done_at for row in await tasks(house, SECOND))


async def test_what_is_urgent_needs_a_reason_and_what_was_asked_for_is_kept(house: House, els: Browser) -> None:
    await crowd(house, 1)
    page = await drafted(house, els)

    no = await els.submit(page.path, f"{page.path}/send", when="later", due_at="2026-05-20T10:00", wakes="on")
    assert (no.status, "Say why it is urgent" in no.words) == (422, True)
    assert "2026-05-20T10:00" in no.text
    for bad in ("yesterday", "", "2020-01-01T10:00"):
        assert (await els.submit(page.path, f"{page.path}/send", when="later", due_at=bad)).status == 422
    yes = await els.submit(page.path, f"{page.path}/send", when="now", wakes="on", reason="Water in the hall")

    assert "It goes out now." in yes.words
    [row] = await contacts(house, kind="broadcast")
    assert (row.priority, row.slot) == (1, "wake")
    assert (await the_row(house)).reason == "Water in the hall"


async def test_a_moment_that_was_written_while_now_is_chosen_is_asked_about_and_nothing_goes_out(
    house: House, els: Browser
) -> None:
    await crowd(house, 2)
    page = await drafted(house, els)

    asked = await els.submit(page.path, f"{page.path}/send", when="now", due_at="2026-05-20T10:00")

    assert asked.status == 422
    assert "“Now” was chosen, but there is a day and a time too." in asked.words
    assert asked.field("due_at") == "2026-05-20T10:00"
    assert (await the_row(house)).state == "draft"

    await els.submit(page.path, f"{page.path}/send", when="now", due_at="2026-05-20T10:00")
    assert (await the_row(house)).started_at is not None


async def test_it_is_paused_resumed_and_stopped(house: House, els: Browser) -> None:
    await crowd(house, 2)
    page = await drafted(house, els)
    await els.submit(page.path, f"{page.path}/send", when="later", due_at="2026-05-20T10:00")

    assert "Nothing goes out until you go on" in (await els.submit(page.path, f"{page.path}/pause")).words
    assert {row.state for row in await contacts(house, kind="broadcast")} == {"held"}
    assert "Waits 2 of 2" in (await els.get(f"{page.path}/progress")).text.replace("</dt><dd>", " ")
    assert "It goes on." in (await els.submit(page.path, f"{page.path}/resume")).words
    assert "Stopped." in (await els.submit(page.path, f"{page.path}/cancel")).words
    assert {row.state for row in await contacts(house, kind="broadcast")} == {"dropped"}
    assert "not on its way any more" in (await els.submit("/admin/", f"{page.path}/resume")).words


async def test_a_page_that_watches_stays_as_it_is_until_something_changes(house: House, els: Browser) -> None:
    await crowd(house, 2)
    page = await drafted(house, els)
    sent = await els.submit(page.path, f"{page.path}/send", when="later", due_at="2026-05-20T10:00")
    asks = html.unescape(sent.text.partition('hx-get="')[2].partition('"')[0])

    assert (await els.get(asks)).status == 204

    await els.submit(page.path, f"{page.path}/pause")
    changed = await els.get(asks)
    assert changed.status == 200
    assert "Go on sending" in changed.text


async def test_a_page_that_watches_keeps_no_session_alive_and_goes_to_the_door_when_it_is_over(
    house: House, els: Browser
) -> None:
    await crowd(house, 1)
    page = await drafted(house, els)
    await els.submit(page.path, f"{page.path}/send", when="later", due_at="2026-05-20T10:00")
    asking = {"HX-Request": "true", "Referer": f"{house.base}{page.path}?said=planned"}
    house.clock.move(IDLE - timedelta(minutes=1))
    assert (await els.get(f"{page.path}/progress", **asking)).status == 200

    house.clock.move(timedelta(minutes=2))
    over = await els.get(f"{page.path}/progress", **asking)

    assert (over.status, "Waits" in over.text) == (401, False)
    assert over.headers["HX-Redirect"] == f"/admin/login?then={quote(f'{page.path}?said=planned', safe='/')}"


async def test_hints_say_what_could_be_simpler(house: House, els: Browser) -> None:
    await crowd(house, 1)

    page = await drafted(house, els, words_en="You are hereby invited to participate. Can you come? Do you eat meat?")

    assert "It could be simpler" in page.words
    assert "take part" in page.words
    assert "There are 2 questions." in page.words


async def test_two_who_change_it_at_once_see_both_versions(house: House, els: Browser) -> None:
    await crowd(house, 1)
    page = await drafted(house, els)
    opened = await els.get(f"{page.path}/change")
    await els.submit(f"{page.path}/change", words_en="Theirs.", as_shown=opened.field("as_shown"))

    late = await els.submit(f"{page.path}/change", words_en="Mine.", as_shown=opened.field("as_shown"))

    assert late.status == 409
    assert "Theirs." in late.words
    assert "Mine." in late.words
    assert (await the_row(house)).words == {"en": "Theirs."}


async def test_a_draft_without_words_keeps_what_was_ticked(house: House, els: Browser) -> None:
    await crowd(house, 1)

    page = await drafted(house, els, words_en="  ", language="en")

    assert (page.status, "Write the message in one language" in page.words) == (422, True)
    assert 'name="language" value="en" checked' in page.text


async def test_a_test_goes_to_those_of_the_team_who_are_ticked(house: House, els: Browser) -> None:
    """Whoever left, or works elsewhere, is not offered; somebody of two labs and an administrator are."""
    chats = await crowd(house, 5, role="facilitator")
    ways: list[tuple[str, str, int | None]] = [
        ("Deniz", "facilitator", house.lab_a),
        ("Farid", "outreach_worker", house.lab_b),
    ]
    ways += [("Hana", "coordinator", house.lab_b), ("Ivo", "administrator", None), ("Joke", "facilitator", house.lab_a)]
    async with house.brug.database.write() as connection:
        for chat, (name, role, lab) in zip(chats, ways, strict=True):
            row = {"name": name, "role": role, "lab_id": lab, "person_id": chat, "created_at": house.clock.now()}
            number = (await connection.execute(insert(staff).values(row).returning(staff.c.id))).scalar_one()
            if name == "Hana":
                await put_in_labs(connection, number, [house.lab_b, house.lab_a])
            if name == "Joke":
                await end_work(connection, number, house.clock.now())
    await crowd(house, 1)
    page = await drafted(house, els)

    offered = re.findall(r'name="who" value="(\d+)" (checked)?>\s*<span><bdi>(\w+)', page.text)
    numbers = {name: number for number, _, name in offered}
    done = await els.submit(page.path, f"{page.path}/test", to="team", who=numbers["Deniz"], key="k")
    nobody = await els.submit(page.path, f"{page.path}/test", to="team", key="n")

    assert {name: bool(ticked) for _, ticked, name in offered} == {"Deniz": False, "Hana": True, "Ivo": True}
    assert "A test is on its way. Chats: 1" in done.words
    assert (nobody.status, "Nobody would get this message" in nobody.words) == (422, True)
    async with house.brug.database.read() as connection:
        assert set((await connection.execute(select(outbox.c.person_id))).scalars()) == {chats[0]}


async def test_a_test_goes_to_ones_own_chat_and_to_the_team(house: House, els: Browser) -> None:
    [mine] = await crowd(house, 1, role="facilitator")
    await crowd(house, 1)
    page = await drafted(house, els)
    assert "You have no chat of your own" in (await els.submit(page.path, f"{page.path}/test", to="me", key="k")).words
    async with house.brug.database.write() as connection:
        await connection.execute(update(staff).where(staff.c.lab_id == house.lab_a).values(person_id=mine))

    done = await els.submit(page.path, f"{page.path}/test", to="me", key="k")
    await els.submit(page.path, f"{page.path}/test", to="me", key="k")
    [ticked] = re.findall(r'name="who" value="(\d+)" checked', done.text)
    await els.submit(page.path, f"{page.path}/test", to="team", who=ticked, key="other")

    assert "A test is on its way. Chats: 1" in done.words
    async with house.brug.database.read() as connection:
        sent = list(await connection.execute(select(outbox.c.person_id, outbox.c.kind)))
    assert sent == [(mine, "coordinator")] * 4
    assert await contacts(house, kind="broadcast") == []


async def test_what_stands_above_a_test_is_in_the_language_of_the_chat_that_gets_it(house: House, els: Browser) -> None:
    [mine] = await crowd(house, 1, "ar", role="facilitator")
    page = await drafted(house, els)
    async with house.brug.database.write() as connection:
        await connection.execute(update(staff).where(staff.c.lab_id == house.lab_a).values(person_id=mine))

    for to in ("me", "team"):
        ticked = re.findall(r'name="who" value="(\d+)" checked', (await els.get(page.path)).text)
        await els.submit(page.path, f"{page.path}/test", to=to, who=ticked[0], key=to)

    async with house.brug.database.read() as connection:
        said = list((await connection.execute(select(outbox.c.body))).scalars())
    assert [(said[n]["text"], said[n]["lang"]) for n in (0, 2)] == [(IT_IS_A_TEST, "ar"), (TEAM_TEST, "ar")]


async def test_replies_stand_under_it(house: House, els: Browser) -> None:
    [who] = await crowd(house, 1, name="<b>Amina</b>")
    page = await drafted(house, els)
    await els.submit(page.path, f"{page.path}/send", when="now")
    row = {"lab_id": house.lab_a, "person_id": who, "kind": "message", "sort": "question", "note": "And <i>Sunday</i>?"}
    async with house.brug.database.write() as connection:
        number = (await connection.execute(select(broadcast.c.id))).scalar_one()
        await connection.execute(insert(task).values(row | {"broadcast_id": number, "created_at": house.clock.now()}))

    page = await els.get(page.path)

    assert "And <i>Sunday</i>?" in page.words
    assert "<i>Sunday" not in page.text
    assert f'href="/admin/people/{who}#answer"' in page.text


@pytest.mark.parametrize("what", ["", "/progress", "/change", "/second"])
async def test_another_lab_sees_nothing_of_it(house: House, els: Browser, greta: Browser, what: str) -> None:
    await crowd(house, 1)
    page = await drafted(house, els)

    assert (await greta.get(f"{page.path}{what}")).status == 404
    for act in ("send", "second", "pause", "cancel", "drop", "missing", "test", "change"):
        assert (await greta.submit("/admin/", f"{page.path}/{act}", people="1", words_en="x")).status == 404
    assert (await the_row(house)).state == "draft"


async def test_strange_numbers_do_no_harm(house: House, els: Browser) -> None:
    await crowd(house, 1)
    strange = {"meeting": "9" * 17, "attendance": "'", "about": "poll:x", "answered": "?", "group": "\u202eno"}
    page = await drafted(house, els, **strange)

    assert "People who get it: 1." in page.words
    assert (await els.get("/admin/broadcasts/0")).status == 404
    assert (await els.get(f"/admin/labs/{house.lab_a}/broadcasts/new?meeting=x&about=%00")).status == 200
    async with house.brug.database.read() as connection:
        assert list(await connection.execute(select(contact))) == []


async def test_a_long_text_is_shown_in_the_parts_that_telegram_makes_of_it(house: House, els: Browser) -> None:
    await crowd(house, 1)
    words = "\n\n".join(["😀" * 900] * 4)

    page = await drafted(house, els, words_en=words)

    telegram = page.text.partition("<h3>Telegram</h3>")[2].partition("</div></div>")[0].partition("<small")[0]
    assert telegram.count("<p>") == 2
    assert telegram.count("😀") == 3600
    assert "it comes in 2" in page.words


async def test_where_no_mediator_can_translate_nobody_is_said_to_be_asked(house: House, els: Browser) -> None:
    await crowd(house, 2, "ar")
    await crowd(house, 1, "en", role="mediator", facts={"speaks": ["en", "ti"]})
    page = await drafted(house, els)

    asked = await els.submit(page.path, f"{page.path}/missing", ask="yes", source="en")

    assert "No mediator can translate this" in asked.words.partition("Words that are missing")[2]
    assert "Mediators are asked" not in asked.words
