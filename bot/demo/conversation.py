"""What was said between Brug and made-up people, as rows of inbox and outbox: Brug's own texts from the catalogues."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Any

from bot.demo.history import Life, Touch
from bot.demo.nowhere import ACCOUNT, NAME
from bot.demo.people import ANSWERS
from bot.demo.words import LINES, REASONS
from bot.messages import Outbound
from bot.packing import pack
from bot.rendering import Voice
from flows.around_a_meeting import HEARD, MISSED_THANKS
from flows.check_up import ANSWERS as HOW_ANSWERS
from flows.check_up import GLAD
from flows.contributing import FLOW as CONTRIBUTING
from flows.contributing import RECEIVED, SORTS
from flows.leaving import BYE
from flows.matching import token
from flows.meeting import MAYBE, NOT_COMING, SEE_YOU, WAITING, WHY_NOT
from flows.model import Flow, Question, Say, Value
from flows.preparation import GOALS, RULE
from flows.registry import all_flows
from flows.signup import ASK_NAME, CONSENT, CONSENT_OPTIONS, WELCOME, WELCOME_YOUNG
from lab.meetings import Meeting
from lab.promises import answer_by
from lab.touchpoints import CHANGE, CHECK, POLL, REMINDER, UPDATE
from lab.wall_time import zone_of
from locales.catalogue import Catalogues
from store.contacts import SENT

KINDS: Mapping[int, str] = {CHANGE: "reminder", REMINDER: "reminder", CHECK: "reminder", POLL: "poll", UPDATE: "update"}
FOLLOWS: Mapping[str, str] = {"yes": SEE_YOU, "maybe": MAYBE, "waiting": WAITING, "no": WHY_NOT}
STOP: Mapping[str, str] = {"tr": "dur"}
TAPS: Mapping[str, str] = {sort: option for option, sort in SORTS.items()}
SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Told:
    """One message. `own`: hers. `contact` is the number of the contact that it came from, in her life."""

    at: datetime
    own: bool
    body: dict[str, Any]
    kind: str = "reply"
    contact: int = 0
    staff: bool = False


@dataclass(slots=True)
class Talking:
    """Writes down one conversation, in her language. `joined` is when she signed up."""

    life: Life
    catalogues: Catalogues
    lab: str
    seats: int
    joined: datetime
    told: list[Told] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def all(self) -> list[Told]:
        """In the order of time, with what was `told` of polls and pilots; what is still to come is not said yet."""
        self._sign_up()
        for touch in self.life.touches:
            if touch.state == SENT and touch.decided_at and not touch.reference:
                self._contact(touch, touch.decided_at)
        self._own_words()
        if self.life.left_at:
            self.she(self.life.left_at, STOP.get(self.life.figure.language, "stop"))
            self.we(self.life.left_at + SECOND, BYE)
        return sorted((one for one in self.told if one.at <= self.life.now), key=lambda one: one.at)

    def _sign_up(self) -> None:
        young = self.life.figure.standing == "waiting_guardian"
        asked = self.we(self.joined, CONSENT, Question(CONSENT_OPTIONS))
        self.taps(self.joined + timedelta(minutes=1), asked, "yes")
        self.we(self.joined + timedelta(minutes=1, seconds=1), ASK_NAME)
        self.she(self.joined + timedelta(minutes=2), self.life.figure.name)
        self.we(self.joined + timedelta(minutes=3), WELCOME_YOUNG if young else WELCOME)

    def _contact(self, touch: Touch, at: datetime) -> None:
        step = _flow(touch, self.life).steps[0]
        kind = KINDS.get(touch.contact.priority, "nudge")
        asked = self.we(at, step.say[0], step.ask, touch.about, kind=kind, contact=touch.contact.id)
        if touch.replied_at:
            self._answer(touch, asked, touch.replied_at)

    def _answer(self, touch: Touch, asked: int, at: datetime) -> None:
        match touch.contact.kind:
            case "invitation":
                self._rsvp(touch, asked, at)
            case "preparation":
                self.taps(at, asked, "now")
                self.we(at + SECOND, GOALS)
                self.we(at + timedelta(minutes=2), RULE)
            case "missed":
                self.taps(at, asked, self.life.figure.why or "ill")
                self.we(at + SECOND, MISSED_THANKS)
            case _:
                self.taps(at, asked, HOW_ANSWERS[0].id)
                self.we(at + SECOND, GLAD)

    def _rsvp(self, touch: Touch, asked: int, at: datetime) -> None:
        answer = ANSWERS[touch.letter]
        self.taps(at, asked, "yes" if answer == "waiting" else answer)
        self.we(at + SECOND, FOLLOWS[answer])
        if answer == "no":
            self.she(at + timedelta(minutes=1), REASONS.get(self.life.figure.name, "…"))
            self.we(at + timedelta(minutes=1, seconds=1), NOT_COMING)

    def _own_words(self) -> None:
        for line in (line for line in LINES if line.who == self.life.figure.name):
            asked, answered = said_at(self.life, line.days), said_at(self.life, line.days - 1)
            self.she(asked, line.words)
            number = self.we(asked + SECOND, RECEIVED, CONTRIBUTING.steps[0].ask, day=asked)
            if line.sort:
                self.taps(asked + 20 * SECOND, number, TAPS[line.sort])
                self.we(asked + 21 * SECOND, HEARD)
            if line.answer:
                body = pack(Outbound(line.answer, self.life.figure.language))
                self.told.append(Told(answered, own=False, body=body, kind="coordinator", staff=True))

    def we(
        self,
        at: datetime,
        text: str,
        question: Question | None = None,
        meeting: Meeting | None = None,
        *,
        kind: str = "reply",
        contact: int = 0,
        day: datetime | None = None,
        more: Mapping[str, Value] | None = None,
    ) -> int:
        """The number of the question."""
        number = next(self._numbers) if question else 0
        say = Say(text, {**self._values(meeting, day or at), **(more or {})}, question, number)
        message = Voice(self.catalogues, self.life.figure.language).outbound(say)
        self.told.append(Told(at, own=False, body=pack(message), kind=kind, contact=contact))
        return number

    def _values(self, meeting: Meeting | None, at: datetime) -> dict[str, Value]:
        language, zone = self.life.figure.language, zone_of(self.life.zone)
        known: dict[str, Value] = {"name": self.life.figure.name, "lab": self.lab, "people": str(self.seats)}
        known["answer_by"] = answer_by(at.astimezone(zone).date())
        if meeting:
            known["when"] = meeting.starts.replace(tzinfo=zone_of(meeting.timezone))
            known["place"] = ", ".join((meeting.place.name, meeting.place.address))
            known["decided"] = meeting.decided.get(language, "")
        return known

    def taps(self, at: datetime, asked: int, option: str) -> None:
        self.told.append(Told(at, own=True, body={"text": "", "taps": [token(asked, option)]}))

    def she(self, at: datetime, words: str) -> None:
        self.told.append(Told(at, own=True, body={"text": words, "taps": []}))


def said_at(life: Life, days: int) -> datetime:
    return evening(life.zone, life.now, days)


def evening(timezone: str, now: datetime, days: int) -> datetime:
    """The evening so many days ago."""
    zone = zone_of(timezone)
    day = now.astimezone(zone).date() - timedelta(days=days)
    return datetime.combine(day, time(19, 10), zone).astimezone(now.tzinfo)


def _flow(touch: Touch, life: Life) -> Flow:
    name = touch.contact.kind
    if name == "preparation" and "policymaker" in life.figure.groups:
        name = "preparation_official"
    return _flows()["check_up_0" if name == "check_up" else name]


@cache
def _flows() -> Mapping[str, Flow]:
    return all_flows()


def inbox_rows(told: Sequence[Told], person_id: int, address_id: int | None) -> Iterable[dict[str, Any]]:
    for place, one in enumerate(told):
        if one.own and address_id:
            yield {
                "channel": NAME,
                "account": ACCOUNT,
                "event_id": f"{person_id}:{place}",
                "person_id": person_id,
                "address_id": address_id,
                "body": one.body,
                "sent_at": one.at,
                "received_at": one.at,
            }


def outbox_rows(
    told: Sequence[Told], person_id: int, address_id: int | None, contacts: Mapping[int, int], staff_id: int
) -> Iterable[dict[str, Any]]:
    """`contacts`: ids of contacts by their number in her life."""
    for place, one in enumerate(told):
        if not one.own and address_id:
            about = contacts.get(one.contact)
            yield {
                "person_id": person_id,
                "address_id": address_id,
                "kind": one.kind,
                "body": one.body,
                "state": "sent",
                "due_at": one.at,
                "key": f"contact:{about}:0" if about else f"{NAME}:{person_id}:{place}",
                "attempts": 1,
                "receipt": "read",
                "staff_id": staff_id if one.staff else None,
                "created_at": one.at,
                "sent_at": one.at,
            }
