"""Never more than the ceiling: so many conversations in a local day, so many in any seven days.

Only urgent news and corrections of a meeting pass it; they count for what comes after them.
What counts for the day is when it came; for the seven days when it was begun: a provider may hold it up a little.
"""

from collections.abc import Iterator
from datetime import timedelta

from bot.rehearsal.book import Book, Delivery
from bot.rehearsal.checks import Violation
from lab.touchpoints import CHECK, CORRECTIONS

WEEK = timedelta(days=7)
FEWER_A_WEEK = 1
"""For somebody who asked for fewer messages: reminders and changes always come."""


def too_many(book: Book) -> Iterator[Violation]:
    for persona in book.people:
        earlier: list[Delivery] = []
        for one in book.begun(persona.number):
            if not (one.kind in CORRECTIONS or book.urgent(one)):
                yield from _over(book, one, earlier)
            earlier.append(one)


def _over(book: Book, one: Delivery, earlier: list[Delivery]) -> Iterator[Violation]:
    today = book.local(one.person, one.at).date()
    that_day = [other for other in earlier if book.local(one.person, other.at).date() == today]
    if len(that_day) >= book.policy.a_day:
        kinds = ", ".join(other.kind for other in that_day)
        yield Violation("a_day", one.at, one.person, f"{one.kind} came on the same day as {kinds}.")
    begun = one.made_at or one.at
    that_week = [other for other in earlier if begun - WEEK < (other.made_at or other.at)]
    if len(that_week) >= (most := _most_a_week(book, one)):
        kinds = ", ".join(other.kind for other in that_week)
        yield Violation("a_week", one.at, one.person, f"{one.kind} came within a week of {kinds}: {most} are allowed.")


def _most_a_week(book: Book, one: Delivery) -> int:
    fewer = book.latest(one.person, one.made_at or one.at, "less")
    return FEWER_A_WEEK if fewer and one.priority >= CHECK else book.policy.a_week


RULES = {"ceiling": too_many}
