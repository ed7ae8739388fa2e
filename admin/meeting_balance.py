"""Who is invited of each group of a lab, against its seats and the people in it; and how that would be after more."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from admin.visit import Visit
from locales import N_
from store.groups import Quota
from store.rsvp import Invitee

NO_GROUP = 0
"""In place of the id of a quota: who is in no group."""


@dataclass(frozen=True, slots=True)
class Balance:
    """One group. `invited` know of the meeting; `left`: ids of those who do not."""

    id: int
    name: str
    seats: int
    people: int
    invited: int
    coming: int
    left: tuple[int, ...]


def balance(visit: Visit, quotas: Iterable[Quota], people: Sequence[Invitee]) -> list[Balance]:
    """In the order of the groups; who is in none stands last."""
    rest = [one for one in people if not one.groups]
    found = [_of(quota.id, quota.name, quota.seats, [p for p in people if quota.id in p.groups]) for quota in quotas]
    return [*found, _of(NO_GROUP, visit.say(N_("In no group")), 0, rest)] if rest else found


def _of(number: int, name: str, seats: int, people: Sequence[Invitee]) -> Balance:
    return Balance(
        number,
        name,
        seats,
        len(people),
        sum(one.told for one in people),
        sum(one.answer == "yes" for one in people),
        tuple(one.id for one in people if not one.told),
    )


def chosen_people(groups: Iterable[Balance], chosen: Collection[int]) -> list[int]:
    """Who is in one of the chosen groups and not invited."""
    return sorted({one for group in groups if group.id in chosen for one in group.left})


def bars(visit: Visit, groups: Iterable[Balance], more: Collection[int] = ()) -> list[tuple[str, int, int, str]]:
    """As charts.html draws them: invited, of all who are in the group. `more`: people who would be invited too."""
    return [
        (group.name, group.invited + len(set(group.left) & set(more)), group.people, _note(visit, group))
        for group in groups
    ]


def _note(visit: Visit, group: Balance) -> str:
    coming = visit.say(N_("said yes: {count}"), count=str(group.coming))
    seats = visit.say(N_("seats in the lab: {count}"), count=str(group.seats)) if group.seats else ""
    return " · ".join(filter(None, (seats, coming)))
