"""Never in quiet hours or on days of rest; what can wait comes at the hours that she likes."""

from collections.abc import Iterator
from datetime import datetime

from bot.rehearsal.book import Book, Delivery
from bot.rehearsal.checks import Violation
from lab.policy import HOURS, Wishes
from lab.touchpoints import POLL
from lab.wall_time import is_within


def at_a_bad_hour(book: Book) -> Iterator[Violation]:
    for persona in book.people:
        for one in book.begun(persona.number):
            if not book.may_wake(one) and (why := _bad(book, one)):
                yield Violation("hours", one.at, one.person, f"{one.kind} came {why}.")


def _bad(book: Book, one: Delivery) -> str:
    local, policy = book.local(one.person, one.at), book.policy
    if is_within(local.time(), policy.quiet_from, policy.quiet_to):
        return "in the quiet hours"
    if local.weekday() in rest_days(book, one.person, one.made_at or one.at):
        return "on a day of rest"
    return "outside the hours that she likes" if one.priority >= POLL and not _liked(book, one, local) else ""


def rest_days(book: Book, number: int, moment: datetime) -> frozenset[int]:
    """On which weekdays she got no messages, as she wished then."""
    hers = book.latest(number, moment, "rest_days")
    return Wishes(tuple(map(int, hers.value.split())) if hers else ()).rest(book.policy)


def _liked(book: Book, one: Delivery, local: datetime) -> bool:
    said = book.latest(one.person, one.made_at or one.at, "hours")
    spans = [HOURS[name] for name in (said.value.split() if said else ()) if name in HOURS]
    return not spans or any(is_within(local.time(), *span) for span in spans)


RULES = {"hours": at_a_bad_hour}
