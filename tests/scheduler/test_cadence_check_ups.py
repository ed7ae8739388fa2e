"""When a short personal check is due, and when a human calls instead."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lab.people import ACTIVE, NEW, STOPPED, WAITING_GUARDIAN
from lab.policy import Policy, Wishes
from lab.touchpoints import NUDGE, Contact, Past
from scheduler.cadence import CallHuman, Day, Decision, Drop, Person, Reason, Send, check_up_due, decide, is_silent

DAY = timedelta(days=1)
MONDAY = datetime(2027, 5, 3, 14, tzinfo=UTC)


def due(person: Person, *planned: datetime, days: int = 14) -> datetime | None:
    return check_up_due(person, (), planned, Policy(floor_days=days), MONDAY, Day("Europe/Brussels"))


HEARD = Person(ACTIVE, last_out_at=MONDAY)
"""At 16:00 in Brussels."""
SATURDAY_MORNING = datetime(2027, 5, 15, 6, 30, tzinfo=UTC)


def test_a_check_up_is_due_two_days_before_the_floor_in_the_morning() -> None:
    assert due(HEARD) == SATURDAY_MORNING


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (Wishes(hours=("evenings",)), datetime(2027, 5, 14, 15, tzinfo=UTC)),  # Friday at 17:00
        (Wishes(rest_days=(4, 5, 6)), datetime(2027, 5, 13, 6, 30, tzinfo=UTC)),  # Thursday: then three days of rest
        (Wishes(rest_days=(0, 1, 2, 3, 4, 5)), datetime(2027, 5, 9, 6, 30, tzinfo=UTC)),  # the only Sunday in between
    ],
)
def test_a_check_up_keeps_to_her_hours_and_days(wishes: Wishes, expected: datetime) -> None:
    assert due(replace(HEARD, wishes=wishes)) == expected


def test_with_a_floor_of_one_day_a_check_up_comes_the_next_morning_and_not_after_each_word() -> None:
    heard_at_ten = replace(HEARD, last_out_at=MONDAY - timedelta(hours=6))

    assert due(HEARD, days=1) == due(heard_at_ten, days=1) == datetime(2027, 5, 4, 6, 30, tzinfo=UTC)


def test_a_check_up_is_not_needed_where_something_else_comes_before_it_or_later_that_day() -> None:
    assert due(HEARD, MONDAY + 3 * DAY) is None
    assert due(HEARD, SATURDAY_MORNING + timedelta(hours=9)) is None


def test_a_check_up_is_needed_where_the_next_thing_comes_another_day_or_in_the_night() -> None:
    assert due(HEARD, MONDAY - DAY, SATURDAY_MORNING + DAY) == SATURDAY_MORNING
    assert due(HEARD, SATURDAY_MORNING + timedelta(hours=13)) == SATURDAY_MORNING


@pytest.mark.parametrize("standing", [NEW, STOPPED, WAITING_GUARDIAN])
def test_no_check_up_is_planned_for_who_must_not_be_written_to(standing: str) -> None:
    assert due(replace(HEARD, standing=standing)) is None


def test_a_check_up_waits_for_the_end_of_a_pause() -> None:
    assert due(replace(HEARD, paused_until=MONDAY + 28 * DAY)) == MONDAY + 28 * DAY


def test_who_was_never_written_to_is_asked_at_once() -> None:
    for days in (1, 14, 365):
        assert due(Person(ACTIVE), days=days) == MONDAY


def test_a_date_that_a_wrong_clock_wrote_down_does_not_stop_check_ups() -> None:
    assert due(replace(HEARD, last_out_at=MONDAY + 900 * DAY)) == MONDAY
    assert due(replace(HEARD, last_out_at=MONDAY + timedelta(hours=1))) == SATURDAY_MORNING


def checked(person: Person, now: datetime, *past: Past) -> Decision:
    contact = Contact(1, "check_up", NUDGE, now, now + 14 * DAY)
    return decide([contact], person, past, Policy(), now, Day("Europe/Brussels"))[1]


def test_a_check_up_is_dropped_where_she_has_heard_something_since_it_was_planned() -> None:
    heard = replace(HEARD, last_out_at=SATURDAY_MORNING - DAY)

    assert checked(heard, SATURDAY_MORNING) == Drop(Reason("heard_lately"))
    assert checked(HEARD, SATURDAY_MORNING) == Send()


def test_after_two_check_ups_without_an_answer_a_human_calls() -> None:
    asked = [Past("check_up", MONDAY + 12 * DAY), Past("check_up", MONDAY + 24 * DAY)]
    later = MONDAY + 36 * DAY
    answered = replace(HEARD, last_in_at=MONDAY + 13 * DAY)

    assert checked(replace(HEARD, last_in_at=MONDAY), later, *asked) == CallHuman(Reason("nudges"))
    assert checked(HEARD, later, *asked) == CallHuman(Reason("nudges"))
    assert checked(answered, later, *asked) == Send()


def silent(person: Person, days: int, since: datetime = MONDAY) -> bool:
    return is_silent(person, since, Policy(), MONDAY + timedelta(days=days, minutes=1))


def test_who_says_nothing_for_21_days_is_called() -> None:
    assert silent(HEARD, 21)
    assert not silent(HEARD, 20)
    assert not silent(HEARD, 21, since=MONDAY + DAY)
    assert not silent(replace(HEARD, last_in_at=MONDAY + DAY), 21)
    assert not silent(replace(HEARD, standing=STOPPED), 99)


def test_a_pause_is_no_silence_nor_are_the_weeks_before_it() -> None:
    paused = replace(HEARD, paused_until=MONDAY + 28 * DAY)

    assert not silent(paused, 27)
    assert not silent(paused, 29)
    assert silent(paused, 50)
