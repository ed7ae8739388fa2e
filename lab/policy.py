"""How often and when a lab writes to its people. The numbers are those of the labs before us (domain.md)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lab.plan_warnings import PlanWarning
from lab.wall_time import is_within, moment_of, next_at
from locales import N_

MOST_DAYS = 365
HOURS: Mapping[str, tuple[time, time]] = {
    "mornings": (time(8, 30), time(12, 0)),
    "afternoons": (time(12, 0), time(17, 0)),
    "evenings": (time(17, 0), time(20, 30)),
}
_WEEKDAYS = frozenset(range(7))
_LOOKED_AT = 31


@dataclass(frozen=True, slots=True)
class Policy:
    """`floor_days`: nobody hears nothing for longer. `silence_days`: who says nothing for longer gets a call.

    `a_day`, `a_week`: most automated conversations in a local day and in any seven days. Quiet from `quiet_from`
    to `quiet_to`, local time, over midnight. `rest_days`: weekdays (Monday 0) on which only changes go out.
    `nudges`: after so many unanswered ones a human calls. `answer_days`: working days within which a human answers.
    """

    floor_days: int = 14
    silence_days: int = 21
    a_day: int = 1
    a_week: int = 3
    quiet_from: time = time(20, 30)
    quiet_to: time = time(8, 30)
    rest_days: tuple[int, ...] = ()
    nudges: int = 2
    answer_days: int = 5


@dataclass(frozen=True, slots=True)
class Wishes:
    """Her own: weekdays (Monday 0) without messages, hours of `HOURS` that she likes, fewer messages."""

    rest_days: tuple[int, ...] = ()
    hours: tuple[str, ...] = ()
    less: bool = False

    def rest(self, policy: Policy) -> frozenset[int]:
        """The weekdays without messages: the lab's and hers. Where none would be left, the lab's give way."""
        hers = _WEEKDAYS & set(self.rest_days)
        both = hers | (_WEEKDAYS & set(policy.rest_days))
        return both if len(both) < 7 else hers


@dataclass(frozen=True, slots=True)
class Day:
    """What the lab's calendar says: the zone where it is, and the days of its feasts."""

    timezone: str = "UTC"
    feasts: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Opening:
    """When something may go out there. `hours` of `HOURS` count where the quiet hours leave something of them."""

    policy: Policy
    zone: ZoneInfo
    rest: frozenset[int] = frozenset()
    hours: tuple[str, ...] = ()
    feasts: frozenset[date] = frozenset()

    def closed_by(self, moment: datetime) -> str:
        """What speaks against this moment: "rest_day", "feast", "quiet" or "hours". "": nothing."""
        local = moment.astimezone(self.zone)
        if local.weekday() in self.rest:
            return "rest_day"
        if local.date() in self.feasts:
            return "feast"
        if self._is_quiet(local.time()):
            return "quiet"
        return "" if self._is_liked(local.time()) else "hours"

    def after(self, moment: datetime) -> datetime:
        """The first moment after this one at which a time for messages begins; a later look where there is none."""
        found = min(self._begins(moment, range(_LOOKED_AT), after=True), default=None)
        return found or next_at(moment + datetime.resolution, self.policy.quiet_to, self.zone)

    def since(self, moment: datetime) -> datetime:
        """This moment where it is good; otherwise the next good one."""
        return self.after(moment) if self.closed_by(moment) else moment

    def before(self, moment: datetime) -> datetime | None:
        """When the last time for messages began that began before this moment, or at it."""
        return max(self._begins(moment, range(0, -_LOOKED_AT, -1), after=False), default=None)

    def by(self, last: datetime, margin: timedelta = timedelta(0)) -> datetime | None:
        """When to write so that the floor holds after the contact at `last`: the last time for messages before it."""
        begins = self.before(self.floor(last) - margin)
        return begins if begins and begins > last else None

    def floor(self, last: datetime) -> datetime:
        """Until when something must come after the contact at `last`. Days are local days."""
        local = last.astimezone(self.zone).replace(tzinfo=None)
        return moment_of(local + timedelta(days=self.policy.floor_days), self.zone)

    def serves(self, planned: datetime, due: datetime, last: datetime) -> bool:
        """Whether what is `planned` later on that day keeps the floor, and what is `due` can follow if it fails."""
        same_day = planned.astimezone(self.zone).date() == due.astimezone(self.zone).date()
        return same_day and due <= planned <= self.floor(last) and not self.closed_by(planned)

    def _begins(self, moment: datetime, days: range, after: bool) -> Iterator[datetime]:
        """Those of the nearest day that has some."""
        today, clocks = moment.astimezone(self.zone).date(), self._clocks()
        found = False
        for distance in days:
            for clock in clocks:
                at = moment_of(datetime.combine(today + timedelta(days=distance), clock), self.zone)
                if (at > moment) is after and not self.closed_by(at):
                    found = True
                    yield at
            if found:
                return

    def _clocks(self) -> set[time]:
        return {self.policy.quiet_to, *(begin for begin, _ in self._liked())}

    def _liked(self) -> list[tuple[time, time]]:
        """Her hours; none where they all lie in the quiet hours."""
        spans = [HOURS[name] for name in self.hours if name in HOURS]
        begins = [self.policy.quiet_to, *(begin for begin, _ in spans)] if spans else []
        open_begins = [clock for clock in begins if not self._is_quiet(clock)]
        return spans if any(is_within(clock, *span) for clock in open_begins for span in spans) else []

    def _is_quiet(self, clock: time) -> bool:
        return is_within(clock, self.policy.quiet_from, self.policy.quiet_to)

    def _is_liked(self, clock: time) -> bool:
        spans = self._liked()
        return not spans or any(is_within(clock, *span) for span in spans)


