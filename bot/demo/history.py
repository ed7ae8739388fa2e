"""What the gate made of the weeks behind, for one made-up person: the real rules, moment by moment. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from bot.demo.people import ANSWERS, CAME, SILENT, Figure
from bot.poll_rounds import RESULT_LIFE
from lab.meetings import Meeting
from lab.policy import Day, Policy
from lab.polls import Poll
from lab.touchpoints import DEFAULT_PLAN, PRIORITIES, Contact, Past, due_at, expires_at, not_meant
from lab.wall_time import moment_of, zone_of
from lab.wishes import wishes_of
from scheduler.cadence import CallHuman, Drop, Hold, Merge, Person, Send, decide
from store.contacts import CALLED, DROPPED, MERGED, PLANNED, SENT

CHECK_UPS = (-30, -8)
"""Days from the next meeting on which a word was due because nothing else was."""
CHECK_UP_LIFE = timedelta(days=14)
MORNING, EVENING, LATE = time(8, 30), time(19), time(10, 30)
PAUSED_SINCE, PAUSED_FOR = -22, 3
"""A pause: since so many days from the next meeting, until so many days from now."""
AUDIENCES = {touchpoint.kind: touchpoint.audience for touchpoint in DEFAULT_PLAN}
TEXT_ONLY = frozenset({"decided"})


@dataclass(slots=True)
class Touch:
    """A contact and what became of it. `reference`: the poll that it is about; `since`: when that was planned."""

    contact: Contact
    about: Meeting | None = None
    letter: str = SILENT
    state: str = PLANNED
    reason: str = ""
    until: datetime | None = None
    decided_at: datetime | None = None
    replied_at: datetime | None = None
    reference: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A poll of the lab, and from when to when it takes answers."""

    poll: Poll
    opens: datetime
    closes: datetime


