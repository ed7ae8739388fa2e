"""The gate, rule by rule, on some days of Amina's year."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from lab.people import ACTIVE, NEW, REGISTERED, STOPPED, WAITING_GUARDIAN
from lab.policy import Policy, Wishes
from lab.touchpoints import PRIORITIES, Contact, Past
from scheduler.cadence import CallHuman, Day, Decision, Drop, Hold, Merge, Person, Reason, Send, decide, good_moment

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRUSSELS = Day("Europe/Brussels")
AMINA = Person(ACTIVE)
MONDAY = datetime(2027, 5, 3, 12, tzinfo=UTC)
"""14:00 in Brussels."""
NIGHT = MONDAY + 9 * HOUR
MORNING = datetime(2027, 5, 4, 6, 30, tzinfo=UTC)
"""Tuesday at 8:30 in Brussels."""


def contact(kind: str, number: int = 1, meeting: int = 0, starts: datetime | None = None, **more: object) -> Contact:
    made = Contact(number, kind, PRIORITIES[kind], MONDAY, MONDAY + 10 * DAY, meeting, starts)
    return replace(made, **more)  # type: ignore[arg-type]


def gate(
    *due: Contact,
    person: Person = AMINA,
    past: tuple[Past, ...] = (),
    policy: Policy | None = None,
    now: datetime = MONDAY,
    day: Day = BRUSSELS,
) -> list[Decision]:
    """In the order of the contacts."""
    decided = decide(due, person, past, policy or Policy(), now, day)
    return [decided[one.id] for one in due]


def held(code: str, until: datetime) -> list[Decision]:
    return [Hold(until, Reason(code, until))]


REMINDER = contact("reminder_week", meeting=1, starts=MONDAY + 7 * DAY)
UPDATE = contact("decided")
MOVED_TOMORROW = contact("moved", meeting=1, starts=MONDAY + DAY)
MOVED_LATER = contact("moved", meeting=1, starts=MONDAY + 9 * DAY)


def test_what_is_due_goes_out_where_nothing_speaks_against_it() -> None:
    assert gate(REMINDER) == [Send()]
    assert gate() == []


@pytest.mark.parametrize(
    ("standing", "reason"),
    [(NEW, "consent"), (REGISTERED, "consent"), (STOPPED, "consent"), (WAITING_GUARDIAN, "guardian")],
)
def test_nothing_goes_out_without_a_yes_not_even_that_a_meeting_is_cancelled(standing: str, reason: str) -> None:
    cancelled = contact("cancelled", meeting=1, starts=MONDAY + HOUR)

    assert gate(cancelled, person=Person(standing)) == [Drop(Reason(reason))]


def test_what_is_of_no_use_any_more_is_dropped_and_says_why() -> None:
    assert gate(replace(REMINDER, expires_at=MONDAY)) == [Drop(Reason("expired"))]
    assert gate(replace(REMINDER, needless="answered_no")) == [Drop(Reason("answered_no"))]
    assert gate(replace(REMINDER, sayable=False)) == [Drop(Reason("no_text"))]


def test_a_human_calls_who_can_be_reached_by_nothing() -> None:
    assert gate(REMINDER, person=Person(ACTIVE, reachable=False)) == [CallHuman(Reason("unreachable"))]


def test_at_night_a_message_waits_for_the_morning_where_she_is() -> None:
    assert gate(REMINDER, now=NIGHT) == held("quiet", MORNING)
    assert gate(REMINDER, now=MORNING) == [Send()]
    assert gate(replace(REMINDER, expires_at=MORNING), now=NIGHT) == [Drop(Reason("quiet", MORNING))]
    assert gate(REMINDER, person=Person(ACTIVE, "America/Lima"), now=NIGHT) == [Send()]
    assert gate(REMINDER, person=Person(ACTIVE, "Mars/Base"), now=NIGHT) == held("quiet", MORNING)


def test_news_on_a_meeting_of_today_or_tomorrow_break_the_night_and_the_ceiling_and_others_do_not() -> None:
    full = (Past("decided", NIGHT - HOUR),)

    assert gate(MOVED_TOMORROW, now=NIGHT, past=full) == [Send()]
    assert gate(MOVED_LATER, now=NIGHT) == held("quiet", MORNING)
    assert gate(contact("moved", meeting=1, starts=NIGHT - 2 * DAY), now=NIGHT) == held("quiet", MORNING)


def test_who_knows_only_the_old_date_hears_at_once_that_there_is_no_meeting_tomorrow() -> None:
    assert gate(replace(MOVED_LATER, told_at=NIGHT + 10 * HOUR), now=NIGHT) == [Send()]


def test_during_a_pause_everything_waits() -> None:
    paused = Person(ACTIVE, paused_until=MONDAY + 2 * DAY)

    assert gate(MOVED_LATER, person=paused) == held("paused", MONDAY + 2 * DAY)
    assert gate(replace(REMINDER, expires_at=MONDAY + DAY), person=paused) == [Drop(Reason("paused", MONDAY + 2 * DAY))]


def test_nothing_starts_in_the_middle_of_a_conversation() -> None:
    talking = Person(ACTIVE, last_in_at=MONDAY - 10 * timedelta(minutes=1))

    assert gate(REMINDER, person=talking) == held("talking", MONDAY + timedelta(minutes=20))
    assert gate(MOVED_TOMORROW, person=talking) == [Send()]
    assert gate(REMINDER, person=replace(talking, last_in_at=MONDAY + DAY)) == [Send()]  # the clock was set back


def test_her_days_of_rest_and_those_of_the_lab_are_kept() -> None:
    resting = Person(ACTIVE, wishes=Wishes(rest_days=(0, 1)))

    assert gate(REMINDER, person=resting) == held("rest_day", MORNING + DAY)
    assert gate(REMINDER, person=resting, policy=Policy(rest_days=(2,))) == held("rest_day", MORNING + 2 * DAY)
    assert gate(MOVED_TOMORROW, person=resting) == [Send()]


def test_a_day_of_rest_is_a_day_where_she_is() -> None:
    resting = Person(ACTIVE, "Pacific/Auckland", Wishes(rest_days=(1,)))
    early = MONDAY + 9 * HOUR  # on Tuesday at 9:00

    assert gate(REMINDER, person=resting, now=early) == held("rest_day", early + DAY - HOUR / 2)


def test_where_no_day_is_left_the_labs_days_give_way_and_after_seven_of_hers_a_human_calls() -> None:
    six = Person(ACTIVE, wishes=Wishes(rest_days=(0, 1, 2, 3, 4, 5)))
    seven = Person(ACTIVE, wishes=Wishes(rest_days=tuple(range(7))))

    assert gate(REMINDER, person=six, policy=Policy(rest_days=(6,))) == held("rest_day", MORNING + 5 * DAY)
    assert gate(REMINDER, person=seven) == [CallHuman(Reason("unreachable"))]


def test_on_a_feast_updates_wait_but_reminders_and_greetings_do_not() -> None:
    feast = Day("Europe/Brussels", frozenset({date(2027, 5, 3), date(2027, 5, 4)}))

    assert gate(UPDATE, day=feast) == held("feast", MORNING + DAY)
    assert gate(REMINDER, day=feast) == [Send()]
    assert gate(contact("check_up"), day=feast) == [Send()]


@pytest.mark.parametrize("kind", ["invitation", "preparation", "reminder_week"])
def test_what_comes_days_before_a_meeting_waits_for_the_hours_that_she_likes_where_they_come_in_time(kind: str) -> None:
    evenings = Person(ACTIVE, wishes=Wishes(hours=("evenings",)))
    soon, later = (contact(kind, expires_at=MONDAY + time) for time in (20 * HOUR, 5 * DAY))

    assert gate(later, person=evenings) == held("hours", MONDAY + 3 * HOUR)
    assert gate(soon, person=evenings) == [Send()]
    assert gate(later) == [Send()]


def test_what_can_wait_waits_for_the_hours_that_she_likes() -> None:
    evenings = Person(ACTIVE, wishes=Wishes(hours=("evenings",)))
    daytime = Policy(quiet_from=time(16), quiet_to=time(9))

    assert gate(UPDATE, person=evenings) == held("hours", MONDAY + 3 * HOUR)
    assert gate(contact("reminder_day"), person=evenings) == [Send()]
    assert gate(UPDATE, person=evenings, policy=daytime) == [Send()]  # no evening is left of them


def test_the_day_and_the_week_have_a_ceiling_and_she_can_lower_it() -> None:
    week = tuple(Past("decided", MONDAY - ago * DAY) for ago in (6, 3, 1))
    seldom = Person(ACTIVE, wishes=Wishes(less=True))

    urgent_one = Past("moved", MONDAY - 5 * DAY)

    assert gate(REMINDER, past=(Past("decided", MONDAY - HOUR),)) == held("day_full", MORNING)
    assert gate(REMINDER, past=(*week, urgent_one)) == held("week_full", MONDAY + 2 * DAY)
    assert gate(REMINDER, past=week) == held("week_full", MONDAY + DAY)
    assert gate(contact("check_out"), past=week[:1], person=seldom) == held("week_full", MONDAY + DAY)
    assert gate(REMINDER, past=week[:1], person=seldom) == gate(MOVED_LATER, past=week[:1], person=seldom) == [Send()]
    assert gate(REMINDER, past=week, person=seldom) == held("week_full", MONDAY + DAY)


def test_tomorrow_is_no_moment_for_it_where_the_week_is_full_by_then() -> None:
    """After a meeting on Sunday: the invitation to the next one takes the last place of these seven days."""
    begun = tuple(Past("reminder_day", MONDAY - ago * DAY) for ago in (2, 1))
    invitation = contact("invitation", meeting=2, starts=MONDAY + 20 * DAY)
    check_out = contact("check_out", 2, meeting=1, starts=MONDAY - DAY, expires_at=MONDAY + DAY)

    assert gate(invitation, check_out, past=begun) == [Send(), Merge(1)]
    assert gate(UPDATE, past=(*begun, Past("check_in", MONDAY - HOUR))) == held("week_full", MONDAY + 5 * DAY)


def test_a_clock_that_was_set_back_does_not_open_the_day_again_but_a_wrong_year_does_not_close_it() -> None:
    assert gate(REMINDER, past=(Past("decided", MONDAY + HOUR),)) == held("day_full", MORNING)
    assert gate(REMINDER, past=(Past("decided", MONDAY + 900 * DAY),)) == [Send()]


def test_two_questions_on_one_day_are_asked_on_two_days_the_more_important_first() -> None:
    assert gate(contact("missed", 2), REMINDER) == [*held("outranked", MORNING), Send()]
    assert gate(contact("missed", 2), REMINDER, policy=Policy(a_day=2)) == [
        *held("outranked", MONDAY + HOUR / 2),
        Send(),
    ]


def test_what_asks_nothing_or_is_about_the_same_meeting_or_cannot_wait_goes_along() -> None:
    assert gate(REMINDER, contact("decided", 2, asks=False)) == [Send(), Merge(1)]
    assert gate(REMINDER, contact("check_in", 2, meeting=1)) == [Send(), Merge(1)]
    assert gate(REMINDER, contact("missed", 2, expires_at=MORNING)) == [Send(), Merge(1)]


def test_a_check_up_is_not_needed_beside_something_else() -> None:
    assert gate(REMINDER, contact("check_up", 2)) == [Send(), Drop(Reason("heard_lately"))]


def test_two_meetings_of_today_that_change_are_both_told_at_once() -> None:
    asking = contact("moved", 2, meeting=2, starts=MONDAY + 3 * HOUR)
    telling = replace(asking, asks=False)

    assert gate(MOVED_TOMORROW, telling) == [Send(), Merge(1)]
    assert gate(MOVED_TOMORROW, asking) == [Send(), *held("outranked", MONDAY + timedelta(minutes=5))]
    assert gate(asking, past=(Past("moved", MONDAY),), now=MONDAY + timedelta(minutes=5)) == [Send()]


def test_a_change_of_today_goes_before_a_change_of_next_week() -> None:
    earlier = contact("cancelled", 2, meeting=2, starts=MONDAY + 7 * DAY, due_at=MONDAY - DAY)

    assert gate(earlier, MOVED_TOMORROW) == [*held("outranked", MONDAY + HOUR / 2), Send()]


def test_a_reminder_waits_until_the_change_of_its_meeting_is_told() -> None:
    reminder = contact("reminder_week", 2, meeting=1, starts=MONDAY + 9 * DAY)

    assert gate(reminder, MOVED_LATER) == [*held("correction", MORNING), Send()]
    assert gate(reminder, MOVED_LATER, now=NIGHT) == [*held("correction", MORNING), *held("quiet", MORNING)]
    assert gate(reminder, replace(MOVED_LATER, sayable=False)) == [Send(), Drop(Reason("no_text"))]


def test_after_two_changes_of_one_meeting_its_reminder_waits_for_both() -> None:
    cancelled = contact("cancelled", 2, meeting=1, starts=MONDAY + DAY, due_at=MONDAY + HOUR)
    reminder = contact("reminder_day", 3, meeting=1, starts=MONDAY + DAY)

    assert gate(MOVED_TOMORROW, cancelled, reminder) == [
        Send(),
        *held("correction", MONDAY + timedelta(minutes=5)),
        *held("correction", MORNING),
    ]


def test_a_free_seat_is_offered_after_the_news_that_its_meeting_has_moved() -> None:
    seat = contact("seat_free", 2, meeting=1, starts=MONDAY + DAY, due_at=MONDAY - DAY)

    assert gate(seat, MOVED_TOMORROW) == [*held("correction", MONDAY + timedelta(minutes=5)), Send()]


def test_after_five_days_without_a_scheduler_one_message_goes_out_and_what_is_too_late_does_not() -> None:
    kinds = ("reminder_day", "check_in", "missed", "decided", "check_up")
    overdue = [contact(kind, number, number, due_at=MONDAY - number * DAY) for number, kind in enumerate(kinds, 1)]
    overdue[0] = replace(overdue[0], expires_at=MONDAY - DAY)

    decisions = gate(*overdue)

    assert [type(one) for one in decisions] == [Drop, Send, Hold, Hold, Drop]


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2027, 3, 28, 0, 10, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # 2:30 is skipped
        (datetime(2026, 10, 24, 23, 50, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # 2:30 comes twice
    ],
)
def test_in_the_nights_when_clocks_change_quiet_hours_end_once(now: datetime, opens: datetime) -> None:
    early, paris = Policy(quiet_from=time(22), quiet_to=time(2, 30)), Day("Europe/Paris")

    assert good_moment(now, AMINA, early, paris) == opens
    assert decide([REMINDER], AMINA, (), early, opens, paris)[1] == Send()


def test_while_a_human_talks_with_her_what_we_begin_waits() -> None:
    with_els = replace(AMINA, human_until=MONDAY + 2 * HOUR)

    assert gate(REMINDER, person=with_els) == held("human", MONDAY + 2 * HOUR)
    assert gate(REMINDER, person=replace(AMINA, human_until=MONDAY)) == [Send()]
    assert gate(REMINDER, person=replace(with_els, last_in_at=MONDAY)) == held("human", MONDAY + 2 * HOUR)


def test_not_that_the_meeting_of_tomorrow_has_moved() -> None:
    assert gate(MOVED_TOMORROW, person=replace(AMINA, human_until=MONDAY + 2 * HOUR)) == [Send()]
