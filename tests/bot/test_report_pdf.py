"""The page for councillors as a PDF: on one page, in both directions, and nothing that somebody wrote is markup."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.meeting_files import drawing
from bot.report_files.sheet import sheet_pdf
from lab.report import LONGEST, MOST_LINES, Section, Sheet
from tests.bot.test_webchat_uploads import drawn

DUTCH = ("Hoe leren nieuwkomers sneller Nederlands, ook wie 's avonds werkt?", "Taalcafé in de bibliotheek", "loopt")
ARABIC = ("كيف يتعلم القادمون الجدد اللغة بسرعة أكبر؟", "مقهى اللغات في المكتبة", "جارٍ")


def a_sheet(language: str = "nl", words: tuple[str, str, str] = DUTCH, lines: int = 3) -> Sheet:
    asked, tried, state = words
    sections = (
        Section(asked[:20], asked),
        Section(tried, "", [(f"{number}. {tried}", state) for number in range(1, lines + 1)]),
        Section(asked[:20], f"{asked}\n{asked}"),
    )
    return Sheet(language, language == "ar", "Samen Sterk", asked, sections, (asked, tried))


def pages(pdf: bytes | None) -> int:
    assert pdf is not None
    assert pdf.startswith(b"%PDF-")
    counts = re.findall(rb"/Type\s*/Pages.*?/Count (\d+)", pdf, re.DOTALL) or re.findall(rb"/Count (\d+)", pdf)
    return int(counts[0])


@pytest.mark.parametrize(("language", "words"), [("nl", DUTCH), ("ar", ARABIC)])
def test_the_report_stands_on_one_page(language: str, words: tuple[str, str, str]) -> None:
    assert pages(sheet_pdf(a_sheet(language, words))) == 1


def test_as_much_as_the_form_takes_stands_on_one_page_too() -> None:
    long = ("Wie 's avonds werkt, leert geen taal. " * 20)[:LONGEST]

    assert pages(sheet_pdf(a_sheet(words=(long, long[:300], "overgedragen aan de stad"), lines=6))) == 1


@pytest.mark.parametrize(("language", "words"), [("nl", DUTCH), ("ar", ARABIC)])
def test_a_lab_that_tried_and_recommends_much_has_one_page_too(language: str, words: tuple[str, str, str]) -> None:
    asked, tried, state = words
    long = (f"{asked} " * 20)[:LONGEST]
    lines = [((f"{tried} " * 40)[:LONGEST], f"{state}, {asked[:30]}")] * MOST_LINES
    groups = [(f"{tried} {number}", "12") for number in range(8)]
    sections = (
        Section(asked, long),
        Section(asked, "\n".join((asked, asked, asked)), groups),
        Section(tried, "", lines),
        Section(tried, "", lines),
        Section(asked, "\n".join(["x"] * (LONGEST // 2))),
    )

    assert pages(sheet_pdf(Sheet(language, language == "ar", "Samen Sterk", asked, sections, (asked, tried)))) == 1


def test_a_lab_sees_its_own_colour_and_its_own_logo() -> None:
    plain, own = sheet_pdf(a_sheet()), sheet_pdf(a_sheet(), "#7a0019", drawn("PNG"))

    assert plain is not None
    assert b"/Subtype/Image" not in plain
    assert own is not None
    assert b"/Subtype/Image" in own
    assert sheet_pdf(a_sheet(), "#7a0019") not in (plain, None)
    assert pages(own) == 1


def test_nothing_that_people_write_is_read_as_markup() -> None:
    hostile = ('#panic() *b* _i_ $x$ "); #sys.inputs', "`raw` <label> @ref // no", "\\u{41} ~ https://example.org")

    assert pages(sheet_pdf(a_sheet(words=hostile))) == 1


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=200))
def test_any_words_make_a_page_or_none(words: str) -> None:
    made = sheet_pdf(a_sheet(words=(words, words, words)))

    assert made is None or made.startswith(b"%PDF-")


def test_letters_that_our_fonts_lack_make_no_page() -> None:
    assert sheet_pdf(a_sheet(words=("我们选择", "x", "y"))) is None


def test_without_typst_there_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "find_spec", lambda _: None)

    assert sheet_pdf(a_sheet()) is None
