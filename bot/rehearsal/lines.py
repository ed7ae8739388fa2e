"""A rehearsal line by line: who got what and when, where she is, in which language; and what was held or dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.rehearsal.book import Book, Delivery, Fact, Verdict
from store.contacts import DROPPED, PLANNED

SHOWN = 70
"""Letters of a message in a list."""
SAYS = {
    "joined": "takes part",
    "language": "chooses {value}",
    "stopped": "says stop",
    "back": "comes back",
    "erased": "has everything deleted",
    "paused": "takes a pause of {value} days",
    "hours": "likes {value}",
    "rest_days": "wants nothing on weekday {value}",
    "less": "wants fewer messages",
    "blocked": "blocks us",
    "unblocked": "lets us write again",
    "called": "is called by a human",
    "zone": "lives in {value}",
}


@dataclass(frozen=True, slots=True)
class Line:
    """`local` is the wall time where she is."""

    at: datetime
    local: datetime
    person: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.local:%a %d %b %H:%M}  {self.sentence}"


def lines(book: Book, person: int = 0) -> list[Line]:
    """In the order of time; of one person only, where one is named."""
    found = [*_arrivals(book), *_decisions(book), *_facts(book)]
    chosen = (one for one in found if person in (0, one.person))
    return sorted(chosen, key=lambda one: (one.at, one.person))


def by_week(listed: list[Line]) -> Iterator[tuple[datetime, list[Line]]]:
    """Each week by its Monday."""
    for monday, week in groupby(listed, key=_monday):
        yield monday, list(week)


def _monday(line: Line) -> datetime:
    day = line.local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return day - timedelta(days=day.weekday())


def _arrivals(book: Book) -> Iterator[Line]:
    for one in book.deliveries:
        yield _line(book, one.at, one.person, f"← {what_came(one)} [{one.lang or '-'}] {_short(one.text)}")


def what_came(one: Delivery) -> str:
    return " + ".join((one.kind, *one.joined))


def _decisions(book: Book) -> Iterator[Line]:
    for one in book.verdicts:
        if one.person and (said := _decision(book, one)):
            yield _line(book, one.at, one.person, f"  {one.kind} {said}")


def _decision(book: Book, verdict: Verdict) -> str:
    if verdict.state == PLANNED:
        until = f" until {book.local(verdict.person, verdict.until):%a %d %b %H:%M}" if verdict.until else ""
        return f"waits{until}: {verdict.reason}"
    if verdict.state == DROPPED:
        return f"does not go out: {verdict.reason}"
    return f"becomes a task: {verdict.reason}" if verdict.state == "called" else ""


def _facts(book: Book) -> Iterator[Line]:
    for one in book.facts:
        if said := _fact(one):
            yield _line(book, one.at, one.person, f"→ she {said}")


def _fact(one: Fact) -> str:
    return SAYS.get(one.what, "").format(value=one.value or "any time")


def _line(book: Book, at: datetime, person: int, said: str) -> Line:
    who = book.people[person - 1]
    return Line(at, book.local(person, at), person, f"{person:2} {who.name:<12} {said}")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"