def faults_of(policy: Policy) -> list[PlanWarning]:
    """What to change before this policy can hold. None: it can."""
    return [*_ceiling_faults(policy), *_floor_faults(policy), *_time_faults(policy)]


_DAYS = {"most": str(MOST_DAYS)}


def _ceiling_faults(policy: Policy) -> Iterator[PlanWarning]:
    if policy.a_day < 1 or policy.a_week < 1:
        text = N_("These rules allow no message at all. Allow at least one a day and one a week.")
        yield PlanWarning("no_message", text)
    elif policy.a_day > 5 or policy.a_week > 21:
        yield PlanWarning("flood", N_("More than 5 messages a day or 21 a week floods people. Choose fewer."))
    if not 1 <= policy.nudges <= 10 or not 1 <= policy.answer_days <= MOST_DAYS:
        text = N_("A call comes after 1 to 10 messages without an answer, an answer within 1 to {most} working days.")
        yield PlanWarning("nudges", text, values=_DAYS)


def _floor_faults(policy: Policy) -> Iterator[PlanWarning]:
    if not 1 <= policy.floor_days <= MOST_DAYS:
        yield PlanWarning("floor", N_("Choose 1 to {most} days that somebody may hear nothing."), values=_DAYS)
    elif policy.a_day >= 1 <= policy.a_week and policy.floor_days < (wait := longest_wait(policy, policy.rest_days)):
        rule = N_("Somebody may have to wait longer for a message (days: {wait}) than you allow (days: {allowed}).")
        reason = N_("Allow more days, allow more messages a week, or choose fewer days without messages.")
        yield PlanWarning("floor_too_short", rule, reason, {"allowed": str(policy.floor_days), "wait": str(wait)})
    if policy.silence_days < policy.floor_days:
        text = N_("The call would come before our message. Choose more days before the call.")
        yield PlanWarning("silence_short", text)
    elif policy.silence_days > MOST_DAYS:
        text = N_("A call that comes after more than {most} days of silence is too late. Choose fewer days.")
        yield PlanWarning("silence_long", text, values=_DAYS)


def _time_faults(policy: Policy) -> Iterator[PlanWarning]:
    if _open_minutes(policy) < 120:
        text = N_("The quiet hours leave less than two hours a day to write in. Make them shorter.")
        yield PlanWarning("quiet", text)
    if not _WEEKDAYS.issuperset(policy.rest_days):
        text = N_("A day without messages is a number from 0 (Monday) to 6 (Sunday).")
        yield PlanWarning("no_weekday", text)
    elif len(set(policy.rest_days)) > 5:
        text = N_("There are fewer than two days a week left to write on. Choose fewer days without messages.")
        yield PlanWarning("rest", text)


def longest_wait(policy: Policy, rest_days: Iterable[int]) -> int:
    """For how many days the ceiling and days of rest can keep a message back, however the earlier ones fell.

    The ceiling is full for longest where a week's messages went out on as few days as it allows. It is free again at
    the hour and weekday of the first of them, which was a day to write on; but the hour may just be over then.
    Where people are written to over midnight, the next day begins with the hours that follow.
    """
    rest = longest_rest(rest_days)
    full_after = -(-policy.a_week // policy.a_day)
    full = 9 - full_after + (rest if full_after == 1 else 0)
    over_midnight = not is_within(time(), policy.quiet_from, policy.quiet_to)
    return max(full, rest + 1) + over_midnight


def longest_rest(rest_days: Iterable[int]) -> int:
    """How many days of rest follow each other, over the end of the week too."""
    rest = set(rest_days)
    week = "".join("r" if day in rest else " " for day in range(7))
    return min(7, max(map(len, (week * 2).split()), default=0))


def _open_minutes(policy: Policy) -> int:
    begin, end = (clock.hour * 60 + clock.minute for clock in (policy.quiet_from, policy.quiet_to))
    return 24 * 60 - (end - begin) % (24 * 60)


def dump_policy(policy: Policy) -> dict[str, Any]:
    """As JSON-able data: only what differs from the default, so that a better default reaches every lab."""
    plain = {f.name: getattr(policy, f.name) for f in fields(policy) if getattr(policy, f.name) != f.default}
    return {name: _plain(value) for name, value in plain.items()}


def load_policy(stored: dict[str, Any] | None) -> Policy:
    """Unknown names are ignored: an older Brug may read what a newer one wrote."""
    known = {f.name for f in fields(Policy)}
    return Policy(**{name: _value(name, value) for name, value in (stored or {}).items() if name in known})


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return list(value) if isinstance(value, tuple) else value


def _value(name: str, value: Any) -> Any:
    if name.startswith("quiet_"):
        return time.fromisoformat(value)
    return tuple(value) if name == "rest_days" else value
