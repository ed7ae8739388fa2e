"""Who was told of a meeting hears at once that it has changed: only nights, days of rest and a talk hold that back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rehearsal.book import Book, Delivery, MeetingSeen
from bot.rehearsal.checks import Violation
from bot.rehearsal.checks.hours import rest_days
from lab.policy import Opening
from lab.touchpoints import CORRECTIONS

TALK = timedelta(hours=3)
"""So long a conversation, a colleague who writes, or other changes of the same hour may hold it up."""


def told_late(book: Book) -> Iterator[Violation]:
    for one in (one for persona in book.people for one in book.begun(persona.number)):
        change = book.meeting_at(one.meeting, one.at) if one.kind in CORRECTIONS else None
        if change is None or _held_up(book, one, change.at):
            continue
        if (one.made_at or one.at) > (latest := _latest(book, one, change)):
            late = f"could have come by {book.local(one.person, latest):%d %b %H:%M}"
            yield Violation("at_once", one.at, one.person, f"The news of meeting {one.meeting} {late}.")


def _latest(book: Book, one: Delivery, change: MeetingSeen) -> datetime:
    """The first good moment, and some time for a talk; where that leads into the night, the morning after it."""
    zone = book.local(one.person, change.at).tzinfo
    assert isinstance(zone, ZoneInfo)
    opening = Opening(book.policy, zone, rest_days(book, one.person, change.at))
    return opening.since(opening.since(change.at) + TALK) + TALK


def _held_up(book: Book, one: Delivery, since: datetime) -> bool:
    """By a pause or a blocked messenger of hers, or because nothing ran for a while."""
    hers = book.facts_of(one.person, "paused", "blocked", "unblocked", "stopped", "back")
    paused = any(fact.what == "paused" and _ends(fact.value, fact.at) > since and fact.at < one.at for fact in hers)
    away = any(since <= fact.at <= one.at for fact in hers)
    return paused or away or any(begin < one.at and since < end for begin, end in book.down)


def _ends(days: str, began: datetime) -> datetime:
    return began + timedelta(days=int(days))


RULES = {"at_once": told_late}
