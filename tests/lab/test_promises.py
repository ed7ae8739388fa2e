"""By when somebody may expect an answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.promises import (
    BROKEN,
    WITH_COORDINATORS,
    WITH_OWNER,
    WORKING_DAYS,
    answer_by,
    end_of,
    height,
    in_one_run,
    is_close,
    needs_translation,
)

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("asked", "promised"),
    [
        (date(2026, 5, 11), date(2026, 5, 18)),  # Monday: the Monday after
        (date(2026, 5, 15), date(2026, 5, 22)),  # Friday: the Friday after
        (date(2026, 5, 16), date(2026, 5, 22)),  # Saturday and Sunday: the Friday after
        (date(2026, 5, 17), date(2026, 5, 22)),
        (date(2026, 12, 31), date(2027, 1, 7)),
    ],
)
def test_five_working_days_pass_at_most(asked: date, promised: date) -> None:
    assert answer_by(asked) == promised


@given(DAYS, st.integers(1, 40))
def test_between_a_question_and_its_promise_lie_exactly_so_many_working_days(asked: date, most: int) -> None:
    promised = answer_by(asked, most)

    days = [asked + timedelta(days=n) for n in range(1, (promised - asked).days + 1)]
    assert sum(day.weekday() < 5 for day in days) == most
    assert promised.weekday() < 5


@given(DAYS)
def test_who_asks_later_is_never_promised_an_earlier_answer(asked: date) -> None:
    assert answer_by(asked) <= answer_by(asked + timedelta(days=1)) <= answer_by(asked) + timedelta(days=3)


@given(DAYS)
def test_nobody_waits_longer_than_a_week(asked: date) -> None:
    assert answer_by(asked) - asked <= timedelta(days=7)
    assert WORKING_DAYS == 5


PROMISED = end_of(date(2026, 5, 15))


@pytest.mark.parametrize(
    ("later", "high"),
    [
        (timedelta(days=-3), WITH_OWNER),
        (timedelta(), WITH_OWNER),
        (timedelta(seconds=1), WITH_COORDINATORS),
        (timedelta(days=7), WITH_COORDINATORS),
        (timedelta(days=7, seconds=1), BROKEN),
    ],
)
def test_what_is_late_climbs_to_the_coordinators_and_a_week_later_it_is_broken(later: timedelta, high: int) -> None:
    assert height(PROMISED, PROMISED + later) == high


def test_the_owner_is_told_on_the_last_day() -> None:
    assert not is_close(PROMISED, PROMISED - timedelta(days=1, seconds=1))
    assert is_close(PROMISED, PROMISED - timedelta(hours=23))
    assert not is_close(PROMISED, PROMISED + timedelta(seconds=1))


@pytest.mark.parametrize(("minutes", "together"), [((), 0), ((0,), 1), ((0, 10, 65), 3), ((0, 60), 1), ((0, 5, 90), 2)])
def test_messages_that_follow_each_other_closely_are_one_thing(minutes: tuple[int, ...], together: int) -> None:
    newest_first = [PROMISED - timedelta(minutes=ago) for ago in minutes]

    assert in_one_run(newest_first) == together


def test_an_answer_in_her_language_needs_no_translation() -> None:
    assert not needs_translation("ti", "ti")
    assert needs_translation("nl", "ti")
