"""The words that always work, in every language of the lexicon: stop, pause, help, a person, my data..."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from flows.commands import command_of
from flows.everyday_words import IN_PLACE_OF_STOP, Asked
from flows.folding import LONGEST, fold, loose
from flows.lexicon import Caution, Entry, Lexicon, read
from flows.negation import cancelled, clauses, doubtful
from flows.stopping import wished

__all__ = ["Heard", "Words", "fold", "load", "loose"]

RIGHTS = ("stop", "pause", "help", "language", "human", "my_data", "delete")
COMMANDS = {right.replace("_", ""): right for right in RIGHTS}
THUMBS = {"👍": "yes", "👎": "no"}
NEEDS = {"yes": "yes_no", "no": "yes_no", "skip": "skip"}
"""Intents that count only while such a question is open."""

_LONGEST_SENTENCE = 8
_COURTESIES = 3
_FARTHEST = 8192
_KIND_SIGNS = "👍🙏👌👏🤝❤♥💚💙🌹🌸💐😊🙂😀😃😄🥰🤗 \ufe0f" + "".join(map(chr, range(0x1F3FB, 0x1F400)))
"""With how they are drawn, and the colours of a hand."""
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Heard:
    """A global word. `languages` say it so; `wanted` is the language that it names.

    Not `certain`, only stop, yes and no: ask back with two buttons ("shall I stop?", or the same question again).
    """

    intent: str
    certain: bool = True
    languages: tuple[str, ...] = ()
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class _Turn:
    text: str
    language: str
    open: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Found:
    entry: Entry
    at: int
    phrase: tuple[str, ...]

    @property
    def places(self) -> range:
        return range(self.at, self.at + len(self.phrase))


@dataclass(frozen=True, slots=True)
class Words:
    """Make it once, with `load`; it holds no state."""

    lexicon: Lexicon

    def hear(self, text: str, language: str = "", open_question: frozenset[str] = frozenset()) -> Heard | None:
        """The global word that `text` is, or holds in a short sentence. `language` is the one that she chose.

        `open_question`: what is being asked now. yes_no, skip, dates and languages matter to the rules, other kinds
        to the `when` column of ambiguous.tsv. None: it is for the flow.
        """
        if len(text) > LONGEST and (len(text) > _FARTHEST or _LETTER.search(text, LONGEST)):
            return None
        words = loose(text).split()
        if not words:
            return _thumb(text, open_question)
        if (command := command_of(text)).is_all and command.name in COMMANDS:
            return Heard(COMMANDS[command.name])
        turn = _Turn(text, language, open_question)
        if len(words) > 1 and len(set(words)) == 1:
            return self._repeated(words[0], turn)
        heard = self._find(words, turn) or self._perhaps_stop(words, turn)
        if heard and heard.intent == "stop" and (asked := self.asks_for(text, language)):
            return None if asked.wish in IN_PLACE_OF_STOP else heard
        return heard

    def asks_for(self, text: str, language: str) -> Asked | None:
        """What she asks for in her language that is no right: fewer messages, what we plan to send, not to come."""
        words = loose(text).split()
        return self.lexicon.everyday.hear(words, self._readings(words), language) if words else None

    def is_courtesy(self, text: str) -> bool:
        """Nothing but "hello" or "ok, thank you", or a thumb and a heart."""
        if (signs := text.strip()) and not signs.strip(_KIND_SIGNS):
            return True
        readings = self._readings(loose(text).split())
        return any(" ".join(reading) in self.lexicon.courtesies for reading in readings)

    def _perhaps_stop(self, words: list[str], turn: _Turn) -> Heard | None:
        """The lexicon hears nothing. "No, stop." and "stop writing to me" are asked about, never passed over."""
        if len(words) > _LONGEST_SENTENCE or self.lexicon.stopping.isdisjoint(words):
            return None
        for part in (*clauses(turn.text), self._without_yes_and_no(words)):
            if part != words and any(self._is_plain_stop(reading, turn) for reading in self._readings(part)):
                return Heard("stop", certain=False)
        readings = frozenset(" ".join(reading) for reading in self._readings(words))
        languages = wished(words, readings, self.lexicon.wishes)
        return Heard("stop", certain=False, languages=languages) if languages else None

    def _without_yes_and_no(self, words: list[str]) -> list[str]:
        """ "No no stop": what is left when an answer that somebody put before or behind it is away."""
        while words and self._is_yes_or_no(words[0]):
            words = words[1:]
        while words and self._is_yes_or_no(words[-1]):
            words = words[:-1]
        return words

    def _is_yes_or_no(self, word: str) -> bool:
        return any(entry.intent in ("yes", "no") for entry in self.lexicon.whole.get(word, ()))

    def _is_plain_stop(self, words: Sequence[str], turn: _Turn) -> bool:
        """Not what is also "but", "done" or the end of an address."""
        entries = self._whole(" ".join(words), turn.language)
        return any(entry.intent == "stop" and not self._cautions(entry, turn) for entry in entries)

    def _repeated(self, word: str, turn: _Turn) -> Heard | None:
        """As said once, but a doubled yes is ironic in some languages and a laugh in others."""
        entries = self._whole(word, turn.language)
        return self._decide(entries, turn, certain=_intents(entries) != {"yes"})

    def _find(self, words: list[str], turn: _Turn) -> Heard | None:
        plainest = words
        for reading in self._readings(words):
            if entries := self._whole(" ".join(reading), turn.language):
                return self._decide(entries, turn)
            plainest = min(plainest, reading, key=len)
        return self._inside(plainest, turn) if len(plainest) <= _LONGEST_SENTENCE else None

    def _readings(self, words: list[str]) -> Iterator[list[str]]:
        """The words, then without a "please" or "hello" at either end, the longest first, then without another."""
        readings = [words]
        for _ in range(_COURTESIES):
            yield from readings
            readings = [plain for reading in readings for plain in self._without_courtesy(reading)]
        yield from readings

    def _whole(self, phrase: str, language: str) -> tuple[Entry, ...]:
        """What the phrase means to her: in her language first, then wherever it means it to everybody."""
        rows = self.lexicon.whole.get(phrase, ())
        known = [entry for entry in rows if not entry.local or entry.language == language]
        own = next((entry for entry in known if entry.language == language), None)
        return tuple(entry for entry in known if entry.intent == (own or known[0]).intent)

    def _without_courtesy(self, words: list[str]) -> list[list[str]]:
        """A message that is nothing but courtesy stays as it is."""
        if self.lexicon.courteous.isdisjoint((*words[:1], *words[-1:])):
            return []
        polite = self.lexicon.courtesies
        if " ".join(words) in polite:
            return []
        found = [
            (-len(said), others)
            for count in range(1, min(self.lexicon.longest_courtesy + 1, len(words)))
            for end, others in ((words[:count], words[count:]), (words[-count:], words[:-count]))
            if (said := " ".join(end)) in polite
        ]
        return [others for _, others in sorted(found)]

    def _inside(self, words: list[str], turn: _Turn) -> Heard | None:
        found = [one for one in self._phrases(words) if self._counts(one.entry, turn)]
        if not found:
            return None
        taken_back = {one.entry for one in found if self._cancelled(one, words, turn)}
        meant = tuple(one.entry for one in found if one.entry not in taken_back)
        taken = {place for one in found for place in one.places}
        rest = [word for place, word in enumerate(words) if place not in taken]
        stops = {one.entry.language for one in found if one.entry.intent == "stop"}
        doubt = any(doubtful(rest, spoken) or self._names_a_day(rest, spoken) for spoken in stops)
        return self._choose(meant, tuple(taken_back), turn, doubt)

    def _names_a_day(self, words: Iterable[str], language: str) -> bool:
        """ "I want no more messages on Fridays": who stops for good names no day."""
        return not self.lexicon.everyday.days.get(language, frozenset()).isdisjoint(words)

    def _phrases(self, words: Sequence[str]) -> Iterator[_Found]:
        for at, word in enumerate(words):
            for phrase, entries in self.lexicon.inside.get(word, ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    yield from (_Found(entry, at, phrase) for entry in entries)

    def _cancelled(self, found: _Found, words: Sequence[str], turn: _Turn) -> bool:
        negators = self.lexicon.negators.get(found.entry.language, frozenset())
        return cancelled(turn.text, words, found.at, found.phrase, negators)

    def _choose(
        self, meant: tuple[Entry, ...], taken_back: tuple[Entry, ...], turn: _Turn, doubt: bool
    ) -> Heard | None:
        intents = _intents(meant)
        if len(intents) == 1:
            sure = intents != {"stop"} or not (doubt or "stop" in _intents(taken_back))
            return self._decide(meant, turn, sure)
        # A wish to stop is never passed over, even where she also says something else or takes it back.
        stops = tuple(entry for entry in meant or taken_back if entry.intent == "stop")
        return self._decide(stops, turn, certain=False)

    def _decide(self, entries: tuple[Entry, ...], turn: _Turn, certain: bool = True) -> Heard | None:
        entries = tuple(entry for entry in entries if self._counts(entry, turn))
        if not entries:
            return None
        cautions = [caution for entry in entries for caution in self._cautions(entry, turn)]
        wanted = {entry.wanted for entry in entries}
        return Heard(
            intent=entries[0].intent,
            certain=certain and not _has(cautions, "ask"),
            languages=tuple(dict.fromkeys(entry.language for entry in entries)),
            wanted=wanted.pop() if len(wanted) == 1 and not _has(cautions, "which") else "",
        )

    def _cautions(self, entry: Entry, turn: _Turn) -> tuple[Caution, ...]:
        cautions = self.lexicon.cautions.get((entry.phrase, entry.intent), ())
        return tuple(caution for caution in cautions if caution.applies(turn.language, turn.open))

    def _counts(self, entry: Entry, turn: _Turn) -> bool:
        """Rule 3, and what ambiguous.tsv leaves to the open question."""
        cautions = self._cautions(entry, turn)
        if NEEDS.get(entry.intent, "") not in {"", *turn.open}:
            return False
        if any(caution.ignores(turn.text) for caution in cautions):
            return False
        if entry.intent == "pause" and "dates" in turn.open:
            return entry.inside or _has(cautions, "keep")
        return not entry.wanted or entry.inside or "languages" not in turn.open


@cache
def load(folder: Traversable | None = None) -> Words:
    """Read the lexicon in `folder`, or the one that comes with the program. Reads files, once in a process."""
    return Words(read(folder))


def _intents(entries: Iterable[Entry]) -> set[str]:
    return {entry.intent for entry in entries}


def _has(cautions: Iterable[Caution], action: str) -> bool:
    return any(caution.action == action for caution in cautions)


def _thumb(text: str, open_question: frozenset[str]) -> Heard | None:
    """Only an answer to yes or no. Nodding faces are not read: upwards is a no in Greece, Albania and Bulgaria."""
    thumbs = {THUMBS[char] for char in text[:LONGEST] if char in THUMBS}
    return Heard(thumbs.pop()) if len(thumbs) == 1 and "yes_no" in open_question else None
