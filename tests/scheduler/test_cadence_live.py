"""Somebody of the team asks people who sit together: they are awake, and they are here."""

from datetime import UTC, datetime, timedelta

from lab.people import ACTIVE
from lab.policy import Policy
from lab.touchpoints import POLL, Contact, Past
from scheduler.cadence import Hold, Person, Send, decide

EVENING = datetime(2026, 5, 14, 20, 45, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)
BUSY = [Past("reminder_day", EVENING - AN_HOUR)] * 5


def contact(*, live: bool) -> Contact:
    return Contact(1, "poll", POLL, EVENING, EVENING + AN_HOUR, meeting=3, meeting_at=EVENING - AN_HOUR, live=live)


def test_in_the_room_neither_the_hour_nor_the_ceiling_holds_a_question() -> None:
    person = Person(ACTIVE, "UTC", last_in_at=EVENING)

    assert isinstance(decide([contact(live=True)], person, BUSY, Policy(), EVENING)[1], Send)
    assert not isinstance(decide([contact(live=False)], person, BUSY, Policy(), EVENING)[1], Send)


def test_a_pause_holds_it_all_the_same() -> None:
    person = Person(ACTIVE, "UTC", paused_until=EVENING + AN_HOUR / 2)

    assert isinstance(decide([contact(live=True)], person, (), Policy(), EVENING)[1], Hold)
