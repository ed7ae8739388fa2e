"""Who is invited of each group of a lab, against its seats and the people in it; and how that would be after more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from admin.group_names import group_name
from admin.visit import Visit
from locales import N_
from store.balance import NO_GROUP, Known
from store.groups import Group


@dataclass(frozen=True, slots=True)
class Balance:
    """One group."""

    id: int
    name: str
    seats: int
    known: Known


def balance(visit: Visit, groups: Iterable[Group], known: Mapping[int, Known]) -> list[Balance]:
    """In the order of the groups; who is in none stands last."""
    found = [Balance(one.id, group_name(visit, one), one.seats, known.get(one.id, Known())) for one in groups]
    rest = known.get(NO_GROUP)
    return [*found, Balance(NO_GROUP, visit.say(N_("In no group")), 0, rest)] if rest else found


def bars(visit: Visit, groups: Iterable[Balance], *, after: bool = False) -> list[tuple[str, int, int, str]]:
    """As charts.html draws them: invited, of all who are in the group. `after`: with those who would be invited too."""
    return [
        (one.name, one.known.after if after else one.known.told, one.known.people, _note(visit, one)) for one in groups
    ]


def _note(visit: Visit, group: Balance) -> str:
    coming = visit.say(N_("said yes: {count}"), count=str(group.known.coming))
    seats = visit.say(N_("seats in the lab: {count}"), count=str(group.seats)) if group.seats else ""
    return " · ".join(filter(None, (seats, coming)))