@dataclass(slots=True)
class Life:
    """One figure between her sign-up and now. `next_day`: of the next meeting. `said`: when she wrote.

    `polls`: a check-in that takes the place of the usual one, or one between meetings.
    """

    figure: Figure
    meetings: Sequence[Meeting]
    next_day: date
    now: datetime
    zone: str
    policy: Policy = field(default_factory=Policy)
    feasts: Callable[[date], frozenset[date]] = lambda _: frozenset()
    polls: Sequence[Asked] = ()
    said: list[datetime] = field(default_factory=list)
    prepared_at: datetime | None = None
    touches: list[Touch] = field(default_factory=list)

    def at(self, days: int, clock: time = EVENING) -> datetime:
        """The moment so many days from the next meeting."""
        return moment_of(datetime.combine(self.next_day + timedelta(days=days), clock), zone_of(self.zone))

    @property
    def gone_at(self) -> datetime | None:
        return self.at(-self.figure.gone) if self.figure.gone else None

    @property
    def left_at(self) -> datetime | None:
        return self.gone_at if self.figure.standing == "stopped" else None

    @property
    def paused_until(self) -> datetime | None:
        zone = zone_of(self.zone)
        day = self.now.astimezone(zone).date() + timedelta(days=PAUSED_FOR)
        return moment_of(datetime.combine(day, MORNING), zone) if self.figure.pauses else None

    @property
    def last_in_at(self) -> datetime | None:
        return max((at for at in self.said if at <= self.now), default=None)

    def play(self) -> None:
        """Everything that was due until now is decided, in the order of time."""
        self.touches = [*self._planned()]
        past: list[Past] = []
        while due := self._due():
            now = min(one.contact.due_at for one in due)
            self._round([one for one in due if one.contact.due_at <= now], past, now)
        if self.left_at:
            self._drop_all(self.left_at)

    def _planned(self) -> Iterable[Touch]:
        number = 0
        for place, meeting in enumerate(self.meetings):
            letter = self.figure.meetings[place : place + 1] or SILENT
            for point in DEFAULT_PLAN:
                number += 1
                times = (due_at(point, meeting), expires_at(point, meeting))
                asks = point.kind not in TEXT_ONLY
                sayable = point.kind != "decided" or bool(meeting.decided.get(self.figure.language))
                contact = Contact(number, point.kind, PRIORITIES[point.kind], *times, meeting.id, meeting.starts_at)
                about = self._instead(point.kind, meeting)
                yield Touch(replace(contact, asks=asks, sayable=sayable), meeting, letter, reference=about)
        for days in CHECK_UPS:
            number += 1
            due = self.at(days, LATE)
            yield Touch(Contact(number, "check_up", PRIORITIES["check_up"], due, due + CHECK_UP_LIFE))
        yield from self._of_polls(number)

    def _instead(self, kind: str, meeting: Meeting) -> str:
        """The poll that is asked at this moment of a meeting, in place of the usual question."""
        there = (one.poll for one in self.polls if one.poll.meeting_id == meeting.id and one.poll.moment == kind)
        return next((poll.reference for poll in there), "")

    def _of_polls(self, number: int) -> Iterable[Touch]:
        """The result, where she was asked at a meeting to which she came; or the question itself."""
        for next_number, one in enumerate(self.polls, start=number + 1):
            place = next((at for at, meeting in enumerate(self.meetings) if meeting.id == one.poll.meeting_id), None)
            if place is None:
                asked = Contact(next_number, "poll", PRIORITIES["poll"], one.opens, one.closes)
                yield Touch(asked, reference=one.poll.reference, since=one.opens)
            elif self.figure.meetings[place : place + 1] == CAME:
                until = one.closes + RESULT_LIFE
                told = Contact(next_number, "poll_result", PRIORITIES["poll_result"], one.closes, until, asks=False)
                yield Touch(told, self.meetings[place], CAME, reference=one.poll.reference, since=one.closes)

    def _due(self) -> list[Touch]:
        end = min(self.now, self.left_at or self.now)
        return [one for one in self.touches if one.state == PLANNED and one.contact.due_at <= end]

    def _round(self, due: Sequence[Touch], past: list[Past], now: datetime) -> None:
        wanted = {one.contact.id: replace(one.contact, needless=self._needless(one, now)) for one in due}
        day = Day(self.zone, self.feasts(now.date()))
        decided = decide(list(wanted.values()), self._person(past, now), past, self.policy, now, day)
        for one in due:
            match decision := decided[one.contact.id]:
                case Send():
                    one.state = SENT
                    past.append(Past(one.contact.kind, now, one.contact.priority))
                    self._reply(one, now)
                case Merge():
                    one.state = MERGED
                case Drop():
                    one.state = DROPPED
                case CallHuman():
                    one.state = CALLED
                case Hold(until=until):
                    one.contact = replace(one.contact, due_at=max(until, now + timedelta(minutes=1)))
            one.reason, one.until, one.decided_at = decision.reason.code, decision.reason.until, now

    def _person(self, past: Sequence[Past], now: datetime) -> Person:
        paused = self.paused_until if now >= self.at(PAUSED_SINCE) else None
        return Person(
            "active",
            self.zone,
            wishes_of(dict(self.figure.facts)),
            reachable=self.figure.phone and not (self.gone_at and now >= self.gone_at),
            paused_until=paused,
            last_in_at=max((at for at in self.said if at <= now), default=None),
            last_out_at=past[-1].at if past else None,
        )

    def _needless(self, one: Touch, now: datetime) -> str:
        """Why she needs it no more, or ""."""
        if one.about is None:
            return ""
        audience = AUDIENCES.get(one.contact.kind, "all")
        answer, over = self.answer_to(one.about, now), one.about.ends_at <= now
        present = one.letter == CAME if over else None
        return not_meant(audience, answer, present, prepared=self.prepared_at is not None)

    def answer_to(self, meeting: Meeting, now: datetime) -> str:
        """What she had said to the invitation by then."""
        for one in self.touches:
            if one.about is meeting and one.contact.kind == "invitation" and one.replied_at:
                return ANSWERS[one.letter] if one.replied_at <= now else ""
        return ""

    def _reply(self, one: Touch, now: datetime) -> None:
        """Some minutes later; nobody answers later than now."""
        if not self._answers(one):
            return
        minutes = Random(f"{self.figure.name}:{one.contact.id}").randrange(4, 95)
        at = now + timedelta(minutes=minutes)
        if at <= self.now:
            one.replied_at = at
            self.said.append(at)
            if one.contact.kind == "preparation":
                self.prepared_at = at

    def _answers(self, one: Touch) -> bool:
        match one.contact.kind:
            case "invitation":
                return one.letter != SILENT
            case "preparation":
                return self.figure.prepared
            case "missed" | "check_up" | "poll":
                return self.figure.answers
        return False

    def _drop_all(self, at: datetime) -> None:
        for one in self.touches:
            if one.state == PLANNED:
                one.state, one.reason, one.decided_at = DROPPED, "left", at
