"""The log of the team: what was done, who looked at what and why."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from admin.desk import all_routes
from admin.log import ONE_LOOK
from admin.log_words import AREAS, CHANGED, SENTENCES, place_of, sentence_of
from bot.messages import File, Media
from store.media import keep_media, keep_shared
from store.tables import audit, outbox, person
from store.tables.base import metadata
from tests.admin.gatherings import FORM, a_contact, a_meeting
from tests.admin.house import Browser, House
from tests.admin.test_borders import last_message
from tests.admin.test_media import drawn


def test_sentences_are_of_routes_that_there_are() -> None:
    names = {route.name for route in all_routes()}

    assert set(SENTENCES) <= names | {"POST /login"}
    assert all("}}" not in name for name in names)


def test_what_has_no_sentence_of_its_own_is_said_by_its_area() -> None:
    assert sentence_of("POST /polls/{poll}/join") == AREAS["POST /polls"]
    assert sentence_of("POST /polls/{poll}/open") == SENTENCES["POST /polls/{poll}/open"]
    assert sentence_of("POST /something/new") == CHANGED
    assert (place_of("meeting:12"), place_of("meeting:x"), place_of("id:3"), place_of("")) == (
        "/admin/meetings/12",
        "",
        "",
        "",
    )


async def test_who_looked_at_whom_and_why_is_there_for_the_lab_and_for_nobody_else(
    house: House, els: Browser, greta: Browser, administrator: Browser
) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house)
    await els.get(f"/admin/people/{who}?why=task")
    await els.submit(f"/admin/meetings/{meeting.id}/cancel")

    for browser in (els, administrator):
        words = (await browser.get("/admin/log")).words
        assert "Looked at the page and the conversation Amina because of a task" in words
        assert "Cancelled a meeting" in words
    theirs = (await greta.get("/admin/log")).words
    assert "Amina" not in theirs
    assert "Cancelled a meeting" not in theirs


async def test_a_look_at_what_would_be_is_no_change(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    await a_contact(house, await house.sign_up("Amina", house.lab_a), meeting_id=meeting.id)
    where = f"/admin/meetings/{meeting.id}/change"
    seen = (await els.get(where)).field("as_shown")

    await els.submit(f"/admin/labs/{house.lab_a}/cadence", f"/admin/labs/{house.lab_a}/cadence/try", floor_days="9")
    await els.submit(where, agenda="add")
    await els.submit(where, **{**FORM, "day": "2026-07-02"}, as_shown=seen)
    words = (await els.get("/admin/log")).words
    assert "Changed" not in words

    await els.submit(where, **{**FORM, "day": "2026-07-02"}, as_shown=seen, confirmed="1")
    assert "Changed a meeting" in (await els.get("/admin/log")).words


async def test_it_is_searched_by_who_did_it_and_whom_it_was_about(house: House, els: Browser) -> None:
    amina, bilal = [await house.sign_up(name, house.lab_a) for name in ("Amina", "Bilal")]
    await els.get(f"/admin/people/{amina}")
    await els.get(f"/admin/people/{bilal}?why=<b>curious</b>")

    about = await els.get(f"/admin/log?person={bilal}")
    nobody = await els.get("/admin/log?staff=999")

    assert "&lt;b&gt;curious&lt;/b&gt;" in about.text
    assert "Amina" not in about.words
    assert "Nothing yet" in nobody.words


@pytest.mark.parametrize(
    "asked", ["?staff=x&person=-1&before=%D9%A3", "?before=0", "?person=" + "9" * 50, "?staff=%00"]
)
async def test_strange_questions_to_the_log_do_no_harm(els: Browser, asked: str) -> None:
    assert (await els.get(f"/admin/log{asked}")).status == 200


async def test_a_picture_of_hers_that_somebody_opened_stands_there_once(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        picture = await keep_media(connection, who, "photo", "image/png", drawn(), house.clock.now())
        read_aloud = await keep_shared(connection, "voice", File(b"sound", "audio/ogg"), house.clock.now())
    await house.write("amina", "", Media("photo", str(picture), "image/png"))
    message = await last_message(house, who)

    for path in (f"from/{message}", f"from/{message}", str(picture), str(read_aloud)):
        assert (await els.get(f"/admin/media/{path}")).status == 200

    assert await lines(house, "GET /media") == [
        ("GET /media/from/{message}", who, house.lab_a),
        ("GET /media/{id}", who, house.lab_a),
    ]


async def test_a_look_is_written_down_again_after_an_hour_or_for_another_reason(house: House, els: Browser) -> None:
    path = f"/admin/people/{await house.sign_up('Amina', house.lab_a)}"

    for again in (path, path, f"{path}?why=task"):
        await els.get(again)
    house.clock.move(ONE_LOOK + timedelta(seconds=1))
    await els.get(path)

    assert len(await lines(house, "GET /people/{id}")) == 3


async def test_what_is_grave_and_its_line_come_with_one_commit(
    house: House, els: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """The log cannot be written: then nothing was done either."""
    amina, bilal = [await house.sign_up(name, house.lab_a) for name in ("Amina", "Bilal")]
    csrf = (await els.get(f"/admin/people/{amina}/merge?with={bilal}")).csrf
    async with house.brug.database.write() as connection:
        await connection.execute(text("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'x'); END"))

    for path, fields in (
        (f"/admin/people/{amina}/answer", {"text": "Hello", "key": "k" * 20}),
        (f"/admin/people/{amina}/role", {"role": "mediator"}),
        (f"/admin/people/{amina}/erase", {}),
    ):
        assert (await els.post(path, {"csrf": csrf, **fields})).status == 500, path

    async with house.brug.database.write() as connection:
        await connection.execute(text("DROP TRIGGER full"))
        sent = (await connection.execute(select(outbox.c.id).where(outbox.c.kind == "coordinator"))).all()
        kept = (await connection.execute(select(person.c.role).where(person.c.id == amina))).scalar()
    assert (sent, kept) == ([], "participant")
    caplog.clear()


async def test_any_other_change_and_its_line_come_with_one_commit_too(
    house: House, els: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    lab = f"/admin/labs/{house.lab_a}"
    csrf = (await els.get(f"{lab}/safety")).csrf
    async with house.brug.database.write() as connection:
        await connection.execute(text("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'x'); END"))
    before = await everything(house)

    for path, fields in (
        (f"{lab}/safety", {"number_en": "112"}),
        (f"{lab}/phases", {"preparation_first": "2026-05-12", "preparation_last": "2026-06-01"}),
        (f"{lab}/groups", {"name": "Readers", "seats": "3", "kind": "own"}),
        (f"{lab}/answers", {"name": "Bus", "words_en": "Line 5"}),
        (f"{lab}/markers", {"actor": "City", "level": "expect", "words": "They come"}),
        (f"{lab}/pilots/new", {"name_en": "Café", "goal_en": "x", "measure_en": "y", "state": "running"}),
        (f"{lab}/recommendations/new", {"words_en": "Trees"}),
        (f"{lab}/broadcasts/new", {"words_en": "Hello"}),
        (f"/admin/people/{who}/notes", {"note": "Likes tea"}),
        (f"/admin/people/{who}/quiet", {"hours": "2"}),
        (f"/admin/meetings/{meeting.id}/decided", {"en": "We plant trees."}),
        (f"/admin/meetings/{meeting.id}/groups", {f"seat_{who}": "1"}),
    ):
        assert (await els.post(path, {"csrf": csrf, **fields})).status == 500, path
        assert await everything(house) == before, path
    caplog.clear()


async def everything(house: House) -> dict[str, list[object]]:
    """All rows of all tables."""
    async with house.brug.database.read() as connection:
        return {one.name: list(await connection.execute(one.select())) for one in metadata.sorted_tables}


async def lines(house: House, begins: str) -> list[tuple[str, int | None, int | None]]:
    async with house.brug.database.read() as connection:
        rows = await connection.execute(select(audit.c.what, audit.c.person_id, audit.c.lab_id).order_by(audit.c.id))
    return [(row.what, row.person_id, row.lab_id) for row in rows if row.what.startswith(begins)]


def test_every_change_and_every_look_has_a_sentence_of_its_area() -> None:
    """A person's record that is put together, an export, a message that goes to many: the log tells them apart."""
    known = [one.name for one in all_routes() if one.method == "POST" or one.words]

    assert [begin for begin in AREAS if not any(name.startswith(begin) for name in known)] == []
    assert [name for name in SENTENCES if name not in known] == []
    assert sentence_of("GET /labs/{lab}/export/people.zip") == "Took a file with the people of a lab"
    assert sentence_of("GET /labs/{lab}/export/archive.zip") == "Made an export"
    assert sentence_of("POST /people/{id}/unmerge/{merging}") == "Put two records together, or apart"
    assert sentence_of("POST /labs/{lab}/polls/new") == AREAS["POST /polls"]


def test_no_line_of_the_log_says_only_that_something_changed() -> None:
    kept = [one.name for one in all_routes() if one.method == "POST" and not one.open and not one.passing]

    assert [name for name in kept if sentence_of(name) == CHANGED] == []
    assert sentence_of("POST /staff/{staff}/back") != sentence_of("POST /staff/{staff}/end")
    assert sentence_of("POST /labs/{lab}/markers/{marker}/remove") != AREAS["POST /labs"]
    assert sentence_of("POST /labs/{lab}/logo/remove") == sentence_of("POST /labs/{lab}/look") != AREAS["POST /labs"]
