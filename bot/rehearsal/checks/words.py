"""Only in the language that she chose at that time, only texts of that language, never too long, never with holes."""

import re
from collections.abc import Iterator

from bot.rehearsal.book import COORDINATOR, Book, Delivery
from bot.rehearsal.checks import Violation
from bot.rehearsal.stand_in import SIZE
from bot.rehearsal.wordings import wordings

HOLE = re.compile(r"\{\w+\}")
BULLETS = "•📅📍🚌🗺️ "


def in_another_language(book: Book) -> Iterator[Violation]:
    for one in book.deliveries:
        chosen = book.latest(one.person, one.made_at or one.at, "language")
        if chosen and one.lang != chosen.value:
            yield Violation("language", one.at, one.person, f"{one.kind} came in {one.lang!r}, not in {chosen.value}.")


def badly_said(book: Book) -> Iterator[Violation]:
    known: dict[tuple[str, str, bool], str] = {}  # the same buttons and questions come again and again
    for one in book.deliveries:
        for text in (one.text, *one.captions):
            key = (one.lang, text, one.kind == COORDINATOR)
            if key not in known:
                known[key] = _fault(book, one, text)
            if why := known[key]:
                yield Violation("text", one.at, one.person, f"{one.kind} {why}: {text[:80]!r}.")


def _fault(book: Book, one: Delivery, text: str) -> str:
    if len(text) > SIZE.text:
        return "is too long"
    if HOLE.search(text):
        return "has a hole in it"
    if not one.lang or one.kind == COORDINATOR or _asks_in_each(book, one.lang, text):
        return ""
    return "is not in her language" if _is_foreign(book, one.lang, text) else ""


def _is_foreign(book: Book, language: str, text: str) -> bool:
    """Whether it, a paragraph or a line of it is a text of another language and none of hers, or was not translated."""
    hers = wordings(book.catalogues, language)
    others = [wordings(book.catalogues, code) for code in book.catalogues.languages if code != language]
    parts = (part.strip(BULLETS) for part in dict.fromkeys((text, *text.split("\n\n"), *text.split("\n"))))
    return any(
        part in hers.untranslated or (not hers.has(part) and any(other.surely_has(part) for other in others))
        for part in parts
    )


def _asks_in_each(book: Book, language: str, text: str) -> bool:
    """The question for her language says one thing, in several languages."""
    lines = text.split("\n")
    source = wordings(book.catalogues, language).plain.get(lines[0])
    said = {known.texts.get(source or "") for known in book.catalogues.languages.values()}
    return len(lines) > 1 and source is not None and said.issuperset(lines)


RULES = {"language": in_another_language, "text": badly_said}
