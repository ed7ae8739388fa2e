"""The floor: nobody hears nothing for longer than the policy's days, whatever else goes on, and without too much."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given, settings

from lab.people import ACTIVE
from lab.policy import Policy, Wishes, longest_wait
from lab.touchpoints import CHANGE, NUDGE, REMINDER, UPDATE, Contact, Past
from lab.wall_time import zone_of
from scheduler.cadence import CallHuman, Day, Hold, Person, Reason, Send, check_up_due, decide
from tests.scheduler.test_cadence_cases import DAY, ZONES, Case, a_case, a_moment, a_policy, chances, some, some_wishes

HORIZON = 70 * DAY
MOST_TURNS = 2000
quick = settings(max_examples=60, deadline=None)


@dataclass(frozen=True)
class Event:
    """What else happens: she writes and is answered ("reply"), or something planned is due: of use, or not any more."""

    at: datetime
    kind: str
    priority: int = UPDATE
    urgent: bool = False
    needless: str = ""


@dataclass
class Life:
    """Some weeks of somebody, with nothing but the gate and the planning of check-ups, which runs all the time."""

    person: Person
    policy: Policy
    day: Day
    now: datetime
    events: list[Event]
    past: list[Past] = field(default_factory=list)
    heard: list[datetime] = field(default_factory=list)
    waiting: list[Contact] = field(default_factory=list)
    seen: int = 0

    def live(self) -> list[datetime]:
        """When she heard something, or a human was asked to call her."""
        ends = self.now + HORIZON
        self.heard.append(self.now)
        for _ in range(MOST_TURNS):
            if self.now >= ends:
                return self.heard
            self._plan()
            looks = [one.due_at for one in self.waiting] + [one.at for one in self.events]
            self.now = max(self.now, min(looks))
            self._happen()
            self._decide()
        raise AssertionError("the same day comes again and again")

    def _plan(self) -> None:
        if any(one.kind == "check_up" for one in self.waiting):
            return
        planned = [one.due_at for one in self.waiting] + [one.at for one in self.events if one.kind != "reply"]
        due = check_up_due(self.person, self.past, planned, self.policy, self.now, self.day)
        if due is not None:
            self._wait(Event(due, "check_up", NUDGE))

    def _wait(self, event: Event) -> None:
        self.seen += 1
        self.waiting.append(
            Contact(
                self.seen,
                event.kind,
                event.priority,
                event.at,
                event.at + 30 * DAY,
                self.seen,
                event.at if event.urgent else None,
                needless=event.needless,
            )
        )

    def _happen(self) -> None:
        for event in [one for one in self.events if one.at <= self.now]:
            self.events.remove(event)
            if event.kind == "reply":
                self.person = replace(self.person, last_in_at=self.now, last_out_at=self.now)
                self.heard.append(self.now)
            else:
                self._wait(event)

    def _decide(self) -> None:
        due = [one for one in self.waiting if one.due_at <= self.now]
        decided = decide(due, self.person, self.past, self.policy, self.now, self.day)
        for contact in due:
            self.waiting.remove(contact)
            match decided[contact.id]:
                case Hold(until):
                    self.waiting.append(replace(contact, due_at=until))
                case Send():
                    self.past.append(Past(contact.kind, self.now, contact.priority))
                    self.heard.append(self.now)
                case CallHuman(Reason("nudges")):
                    self.person = replace(self.person, last_in_at=self.now, last_out_at=self.now)
                    self.heard.append(self.now)

    def longest_silence(self) -> timedelta:
        """In local days and hours, as people count: a night of summer time makes no difference."""
        zone = zone_of(self.person.timezone, self.day.timezone)
        clocks = [one.astimezone(zone).replace(tzinfo=None) for one in sorted(self.live())]
        return max(after - before for before, after in pairwise(clocks))


def a_life(chance: Random, policy: Policy, wishes: Wishes, *, planned: bool = True, urgent: bool = False) -> Life:
    zone = chance.choice(ZONES)
    now = a_moment(chance, zone)
    kinds = ["reply", "reminder_day", "decided"]
    many = chance.choice((0, 5, 15, 50))
    events = [Event(now + some(chance, 0 * DAY, HORIZON), chance.choice(kinds)) for _ in range(many)]
    events = [replace(one, priority=chance.choice((REMINDER, UPDATE))) for one in events]
    if planned:
        events = [replace(one, needless=chance.choice(("", "", "left"))) for one in events]
    if urgent:
        events += [Event(now + some(chance, 0 * DAY, HORIZON), "moved", CHANGE, True) for _ in range(2)]
    return Life(Person(ACTIVE, zone, wishes), policy, Day(zone), now, [*events, Event(now + 2 * HORIZON, "reply")])


@quick
@given(chances)
def test_with_the_usual_policy_nobody_hears_nothing_for_longer_whatever_she_wishes(chance: Random) -> None:
    wishes = some_wishes(chance)
    rest = tuple(chance.sample(range(7), chance.choice((0, 0, 2, 5))))
    life = a_life(chance, Policy(rest_days=rest), replace(wishes, rest_days=wishes.rest_days[:6]), urgent=True)

    assert life.longest_silence() <= timedelta(days=14)


@quick
@given(chances)
def test_every_floor_that_a_lab_can_choose_holds_for_who_wishes_nothing_else(chance: Random) -> None:
    policy = a_policy(chance)

    assert a_life(chance, policy, Wishes(), planned=False).longest_silence() <= timedelta(days=policy.floor_days)


@quick
@given(chances)
def test_a_short_floor_gives_way_to_her_wishes_and_to_nothing_else(chance: Random) -> None:
    policy, wishes = a_policy(chance), some_wishes(chance)
    wishes = replace(wishes, rest_days=wishes.rest_days[:6])
    wait = longest_wait(replace(policy, a_week=1) if wishes.less else policy, wishes.rest(policy))

    silence = a_life(chance, policy, wishes, planned=False).longest_silence()

    assert silence <= timedelta(days=max(policy.floor_days, wait) + 1)


@quick
@given(chances.map(a_case))
def test_a_check_up_is_due_before_the_floor_or_at_once_or_when_a_pause_ends(case: Case) -> None:
    person = replace(case.person, standing=ACTIVE)
    due = check_up_due(person, case.history, (), case.policy, case.now, case.day)

    heard = [case.now - 365 * DAY, *(one.at for one in case.history), person.last_out_at or case.now - 365 * DAY]
    floor = case.local(min(case.now, max(heard))).replace(tzinfo=None) + timedelta(days=case.policy.floor_days)
    assert due is not None
    assert due >= case.now
    paused = person.paused_until or case.now
    assert due in (case.now, paused) or case.local(due).replace(tzinfo=None) <= floor
