"""Any contacts, persons, histories, wishes, policies and zones, often on the nights of summer time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.people import ACTIVE, NEW, REGISTERED, STOPPED, WAITING_GUARDIAN
from lab.policy import HOURS, Policy, Wishes, faults_of, longest_wait
from lab.touchpoints import ANSWER, CHANGE, PRIORITIES, Contact, Past
from scheduler.cadence import Day, Decision, Person, decide

ZONES = sorted(available_timezones())
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 12, 31, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MINUTES = 24 * 60

chances = st.randoms(use_true_random=True)
"""A case has too many parts to draw each from Hypothesis: it draws the seed."""
quick = settings(max_examples=250, deadline=None)


@dataclass(frozen=True)
class Case:
    due: tuple[Contact, ...]
    person: Person
    history: tuple[Past, ...]
    policy: Policy
    now: datetime
    day: Day

    def decided(self) -> dict[int, Decision]:
        return decide(self.due, self.person, self.history, self.policy, self.now, self.day)

    def those(self, *kinds: type) -> list[Contact]:
        answers = self.decided()
        return [one for one in self.due if isinstance(answers[one.id], kinds)]

    def local(self, moment: datetime) -> datetime:
        name = self.person.timezone if self.person.timezone in ZONES else self.day.timezone
        return moment.astimezone(ZoneInfo(name))

    def is_urgent(self, contact: Contact) -> bool:
        today = self.local(self.now).date()
        starts = {self.local(one).date() for one in (contact.meeting_at, contact.told_at) if one}
        return contact.priority == CHANGE and bool({today, today + DAY} & starts)

    def passes_ceiling(self, contact: Contact) -> bool:
        return self.is_urgent(contact) or (contact.meeting > 0 and contact.kind in ("moved", "cancelled"))

    def may_wake(self, contact: Contact) -> bool:
        starts = {self.local(one).date() for one in (contact.meeting_at, contact.told_at) if one}
        return self.is_urgent(contact) and (contact.kind != "seat_free" or self.local(self.now).date() in starts)


@lru_cache(maxsize=1024)
def transitions(name: str) -> tuple[datetime, ...]:
    """The hours in which clocks there change."""
    zone, step = ZoneInfo(name), timedelta(days=14)
    begins = [FIRST + n * step for n in range((LAST - FIRST) // step)]
    return tuple(_change(zone, at, at + step) for at in begins if _offset(zone, at) != _offset(zone, at + step))


def _offset(zone: ZoneInfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


def _change(zone: ZoneInfo, begin: datetime, end: datetime) -> datetime:
    while end - begin > timedelta(hours=1):
        middle = begin + (end - begin) / 2
        begin, end = (begin, middle) if _offset(zone, begin) != _offset(zone, middle) else (middle, end)
    return begin


def a_moment(chance: Random, zone: str) -> datetime:
    """Half of them within a day and a half of a change of clocks, where there is one."""
    nights = transitions(zone)
    if nights and chance.random() < 0.5:
        return chance.choice(nights) + timedelta(minutes=chance.randint(-2100, 2100))
    return FIRST + timedelta(minutes=chance.randrange(1824 * MINUTES))


def a_policy(chance: Random) -> Policy:
    """Everything that a lab can choose."""
    if chance.random() < 0.4:
        return Policy()
    begin, quiet = chance.randrange(MINUTES), chance.randint(0, MINUTES - 120)
    rest = tuple(chance.sample(range(7), chance.choice((0, 0, 1, 2, 5))))
    often = {"a_day": chance.randint(1, 5), "a_week": chance.randint(1, 21), "nudges": chance.randint(1, 3)}
    plain = Policy(rest_days=rest, quiet_from=a_clock(begin), quiet_to=a_clock(begin + quiet), **often)
    floor = longest_wait(plain, rest) + chance.choice((0, 1, 10))
    return replace(plain, floor_days=floor, silence_days=floor + chance.randint(0, 9))


def a_clock(minute: int) -> time:
    return time(minute % MINUTES // 60, minute % 60)


def some_wishes(chance: Random) -> Wishes:
    rest = chance.sample(range(7), chance.choice((0, 0, 0, 0, 1, 2, 3, 6, 6, 7)))
    hours = chance.sample([*HOURS, "nights"], chance.choice((0, 0, 1, 2)))
    return Wishes(tuple(rest), tuple(hours), chance.random() < 0.3)


def some(chance: Random, least: timedelta, most: timedelta) -> timedelta:
    return timedelta(seconds=chance.randint(int(least.total_seconds()), int(most.total_seconds())))


def a_contact(chance: Random, now: datetime, number: int, starts: Sequence[datetime]) -> Contact:
    kind, priority = chance.choice([*PRIORITIES.items(), ("moved", CHANGE), ("cancelled", CHANGE), ("answer", ANSWER)])
    meeting = 0 if kind in ("check_up", "answer") else chance.randint(0, len(starts))
    return Contact(
        number,
        kind,
        priority,
        due_at=now - some(chance, timedelta(0), 9 * DAY),
        expires_at=now + some(chance, timedelta(minutes=-10), chance.choice((DAY, 30 * DAY))),
        meeting=meeting,
        meeting_at=starts[meeting - 1] if meeting else None,
        sayable=chance.random() < 0.95,
        asks=chance.random() < 0.7,
        needless=chance.choice([""] * 19 + ["answered_no"]),
        told_at=now + some(chance, -DAY, 3 * DAY) if chance.random() < 0.1 else None,
        coming=chance.random() < 0.5,
    )


def a_person(chance: Random, now: datetime, zone: str) -> Person:
    """Most of them may be written to."""
    usual = Person(ACTIVE, chance.choice([zone, zone, "", "Europe/Nowhere"]), some_wishes(chance))
    if chance.random() < 0.6:
        return usual
    return replace(
        usual,
        standing=chance.choice([ACTIVE] * 20 + [NEW, REGISTERED, STOPPED, WAITING_GUARDIAN]),
        reachable=chance.random() < 0.9,
        paused_until=chance.choice([None] * 3 + [now + some(chance, -5 * DAY, 20 * DAY)]),
        last_in_at=now - chance.choice([some(chance, -DAY, 20 * DAY), some(chance, -DAY / 30, DAY / 30)]),
        last_out_at=chance.choice([None, now - some(chance, -DAY, 30 * DAY)]),
        asked_if_safe=chance.random() < 0.2,
    )


def a_case(chance: Random) -> Case:
    zone = chance.choice(ZONES)
    now = a_moment(chance, zone)
    starts = [now + some(chance, -DAY, 4 * DAY) for _ in range(2)]
    kinds = ("check_up", "reminder_day", "decided")
    ago = [some(chance, -DAY, 10 * DAY) for _ in range(chance.choice((0, 0, 1, 2, 5)))]
    feasts = chance.sample(range(20), chance.choice((0, 0, 1, 4, 20)))
    return Case(
        tuple(a_contact(chance, now, number, starts) for number in range(1, chance.randint(1, 4) + 1)),
        a_person(chance, now, zone),
        tuple(Past(chance.choice(kinds), now - one) for one in ago),
        a_policy(chance),
        now,
        Day(zone, frozenset(now.astimezone(ZoneInfo(zone)).date() + n * DAY for n in feasts)),
    )


@quick
@given(chances.map(a_policy))
def test_these_policies_are_some_that_a_lab_can_choose(policy: Policy) -> None:
    assert faults_of(policy) == []
