"""What the gate will do with all that is planned for Amina, as far as anybody can know today."""

from dataclasses import replace
from random import Random

from hypothesis import given

from lab.policy import Policy
from lab.touchpoints import Contact, Past
from scheduler.cadence import Person, Reason
from scheduler.foresight import Coming, foresee
from tests.scheduler.test_cadence import AMINA, BRUSSELS, DAY, HOUR, MONDAY, MORNING, contact
from tests.scheduler.test_cadence_cases import a_case, chances, quick

INVITATION = contact("invitation", 1, meeting=1, starts=MONDAY + 20 * DAY)
POLL = contact("poll", 2)


def foreseen(*planned: Contact, person: Person = AMINA, past: tuple[Past, ...] = ()) -> list[Coming]:
    return foresee(planned, person, past, Policy(), MONDAY, lambda _: BRUSSELS)


def test_what_is_due_later_comes_when_it_is_due() -> None:
    assert foreseen(replace(POLL, due_at=MONDAY + DAY)) == [Coming(2, MONDAY + DAY)]


def test_a_full_day_moves_the_second_to_the_next_morning_and_says_why() -> None:
    assert foreseen(POLL, INVITATION) == [Coming(1, MONDAY), Coming(2, MORNING, Reason("outranked", MORNING))]


def test_a_full_week_moves_all_that_follows() -> None:
    past = tuple(Past("poll", MONDAY - n * DAY) for n in (1, 2, 3))

    [coming] = foreseen(POLL, past=past)

    assert coming == Coming(2, MONDAY + 4 * DAY, Reason("week_full", MONDAY + 4 * DAY))


def test_what_goes_along_with_another_comes_at_its_moment() -> None:
    news = contact("decided", 3, asks=False)

    assert foreseen(news, INVITATION) == [Coming(1, MONDAY), Coming(3, MONDAY)]


def test_what_will_be_too_late_or_is_for_a_human_does_not_come() -> None:
    soon = replace(POLL, expires_at=MONDAY + HOUR)
    past = (Past("invitation", MONDAY - HOUR),)

    assert foreseen(soon, past=past) == []
    assert foreseen(POLL, person=replace(AMINA, reachable=False)) == []


def test_what_is_asked_of_people_who_sit_together_fills_no_day() -> None:
    at_once, later = replace(contact("poll", 4), live=True), replace(POLL, due_at=MONDAY + HOUR)

    assert foreseen(at_once, later) == [Coming(4, MONDAY), Coming(2, MONDAY + HOUR)]


@quick
@given(chances)
def test_whatever_is_planned_comes_once_at_most_in_order_and_in_time(chance: Random) -> None:
    case = a_case(chance)
    until = {one.id: one.expires_at for one in case.due}

    coming = foresee(case.due, case.person, case.history, case.policy, case.now, lambda _: case.day)

    assert len({one.id for one in coming}) == len(coming)
    assert [one.at for one in coming] == sorted(one.at for one in coming)
    assert all(case.now <= one.at < until[one.id] for one in coming)
