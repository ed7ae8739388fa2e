"""The texts of the bot: found, said in a lab's own words, read, read aloud."""

import re
from dataclasses import replace
from pathlib import Path

from aiohttp import FormData

from admin.texts_board import DESK, group_of
from flows.signup import CONSENT, INTRO
from locales.catalogue import Catalogues, Problem
from store.crypto import fingerprint
from store.spoken import all_spoken
from store.wordings import all_wordings
from tests.admin.house import Browser, House, open_house, two_directions

OGG = b"OggS\x00\x02" + b"\x00" * 200
HOLES = "Hello, we are {lab}. Ask us everything."


def page_of(house: House, text: str, lab: int = 0) -> str:
    return f"/admin/labs/{lab or house.lab_a}/texts/{fingerprint(text)}"


async def kept(house: House) -> list[tuple[str, str]]:
    async with house.brug.database.read() as connection:
        return [(row.language, row.words) for row in await all_wordings(connection)]


async def save(house: House, browser: Browser, text: str, words: str, **more: str) -> str:
    path = page_of(house, text)
    page = await browser.submit(path, f"{path}/words", **{"language": "en", "words": words, **more})
    return page.words


async def send_sound(browser: Browser, page: str, data: bytes, **fields: str) -> int:
    form = FormData()
    for name, value in {"csrf": (await browser.get(page)).csrf, "language": "en", **fields}.items():
        form.add_field(name, value)
    form.add_field("sound", data, filename="recording.ogg", content_type="audio/ogg")
    return (await browser.post(f"{page}/sound", form)).status


async def test_a_text_is_found_by_its_words_and_by_where_it_is_said(els: Browser) -> None:
    found = (await els.get("/admin/texts?language=en&q=write+to+you%3F+We+keep")).words
    elsewhere = (await els.get("/admin/texts?language=en&group=flow:invitation")).words

    assert "May we write to you? We keep" in found
    assert "Sign-up" in found
    assert "signup" not in found
    assert "May we write to you? We keep" not in elsewhere


async def test_a_text_that_two_flows_say_is_found_under_both(els: Browser) -> None:
    """Who signs up and who is registered on the street hear the same introduction."""
    for flow in ("register", "signup"):
        page = await els.get(f"/admin/texts?language=en&group=flow:{flow}")
        assert "Hello, we are the team of {lab}." in page.words


async def test_each_flow_has_a_plain_name_that_no_other_has(els: Browser) -> None:
    page = (await els.get("/admin/texts?language=en")).text
    offered = dict(re.findall(r'<option value="flow:(\w+)"[^>]*>([^<]+)</option>', page))

    assert len(offered) > 60
    assert len(set(offered.values())) == len(offered)
    assert [name for name in offered.values() if "“" in name or "{" in name] == []
    assert offered["signup"] == "Sign-up"
    assert offered["check_up_0"] == "How are you? · 1"


async def test_where_a_text_is_said_is_chosen_from_a_list_in_order(els: Browser) -> None:
    page = (await els.get("/admin/texts?language=en")).text
    offered = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>', page.partition('name="group"')[2])
    conversations = [name.casefold() for value, name in offered if value.startswith("flow:")]

    assert conversations == sorted(conversations)
    assert [value.startswith("flow:") for value, _ in offered[: len(conversations)]] == [True] * len(conversations)


def test_what_the_team_calls_a_flow_is_no_text_of_the_chat() -> None:
    assert group_of("Back after a stop", ("flows/rights.py",)) == DESK
    assert group_of("Help", ("flows/rights.py", "bot/page_texts.py")) != DESK


async def test_strange_addresses_of_the_list_do_no_harm(els: Browser) -> None:
    for query in ("?page=99999", "?page=x&state=none&group=nowhere", "?language=xx&q=%00%ff", "?lab=0"):
        assert (await els.get(f"/admin/texts{query}")).status == 200


async def test_a_lab_says_it_in_its_own_words_at_once(house: House, els: Browser) -> None:
    words = await save(house, els, INTRO, HOLES)
    await house.write("amina", "hello")

    assert "People of this lab read it so from now on" in words
    assert await kept(house) == [("en", HOLES)]
    assert "In our own words" in (await els.get("/admin/texts?language=en&state=changed")).words
    assert HOLES in (await els.get("/admin/texts?language=en&q=Ask+us+everything")).words

    await save(house, els, INTRO, HOLES, ours="1")
    assert await kept(house) == []


async def test_words_that_would_break_a_message_are_refused_and_stay_in_the_form(house: House, els: Browser) -> None:
    path = page_of(house, INTRO)

    page = await els.submit(path, f"{path}/words", language="en", words="Hello {lab} and {nobody:9999}")

    assert page.status == 422
    assert "A brace stands alone, or holds more than a name" in page.words
    assert "{nobody:9999}" in page.text
    assert await kept(house) == []


