"""An export: everything of a lab in open tables, without people for the archive, and the people on proof."""

import csv
import io
import zipfile
from datetime import date, timedelta

from sqlalchemy import insert, select

from lab.export_people import PEOPLE
from lab.export_sheets import ARCHIVE
from lab.pilots import Pilot
from lab.recommendations import Recommendation
from lab.spreadsheet import BYTE_ORDER_MARK
from store.pilots import add_pilot
from store.recommendations import add_recommendation
from store.tables import answer, audit, pilot_update, poll
from tests.admin.house import PASSWORD, Browser, House
from tests.admin.voicing import Bunch, fill

Tables = dict[str, list[dict[str, str]]]


def path(house: House, rest: str = "") -> str:
    return f"/admin/labs/{house.lab_a}/export{rest}"


async def taken(browser: Browser, address: str) -> tuple[Tables, bytes]:
    """The tables of a zip by name, and all that is in it as bytes."""
    async with browser.session.get(browser.base + address) as answered:
        assert answered.status == 200
        assert answered.content_type == "application/zip"
        packed = zipfile.ZipFile(io.BytesIO(await answered.read()))
    files = {one.removesuffix(".csv"): packed.read(one) for one in packed.namelist()}
    assert packed.testzip() is None
    return {name: _lines(made) for name, made in files.items() if name != "README.txt"}, b"\n".join(files.values())


def _lines(made: bytes) -> list[dict[str, str]]:
    text = made.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def a_poll(house: House, words: list[tuple[str, bool | None]], *, state: str = "closed", people: int = 9) -> None:
    table = {"round": 1, "answered": people, "parts": {"choice": {"answered": people, "counts": {"a": 9, "b": None}}}}
    asked = {
        "lab_id": house.lab_a,
        "technique": "open",
        "state": state,
        "moment": "now",
        "code": f"c{len(words)}{state}",
    }
    asked |= {"words": {}, "settings": {}, "results": [table]}
    async with house.brug.database.write() as connection:
        made = await connection.execute(insert(poll).values(created_at=house.clock.now(), **asked).returning(poll.c.id))
        poll_id = made.scalar_one()
        for place, (said, passed) in enumerate(words):
            row = {"id": f"secretid{poll_id}-{place}", "poll_id": poll_id, "part": "words", "options": [], "text": said}
            row |= {"passed": passed, "day": date(2026, 5, 7), "language": "en", "group": "migrant"}
            await connection.execute(insert(answer).values(row))


async def test_the_archive_holds_a_description_of_every_column(house: House, els: Browser) -> None:
    tables, _ = await taken(els, path(house, "/archive.zip"))

    described = {(line["file"], line["column"]) for line in tables["columns"]}
    assert described == {(f"{sheet.name}.csv", one.name) for sheet in ARCHIVE for one in sheet.columns}
    assert set(tables) == {sheet.name for sheet in ARCHIVE} | {"columns"}
    assert tables["lab"][0]["name"] == "Lab A"


async def test_answers_have_neither_a_person_nor_a_number_and_only_passed_words(house: House, els: Browser) -> None:
    await a_poll(house, [("passed words", True), ("kept back", False), ("not looked at", None)])
    await a_poll(house, [("of an open poll", True)], state="open")
    await a_poll(house, [("of few people", True), ("of few people", True)], people=0)

    tables, everything = await taken(els, path(house, "/archive.zip"))

    assert [list(line.values()) for line in tables["answers"]] == [["1", "words", "1", "passed words", "2026-05-04"]]
    assert b"secretid" not in everything
    for words in (b"kept back", b"not looked at", b"of an open poll", b"of few people"):
        assert words not in everything
    assert [line["number"] for line in tables["poll_results"]][:2] == ["9", ""]


async def test_the_archive_names_nobody(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "My secret question?")
    await fill(house, Bunch(14, "migrant", came=9), Bunch(12, "partner", came=6))
    async with house.brug.database.write() as connection:
        pilot_id = await add_pilot(
            connection, Pilot(0, house.lab_a, {"en": "Café"}, state="running"), house.clock.now()
        )
        told = {"pilot_id": pilot_id, "person_id": who, "created_at": house.clock.now()}
        await connection.execute(insert(pilot_update).values(told | {"words": "It goes well", "passed": True}))
        await connection.execute(insert(pilot_update).values(told | {"words": "Between us"}))
        new = Recommendation(0, house.lab_a, {"en": "=1+1"}, sources=("task:1", f"pilot:{pilot_id}"))
        await add_recommendation(connection, new, house.clock.now())

    tables, everything = await taken(els, path(house, "/archive.zip"))

    for words in (b"Amina", b"migrant en 3", b"secret question", b"Between us", b"amina"):
        assert words not in everything
    assert [line["words"] for line in tables["pilot_reports"]] == ["It goes well"]
    came = {line["key"]: line["number"] for line in tables["numbers"] if line["what"] == "came"}
    assert (came["migrant"], came["partner"]) == ("9", "6")
    sources = sorted((line["kind"], line["number"]) for line in tables["recommendation_sources"])
    assert sources == [("pilot", "1"), ("task", "")]
    assert tables["recommendations"][0]["words"] == '{"en": "=1+1"}'


async def test_the_people_are_for_who_proves_that_it_is_her(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    await house.sign_up("Bilal", house.lab_b)

    house.clock.move(timedelta(minutes=11))
    asked = await els.get(path(house, "/people.zip"))
    await els.post("/admin/prove", {"csrf": asked.csrf, "path": path(house, "/people.zip"), "factor": PASSWORD})
    tables, everything = await taken(els, path(house, "/people.zip"))

    assert asked.status == 403
    assert b"Amina" not in asked.text.encode()
    assert set(tables) == {sheet.name for sheet in PEOPLE} | {"columns"}
    assert [(line["person"], line["name"]) for line in tables["people"]] == [(str(who), "Amina")]
    assert b"Bilal" not in everything
    assert [line["kind"] for line in tables["consents"]] == ["participation"]


async def test_who_took_what_stands_in_the_log(house: House, els: Browser) -> None:
    await taken(els, path(house, "/archive.zip"))

    async with house.brug.database.read() as connection:
        written = (await connection.execute(select(audit.c.what))).scalars().all()
    assert "GET /labs/{lab}/export/archive.zip" in written


async def test_a_reader_takes_neither(house: House) -> None:
    async with house.browser() as rosa:
        await rosa.log_in(await house.hire("Rosa", "reader", house.lab_a))

        for rest in ("", "/archive.zip", "/people.zip"):
            assert (await rosa.get(path(house, rest))).status == 403
