"""The gate: what becomes of each planned contact, and why. Pure.

Order of the rules: may we write at all; is it still of use; when is a good moment; is there room under the ceiling.
What a person herself began (replies) does not pass here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lab.people import ACTIVE, WAITING_GUARDIAN
from lab.policy import HOURS as HOURS
from lab.policy import Day as Day
from lab.policy import Opening, Policy
from lab.policy import Wishes as Wishes
from lab.touchpoints import CHANGE, CHECK, LONG_BEFORE, NUDGE, POLL
from lab.touchpoints import Ahead as Ahead
from lab.touchpoints import Contact as Contact
from lab.touchpoints import Past as Past
from lab.urgency import corrects, eve, is_said_to_be, is_urgent, may_wake, passes_ceiling
from lab.wall_time import moment_of, zone_of
from scheduler.reasons import CallHuman as CallHuman
from scheduler.reasons import Decision as Decision
from scheduler.reasons import Drop as Drop
from scheduler.reasons import Hold as Hold
from scheduler.reasons import Merge as Merge
from scheduler.reasons import Reason as Reason
from scheduler.reasons import Send as Send

TALKING = timedelta(minutes=30)
"""So long after her last words she is in the middle of a conversation."""
ASKED_IF_SAFE = timedelta(hours=1)
"""So long after them nothing that can wait is put on top of the question whether she is in danger."""
SOON = timedelta(minutes=5)
"""So long after one urgent message another one follows."""
WEEK = timedelta(days=7)
FLOOR_MARGIN = timedelta(days=2)
"""So long before the floor a check-up is due, where the floor is long: an outage, or something else that goes first."""
LESS_A_WEEK = 1
"""For who wants fewer messages. Reminders of what she said yes to, and changes, always come."""
_DAY = Day()
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """As the gate sees her. `timezone` "" or unknown: the lab's. `human_until`: so long somebody of the team talks.
    `asked_if_safe`: she was asked whether she is in danger. No reason says so: others read reasons too."""

    standing: str
    timezone: str = ""
    wishes: Wishes = field(default_factory=Wishes)
    reachable: bool = True
    paused_until: datetime | None = None
    human_until: datetime | None = None
    last_in_at: datetime | None = None
    last_out_at: datetime | None = None
    asked_if_safe: bool = False


@dataclass(frozen=True, slots=True)
class _Round:
    """All that the rules look at beside the contact itself."""

    person: Person
    past: tuple[Past, ...]
    policy: Policy
    now: datetime
    day: Day
    ahead: tuple[Ahead, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.person.timezone, self.day.timezone)

    def opening(self, contact: Contact | None = None) -> Opening:
        """What can wait, waits for her hours and for the end of a feast. A check-up on a feast becomes a greeting; None
        stands for one. What comes days before its meeting waits for her hours where that leaves a day."""
        can_wait = contact is None or contact.priority >= POLL
        greets = contact is None or contact.kind == "check_up"
        feasts = self.day.feasts if can_wait and not greets else frozenset()
        wishes = self.person.wishes
        opening = Opening(self.policy, self.zone, wishes.rest(self.policy), wishes.hours, feasts)
        if can_wait or (contact and contact.kind in LONG_BEFORE and self._in_time_for(contact, opening)):
            return opening
        return replace(opening, hours=())

    def _in_time_for(self, contact: Contact, opening: Opening) -> bool:
        return opening.since(max(self.now, contact.due_at)) < contact.expires_at - timedelta(days=1)


def decide(
    due: Sequence[Contact],
    person: Person,
    history: Iterable[Past],
    policy: Policy,
    now: datetime,
    day: Day = _DAY,
    ahead: Iterable[Ahead] = (),
) -> dict[int, Decision]:
    """What becomes of everything that is due for one person, by id of the contact. At most one is sent; others join it.

    All moments are aware. `history`: what was begun in the last seven days at least, and every check-up since she last
    wrote; a moment after `now` (a clock was set back) counts like now. Changes that are on hold belong to `due` too:
    they have to go out before anything else about their meeting. `ahead`: what is planned for her in
    the week to come.
    """
    at = _Round(person, tuple(history), policy, now, day, tuple(ahead))
    decided: dict[int, Decision] = {}
    lead: Contact | None = None
    for contact in sorted(due, key=lambda one: _order(one, at)):
        decision: Decision = _may(contact, at) or _corrected(contact, due, decided, at) or _when(contact, at)
        if isinstance(decision, Send) and lead is not None:
            decision = _beside(contact, lead, at)
        if isinstance(decision, Hold):
            decision = _in_time(contact, decision, at)
            decision = Drop(decision.reason) if decision.until >= contact.expires_at else decision
        lead = contact if isinstance(decision, Send) else lead
        decided[contact.id] = decision
    return decided


def _order(contact: Contact, at: _Round) -> tuple[int, bool, bool, datetime, int]:
    return (contact.priority, not corrects(contact), not _urgent(contact, at), contact.due_at, contact.id)


def _may(contact: Contact, at: _Round) -> Drop | CallHuman | None:
    """Whether it may be said at all. None: it may."""
    if at.person.standing != ACTIVE:
        return Drop(Reason("guardian" if at.person.standing == WAITING_GUARDIAN else "consent"))
    if contact.expires_at <= at.now:
        return Drop(Reason("expired"))
    if contact.needless:
        return Drop(Reason(contact.needless))
    if not contact.sayable:
        return Drop(Reason("no_text"))
    if not at.person.reachable:
        return CallHuman(Reason("unreachable"))
    return _nudge(at) if contact.kind == "check_up" else None


def _nudge(at: _Round) -> Drop | CallHuman | None:
    if _floor_due(at).astimezone(at.zone).date() > at.now.astimezone(at.zone).date():
        return Drop(Reason("heard_lately"))
    if unanswered_nudges(at.person, at.past) >= at.policy.nudges:
        return CallHuman(Reason("nudges"))
    return None


def unanswered_nudges(person: Person, past: Iterable[Past]) -> int:
    """How many personal checks went out since she last wrote."""
    since = person.last_in_at
    return sum(one.kind == "check_up" and (since is None or one.at > since) for one in past)


def _corrected(contact: Contact, due: Sequence[Contact], decided: Mapping[int, Decision], at: _Round) -> Hold | None:
    """A change of the same meeting is told first. None: there is none, or it is not going to be told."""
    waits = []
    for one in due:
        if one.meeting == contact.meeting and corrects(one) and not corrects(contact):
            match decided.get(one.id):
                case Send() | Merge():
                    waits.append(_next_round(contact, one, at))
                case Hold(until):
                    waits.append(until)
    return _hold("correction", max(waits)) if waits else None


def _when(contact: Contact, at: _Round) -> Send | Hold | CallHuman:
    """Whether this is a good moment, and if not, when the next one may be."""
    person, opening = at.person, at.opening(contact)
    if paused := _paused(contact, at):
        return paused
    if _sleeps(contact, opening, at):
        return _hold("quiet", contact.due_at)
    if person.asked_if_safe and (said := _said_lately(at, ASKED_IF_SAFE)) and not _urgent(contact, at):
        return _hold("talking", said + ASKED_IF_SAFE)
    if contact.live or may_wake(contact, at.now, at.zone):
        return Send()
    if (until := person.human_until) and until > at.now and not _urgent(contact, at):
        return _hold("human", until)
    if (said := _said_lately(at, TALKING)) and not is_said_to_be(contact):
        return _hold("talking", said + TALKING)
    if len(opening.rest) == 7:
        return CallHuman(Reason("unreachable"))
    if closed_by := opening.closed_by(at.now):
        return _hold(closed_by, opening.after(at.now))
    return _ceiling(contact, at) or _kept_free(contact, at) or Send()


def _said_lately(at: _Round, within: timedelta) -> datetime | None:
    """When she wrote last, where that is no longer ago. None: it is, or she never did."""
    said = at.person.last_in_at
    return said if said and abs(at.now - said) < within else None


def _sleeps(contact: Contact, opening: Opening, at: _Round) -> bool:
    """Put off until this morning already: midnight makes it news of tomorrow, but nobody is woken for that."""
    night = opening.closed_by(at.now) and at.now < contact.due_at <= opening.after(at.now)
    return bool(night) and not is_said_to_be(contact)


def _kept_free(contact: Contact, at: _Round) -> Hold | None:
    """A reminder does not lose its place, of the day or of the week, to what can as well be said after it."""
    for until in (_after_this_evening(contact, at), _after_this_week(contact, at)):
        if until and until < contact.expires_at:
            return _hold("outranked", until)
    return None


def _after_this_evening(contact: Contact, at: _Round) -> datetime | None:
    """Tomorrow, where a reminder of this evening would find the day full."""
    today = at.now.astimezone(at.zone).date()
    later = [one for one in at.ahead if one.at > at.now and one.at.astimezone(at.zone).date() == today]
    comes = sum(one.priority < contact.priority for one in later)
    begun = sum(min(one.at, at.now).astimezone(at.zone).date() == today for one in at.past)
    if not comes or begun + comes < at.policy.a_day:
        return None
    midnight = moment_of(datetime.combine(today + timedelta(days=1), time()), at.zone)
    return at.opening(contact).after(midnight - datetime.resolution)


def _after_this_week(contact: Contact, at: _Round) -> datetime | None:
    """When the last reminder is out that would find the week full. A check-up never waits: the floor needs it."""
    if contact.kind == "check_up":
        return None
    begun = [min(one.at, at.now) for one in at.past]
    comes = sorted(one.at for one in at.ahead if at.now < one.at < at.now + WEEK and one.priority < contact.priority)
    full = [
        moment
        for place, moment in enumerate(comes, start=1)
        if place + sum(one > moment - WEEK for one in begun) == at.policy.a_week
    ]
    return at.opening(contact).since(max(full)) if full else None


def _paused(contact: Contact, at: _Round) -> Hold | None:
    """A pause holds everything, but not that she who said yes would stand before a closed door tomorrow."""
    until = at.person.paused_until
    if not until or until <= at.now or (_wakes_a_pause(contact) and _urgent(contact, at)):
        return None
    return _hold("paused", until)


def _wakes_a_pause(contact: Contact) -> bool:
    return contact.coming and corrects(contact)


def _in_time(contact: Contact, hold: Hold, at: _Round) -> Hold:
    """News about a meeting waits for no longer than the morning of the day before: from then on it is urgent."""
    last = eve(contact, at.now, at.zone)
    asleep = hold.reason.code == "paused" and not _wakes_a_pause(contact)
    if contact.priority != CHANGE or last is None or asleep or _urgent(contact, at):
        return hold
    morning = Opening(at.policy, at.zone).since(last)
    return _hold(hold.reason.code, morning) if morning < hold.until else hold


def _urgent(contact: Contact, at: _Round) -> bool:
    return is_urgent(contact, at.now, at.zone)


def _hold(code: str, until: datetime) -> Hold:
    return Hold(until, Reason(code, until))


def good_moment(now: datetime, person: Person, policy: Policy, day: Day, hours: Sequence[str] = ()) -> datetime:
    """The first moment after `now` at which a time outside quiet hours and days of rest begins, and within `hours`."""
    zone = zone_of(person.timezone, day.timezone)
    return Opening(policy, zone, person.wishes.rest(policy), tuple(hours)).after(now)


def _ceiling(contact: Contact, at: _Round) -> Hold | None:
    """At most so many a local day, and so many in any seven days. Corrections and urgent news count, but never wait."""
    if passes_ceiling(contact, at.now, at.zone):
        return None
    opening, today = at.opening(contact), at.now.astimezone(at.zone).date()
    begun = sorted(min(one.at, at.now) for one in at.past if one.at <= at.now + WEEK)
    hold = None
    if sum(one.astimezone(at.zone).date() == today for one in begun) >= at.policy.a_day:
        midnight = moment_of(datetime.combine(today + timedelta(days=1), time()), at.zone)
        hold = _hold("day_full", opening.after(midnight - datetime.resolution))
    a_week = LESS_A_WEEK if at.person.wishes.less and contact.priority >= CHECK else at.policy.a_week
    within = [one for one in begun if one > (hold.until if hold else at.now) - WEEK]
    return _hold("week_full", opening.since(within[-a_week] + WEEK)) if len(within) >= a_week else hold


def _beside(contact: Contact, lead: Contact, at: _Round) -> Merge | Hold | Drop:
    """Something goes out already: it joins that, or waits until there is room again."""
    if contact.kind == "check_up":
        return Drop(Reason("heard_lately"))
    until = _next_round(contact, lead, at)
    same_meeting = bool(contact.meeting) and contact.meeting == lead.meeting
    if same_meeting and corrects(lead):
        return _hold("correction", until)
    small = contact.priority == NUDGE or not contact.asks
    if small or same_meeting or until >= contact.expires_at:
        return Merge(lead.id)
    return _hold("outranked", until)


def _next_round(contact: Contact, lead: Contact, at: _Round) -> datetime:
    """When it may be sent after `lead` has gone out now."""
    if _urgent(contact, at):
        return at.now + SOON
    full = _ceiling(contact, replace(at, past=(*at.past, Past(lead.kind, at.now, lead.priority))))
    return full.until if full else at.now + TALKING


def last_contact(person: Person, past: Iterable[Past], now: datetime | None = None) -> datetime:
    """When she last heard something that means something. With `now`, what a wrong clock wrote down is not believed."""
    heard = [_NEVER, person.last_out_at or _NEVER, *(one.at for one in past)]
    return min(now, max(one for one in heard if one <= now + WEEK)) if now else max(heard)


def _floor_due(at: _Round) -> datetime:
    """When the last good time for a message begins before the floor, with a margin if there is one."""
    last = last_contact(at.person, at.past, at.now)
    margin = min(FLOOR_MARGIN, timedelta(days=at.policy.floor_days) / 7)
    return at.opening().by(last, margin) or at.opening().by(last) or last


def check_up_due(
    person: Person, past: Sequence[Past], planned: Iterable[datetime], policy: Policy, now: datetime, day: Day = _DAY
) -> datetime | None:
    """When a personal check is due so that the floor holds. None: something is planned before that or on that day, or
    she must not be written to. Not to be asked while another one waits."""
    if person.standing != ACTIVE:
        return None
    at = _Round(person, tuple(past), policy, now, day)
    due = max(_floor_due(at), now, person.paused_until or now)
    opening, last = at.opening(), last_contact(person, past, now)
    return None if any(now <= one <= due or opening.serves(one, due, last) for one in planned) else due


def is_silent(person: Person, since: datetime, policy: Policy, now: datetime) -> bool:
    """Whether she has said nothing for so long that a human should call. `since`: when she joined, or a pause ended."""
    heard = max(person.last_in_at or since, person.paused_until or since, since)
    return person.standing == ACTIVE and now - heard > timedelta(days=policy.silence_days)
