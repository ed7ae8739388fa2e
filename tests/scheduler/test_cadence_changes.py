"""The gate when a meeting changes: in a pause, and at night."""

from dataclasses import replace

import pytest

from lab.people import ACTIVE
from lab.policy import Wishes
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


FULL_WEEK = tuple(Past("poll", MONDAY - days * DAY) for days in (1, 2, 3))


@pytest.mark.parametrize("kind", ["moved", "cancelled", "seat_free"])
def test_news_of_a_meeting_waits_for_the_morning_of_the_day_before_and_no_longer(kind: str) -> None:
    """Thursday's meeting: there are no messages until Friday."""
    news = contact(kind, meeting=1, starts=MONDAY + 3 * DAY, expires_at=MONDAY + 3 * DAY)
    resting = Person(ACTIVE, wishes=Wishes(rest_days=(0, 1, 2, 3)))

    assert gate(news, person=resting) == held("rest_day", MORNING + DAY)
    assert gate(news, past=FULL_WEEK, now=MORNING + DAY) == [Send()]


@pytest.mark.parametrize("kind", ["moved", "cancelled"])
def test_no_ceiling_holds_a_correction_however_far_ahead_but_the_night_does(kind: str) -> None:
    news, full_day = contact(kind, meeting=1, starts=MONDAY + 60 * DAY), (Past("decided", MONDAY - HOUR),)
    less = Person(ACTIVE, wishes=Wishes(less=True))

    assert gate(news, past=FULL_WEEK) == gate(news, past=full_day, person=less) == [Send()]
    assert gate(news, past=FULL_WEEK, now=NIGHT) == held("quiet", MORNING)


def test_a_free_seat_is_no_correction_and_waits_for_the_week_until_the_day_before() -> None:
    seat = contact("seat_free", meeting=1, starts=MONDAY + 3 * DAY, expires_at=MONDAY + 3 * DAY)

    assert gate(seat, past=FULL_WEEK) == held("week_full", MORNING + DAY)
    assert gate(seat, past=FULL_WEEK, now=MORNING + DAY) == [Send()]


def test_a_correction_counts_for_what_comes_after_it() -> None:
    moved = tuple(Past("moved", MONDAY - days * DAY) for days in (1, 2, 3))

    assert gate(contact("decided"), past=moved) == held("week_full", MONDAY + 4 * DAY)


def test_of_two_changes_at_once_the_second_comes_half_an_hour_later() -> None:
    """Each has a question of its own."""
    both = [contact("moved", number, number, MONDAY + number * 2 * DAY) for number in (1, 2)]

    assert gate(*both, past=FULL_WEEK) == [Send(), *held("outranked", MONDAY + HOUR / 2)]


def test_nobody_is_woken_at_midnight_by_what_waits_for_the_morning_already() -> None:
    after_midnight = NIGHT + 2 * HOUR
    of_wednesday = contact("moved", meeting=1, starts=MONDAY + 2 * DAY)

    assert gate(replace(of_wednesday, due_at=MORNING), now=after_midnight) == held("quiet", MORNING)
    assert gate(replace(of_wednesday, due_at=after_midnight), now=after_midnight) == [Send()]
    assert gate(replace(of_wednesday, due_at=MORNING), now=MORNING) == [Send()]
