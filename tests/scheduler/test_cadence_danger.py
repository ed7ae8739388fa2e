"""She was asked whether she is in danger, and has not answered: nothing that can wait is put on top of that."""

from dataclasses import replace

from lab.people import ACTIVE
from lab.touchpoints import Contact
from scheduler.cadence import Decision, Drop, Person, Reason, Send
from tests.scheduler.test_cadence import HOUR, MONDAY, MOVED_TOMORROW, REMINDER, contact, gate, held

ASKED = Person(ACTIVE, last_in_at=MONDAY, asked_if_safe=True)
LIVE = replace(contact("poll"), live=True)


def after(part_of_an_hour: float, due: Contact, person: Person = ASKED) -> list[Decision]:
    return gate(due, person=person, now=MONDAY + part_of_an_hour * HOUR)


def test_what_can_wait_waits_an_hour_from_her_last_words() -> None:
    assert after(0.1, REMINDER) == held("talking", MONDAY + HOUR)
    assert after(0.9, REMINDER) == held("talking", MONDAY + HOUR)
    assert after(1, REMINDER) == [Send()]


def test_so_does_a_question_to_those_who_sit_together() -> None:
    over = MONDAY + HOUR / 2

    assert after(0.9, LIVE) == held("talking", MONDAY + HOUR)
    assert after(0.1, replace(LIVE, expires_at=over)) == [Drop(Reason("talking", MONDAY + HOUR))]
    assert after(0.1, LIVE, replace(ASKED, asked_if_safe=False)) == [Send()]


def test_that_the_meeting_of_tomorrow_has_moved_does_not_wait() -> None:
    assert after(0.1, MOVED_TOMORROW) == [Send()]


def test_whoever_is_not_asked_waits_half_an_hour_as_before() -> None:
    assert after(0.9, REMINDER, replace(ASKED, asked_if_safe=False)) == [Send()]
