"""Whoever is told a date by which somebody answers, has a task that says the same date."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.rehearsal.book import COORDINATOR, Book, Delivery
from bot.rehearsal.checks import Violation
from bot.rehearsal.wordings import wordings
from locales.catalogue import day_in_words

AT_ONCE = timedelta(minutes=10)
"""A task may have been there before, when she said the first half of it."""


def empty_promises(book: Book) -> Iterator[Violation]:
    for one in book.deliveries:
        if _promises(book, one) and not _kept_in_mind(book, one):
            yield Violation("promise", one.at, one.person, f"There is no task for what was promised: {one.text!r}.")


def _promises(book: Book, one: Delivery) -> bool:
    """A human's own promises are hers to keep."""
    return one.kind != COORDINATOR and bool(one.lang) and wordings(book.catalogues, one.lang).promises(one.text)


def _kept_in_mind(book: Book, one: Delivery) -> bool:
    made: datetime = one.made_at or one.at
    return any(
        task.answer_by is not None
        and task.created_at < made + AT_ONCE
        and (task.done_at is None or task.done_at > made)
        and day_in_words(one.lang, task.answer_by.date()) in one.text
        for task in book.tasks_of(one.person)
    )


RULES = {"promise": empty_promises}
