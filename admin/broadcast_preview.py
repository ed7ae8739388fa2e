"""A message to many before it goes out: as each channel shows it in each language, and what could be simpler."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from admin.visit import Visit
from bot.long_texts import parts
from flows.broadcast import WORDS
from lab.broadcasts import Broadcast
from lab.plain_words import hints_of, words_in
from locales.catalogue import Catalogues, MissingText
from store.labs import Lab

TELEGRAM = 4096
"""UTF-16 units in one message."""


@dataclass(frozen=True, slots=True)
class Preview:
    """In one language. `parts`: the messages in which Telegram shows it; `hints`: sentences for the coordinator."""

    code: str
    autonym: str
    direction: str
    people: int
    text: str
    parts: tuple[str, ...]
    hints: tuple[str, ...]


def previews_of(visit: Visit, one: Broadcast, lab: Lab, people: Mapping[str, int]) -> list[Preview]:
    known = visit.desk.catalogues.languages
    codes = dict.fromkeys([*lab.languages, *sorted(one.words)])
    return [
        _preview(visit, one, lab, code, people.get(code, 0)) for code in codes if code in known and code in one.words
    ]


def _preview(visit: Visit, one: Broadcast, lab: Lab, code: str, people: int) -> Preview:
    language = visit.desk.catalogues.languages[code]
    text = message_in(visit, one, lab, code)
    hints = hints_of(one.words[code], code, _everyday(visit.desk.catalogues, code))
    said = tuple(visit.say(hint.text, **hint.values) for hint in hints)
    messages = tuple(part.strip() for part in parts(text, TELEGRAM) if part.strip())
    return Preview(code, language.autonym, language.direction, people, text, messages, said)


def message_in(visit: Visit, one: Broadcast, lab: Lab, code: str) -> str:
    """As the bot says it."""
    values = {"lab": lab.name, "words": one.words.get(code, "")}
    try:
        return visit.desk.catalogues.render(code, WORDS, values)
    except MissingText:
        return values["words"]


@lru_cache(maxsize=32)
def _words_of(texts: frozenset[str]) -> frozenset[str]:
    return frozenset(word.casefold() for text in texts for word in words_in(text))


def _everyday(catalogues: Catalogues, code: str) -> frozenset[str]:
    """Words that Brug itself uses in this language are known words."""
    return _words_of(frozenset(catalogues.languages[code].texts.values()))
