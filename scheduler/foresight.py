"""What the gate will do with what is planned for somebody, as far as anybody can know today. Pure.

It is the gate itself, asked from moment to moment, as if she wrote nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lab.policy import Policy
from lab.touchpoints import REMINDER, without_older_reminders
from scheduler.cadence import (
    WEEK,
    Ahead,
    CallHuman,
    Contact,
    Day,
    Decision,
    Drop,
    Hold,
    Merge,
    Past,
    Person,
    Reason,
    Send,
    decide,
)

MOST_LOOKS = 400
"""What goes round in a circle comes to an end."""
A_ROUND = timedelta(minutes=1)
"""Before that nothing that was held is looked at again."""

Days = Callable[[datetime], Day]
"""What the gate knows of the day at that moment."""
Arising = Callable[[datetime, Sequence[Past], Collection[Contact]], Contact | None]
"""What is planned anew at that moment, after what went out and beside what waits."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a contact `at` that moment, and what held it last before, if anything did."""

    contact: Contact
    at: datetime
    decision: Send | Merge | Drop | CallHuman
    held: Reason | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """The contact `id` goes out `at` that moment, alone or along with another. `why`: what held it last, if anything
    does."""

    id: int
    at: datetime
    why: Reason | None = None


def foresee(
    planned: Iterable[Contact], person: Person, history: Iterable[Past], policy: Policy, now: datetime, days: Days
) -> list[Coming]:
    """What goes out if nobody plans anything else, the first one first; what will be dropped or called about is not
    there."""
    walk = moment_to_moment(planned, person, history, policy, now, days)
    return [Coming(one.contact.id, one.at, one.held) for one in walk if isinstance(one.decision, Send | Merge)]


def moment_to_moment(
    planned: Iterable[Contact],
    person: Person,
    history: Iterable[Past],
    policy: Policy,
    now: datetime,
    days: Days,
    arising: Arising = lambda at, past, waiting: None,
) -> Iterator[Settled]:
    """What becomes of each contact, in the order in which the gate settles them, what is sent before what goes along
    with it. Endless or nearly so where something arises again and again: stop at the moment that you want."""
    waiting = {one.id: one for one in planned}
    past, held, at = list(history), dict[int, Reason](), now
    for _ in range(MOST_LOOKS):
        if new := arising(at, past, waiting.values()):
            waiting[new.id] = new
        if not waiting:
            return
        at = max(at, min(one.due_at for one in waiting.values()))
        due = without_older_reminders(one for one in waiting.values() if one.due_at <= at or one.told_at)
        decided = decide(due, person, past, policy, at, days(at), _ahead(waiting.values(), at))
        for one, decision in _sent_first(due, decided):
            if isinstance(decision, Hold):
                waiting[one.id] = replace(waiting[one.id], due_at=max(decision.until, at + A_ROUND))
                held[one.id] = decision.reason
                continue
            if isinstance(decision, Send) and not one.live:
                past.append(Past(one.kind, at, one.priority))
            del waiting[one.id]
            yield Settled(one, at, decision, held.pop(one.id, None))


def _sent_first(due: Iterable[Contact], decided: dict[int, Decision]) -> list[tuple[Contact, Decision]]:
    both = [(one, decided[one.id]) for one in due]
    return sorted(both, key=lambda pair: not isinstance(pair[1], Send))


def _ahead(waiting: Iterable[Contact], at: datetime) -> Sequence[Ahead]:
    """What matters most in the week to come, as `store.contacts.reminders_ahead` tells the gate."""
    return [Ahead(one.due_at, one.priority) for one in waiting if _is_near(one, at)]


def _is_near(one: Contact, at: datetime) -> bool:
    return at < one.due_at <= at + WEEK and one.priority <= REMINDER
