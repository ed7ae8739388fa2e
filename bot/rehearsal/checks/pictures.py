"""A photo of a team goes to others only when a human saw it before them."""

from collections.abc import Iterator

from bot.rehearsal.book import Book
from bot.rehearsal.checks import Violation


def not_looked_at(book: Book) -> Iterator[Violation]:
    for one in book.deliveries:
        if one.picture and not any(
            fact.what == "shown" and fact.value == one.picture and fact.at <= one.at for fact in book.facts
        ):
            yield Violation("picture", one.at, one.person, f"{one.picture} came, and nobody had passed it.")


RULES = {"picture": not_looked_at}
