"""A rehearsal in numbers: for each person, each kind of contact, each rule of the gate, and the promises."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from bot.rehearsal.book import COORDINATOR, REPLY, Book, TaskSeen
from bot.rehearsal.checks import Violation
from store.contacts import CALLED, DROPPED, MERGED, PLANNED, SENT

WORDS = {SENT: "sent", MERGED: "came along", PLANNED: "waited", DROPPED: "dropped", CALLED: "to a human"}
"""What became of contacts, by their state."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person: how many conversations we began, how many human messages and replies came; the longest silence."""

    number: int
    name: str
    character: str
    languages: str
    zone: str
    begun: int
    most_a_week: int
    replies: int
    from_humans: int
    silence_days: float
    tasks: int
    violations: int


@dataclass(frozen=True, slots=True)
class Promises:
    """Answers that were promised: in time, late, and still open though their day is over."""

    kept: int
    late: int
    broken: int
    waiting: int


def rows(book: Book, found: Sequence[Violation]) -> list[Row]:
    broken = Counter(one.person for one in found)
    return [_row(book, persona.number, broken[persona.number]) for persona in book.people]


def _row(book: Book, number: int, violations: int) -> Row:
    persona, came = book.people[number - 1], book.received(number)
    chosen = dict.fromkeys(fact.value for fact in book.facts_of(number, "language"))
    begun = [one.at for one in book.begun(number)]
    return Row(
        *(number, persona.name, persona.temper.about, ", ".join(chosen), persona.zone or book.zone),
        begun=len(begun),
        most_a_week=max((sum(one <= at < one + timedelta(days=7) for at in begun) for one in begun), default=0),
        replies=sum(one.kind == REPLY for one in came),
        from_humans=sum(one.kind == COORDINATOR for one in came) + len(book.facts_of(number, "called")),
        silence_days=_longest([one.at for one in came]),
        tasks=len(book.tasks_of(number)),
        violations=violations,
    )


def _longest(heard: Sequence[datetime]) -> float:
    return max((round((after - before) / timedelta(days=1), 1) for before, after in pairwise(heard)), default=0.0)


def kinds(book: Book) -> dict[str, dict[str, int]]:
    """By kind of contact, what became of it."""
    found: dict[str, Counter[str]] = {}
    for one in book.verdicts:
        found.setdefault(one.kind, Counter())[WORDS[one.state]] += 1
    return {kind: dict(sorted(found[kind].items())) for kind in sorted(found)}


def reasons(book: Book) -> dict[str, dict[str, int]]:
    """By rule of the gate, what it did."""
    found: dict[str, Counter[str]] = {}
    for one in book.verdicts:
        if one.state != SENT:
            found.setdefault(one.reason, Counter())[WORDS[one.state]] += 1
    return {reason: dict(sorted(found[reason].items())) for reason in sorted(found)}


def promises(book: Book) -> Promises:
    made = [task for task in book.tasks.values() if task.answer_by]
    states = Counter(_state(task, book.until) for task in made)
    return Promises(states["kept"], states["late"], states["broken"], states["waiting"])


def late_promises(book: Book) -> list[TaskSeen]:
    """Not kept in time: somebody should hear why."""
    made = [task for task in book.tasks.values() if task.answer_by]
    return [task for task in made if _state(task, book.until) in ("late", "broken")]


def _state(task: TaskSeen, now: datetime) -> str:
    assert task.answer_by is not None
    if task.done_at is not None:
        return "kept" if task.done_at <= task.answer_by else "late"
    return "waiting" if now <= task.answer_by else "broken"


def as_json(book: Book, found: Sequence[Violation]) -> dict[str, Any]:
    return {
        "people": [asdict(row) for row in rows(book, found)],
        "kinds": kinds(book),
        "reasons": reasons(book),
        "promises": asdict(promises(book)),
        "late_promises": [asdict(task) for task in late_promises(book)],
        "violations": [asdict(one) for one in found],
    }
