"""What the gate will do with what is planned for somebody, as far as anybody can know today. Pure.

It is the gate itself, asked from moment to moment, as if she wrote nothing and nobody planned anything else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lab.policy import Policy
from lab.touchpoints import REMINDER, without_older_reminders
from scheduler.cadence import WEEK, Ahead, Contact, Day, Hold, Merge, Past, Person, Reason, Send, decide

MOST_LOOKS = 400
"""What goes round in a circle comes to an end."""
A_ROUND = timedelta(minutes=1)
"""Before that nothing that was held is looked at again."""


@dataclass(frozen=True, slots=True)
class Coming:
    """The contact `id` goes out `at` that moment, alone or along with another. `why`: what held it last, if anything
    does."""

    id: int
    at: datetime
    why: Reason | None = None


def foresee(
    planned: Iterable[Contact], person: Person, history: Iterable[Past], policy: Policy, now: datetime, day: Day
) -> list[Coming]:
    """What goes out, the first one first; what will be dropped or called about is not there. `day`: with the feasts of
    all that time."""
    waiting = {one.id: one for one in planned}
    past, found, held = list(history), list[Coming](), dict[int, Reason]()
    at = now
    for _ in range(MOST_LOOKS):
        if not waiting:
            break
        at = max(at, min(one.due_at for one in waiting.values()))
        due = without_older_reminders(one for one in waiting.values() if one.due_at <= at or one.told_at)
        decided = decide(due, person, past, policy, at, day, _ahead(waiting.values(), at))
        for one in sorted(due, key=lambda one: not isinstance(decided[one.id], Send)):
            match decided[one.id]:
                case Hold(until, reason):
                    waiting[one.id] = replace(waiting[one.id], due_at=max(until, at + A_ROUND))
                    held[one.id] = reason
                    continue
                case Send():
                    past.append(Past(one.kind, at, one.priority))
                    found.append(Coming(one.id, at, held.get(one.id)))
                case Merge():
                    found.append(Coming(one.id, at, held.get(one.id)))
            del waiting[one.id]
    return found


def _ahead(waiting: Iterable[Contact], at: datetime) -> Sequence[Ahead]:
    """What matters most in the week to come, as `store.contacts.reminders_ahead` tells the gate."""
    return [Ahead(one.due_at, one.priority) for one in waiting if _is_near(one, at)]


def _is_near(one: Contact, at: datetime) -> bool:
    return at < one.due_at <= at + WEEK and one.priority <= REMINDER
