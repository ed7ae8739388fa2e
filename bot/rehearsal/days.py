"""What each day was for each person: the most telling thing that she got, how long she had heard nothing, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rehearsal.book import COORDINATOR, REPLY, Book, Delivery, Fact

AWAY, PAUSED, HERE = "away", "paused", "here"
HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Sort:
    """Kinds that look the same: a colour, and a letter for those who do not see colours."""

    name: str
    letter: str
    colour: str
    kinds: frozenset[str]
    ink: str = "#fff"


NEWS = ("pilot_check", "pilot_news", "milestone", "recommendation")
SORTS = (
    Sort("Change of a meeting", "!", "#b3400a", frozenset({"moved", "cancelled", "seat_free"})),
    Sort("Invitation", "I", "#0b5fa5", frozenset({"invitation"})),
    Sort("Reminder", "R", "#3f97d0", frozenset({"reminder_week", "reminder_day", "reminder_hours", "talk_reminder"})),
    Sort("Preparation", "P", "#00785a", frozenset({"preparation"})),
    Sort("Check-in, check-out", "C", "#a84f83", frozenset({"check_in", "check_out"})),
    Sort("Question to all", "Q", "#6a4fb3", frozenset({"poll", "poll_round", "poll_result"})),
    Sort("What was decided", "D", "#f0d542", frozenset({"decided", "came_back"}), "#222"),
    Sort("Pilot, recommendation", "N", "#4a7a1f", frozenset(NEWS)),
    Sort("We missed you", "M", "#7d6b0f", frozenset({"missed"})),
    Sort("How are you?", "H", "#e09a00", frozenset({"check_up"}), "#222"),
    Sort("A human wrote or called", "T", "#333", frozenset({COORDINATOR, HUMAN})),
)
"""The most telling first: of several on one day this one is shown."""


@dataclass(frozen=True, slots=True)
class Day:
    """`sort` None: nothing but replies, or nothing. `silent`: whole days since she heard anything. `faulty`: a rule
    was broken. `said` is for whoever points at it."""

    standing: str
    sort: Sort | None = None
    silent: int = 0
    talked: bool = False
    faulty: bool = False
    said: str = ""


def all_days(book: Book) -> list[date]:
    first, last = book.starts.date(), book.until.date()
    return [first + timedelta(days=n) for n in range((last - first).days)]


def days_of(book: Book, number: int, faulty: frozenset[date]) -> Iterator[Day]:
    """One for each day of the play."""
    came = _by_day(book, number)
    heard: date | None = None
    for day in all_days(book):
        that_day = came.get(day, [])
        heard = day if that_day or heard is None else heard
        told = [kind for kind, _ in that_day]
        sort = next((one for one in SORTS if one.kinds & set(told)), None)
        said = ", ".join(f"{kind} {at:%H:%M}" for kind, at in that_day if kind != REPLY)
        silent, standing = (day - heard).days, _standing(book, number, day)
        yield Day(standing, sort, silent, REPLY in told, day in faulty, said)


def _by_day(book: Book, number: int) -> dict[date, list[tuple[str, datetime]]]:
    things: list[Delivery | Fact] = [*book.received(number), *book.facts_of(number, "called")]
    found: dict[date, list[tuple[str, datetime]]] = {}
    for one in things:
        local = book.local(number, one.at)
        kind = one.kind if isinstance(one, Delivery) else HUMAN
        found.setdefault(local.date(), []).append((kind, local))
    return found


def _standing(book: Book, number: int, day: date) -> str:
    """At the end of that day."""
    moment = datetime.combine(day, datetime.max.time(), book.zone_of(number))
    fact = book.latest(number, moment, "joined", "stopped", "back", "erased")
    if fact is None or fact.what in ("stopped", "erased") or fact.value == "waiting":
        return AWAY
    pause = book.latest(number, moment, "paused")
    return PAUSED if pause and moment < pause.at + timedelta(days=int(pause.value)) else HERE
