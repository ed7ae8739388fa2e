"""The digits that people write with. Babel names days and months in each language, but leaves these European."""

from functools import cache

from babel import Locale

_EUROPEAN = "0123456789"
_DIGITS = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}
"""By the numbering systems of CLDR, as far as languages of Brug have another one."""


def in_its_digits(language: str, text: str) -> str:
    """ "۱۴ می ۱۸:۰۰" for Dari. For dates and times only: an address, or a number to call, stays as it is."""
    return text.translate(_digits_of(language))


@cache
def _digits_of(language: str) -> dict[int, int]:
    return str.maketrans(_EUROPEAN, _DIGITS.get(Locale.parse(language).default_numbering_system, _EUROPEAN))