async def test_who_changes_a_text_alone_is_asked_nothing(house: House, els: Browser) -> None:
    path = page_of(house, INTRO)
    seen = (await els.get(path + "?language=en")).field("as_shown")

    page = await els.submit(path, f"{path}/words", language="en", words=HOLES, as_shown=seen)

    assert page.status == 200, page.words
    assert await kept(house) == [("en", HOLES)]


async def test_two_who_change_one_text_see_both(house: House, els: Browser) -> None:
    path = page_of(house, INTRO)
    seen = (await els.get(path + "?language=en")).field("as_shown")
    await save(house, els, INTRO, HOLES)

    page = await els.submit(path, f"{path}/words", language="en", words="{lab}, second", as_shown=seen)

    assert page.status == 409
    assert "{lab}, second" in page.words
    assert await kept(house) == [("en", HOLES)]


async def test_a_translation_is_marked_as_read_by_whom_and_when(house: House, els: Browser) -> None:
    path = page_of(house, CONSENT)

    page = await els.submit(path, f"{path}/review", language="ar", role="mediator")

    assert "Read by Els (Mediator), Monday 11 May" in page.words


async def test_a_recording_is_kept_heard_and_taken_away(house: House, els: Browser) -> None:
    path = page_of(house, CONSENT)

    assert await send_sound(els, path, OGG) == 200
    assert "Read aloud by Els" in (await els.get(path + "?language=en")).words
    sound = await els.get(f"{path}/sound/en")
    assert (sound.status, sound.headers["Content-Type"]) == (200, "audio/ogg")

    await els.submit(path, f"{path}/sound", language="en", remove="1")
    assert (await els.get(f"{path}/sound/en")).status == 404


async def test_what_is_no_sound_is_refused_kindly(house: House, els: Browser) -> None:
    for data in (b"", b"<html>no sound", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50):
        assert await send_sound(els, page_of(house, CONSENT), data) == 422

    async with house.brug.database.read() as connection:
        assert list(await all_spoken(connection)) == []


async def test_an_upload_without_the_token_of_the_page_is_refused(house: House, els: Browser) -> None:
    assert await send_sound(els, page_of(house, CONSENT), OGG, csrf="wrong") == 403


async def test_what_a_lab_changed_comes_back_as_a_piece_of_a_catalogue(house: House, els: Browser) -> None:
    await save(house, els, INTRO, 'We are {lab}.\n"Ask" us.')

    page = await els.get(f"/admin/labs/{house.lab_a}/wordings/en")

    assert f'msgid "{INTRO}"\nmsgstr "We are {{lab}}.\\n\\"Ask\\" us."' in page.text
    assert "attachment" in page.headers["Content-Disposition"]


async def test_words_of_one_lab_are_not_seen_in_another(house: House, els: Browser, greta: Browser) -> None:
    await save(house, els, INTRO, HOLES)

    assert HOLES not in (await greta.get(page_of(house, INTRO, house.lab_b))).text
    assert (await greta.get(page_of(house, INTRO))).status == 404
    assert (await els.get(f"/admin/labs/{house.lab_a}/texts/0")).status == 404


def with_broken_files() -> Catalogues:
    """Arabic says what it said before, without the newest text; nothing at all is left of "xx"."""
    whole = two_directions()
    before = {text: words for text, words in whole.languages["ar"].texts.items() if text != INTRO}
    problems = [Problem(code, f"{code}/brug.po", 7, "has no translation") for code in ("ar", "en", "xx")]
    languages = {**whole.languages, "ar": replace(whole.languages["ar"], texts=before)}
    return replace(whole, languages=languages, problems=tuple(problems))


async def test_what_is_said_in_a_language_whose_file_is_broken_is_told_as_it_is(tmp_path: Path) -> None:
    async with open_house(tmp_path, catalogues=with_broken_files()) as house:
        els = house.seat(await house.hire("Els", "coordinator", house.lab_a))
        async with els as browser:
            page = await browser.get("/admin/texts")
    rows = dict(re.findall(r'lang="(ar|en|xx)" dir="\w+">(.*?)</tr>', page.text, re.DOTALL))

    assert "works with the texts of before" in rows["ar"]
    assert "texts that are missing: 1" in rows["ar"]
    assert "works with the words of the program" in rows["en"]
    assert "texts that are missing" not in rows["en"]
    assert "does not work" in rows["xx"]
    assert all("brug.po:7" in row for row in rows.values()), "for whoever mends it"
    assert "does not work" not in rows["ar"] + rows["en"]


async def test_lists_of_a_lab_are_found_under_the_address_of_the_lab_too(house: House, els: Browser) -> None:
    for word in ("meetings", "people", "pilots", "recommendations", "texts"):
        page = await els.get(f"/admin/labs/{house.lab_a}/{word}?q=write")

        assert (page.status, page.path) == (200, f"/admin/{word}"), word
        assert (await els.get(f"/admin/labs/{house.lab_b}/{word}")).status == 404, word
