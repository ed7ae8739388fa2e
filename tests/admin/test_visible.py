"""Names with signs that nobody sees: shown as what they are, and harmless."""

import jinja2
import pytest

from admin.visible import VisibleNames, shortened, visible
from tests.admin.house import Browser, House


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Amina", "Amina"),
        ("أمينة", "أمينة"),
        ("Els\u202egpj.exe", "Els‹U+202E›gpj.exe"),
        ("A\u200bmina", "A‹U+200B›mina"),
        ("A\u200dmina", "A‹U+200D›mina"),
        ("\u3164", "‹U+3164›"),
        ("a\x07b", "a‹U+0007›b"),
        ("نیک\u200cنام", "نیک\u200cنام"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("one\ntwo", "one\ntwo"),
        ("\u2068أمينة\u2069 and \u2068B\u2069", "\u2068أمينة\u2069 and \u2068B\u2069"),
        ("\u2068A\u2067\u2069", "‹U+2068›A‹U+2067›‹U+2069›"),
        ("", ""),
    ],
)
def test_what_hides_itself_is_shown(name: str, shown: str) -> None:
    assert visible(name) == shown


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("There is soup.", "There is soup."),
        ("There is soup. Do you bring your children?", "There is soup. Do…"),
        ("\u2068نشرب الشاي معاً يوم الجمعة\u2069", "\u2068نشرب الشاي معاً…\u2069"),
        ("\u2068A\u2069 and \u2068نشرب الشاي معاً يوم الجمعة\u2069", "\u2068A\u2069 and \u2068نشرب…\u2069"),
    ],
)
def test_what_is_cut_off_keeps_both_of_our_marks(words: str, short: str) -> None:
    cut = shortened(words, 20)

    assert cut == short
    assert visible(cut) == cut


def test_every_name_in_a_template_is_shown_so_and_stays_text() -> None:
    pages = jinja2.Environment(autoescape=True, extensions=[VisibleNames])
    pages.filters["visible"] = visible
    page = pages.from_string('<bdi lang="en">{{ one or "Nobody" }}</bdi><bdi>{{ two }}</bdi>{{ two }}')

    assert page.render(one="", two="<b>\u202e") == (
        '<bdi lang="en">Nobody</bdi><bdi>&lt;b&gt;‹U+202E›</bdi>&lt;b&gt;\u202e'
    )


async def test_a_person_with_such_a_name_is_on_the_page_as_she_is_called(house: House, els: Browser) -> None:
    await house.sign_up("<i>Ami\u202ena", house.lab_a)

    page = await els.get("/admin/people")

    assert "<bdi>&lt;i&gt;Ami‹U+202E›na</bdi>" in page.text


async def test_a_sentence_with_such_a_name_says_it_too(house: House, els: Browser) -> None:
    await house.sign_up("Ami\u202ena", house.lab_a)

    page = await els.get("/admin/people")

    assert "Choose Ami‹U+202E›na" in page.words


async def test_a_name_in_arabic_is_shown_without_the_marks_that_we_put_around_it(house: House, els: Browser) -> None:
    await house.hire("\u202eأمينة", "coordinator", house.lab_a)
    number = await house.sign_up("Bilal", house.lab_a)

    page = await els.get(f"/admin/people/{number}")

    assert "‹U+202E›أمينة" in page.words
    assert "‹U+2068›" not in page.words
