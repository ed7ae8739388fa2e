"""Codes, languages and the team."""

from sqlalchemy import select

from bot.messages import Inbound
from store.tables import person
from tests.admin.house import Browser, House, Page


async def choose(browser: Browser, page: str, language: str) -> Page:
    """Her language, in the form of this page."""
    token = (await browser.get(page)).csrf
    wanted = {"csrf": token, "language": language}
    return await browser.post("/admin/account/language", wanted, Referer=f"{browser.base}{page}")


async def test_a_code_for_a_place_leads_to_the_lab_and_can_be_printed(house: House, els: Browser) -> None:
    page = await els.submit("/admin/set-up", "/admin/codes", place="Library")

    token = page.path.rpartition("/")[2]
    assert "Library" in page.words
    assert f"/join/{token}/qr.png" in page.text
    assert f"/join/{token}" in page.words
    assert "Or write us this code in the chat:" in page.words

    await house.brug.service.take(Inbound("webchat", "web", "1", "x" * 24, f"/start {token}"))
    async with house.brug.database.read() as connection:
        somebody = await connection.execute(select(person.c.place).where(person.c.lab_id == house.lab_a))
        assert [one.place for one in somebody] == ["Library"]


async def test_the_page_of_a_code_can_be_opened_again_but_not_by_another_lab(
    house: House, els: Browser, greta: Browser
) -> None:
    page = await els.submit("/admin/set-up", "/admin/codes", place="Library")

    assert (await els.get(page.path)).status == 200
    assert (await greta.get(page.path)).status == 404
    assert "Or write us" not in (await els.get(f"{page.path}?spoken=AAAA-AAAA")).words


async def test_a_coordinator_makes_codes_for_her_own_lab_only(house: House, greta: Browser) -> None:
    page = await greta.submit("/admin/set-up", "/admin/codes", place="Library", lab=str(house.lab_a))

    assert "Lab B" in page.words


async def test_an_administrator_says_which_lab(house: House, administrator: Browser) -> None:
    page = await administrator.submit("/admin/set-up", "/admin/codes", place="Library", lab=str(house.lab_b))

    assert "Lab B" in page.words
    assert (await administrator.submit("/admin/set-up", "/admin/codes", place="Library", lab="99")).status == 404


async def test_the_desk_speaks_the_language_of_who_sits_there(house: House, els: Browser) -> None:
    page = await choose(els, "/admin/set-up", "ar")

    assert page.path == "/admin/set-up", "where she chose it"
    assert '<html lang="ar" dir="rtl">' in page.text
    assert (await choose(els, "/admin/account", "ar")).path == "/admin/account"
    assert '<html lang="ar" dir="rtl">' in (await els.get("/admin/people")).text
    assert (await choose(els, "/admin/set-up", "xx")).status == 400


async def test_the_door_speaks_the_language_of_the_browser(house: House) -> None:
    async with house.browser(**{"Accept-Language": "ar-SY,ar;q=0.9,en;q=0.5"}) as browser:
        assert '<html lang="ar" dir="rtl">' in (await browser.get("/admin/login")).text

        token = await house.invite("Els", "els@example.org", "coordinator", house.lab_a)
        words = "four words in a row"
        page = await browser.submit(f"/admin/setup/{token}", password=words, again=words)
        assert '<html lang="ar" dir="rtl">' in page.text


async def test_the_team_is_that_of_her_lab_with_who_has_no_password_yet(
    house: House, els: Browser, greta: Browser
) -> None:
    await house.invite("Ines", "ines@example.org", "coordinator", house.lab_a)

    words = (await els.get("/admin/set-up")).words

    assert "Ines · Coordinator has no password yet" in words
    assert "Greta" not in words


async def test_texts_count_what_a_native_speaker_still_has_to_read(els: Browser) -> None:
    words = (await els.get("/admin/texts")).words

    assert "العربية" in words
    assert "5 of " in words.partition("العربية")[2]
