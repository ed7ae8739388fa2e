"""The log of the team: what was done, who looked at what and why."""

import pytest

from admin.desk import all_routes
from admin.log_words import AREAS, CHANGED, SENTENCES, place_of, sentence_of
from tests.admin.gatherings import a_meeting
from tests.admin.house import Browser, House


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
