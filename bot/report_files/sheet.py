"""The page for councillors as a PDF, with typst and our own fonts. Typst is an extra: without it there is none."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.meeting_files.agenda import ARABIC_FIRST, LATIN_FIRST
from bot.meeting_files.drawing import can_draw, fonts, has_letters, shown
from lab.report import Section, Sheet

TEMPLATE = Path(__file__).parent / "sheet.typ"
DEEP = "#0b5351"


def sheet_pdf(sheet: Sheet, colour: str = "", logo: bytes | None = None) -> bytes | None:
    """In the colour of a lab ("#0b5351") and with its logo (a PNG), where it has them.

    Takes a moment: call it in a thread. None: the extra `pictures` is not installed, or our fonts lack a letter.
    """
    words = json.dumps(_page(sheet) | {"colour": colour or DEEP}, sort_keys=True, ensure_ascii=False)
    return _compiled(words, logo or b"") if can_draw() and has_letters(words) else None


def _page(sheet: Sheet) -> dict[str, Any]:
    return {
        "lang": sheet.language.partition("_")[0],
        "rtl": sheet.rtl,
        "fonts": ARABIC_FIRST if sheet.rtl else LATIN_FIRST,
        "title": shown(sheet.title),
        "below": shown(sheet.below),
        "sections": [_section(one) for one in sheet.sections],
        "foot": [shown(line) for line in sheet.foot],
    }


def _section(one: Section) -> dict[str, Any]:
    """Lines that somebody broke stay broken."""
    words = "\n".join(shown(line) for line in one.words.splitlines())
    return {"heading": shown(one.heading), "words": words, "lines": [[shown(a), shown(b)] for a, b in one.lines]}


@lru_cache(maxsize=16)
def _compiled(words: str, logo: bytes) -> bytes:
    """Words and the picture go in as data (`sys.inputs`), never as a part of the template."""
    import typst

    inputs = {"sheet": words, "logo": json.dumps(list(logo))}
    return typst.compile(TEMPLATE, font_paths=fonts(), sys_inputs=inputs, format="pdf")
