"""Whoever opens an address that is none finds the front door, not a bare number."""

from pathlib import Path

from tests.admin.house import open_house


async def test_an_address_that_is_none_shows_what_this_is_and_the_way_into_the_chat(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, house.browser(Accept="text/html,*/*") as visitor:
        page = await visitor.get("/chatt")

    assert page.status == 404
    assert "How do you want to talk with us?" in page.words
    assert 'href="/chat"' in page.text


async def test_a_program_that_asks_for_what_is_not_there_gets_no_page(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house, house.browser(Accept="application/json") as program:
        answer = await program.get("/chatt")

    assert answer.status == 404
    assert "<html" not in answer.text
