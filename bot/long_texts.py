"""Texts that are too long for one message of Telegram: cut where a reader would pause. Pure functions."""

import unicodedata
from itertools import accumulate, takewhile
from typing import Final

_BOUNDARIES: Final = ("\n\n", "\n", " ", "")
_ZERO_WIDTH_JOINERS: Final = ("\u200c", "\u200d")
_VIRAMA: Final = 9
"""Its class in Unicode: it makes one sign of the letters around it."""


def units(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 code units: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts(text: str, most: int) -> list[str]:
    """`text` in parts of at most `most` units, which joined are the text.

    Cut after a paragraph, else after a line, else after a word; else anywhere but within what people see as one
    character (nearly as Unicode's annex 29 has it; only where one is longer than a part, it is cut too).
    """
    found = []
    while units(text) > most:
        at = _cut(text, _reach(text, most))
        found.append(text[:at])
        text = text[at:]
    return [*found, text]


def _reach(text: str, most: int) -> int:
    """How many characters from the start fit in `most` units."""
    ends = accumulate(1 + (character > "\uffff") for character in text)
    return max(1, sum(1 for _ in takewhile(lambda end: end <= most, ends)))


def _cut(text: str, reach: int) -> int:
    for boundary in _BOUNDARIES:
        for at in range(reach, 0, -1):
            if text.endswith(boundary, 0, at) and not _within_a_character(text, at):
                return at
    return reach


def _within_a_character(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    return (
        unicodedata.category(after) in ("Mn", "Mc", "Me")
        or after in _ZERO_WIDTH_JOINERS
        or before == "\u200d"
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # the colour of a skin
        or "\U000e0020" <= after <= "\U000e007f"  # the flag of a region
        or "\u1160" <= after <= "\u11ff"  # the rest of a Korean syllable that is written in letters
        or unicodedata.combining(before) == _VIRAMA
        or (before, after) == ("\r", "\n")
        or (_is_half_a_flag(after) and _halves_before(text, at) % 2 == 1)
    )


def _halves_before(text: str, at: int) -> int:
    return sum(1 for _ in takewhile(_is_half_a_flag, reversed(text[:at])))


def _is_half_a_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
