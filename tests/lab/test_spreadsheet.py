"""What people wrote stays text in a spreadsheet program, whatever it begins with."""

import csv
import io
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lab.spreadsheet import BYTE_ORDER_MARK, Row, csv_file, is_risky, xlsx_file

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")
BEFORE = ("", " ", "\u200b", "\ufeff", "\u202e", "\u00a0")
FORMULAS = ("cmd|' /C calc'!A0", 'HYPERLINK("https://x.invalid","here")', "1+1", "SUM(A1:A9)")
PAYLOADS = [f"{before}{first}{formula}" for before, first, formula in product(BEFORE, BEGINNINGS, FORMULAS)]


def read_csv(made: bytes) -> list[list[str]]:
    text = made.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text, newline="")))


def in_sheet(rows: list[Row]) -> list[tuple[str, object]]:
    """Each cell below the heading as openpyxl reads it: its type, its value."""
    made = xlsx_file("Lab", [["What"], *rows])
    assert made is not None
    sheet = load_workbook(io.BytesIO(made)).active
    assert sheet is not None
    return [(cell.data_type, cell.value) for line in sheet.iter_rows(min_row=2) for cell in line]


def test_more_than_two_hundred_formulas_are_text_in_both_files() -> None:
    assert len(PAYLOADS) > 200

    lines = read_csv(csv_file([[one] for one in PAYLOADS]))
    cells = in_sheet([[one] for one in PAYLOADS])

    assert all(is_risky(one) for one in PAYLOADS)
    assert [line[0] for line in lines] == [f"'{one}" for one in PAYLOADS]
    assert {kind for kind, _ in cells} == {"s"}
    assert len(cells) == len(PAYLOADS)


def test_usual_words_and_numbers_stay_as_they_are() -> None:
    usual: list[Row] = [["Amina", 17, None, "a=b", "العربية", 'She said "yes", twice', "two\nlines"]]

    assert read_csv(csv_file(usual)) == [["Amina", "17", "", "a=b", "العربية", 'She said "yes", twice', "two\nlines"]]
    assert [value for _, value in in_sheet(usual)] == ["Amina", 17, None, "a=b", "العربية", usual[0][5], "two\nlines"]


def test_a_csv_begins_with_its_mark_and_ends_each_line_as_the_standard_says() -> None:
    assert csv_file([["a", "b"], [1, 2]]) == b"\xef\xbb\xbfa,b\r\n1,2\r\n"


@given(st.lists(st.lists(st.text(max_size=60), min_size=2, max_size=2), max_size=5))
def test_any_words_come_back_from_a_csv_as_the_words_or_as_text(rows: list[list[str]]) -> None:
    read = read_csv(csv_file([*rows]))

    plain = [[value.encode("utf-8", "replace").decode() for value in row] for row in rows]
    assert [[value.removeprefix("'") for value in row] for row in read] == [
        [value.removeprefix("'") for value in row] for row in plain
    ]


def test_a_cell_that_is_too_long_keeps_what_fits() -> None:
    [(_, value)] = in_sheet([["x" * 40_000]])

    assert value == "x" * 32_767


def test_a_name_that_no_sheet_may_have_is_no_trouble() -> None:
    assert xlsx_file("[]:*?/\\", [["a"]])
    assert xlsx_file("A" * 99, [["a"]], rtl=True)
