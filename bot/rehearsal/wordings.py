"""All texts of one language as patterns: whether something that was said is one of them, in that language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from locales.catalogue import SOURCE, Catalogues

PROMISE = "{answer_by}"
SHORT = 12
"""Shorter texts may well be the same in two languages."""
TELLING = 15
"""A pattern with fewer letters of its own fits to many texts."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """`plain` texts have no placeholders, by what is said the source text; `untranslated` are still the source.

    `telling` are the patterns that nothing else fits to by chance.
    """

    plain: Mapping[str, str]
    patterns: re.Pattern[str]
    telling: re.Pattern[str]
    promised: tuple[re.Pattern[str], ...]
    untranslated: frozenset[str]

    def has(self, text: str) -> bool:
        return text in self.plain or bool(self.patterns.fullmatch(text))

    def surely_has(self, text: str) -> bool:
        """For texts of which one must be certain that they are in this language."""
        plain = len(text) > SHORT and text in self.plain
        return plain or bool(self.telling.fullmatch(text))

    def promises(self, text: str) -> bool:
        """Whether a date is told by which somebody answers."""
        return any(pattern.fullmatch(part) for part in text.split("\n\n") for pattern in self.promised)


def wordings(catalogues: Catalogues, language: str) -> Wordings:
    """Made once for each catalogue."""
    texts = catalogues.languages[language].texts
    return _wordings(language, _Texts(texts))


class _Texts:
    """A catalogue's texts as a key: the same object, whatever is in it."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def __hash__(self) -> int:
        return id(self.texts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Texts) and other.texts is self.texts


@lru_cache(maxsize=32)
def _wordings(language: str, known: _Texts) -> Wordings:
    texts = known.texts
    patterns = {text: _pattern(said) for text, said in texts.items() if "{" in said}
    same = [said for text, said in texts.items() if said == text and len(text) > SHORT and language != SOURCE]
    return Wordings(
        {said: text for text, said in texts.items() if "{" not in said},
        _any_of(patterns.values()),
        _any_of(pattern for text, pattern in patterns.items() if len(_bare(texts[text])) > TELLING),
        tuple(re.compile(pattern, re.DOTALL) for text, pattern in patterns.items() if PROMISE in text),
        frozenset(same),
    )


def _bare(said: str) -> str:
    return re.sub(r"\{\w+\}", "", said)


def _pattern(said: str) -> str:
    """Anything may stand where a placeholder is."""
    return ".+?".join(map(re.escape, re.split(r"\{\w+\}", said)))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Nothing fits to none."""
    return re.compile("|".join(patterns) or r"(?!)", re.DOTALL)
