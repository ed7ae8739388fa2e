"""The gate when a meeting changes: in a pause, and at night."""

from dataclasses import replace

from lab.people import ACTIVE
from lab.touchpoints import Past
from scheduler.cadence import Drop, Person, Reason, Send
from tests.scheduler.test_cadence import (
    DAY,
    HOUR,
    MONDAY,
    MORNING,
    MOVED_LATER,
    MOVED_TOMORROW,
    NIGHT,
    contact,
    gate,
    held,
)


def test_a_pause_does_not_leave_her_before_a_closed_door() -> None:
    """She said yes: that the meeting of tomorrow is another one she hears, and of a later one the day before."""
    paused = Person(ACTIVE, paused_until=MONDAY + 20 * DAY)
    seat = contact("seat_free", meeting=1, starts=MONDAY + DAY, coming=True)
    reminder = contact("reminder_day", meeting=1, starts=MONDAY + DAY, coming=True)

    assert gate(replace(MOVED_TOMORROW, coming=True), person=paused, now=NIGHT) == [Send()]
    assert gate(replace(MOVED_LATER, coming=True), person=paused) == held("paused", MORNING + 7 * DAY)
    assert gate(MOVED_TOMORROW, person=paused) == [Drop(Reason("paused", MONDAY + 20 * DAY))]
    assert [type(one) for one in gate(seat, reminder, person=paused)] == [Drop, Drop]


def test_a_free_seat_of_tomorrow_waits_for_the_morning_but_for_no_ceiling() -> None:
    seat, full = contact("seat_free", meeting=1, starts=NIGHT + DAY), (Past("decided", MONDAY - HOUR),)

    assert gate(seat, now=NIGHT) == held("quiet", MORNING)
    assert gate(seat, past=full) == [Send()]
    assert gate(replace(seat, meeting_at=NIGHT + HOUR / 2), now=NIGHT) == [Send()]
