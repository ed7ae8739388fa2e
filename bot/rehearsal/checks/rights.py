"""Nothing goes to somebody who did not say yes, said stop, takes a pause, or is forgotten."""

from collections.abc import Iterator
from datetime import timedelta

from bot.rehearsal.book import REPLY, Book, Delivery
from bot.rehearsal.checks import Violation
from lab.touchpoints import CORRECTIONS

ANSWERED = timedelta(hours=1)
"""A reply that comes later than this after her own words is none."""


def unwelcome(book: Book) -> Iterator[Violation]:
    for persona in book.people:
        for one in book.received(persona.number):
            if why := _why_not(book, one):
                yield Violation("consent", one.at, one.person, f"{one.kind} came {why}.")


def _why_not(book: Book, one: Delivery) -> str:
    standing = book.latest(one.person, one.at, "joined", "stopped", "back", "erased")
    if one.kind == REPLY:
        return "though she wrote nothing" if not _wrote_just_now(book, one) else ""
    if standing is None or standing.value == "waiting":
        return "though nobody said yes" if one.ours else ""
    if standing.what in ("stopped", "erased"):
        return f"after she was {standing.what}"
    return "in her pause" if one.ours and _pauses(book, one) and not _closed_door(book, one) else ""


def _wrote_just_now(book: Book, one: Delivery) -> bool:
    """A reply may wait for its channel; what it answers was written just before it."""
    wrote, made = book.latest(one.person, one.at, "wrote"), one.made_at or one.at
    return wrote is not None and made - wrote.at < ANSWERED


def _pauses(book: Book, one: Delivery) -> bool:
    pause = book.latest(one.person, one.at, "paused")
    return pause is not None and one.at < pause.at + timedelta(days=int(pause.value))


def _closed_door(book: Book, one: Delivery) -> bool:
    """A meeting of today or tomorrow that she said yes to is another one now: that she must know."""
    said = book.answer(one.meeting, one.person, one.made_at or one.at)
    return one.kind in CORRECTIONS and said == "yes" and book.urgent(one)


RULES = {"consent": unwelcome}
