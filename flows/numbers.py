"""A whole number as people type it: in the digits of any script, or in words up to ten. Pure."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from flows.folding import loose
from flows.lexicon import rows

EVERYBODY = ""
"""Stands for the language where a word is the same number for all."""
UNSURE = -1
"""A word that is a number or something else ("?" in the table): no option has it, so she is asked again."""
_EDGES = " .)("
_KEYS = str.maketrans({"\ufe0f": "", "\u20e3": "", "\U0001f51f": "10"})
"""What makes a picture of a key out of a digit, and the one key for ten."""

NumberWords = Mapping[str, Mapping[str, int]]
"""By word (`loose`) and language."""


def number_in(text: str, language: str = "") -> int | None:
    """The number that `text` is, and nothing else. `language`: the one that she chose."""
    digits = in_digits(text)
    return spelled(text, language, known_words()) if digits is None else digits


def in_digits(text: str) -> int | None:
    """Ethiopic tens too, and the pictures of keys that phones offer."""
    word = text.translate(_KEYS).strip(_EDGES)
    if len(word) > 4:
        return None
    try:
        return int(word)
    except ValueError:
        pass
    value = unicodedata.numeric(word, -1.0) if len(word) == 1 else -1.0
    return int(value) if value > 0 and value == int(value) else None


def spelled(text: str, language: str, known: NumberWords) -> int | None:
    """In the words of her language first; else in those of any, where they all mean the same number."""
    found = known.get(loose(text), {})
    return found.get(language, found.get(EVERYBODY))


@cache
def known_words() -> NumberWords:
    """The table that comes with the program. Reads a file, once in a process."""
    return arranged(rows(files("locales").joinpath("lexicon"), "numbers.tsv"))


def arranged(table: Iterable[Mapping[str, str]]) -> NumberWords:
    """A row whose note begins “[profile-only]” counts for its language only; a word of two numbers for nobody else."""
    known: dict[str, dict[str, int]] = {}
    for row in table:
        local, number = row["note"].startswith("[profile-only]"), UNSURE if row["number"] == "?" else int(row["number"])
        for word in map(loose, row["words"].split("|")):
            known.setdefault(word, {})[row["language"]] = number
            if not local:
                known[word].setdefault(EVERYBODY, number)
    return {word: _agreed(found) for word, found in known.items()}


def _agreed(found: Mapping[str, int]) -> Mapping[str, int]:
    several = len(set(found.values())) > 1
    return {language: number for language, number in found.items() if not (several and language == EVERYBODY)}
