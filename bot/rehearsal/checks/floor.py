"""Nobody who takes part hears nothing for longer than the floor, unless a human has been asked to get in touch."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from bot.rehearsal.book import PLANS, Book, TaskSeen
from bot.rehearsal.checks import Violation
from store.contacts import DROPPED

NO_CALL = frozenset({"takeaway", "left", "ask_again", "decided"})
"""Tasks that do not make anybody get in touch with her."""
AFTER_AN_OUTAGE = timedelta(days=1)
Span = tuple[datetime, datetime]


def silent_for_too_long(book: Book) -> Iterator[Violation]:
    for persona in book.people:
        for span in _taking_part(book, persona.number):
            yield from _silences(book, persona.number, span)


def _silences(book: Book, number: int, span: Span) -> Iterator[Violation]:
    floor = timedelta(days=book.policy.floor_days)
    heard = [one.at for one in book.received(number) if span[0] < one.at < span[1]]
    heard += [fact.at for fact in book.facts_of(number, "called") if span[0] < fact.at < span[1]]
    for last, following in pairwise(sorted((span[0], *heard, span[1]))):
        silence = following - last - _excused(book, number, (last, following))
        if silence > floor and _dropped_lately(book, number, last + floor):
            silence -= PLANS
        if silence > floor and not _somebody_was_asked(book, number, last, last + floor):
            days = silence / timedelta(days=1)
            since = f"since {book.local(number, last):%d %b %H:%M}"
            yield Violation("floor", following, number, f"She heard nothing {since}: {days:.1f} days.")


def _dropped_lately(book: Book, number: int, floor: datetime) -> bool:
    dropped = (one.at for one in book.verdicts if one.person == number and one.state == DROPPED)
    return any(floor - PLANS <= at <= floor for at in dropped)


def _taking_part(book: Book, number: int) -> Iterator[Span]:
    """From when to when she was active, within the phases of the lab."""
    began: datetime | None = None
    for fact in book.facts_of(number, "joined", "back", "stopped", "erased"):
        on = fact.what == "back" or (fact.what == "joined" and fact.value == "active")
        if began and not on:
            yield began, fact.at
        began = (began or fact.at) if on else None
    if began:
        yield began, book.until


def _excused(book: Book, number: int, gap: Span) -> timedelta:
    """So much of it was a pause, or nobody could write."""
    spans = [(begin, end + AFTER_AN_OUTAGE) for begin, end in book.down]
    spans += [(fact.at, fact.at + timedelta(days=int(fact.value))) for fact in book.facts_of(number, "paused")]
    return sum((max(min(end, gap[1]) - max(begin, gap[0]), timedelta(0)) for begin, end in spans), timedelta(0))


def _somebody_was_asked(book: Book, number: int, last: datetime, floor: datetime) -> bool:
    """A task that was open at some time in that silence, and was there before it was too long."""
    return any(_covers(task, last, floor) for task in book.tasks_of(number) if task.kind not in NO_CALL)


def _covers(task: TaskSeen, last: datetime, floor: datetime) -> bool:
    return task.created_at <= floor and (task.done_at is None or task.done_at >= last)


RULES = {"floor": silent_for_too_long}
