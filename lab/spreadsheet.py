"""Tables for spreadsheet programs. Whatever somebody wrote stays text there: no program takes it for a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import takewhile

Value = str | int | None
Row = Sequence[Value]

BYTE_ORDER_MARK = "\ufeff"
"""With it, Excel reads UTF-8 as what it is."""
FORMULA = "=+-@"
CONTROLS = "\t\r\n\0"
LONGEST_CELL = 32_767
"""So many letters one cell of Excel takes."""


def is_risky(text: str) -> bool:
    """Whether a spreadsheet program may take it for a formula. Also behind blanks and invisible signs, and in wide
    letters (which some programs read like narrow ones)."""
    blank = "".join(takewhile(_is_invisible, text))
    seen = unicodedata.normalize("NFKC", text[len(blank) :][:1])
    return any(c in CONTROLS for c in blank) or seen.startswith(tuple(FORMULA))


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Zs", "Mn")


def as_text(value: Value) -> Value:
    """What is written into a CSV: an apostrophe first makes a cell text."""
    return f"'{value}" if isinstance(value, str) and is_risky(value) else value


def csv_text(rows: Iterable[Row]) -> str:
    """Lines as RFC 4180 wants them, without the mark that begins a file."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([as_text(value) for value in row] for row in rows)
    return written.getvalue()


def csv_file(rows: Iterable[Row]) -> bytes:
    return (BYTE_ORDER_MARK + csv_text(rows)).encode("utf-8", "replace")


def xlsx_file(title: str, rows: Iterable[Row], *, rtl: bool = False) -> bytes | None:
    """The first row is the heading. None: XlsxWriter, an extra, is not installed."""
    if find_spec("xlsxwriter") is None:
        return None
    import xlsxwriter

    written = io.BytesIO()
    never = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
    with xlsxwriter.Workbook(written, {"in_memory": True, **never}) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        plain, quoted = book.add_format({"text_wrap": True}), book.add_format({"quote_prefix": True})
        heading = book.add_format({"bold": True, "text_wrap": True})
        if rtl:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 2, 28)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(line, column, value)
                elif value:
                    style = heading if line == 0 else quoted if is_risky(value) else plain
                    sheet.write_string(line, column, _storable(value), style)
    return written.getvalue()


def _storable(text: str) -> str:
    """Half letters cannot be written; a longer text would be left out whole."""
    return text.encode("utf-8", "replace").decode()[:LONGEST_CELL]


def _sheet_name(title: str) -> str:
    kept = "".join(c for c in title if c.isalnum() or c in " -").strip()
    return kept[:31] or "Brug"
