"""Does a sentence take back the global word that stands in it?"""

import re
from collections.abc import Iterable, Sequence

from flows.folding import LONGEST, loose

_REACH = 3
"""A negator counts this many words before the phrase."""

_CLAUSE_END = re.compile(r"[,;:.!?،؛؟።፣፤\n]")

_PREFIXES = {"ti": ("አይ",), "am": ("አይ", "አል", "አት"), "kmr": ("ne", "na")}
_TURKISH_SUFFIX = re.compile(r"..m(?:[ae](?:d[iae]|y|z|mi|$)|[iu]yor)|^degil")


def clauses(text: str) -> list[list[str]]:
    """The words between the commas and full stops."""
    return [words for clause in _CLAUSE_END.split(text[:LONGEST]) if (words := loose(clause).split())]


def _ends_of_clauses(text: str) -> set[str]:
    before = _CLAUSE_END.split(text[:LONGEST])[:-1]
    return {words[-1] for clause in before if (words := loose(clause).split())}


def cancelled(text: str, words: Sequence[str], at: int, phrase: Sequence[str], negators: frozenset[str]) -> bool:
    """A negator just before the phrase, no comma between ("no, stop writing"). A phrase that negates means it."""
    if not negators.isdisjoint(phrase):
        return False
    before = negators.intersection(words[max(0, at - _REACH) : at])
    return bool(before) and not before <= _ends_of_clauses(text)


def _looks_negative(word: str, language: str) -> bool:
    if language == "tr":
        return bool(_TURKISH_SUFFIX.search(word))
    return len(word) > 2 and word.startswith(_PREFIXES.get(language, ()))


def doubtful(rest: Iterable[str], language: str) -> bool:
    """Tigrinya, Amharic, Kurmanji and Turkish negate inside a word: does one of the other words look like it?"""
    return any(_looks_negative(word, language) for word in rest)
