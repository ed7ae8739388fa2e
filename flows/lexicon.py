"""The tables of locales/lexicon, read once at start and arranged for looking up."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain

from flows.everyday_words import Everyday, everyday
from flows.folding import fold, loose
from flows.stopping import Wish, wishes

_NAMES_ITSELF = re.compile(
    r"asked which languages|open question is|same caution|^(in|speak|do you speak) [A-Z]|: in [A-Z]"
)
"""How the notes of words.tsv say that the phrase names its own language."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase that means `intent` in `language`.

    `inside`: it may stand in a sentence. `local`: only people whose language it is mean this by it.
    `wanted`: the language that it names.
    """

    language: str
    intent: str
    phrase: str
    inside: bool = False
    local: bool = False
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """What to mind with an ambiguous phrase. Empty `when`: always; empty `profiles`: everybody.

    `action`: ask (ask back), ignore (plain text), letters (only spelled like `phrase`), which (names a language, but
    not which of two), keep (counts while a date is asked, too).
    """

    action: str
    phrase: str
    when: frozenset[str]
    profiles: frozenset[str]

    def applies(self, language: str, open_question: frozenset[str]) -> bool:
        if self.profiles and language not in self.profiles:
            return False
        return not self.when or bool(self.when & open_question) or ("open" in self.when and bool(open_question))

    def ignores(self, text: str) -> bool:
        spelled = set(fold(self.phrase).split()) <= set(fold(text).split())
        return self.action == "ignore" or (self.action == "letters" and not spelled)


Phrase = tuple[tuple[str, ...], tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases are `loose`. `inside` is keyed by the first word, `cautions` by phrase and intent.

    `courteous`: where neither the first nor the last word is one of these there is no courtesy.
    `stopping`: without one of these words no text is a wish to stop that `wishes` or an exact phrase would find.
    """

    whole: Mapping[str, tuple[Entry, ...]]
    inside: Mapping[str, tuple[Phrase, ...]]
    courtesies: frozenset[str]
    longest_courtesy: int
    courteous: frozenset[str]
    negators: Mapping[str, frozenset[str]]
    cautions: Mapping[tuple[str, str], tuple[Caution, ...]]
    wishes: tuple[Wish, ...]
    stopping: frozenset[str]
    everyday: Everyday


@dataclass(frozen=True, slots=True)
class Reviews:
    """How many rows a table has, and how many of them no native speaker has read."""

    rows: int
    unreviewed: int


TABLES = (
    "words",
    "stopping",
    "negation",
    "ambiguous",
    "collisions",
    "politeness",
    "danger",
    "everyday",
    "no_danger",
    "numbers",
)


def reviews(folder: Traversable | None = None) -> dict[str, Reviews]:
    """By table. Who read a row writes her name into its column `reviewed`; a table without one is read by nobody."""
    folder = folder or files("locales").joinpath("lexicon")
    tables = {table: list(rows(folder, f"{table}.tsv")) for table in TABLES}
    return {table: Reviews(len(all_), sum(not row.get("reviewed") for row in all_)) for table, all_ in tables.items()}


def rows(folder: Traversable, name: str) -> Iterator[dict[str, str]]:
    lines = folder.joinpath(name).read_text(encoding="utf-8").split("\n")
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _entry(row: Mapping[str, str]) -> Entry:
    names_itself = row["intent"] == "language" and _NAMES_ITSELF.search(row["note"])
    return Entry(
        language=row["language"],
        intent=row["intent"],
        phrase=loose(row["phrase"]),
        inside=row["kind"] == "phrase",
        local=row["note"].startswith("[profile-only]"),
        wanted=row["language"] if names_itself else "",
    )


def _whole(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        found[entry.phrase] = (*found.get(entry.phrase, ()), entry)
    return found


def _inside(entries: Iterable[Entry]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, tuple[Phrase, ...]] = {}
    for phrase, same in _whole(entry for entry in entries if entry.inside and not entry.local).items():
        words = tuple(phrase.split())
        found[words[0]] = (*found.get(words[0], ()), (words, same))
    return found


def _negators(rows: Iterable[Mapping[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        found[row["language"]] = found.get(row["language"], frozenset()) | {loose(row["negator"])}
    return found


def _cautions(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], tuple[Caution, ...]]:
    found: dict[tuple[str, str], tuple[Caution, ...]] = {}
    for row in rows:
        caution = Caution(
            action=row["action"],
            phrase=row["phrase"],
            when=frozenset(row["when"].split()),
            profiles=frozenset(row["profiles"].split()),
        )
        key = loose(row["phrase"]), row["intent"]
        found[key] = (*found.get(key, ()), caution)
    return found


def _first_words(entries: Iterable[Entry], known: Iterable[Wish]) -> frozenset[str]:
    stops = [entry.phrase for entry in entries if entry.intent == "stop"]
    return frozenset(phrase.split()[0] for phrase in chain(stops, *(wish.phrases for wish in known)))


def read(folder: Traversable | None = None) -> Lexicon:
    """Read the tables in `folder`; without one, those that come with the program."""
    folder = folder or files("locales").joinpath("lexicon")
    entries = tuple(_entry(row) for row in rows(folder, "words.tsv"))
    courtesies = frozenset(loose(row["phrase"]) for row in rows(folder, "politeness.tsv"))
    known = wishes(rows(folder, "stopping.tsv"))
    return Lexicon(
        whole=_whole(entries),
        inside=_inside(entries),
        courtesies=courtesies,
        longest_courtesy=max(len(courtesy.split()) for courtesy in courtesies),
        courteous=frozenset(end for courtesy in courtesies for end in (courtesy.split()[0], courtesy.split()[-1])),
        negators=_negators(rows(folder, "negation.tsv")),
        cautions=_cautions(rows(folder, "ambiguous.tsv")),
        wishes=known,
        stopping=_first_words(entries, known),
        everyday=everyday(rows(folder, "everyday.tsv")),
    )
