"""What a date field holds is said in words too, with its weekday, in the reader's language."""

from urllib.parse import quote

import pytest

from tests.admin.house import Browser, House


async def test_a_form_says_its_days_in_words(house: House, els: Browser) -> None:
    page = f"/admin/labs/{house.lab_a}/phases"
    await els.submit(page, page, preparation_first="2031-05-14", preparation_last="2031-05-20")

    shown = await els.get(page)

    assert "Wed 14 May 2031" in shown.words
    assert "Tue 20 May 2031" in shown.words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2031-05-14", "Wed 14 May 2031"),
        ("2031-05-14T18:00", "Wed 14 May 2031"),
        ("", ""),
        ("2031-02-30", ""),
        ("<b>soon</b>", ""),
        ("9" * 5000, ""),
    ],
)
async def test_a_field_that_is_changed_asks_for_its_words(els: Browser, typed: str, words: str) -> None:
    answer = await els.get("/admin/day?on=" + quote(typed))

    assert (answer.status, answer.text) == (200, words)


async def test_nobody_asks_without_being_logged_in(stranger: Browser) -> None:
    assert "Wed 14 May" not in (await stranger.get("/admin/day?on=2031-05-14")).text
