"""Whether a message is easy to read: hints with the words that they are about. Pure; nothing is ever forbidden.

One file for each language with words of offices and what to say instead ("word = better", or "word" alone: leave it
out; "word*": with any ending); where there is none, the other rules still hold. What counts as a known word comes from
outside.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from babel.dates import get_day_names

from locales import N_

MOST_WORDS = 15
"""In one sentence."""
LONG_WORD: Mapping[str, int] = {"en": 10, "fr": 11, "nl": 13, "ar": 9, "fa_AF": 9, "ti": 7}
"""More letters than this make a word hard, where it is no word that Brug itself uses. Dutch and Turkish put words
together; Ethiopic writes a syllable as one letter."""
USUAL_LONG_WORD = 13
SHOWN = 6

LONG_SENTENCE = N_("{count} words in one sentence: “{words}” Make two of it.")
BETTER = N_("“{word}” is a word of offices. Perhaps: “{better}”.")
LEAVE_OUT = N_("“{word}” is a word of offices. Say what happens instead.")
HARD = N_("Long or rare words: {words}. Is there a simpler one?")
QUESTIONS = N_("There are {count} questions. One message, one question: the others get no answer.")
DAYS = N_("There is more than one day: {words}. One message, one thing.")
LINKS = N_("There are {count} links. One is enough.")
PASSIVE = N_("“{words}”: say who does it.")

_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟።…])\s+|\n+|[;:؛]\s")
_SIGNS = re.compile("[\u0640\u064b-\u0655\u0670]")
"""Arabic vowel signs and the stroke that makes a word longer: some people write them, most do not."""
_BEFORE: Mapping[str, str] = {"ar": "[وف]??[بلك]??(?:ال)??", "ti": "[ንብ]??"}
"""What a language writes in one with the word that follows: and, with, for, the."""
_SAME = str.maketrans("أإىیکâîûı’ʼአሠሡሢሣሤሥሦፀፁፂፃፄፅፆ", "ااييكaiui''ኣሰሱሲሳሴስሶጸጹጺጻጼጽጾ", "\u0307")
"""Letters that keyboards and schools exchange: ى and ي, ’ and ', ፀ and ጸ, the Turkish I and İ (small: i and a dot)."""
_WORD = re.compile(r"[^\W\d_]+(?:['’‑-][^\W\d_]+)*")
_LINK = re.compile(r"https?://\S+|www\.\S+")
_DAY_IN_DIGITS = re.compile(r"\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b(?!\s*(?:uur|h|:))")
_PASSIVES: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?"
        r"(?!interested|tired|excited|worried|married|closed|scared)"
        r"(?:\w+ed|given|made|done|taken|held|written|sent|told|chosen|shown)\b",
        re.IGNORECASE,
    ),
    "nl": re.compile(
        r"\b(?:wordt|worden|werd|werden)\b(?:\s+\w+){0,6}?\s+(?:\w*ge\w+(?:d|t|en)|\w+eerd)\b", re.IGNORECASE
    ),
    "fr": re.compile(r"\b(?:est|sont|sera|seront|été|êtes)\s+(?:\w+ment\s+)?\w{3,}(?:é|ée|és|ées)\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """`text` with its placeholders `values`."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


def hints_of(text: str, language: str, known: Collection[str] = frozenset()) -> list[Hint]:
    """What could be said more simply, in the order of how much it helps. `known`: everyday words, in small letters."""
    plain = _LINK.sub(" ", text)
    return [
        *_one_thing(text, plain, language),
        *_sentences(plain),
        *_offices(plain, language),
        *_hard(plain, language, known),
        *_passives(plain, language),
    ]


def words_in(text: str) -> list[str]:
    """As they stand there, numbers and Arabic vowel signs left out."""
    return _WORD.findall(_bare(text))


def _bare(text: str) -> str:
    """Without vowel signs; the joiner inside a Persian word parts it, as a space does."""
    return _SIGNS.sub("", unicodedata.normalize("NFC", text)).replace("\u200c", " ")


def _sentences(text: str) -> Iterator[Hint]:
    for sentence in _SENTENCE_ENDS.split(text):
        many = len(sentence.split())
        if many > MOST_WORDS:
            begin = " ".join(sentence.split()[:SHOWN])
            yield Hint(LONG_SENTENCE, {"count": str(many), "words": f"{begin} …"})


def _offices(text: str, language: str) -> Iterator[Hint]:
    """Where two phrases begin at one word, the longer one is meant. Each is named once, as it stands there."""
    words = words_in(text)
    small = " ".join(_alike(word, language) for word in words)
    betters = tuple(offices(language).values())
    named = set()
    for found in _phrases(language).finditer(small):
        if found.lastindex and found.lastindex not in named:
            named.add(found.lastindex)
            begin = small.count(" ", 0, found.start())
            word = " ".join(words[begin : begin + found[0].count(" ") + 1])
            better = betters[found.lastindex - 1]
            yield Hint(BETTER, {"word": word, "better": better}) if better else Hint(LEAVE_OUT, {"word": word})


@cache
def _phrases(language: str) -> re.Pattern[str]:
    """A group for each phrase of `offices`, in that order."""
    written = (" ".join(_alike(word, language) for word in _bare(one).split()) for one in offices(language))
    groups = "|".join(f"({re.escape(one).replace(re.escape('*'), '[^ ]*')})" for one in written)
    return re.compile(rf"(?<![^ ]){_BEFORE.get(language, '')}(?:{groups or '(?!)'})(?![^ ])")


def _alike(word: str, language: str) -> str:
    """The same for all ways to write a word. An Arabic "for" swallows a letter of "the" (للناس), and gets it back."""
    small = word.casefold().translate(_SAME)
    return re.sub("^([وف]?)لل", r"\1لال", small) if language == "ar" else small


def _hard(text: str, language: str, known: Collection[str]) -> Iterator[Hint]:
    """Names are left out: words with a capital inside a sentence."""
    most = LONG_WORD.get(language, USUAL_LONG_WORD)
    names = {word.casefold() for word in re.findall(r"(?<=[\w,] )[A-ZÀ-ÞА-Я]\w+", text)}
    long = (word for word in words_in(text) if len(word) > most)
    others = (word.casefold() for word in long if not _phrases(language).fullmatch(_alike(word, language)))
    hard = [word for word in dict.fromkeys(others) if word not in known and word not in names]
    if hard:
        yield Hint(HARD, {"words": ", ".join(hard[:SHOWN])})


def _one_thing(text: str, plain: str, language: str) -> Iterator[Hint]:
    questions = len(re.findall(r"[?؟፧]+", plain))
    links = len(_LINK.findall(text))
    days = _days(plain, language)
    if questions > 1:
        yield Hint(QUESTIONS, {"count": str(questions)})
    if len(days) > 1:
        yield Hint(DAYS, {"words": ", ".join(days)})
    if links > 1:
        yield Hint(LINKS, {"count": str(links)})


def _days(text: str, language: str) -> list[str]:
    """Different days that are named. "Thursday 14/5" is one: names and numbers are counted apart."""
    small = text.casefold()
    named = [name for name in _weekdays(language) if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", small)]
    in_digits = list(dict.fromkeys(_DAY_IN_DIGITS.findall(text)))
    return max(named, in_digits, key=len)


def _passives(text: str, language: str) -> Iterator[Hint]:
    if pattern := _PASSIVES.get(language):
        yield from (Hint(PASSIVE, {"words": found}) for found in dict.fromkeys(pattern.findall(text)))


@cache
def _weekdays(language: str) -> tuple[str, ...]:
    try:
        return tuple(get_day_names("wide", locale=language).values())
    except (LookupError, ValueError):
        return ()


@cache
def offices(language: str) -> Mapping[str, str]:
    """Words of offices with what is better, the longest phrases first, and a word before its star."""
    path = files("lab.plain_words").joinpath(f"{language}.txt")
    if not re.fullmatch(r"[a-zA-Z_]+", language) or not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    found = {word.strip(): better.strip() for word, _, better in pairs}
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[0].replace("*", "")), "*" in pair[0])))
