"""Els reads a conversation and answers."""

import asyncio

from sqlalchemy import select, update

from bot.messages import Inbound
from store.history import holder, of_address
from store.tables import address, outbox, task
from tests.admin.house import Browser, House, Page


async def test_an_answer_reaches_the_web_chat_and_the_desk_shows_who_wrote_it(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "When do we meet?")

    await answer(els, who, "On Thursday at 18:00.")
    await house.settled()

    assert "On Thursday at 18:00." in await web_chat(house, "amina")
    assert "On Thursday at 18:00. Els · 11:00 · Sent" in (await els.get(f"/admin/people/{who}")).words


async def test_a_double_click_sends_once_and_shows_the_same_page(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    page = await els.get(f"/admin/people/{who}")
    fields = {"csrf": page.csrf, "key": page.field("key"), "text": "Hello Amina"}

    clicks = await asyncio.gather(*(els.post(f"/admin/people/{who}/answer", fields) for _ in range(5)))
    await house.settled()

    assert {(click.status, click.path) for click in clicks} == {(200, f"/admin/people/{who}")}
    assert await sent_by_desk(house) == ["Hello Amina"]


async def test_a_corrected_text_from_a_page_gone_back_to_is_sent_too(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    page = await els.get(f"/admin/people/{who}")
    fields = {"csrf": page.csrf, "key": page.field("key")}

    await els.post(f"/admin/people/{who}/answer", {**fields, "text": "On Friday"})
    await els.post(f"/admin/people/{who}/answer", {**fields, "text": "Sorry: on Thursday"})

    assert await sent_by_desk(house) == ["On Friday", "Sorry: on Thursday"]


async def test_an_answer_settles_what_it_answers_and_nothing_else(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    other = await house.sign_up("Bilal", house.lab_a)
    await house.write("amina", "When do we meet?")
    tasks = await open_tasks(house)

    await answer(els, who, "On Thursday.", settles=[str(id) for id, _, _ in tasks])

    assert {person_id for _, person_id, _ in await open_tasks(house)} == {other}


async def test_what_is_not_ticked_stays_open(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    await answer(els, who, "We will see.")

    assert [kind for _, _, kind in await open_tasks(house)] == ["welcome"]


async def test_who_said_stop_is_not_written_to(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "stop")

    page = await answer(els, who, "Please stay")

    assert page.status == 422
    assert "Amina said stop" in page.words
    assert "Please stay" in page.words, "what she wrote is not lost"
    assert await sent_by_desk(house) == []


async def test_who_has_no_address_that_works_is_not_written_to(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        await connection.execute(update(address).values(reachable=False))

    assert "We cannot reach Amina" in (await els.get(f"/admin/people/{who}")).words
    assert (await answer(els, who, "Hello")).status == 422


async def test_nothing_and_too_much_are_not_sent(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)

    empty, long = await answer(els, who, " \n "), await answer(els, who, "x" * 4001)

    assert "Write something first" in empty.words
    assert "too long for one message" in long.words
    assert await sent_by_desk(house) == []


async def test_a_message_that_does_not_get_out_is_seen_at_the_desk(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        await connection.execute(
            update(outbox).values(state="unconfirmed", error="no answer").where(outbox.c.person_id == who)
        )

    assert "We do not know if this arrived" in (await els.get(f"/admin/people/{who}")).words
    assert "We do not know if a message to Amina arrived." in (await els.get("/admin/")).words


async def test_taps_are_shown_as_what_stood_on_the_button(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "A swing in the park!")
    async with house.brug.database.read() as connection:
        bodies = [row.body for row in await connection.execute(select(outbox.c.body))]
    token = next(b["token"] for body in bodies for b in body.get("buttons", ()) if b["label"] == "It is an idea")
    await tap(house, "amina", token)

    assert "It is an idea Amina · 11:00" in (await els.get(f"/admin/people/{who}")).words


async def answer(browser: Browser, who: int, text: str, settles: list[str] | None = None) -> Page:
    page = await browser.get(f"/admin/people/{who}")
    fields = [("csrf", page.csrf), ("key", page.field("key")), ("text", text)]
    return await browser.post(f"/admin/people/{who}/answer", [*fields, *(("settles", s) for s in settles or ())])


async def sent_by_desk(house: House) -> list[str]:
    await house.settled()
    query = select(outbox.c.body).where(outbox.c.kind == "coordinator").order_by(outbox.c.id)
    async with house.brug.database.read() as connection:
        return [row.body["text"] for row in await connection.execute(query)]


async def open_tasks(house: House) -> list[tuple[int, int, str]]:
    query = select(task.c.id, task.c.person_id, task.c.kind).where(task.c.done_at.is_(None))
    async with house.brug.database.read() as connection:
        return [(row.id, row.person_id, row.kind) for row in await connection.execute(query)]


async def tap(house: House, sender: str, token: str) -> None:
    await house.brug.service.take(Inbound("webchat", "web", f"tap-{token}", sender.ljust(24, "x"), taps=(token,)))
    await house.settled()


async def web_chat(house: House, sender: str) -> list[str]:
    """What her page of the web chat shows."""
    keyring = house.brug.database.keyring
    async with house.brug.database.read() as connection:
        who = await holder(connection, keyring.lookup("webchat:web", sender.ljust(24, "x")), house.clock.now())
        assert who is not None
        return [entry.body.get("text", "") for entry in await of_address(connection, who.address_id)]
