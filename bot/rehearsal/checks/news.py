"""What the coordinator or a team wrote is read only by who reads that language."""

import re
from collections.abc import Iterator

from bot.rehearsal.book import Book
from bot.rehearsal.checks import Violation
from bot.rehearsal.voices import MARK

_MARK = re.compile(re.escape(MARK).replace(re.escape("{code}"), r"(\w+)"))


def not_in_her_language(book: Book) -> Iterator[Violation]:
    for one in book.deliveries:
        for text in (one.text, *one.captions):
            if others := set(_MARK.findall(text)) - {one.lang}:
                said = ", ".join(sorted(others))
                yield Violation("news", one.at, one.person, f"{one.kind} in {one.lang} has words in {said}.")


RULES = {"news": not_in_her_language}
