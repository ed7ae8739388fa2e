"""The database is away for a moment: whoever wrote something keeps it, and everybody reads what to do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from tests.admin.house import Browser, House

LONG = "She is ill until Thursday.\nBring <b>tea</b>."


@asynccontextmanager
async def away(house: House, table: str) -> AsyncIterator[None]:
    """So long this table cannot be reached."""
    for old, new in ((table, "away"), ("away", table)):
        async with house.brug.database.write() as connection:
            await connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
        if new == "away":
            yield


async def test_what_somebody_wrote_is_there_to_be_sent_again(house: House, els: Browser) -> None:
    person = f"/admin/people/{await house.sign_up('Amina', house.lab_a)}"
    csrf = (await els.get(person)).csrf
    for table in ("note", "staff"):
        async with away(house, table):
            page = await els.post(f"{person}/notes", {"csrf": csrf, "note": LONG})

        assert page.status == 503, table
        assert page.headers["Retry-After"] == "2"
        assert "What you wrote is still here" in page.words
        assert "She is ill until Thursday.\nBring &lt;b&gt;tea&lt;/b&gt;." in page.text
        assert f'action="{person}/notes"' in page.text
        again = await els.post(f"{person}/notes", page.hidden)
        assert again.status == 200
        assert "She is ill until Thursday." in again.words


async def test_a_page_that_cannot_be_shown_now_says_what_to_do(house: House, els: Browser) -> None:
    async with away(house, "staff"):
        page = await els.get("/admin/people")

    assert page.status == 503
    assert "Please wait a minute, then try again." in page.words
    assert 'href="/admin/people"' in page.text


async def test_nothing_of_a_form_from_elsewhere_is_repeated(house: House, els: Browser) -> None:
    async with away(house, "staff"):
        page = await els.post("/admin/staff", {"csrf": "x", "name": "Mallory"}, Origin="https://elsewhere.example")

    assert page.status == 503
    assert "Mallory" not in page.text


async def test_no_password_is_repeated(house: House, stranger: Browser) -> None:
    csrf = (await stranger.get("/admin/login")).csrf
    async with away(house, "staff"):
        page = await stranger.post("/admin/login", {"csrf": csrf, "email": "els@example.org", "password": "four words"})

    assert page.status == 503
    assert "four words" not in page.text
    assert "Please wait a minute, then try again." in page.words


async def test_what_a_page_asks_for_by_itself_is_told_to_ask_again(house: House, els: Browser) -> None:
    async with away(house, "staff"):
        page = await els.get("/admin/broadcasts/1/progress", **{"HX-Request": "true"})

    assert (page.status, page.text) == (503, "")
