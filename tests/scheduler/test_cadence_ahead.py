"""What can wait leaves the last place of the day, and of the week, to a reminder that comes later."""

from datetime import timedelta

from lab.policy import Policy
from lab.touchpoints import CHECK, REMINDER, Ahead, Contact
from scheduler.cadence import Decision, Hold, Past, Send, decide
from tests.scheduler.test_cadence import AMINA, BRUSSELS, DAY, HOUR, MONDAY, MORNING, contact, held

TONIGHT = Ahead(MONDAY + 4 * HOUR, REMINDER)
POLL = contact("poll")


def gate(*ahead: Ahead, due: Contact = POLL, a_day: int = 1, past: tuple[Past, ...] = ()) -> list[Decision]:
    return list(decide([due], AMINA, past, Policy(a_day=a_day), MONDAY, BRUSSELS, ahead).values())


def test_a_poll_of_noon_waits_for_tomorrow_where_a_reminder_comes_tonight() -> None:
    assert gate(TONIGHT) == held("outranked", MORNING)


def test_where_the_day_has_room_for_both_it_goes_out() -> None:
    assert gate(TONIGHT, a_day=2) == [Send()]
    assert gate(TONIGHT, a_day=2, past=(Past("poll", MONDAY - HOUR),)) == held("outranked", MORNING)


def test_a_reminder_of_another_day_takes_no_place_of_this_one() -> None:
    assert gate(Ahead(MONDAY + DAY, REMINDER)) == [Send()]


def test_what_matters_as_much_does_not_wait() -> None:
    assert gate(TONIGHT, due=contact("reminder_week", meeting=2, starts=MONDAY + 7 * DAY)) == [Send()]
    assert gate(Ahead(TONIGHT.at, CHECK), due=contact("check_out")) == [Send()]


def test_what_is_of_no_use_tomorrow_goes_out_today() -> None:
    assert gate(TONIGHT, due=contact("poll", expires_at=MONDAY + timedelta(hours=10))) == [Send()]


WEEKLY = Past("poll", MONDAY - 2 * DAY)
TUESDAY, WEDNESDAY = (Ahead(MONDAY + n * DAY, REMINDER) for n in (1, 2))


def test_what_can_wait_leaves_the_last_place_of_the_week_to_a_reminder() -> None:
    after = gate(TUESDAY, WEDNESDAY, past=(WEEKLY,))
    [decision] = after
    assert isinstance(decision, Hold)
    assert (decision.reason.code, decision.until >= WEDNESDAY.at) == ("outranked", True)


def test_where_the_week_has_room_for_all_it_goes_out() -> None:
    assert gate(TUESDAY, WEDNESDAY) == [Send()]
    assert gate(TUESDAY, WEDNESDAY, past=(Past("poll", MONDAY - 6 * DAY),)) == [Send()]


def test_what_is_of_no_use_after_the_reminder_goes_out_now() -> None:
    soon = contact("poll", expires_at=MONDAY + 2 * DAY)
    assert gate(TUESDAY, WEDNESDAY, due=soon, past=(WEEKLY,)) == [Send()]


def test_a_check_up_waits_for_no_reminder_because_the_floor_needs_it() -> None:
    long_ago = (*(Past("poll", MONDAY - n * DAY) for n in (12, 13)),)
    assert gate(TUESDAY, WEDNESDAY, TONIGHT, due=contact("check_up"), a_day=2, past=long_ago) == [Send()]
