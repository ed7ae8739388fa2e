"""What a change of the rules would mean, as the desk says it: before and after, and for whom."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from admin.meeting_words import kind_of_contact
from admin.visit import Visit
from bot.trying import LENGTH, MOST_PEOPLE, Course, Happened, look, play
from scheduler.reasons import REASONS
from store.labs import Lab

SHOWN = 12
"""So many names in each list; of the others it says how many."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, and what is said about her: numbers, a kind of message and the reason."""

    id: int
    name: str
    before: int = 0
    after: int = 0
    what: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The first of a list, and how many others there are."""

    shown: tuple[Named, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Tried:
    """`weeks`: from when, messages before, messages after. `called`: how many people a human calls, before and after.
    `looked_at` of `everybody`: in a large lab some."""

    weeks: tuple[tuple[str, int, int], ...]
    more: Found
    silent: Found
    lost: Found
    called: tuple[int, ...]
    looked_at: int
    everybody: int

    @property
    def sampled(self) -> bool:
        return self.everybody > MOST_PEOPLE

    @property
    def same(self) -> bool:
        """Nothing at all would be different."""
        numbers = all(before == after for _, before, after in self.weeks) and self.called[0] == self.called[1]
        return numbers and not (self.more.shown or self.lost.shown)


async def tried(visit: Visit, lab: Lab, wanted: Lab) -> Tried:
    """`lab` as it is, and as it is `wanted`. Reads, and writes nothing."""
    async with visit.desk.database.read() as connection:
        known = await look(connection, lab, visit.desk.catalogues, visit.now)
    before, after = await asyncio.to_thread(lambda: (play(known, lab), play(known, wanted)))
    names = {who.id: who.name or "" for who in known.seen.people.values()}
    return Tried(
        _weeks(visit, lab, before, after),
        _found(Named(who, names[who], one, other) for who, one, other in more(before, after, names)),
        _found(_silent(before, after, (lab, wanted), names)),
        _found(_lost(visit, lab, one, names) for one in lost(before, after)),
        tuple(len({one.person_id for one in course.called}) for course in (before, after)),
        len(names),
        known.everybody,
    )


def _weeks(visit: Visit, lab: Lab, before: Course, after: Course) -> tuple[tuple[str, int, int], ...]:
    dates = visit.dates(lab.timezone)
    firsts = [dates.day(dates.local_day(visit.now + timedelta(days=day))) for day in range(0, LENGTH.days, 7)]
    return tuple(zip(firsts, weeks_of(before, visit.now), weeks_of(after, visit.now), strict=True))


def _silent(before: Course, after: Course, by: tuple[Lab, Lab], names: Mapping[int, str]) -> Iterator[Named]:
    """`before` says for how long by the rules of today, where that is too long too."""
    already = dict(too_silent(before, by[0].policy.floor_days))
    for who, days in too_silent(after, by[1].policy.floor_days):
        yield Named(who, names[who], already.get(who, 0), days)


def _lost(visit: Visit, lab: Lab, one: Happened, names: Mapping[int, str]) -> Named:
    why = ""
    if one.reason and one.reason.code in REASONS:
        until = (one.reason.until or one.at).astimezone(visit.dates(lab.timezone).zone)
        why = visit.say(REASONS[one.reason.code], until=until)
    return Named(one.person_id, names[one.person_id], what=kind_of_contact(visit, one.kind), why=why)


def _found(some: Iterable[Named]) -> Found:
    everybody = tuple(some)
    return Found(everybody[:SHOWN], max(0, len(everybody) - SHOWN))


def weeks_of(course: Course, begins: datetime) -> list[int]:
    """How many messages go out in each seven days; the last ones are fewer days."""
    many = [0] * -(-LENGTH.days // 7)
    for one in course.sent:
        many[(one.at - begins).days // 7] += 1
    return many


def lost(before: Course, after: Course) -> list[Happened]:
    """What goes out by the rules of today and not by the others, with the reason."""
    went = {(one.person_id, one.name) for one in before.sent}
    return [one for one in after.dropped if (one.person_id, one.name) in went]


def more(before: Course, after: Course, people: Iterable[int]) -> list[tuple[int, int, int]]:
    """Who is written to more often: person, times before, times after. Who gets most more comes first."""
    found = [(one, before.many(one), after.many(one)) for one in people]
    return sorted((one for one in found if one[2] > one[1]), key=lambda one: (one[1] - one[2], one[0]))


def too_silent(course: Course, floor_days: int) -> list[tuple[int, int]]:
    """Who hears nothing for longer than the floor: person and days. A human is asked to call some of them."""
    found = [(who, days) for who, days in course.silent.items() if days > floor_days]
    return sorted(found, key=lambda one: (-one[1], one[0]))
