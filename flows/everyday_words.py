"""What people say in their own words beside their rights: to come or not, fewer messages, what we plan to send."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.folding import loose

CAN_COME = "can_come"
CANNOT_COME = "cannot_come"
PLANNED = "planned"
PLACES = {"{day}": "day", "{span}": "span"}
"""What a phrase leaves open, and the rows that say what may stand there."""
IN_PLACE_OF_STOP = ("days_off", "hours", "less_often")
"""Wishes whose words may hold a stop ("I want no messages on Fridays") and mean none."""
LONGEST_TALE = 30
"""Words. In a longer text nobody looks for "I cannot come": the team reads it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`wish` of everyday.tsv, with what it is about: a weekday, hours, days. Not `certain`: it stands among other
    words, so it is asked about."""

    wish: str
    about: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Everyday:
    """By language, what a whole message asks for, and the words that name a day of the week."""

    whole: Mapping[str, Mapping[str, Asked]]
    days: Mapping[str, frozenset[str]]

    def hear(self, words: Sequence[str], readings: Iterable[Sequence[str]], language: str) -> Asked | None:
        """`readings`: the words, also without a "please" or "hello" at their ends."""
        known = self.whole.get(language, {})
        for reading in readings:
            if found := known.get(" ".join(reading)):
                return found
        return self._inside(words, known)

    def _inside(self, words: Sequence[str], known: Mapping[str, Asked]) -> Asked | None:
        """Only that she cannot come: somebody waits for her seat. Everything else is for who reads the whole."""
        if len(words) > LONGEST_TALE:
            return None
        plain = f" {' '.join(words)} "
        said = plain + plain.replace(" و", " ")  # Arabic writes "and" as part of the next word.
        found = (asked for phrase, asked in known.items() if asked.wish == CANNOT_COME and f" {phrase} " in said)
        return next((replace(asked, certain=False) for asked in found), None)


def everyday(rows: Iterable[Mapping[str, str]]) -> Everyday:
    """The rows of everyday.tsv."""
    cells = {(row["language"], row["wish"]): tuple(filter(None, row["phrases"].split("|"))) for row in rows}
    found: dict[str, dict[str, Asked]] = {}
    for (language, wish), phrases in cells.items():
        name, _, about = wish.partition(":")
        if name not in PLACES.values():
            for phrase, what in _filled(phrases, language, cells):
                found.setdefault(language, {})[loose(phrase)] = Asked(name, about or what)
    return Everyday(found, {language: _days(cells, language) for language in found})


def _days(cells: Mapping[tuple[str, str], tuple[str, ...]], language: str) -> frozenset[str]:
    rows = (words for (spoken, wish), words in cells.items() if spoken == language and wish.startswith("day:"))
    return frozenset(loose(word) for words in rows for word in words)


def _filled(
    phrases: Iterable[str], language: str, cells: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """Each phrase, with every weekday or span of time where it leaves room for one."""
    for phrase in phrases:
        place = next((place for place in PLACES if place in phrase), "")
        if not place:
            yield phrase, ""
        for (spoken, wish), words in cells.items() if place else ():
            name, _, about = wish.partition(":")
            if (spoken, name) == (language, PLACES[place]):
                yield from ((phrase.replace(place, word), about) for word in words)
