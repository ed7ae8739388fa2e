"""What waits for a human, and what was done about it."""

from datetime import timedelta

from bot.messages import Media
from store.outgoing import close_gate
from store.tables import task
from tests.admin.house import Browser, House


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
