"""The timing rules of a lab's cycle."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.meetings import CANCELLED, Meeting, Place
from lab.phases import KEYS, NAMES, Phase, last_day_of, months_after, warnings_of
from lab.plan_warnings import PlanWarning
from tests.conversations import catalogues

GOOD = (
    Phase("preparation", date(2026, 1, 5), date(2026, 3, 1)),
    Phase("exploration", date(2026, 3, 2), date(2026, 3, 28)),
    Phase("co_creation", date(2026, 4, 11), date(2026, 4, 26)),
    Phase("design", date(2026, 6, 20), date(2026, 10, 31)),
    Phase("recommendation", date(2026, 11, 1), date(2026, 12, 31)),
)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def a_meeting(phase: str, day: date, hours: float = 6, ident: int = 1) -> Meeting:
    starts = datetime.combine(day, time(10))
    ends = starts + timedelta(hours=hours)
    return Meeting(ident, 1, phase, starts, ends, "Europe/Brussels", Place("The library"))


def codes(phases: tuple[Phase, ...] = (), *meetings: Meeting) -> list[str]:
    return [warning.code for warning in warnings_of(phases, meetings)]


def with_dates(key: str, starts: date, ends: date) -> tuple[Phase, ...]:
    return tuple(Phase(key, starts, ends) if phase.key == key else phase for phase in GOOD)


def test_a_cycle_that_keeps_the_rules_gives_no_warning() -> None:
    meetings = [
        a_meeting("exploration", date(2026, 3, 14)),
        a_meeting("co_creation", date(2026, 4, 12)),
        a_meeting("design", date(2026, 6, 20), hours=34),
        a_meeting("design", date(2026, 8, 1)),
        a_meeting("design", date(2026, 9, 12)),
        a_meeting("design", date(2026, 10, 17)),
        a_meeting("recommendation", date(2026, 11, 21)),
    ]

    assert codes(GOOD, *meetings) == []


def test_every_phase_of_the_cycle_has_a_name_and_its_place_in_the_order() -> None:
    assert KEYS == tuple(NAMES) == ("preparation", "exploration", "co_creation", "design", "recommendation")


def test_nothing_is_said_of_a_lab_without_dates() -> None:
    assert warnings_of([], []) == []


@pytest.mark.parametrize(
    ("phases", "code"),
    [
        (with_dates("recommendation", date(2026, 11, 30), date(2026, 11, 1)), "backwards"),
        (with_dates("exploration", date(2026, 1, 1), date(2026, 1, 4)), "order"),
        (with_dates("exploration", date(2026, 2, 27), date(2026, 3, 28)), "overlap"),
        (with_dates("exploration", date(2026, 3, 2), date(2026, 3, 10)), "month"),
        (with_dates("co_creation", date(2026, 4, 11), date(2026, 5, 10)), "reflection_short"),
        (with_dates("co_creation", date(2026, 3, 29), date(2026, 4, 10)), "reflection_long"),
        (with_dates("design", date(2026, 6, 20), date(2026, 9, 18)), "design_short"),
        (with_dates("design", date(2026, 6, 20), date(2026, 12, 20)), "design_long"),
    ],
)
def test_dates_that_break_a_rule_are_named_by_it(phases: tuple[Phase, ...], code: str) -> None:
    assert code in codes(phases)


def test_a_month_is_as_long_as_the_calendar_says() -> None:
    ends_in_january = Phase("exploration", date(2026, 1, 1), date(2026, 1, 31))

    on_the_day = Phase("co_creation", date(2026, 2, 28), date(2026, 3, 10))
    a_day_late = Phase("co_creation", date(2026, 3, 1), date(2026, 3, 10))

    assert codes((ends_in_january, on_the_day)) == []
    assert codes((ends_in_january, a_day_late)) == ["month"]


@pytest.mark.parametrize(("weeks", "expected"), [(6, []), (8, []), (10, [])])
def test_about_two_months_of_reflection_are_right(weeks: int, expected: list[str]) -> None:
    starts = date(2026, 4, 26) + timedelta(weeks=weeks)

    assert codes((GOOD[2], Phase("design", starts, months_after(starts, 4)))) == expected


@pytest.mark.parametrize(("ends", "expected"), [(date(2026, 9, 30), []), (date(2026, 12, 31), [])])
def test_a_design_phase_of_exactly_three_or_six_months_is_right(ends: date, expected: list[str]) -> None:
    assert codes((Phase("design", date(2026, 7, 1), ends),)) == expected


def test_phases_that_share_one_day_do_not_overlap() -> None:
    assert codes(with_dates("preparation", date(2026, 1, 5), date(2026, 3, 2))) == []


def test_where_meetings_are_planned_they_count_and_not_the_days_of_the_phase() -> None:
    early = a_meeting("exploration", date(2026, 3, 3))
    late = a_meeting("co_creation", date(2026, 4, 25))

    found = [warning for warning in warnings_of(GOOD, [late, early]) if warning.code == "month"]

    assert [warning.values for warning in found] == [{"ends": date(2026, 3, 3), "starts": date(2026, 4, 25)}]


def test_a_meeting_outside_its_phase_is_named_with_its_hour() -> None:
    (found,) = warnings_of(GOOD, [a_meeting("exploration", date(2026, 3, 29))])

    assert (found.code, found.values["day"]) == ("outside", datetime.combine(date(2026, 3, 29), time(10)))


def test_a_meeting_that_ends_at_midnight_does_not_reach_into_the_next_day() -> None:
    until_midnight = a_meeting("exploration", date(2026, 3, 28), hours=14)

    assert last_day_of(until_midnight) == date(2026, 3, 28)
    assert codes(GOOD, until_midnight) == []


def test_six_weeks_without_anything_are_fine_and_a_day_more_is_a_gap() -> None:
    first = a_meeting("preparation", date(2026, 1, 10))

    assert codes((), first, a_meeting("exploration", date(2026, 2, 21))) == []
    assert codes((), first, a_meeting("exploration", date(2026, 2, 22))) == ["gap"]


def test_a_gap_during_the_pilots_asks_for_check_ins() -> None:
    meetings = (a_meeting("design", date(2026, 6, 20)), a_meeting("recommendation", date(2026, 11, 7)))

    assert codes((), *meetings) == ["check_ins"]


def test_the_reflection_is_no_gap() -> None:
    meetings = (a_meeting("co_creation", date(2026, 4, 12)), a_meeting("design", date(2026, 6, 20)))

    assert codes((), *meetings) == []


def test_a_silence_before_co_creation_is_said_once() -> None:
    meetings = (a_meeting("exploration", date(2026, 3, 1)), a_meeting("co_creation", date(2026, 5, 1)))

    assert codes((), *meetings) == ["month"]


def test_a_cancelled_meeting_fills_no_gap() -> None:
    between = replace(a_meeting("exploration", date(2026, 2, 15)), state=CANCELLED)
    meetings = (a_meeting("preparation", date(2026, 1, 10)), between, a_meeting("exploration", date(2026, 3, 15)))

    assert codes((), *meetings) == ["gap"]


def test_a_warning_is_said_with_its_reason_its_days_and_the_name_of_the_phase() -> None:
    (warning,) = warnings_of(GOOD, [a_meeting("exploration", date(2026, 3, 29))])

    said = warning.in_words(lambda text, values: text.format_map({**values}))

    assert said == (
        "The meeting of 2026-03-29 10:00:00 is outside its phase “Exploration”, which is from 2026-03-02 to 2026-03-28."
        " People plan with the dates of the phases. Move the meeting, or change the phase."
    )


def test_the_catalogues_can_say_a_warning() -> None:
    warning = PlanWarning("test", "You said yes on {day}", "until {day}", {"day": date(2026, 5, 14)})

    said = warning.in_words(partial(catalogues().render, "en"))

    assert said == "You said yes on Thursday 14 May until Thursday 14 May"


@given(st.lists(st.builds(Phase, st.sampled_from(KEYS), DAYS, DAYS)), st.lists(st.tuples(st.sampled_from(KEYS), DAYS)))
def test_whatever_is_planned_every_warning_has_a_value_for_each_placeholder(
    phases: list[Phase], planned: list[tuple[str, date]]
) -> None:
    found = warnings_of(phases, [a_meeting(phase, day) for phase, day in planned])

    for warning in found:
        placeholders = {
            name for text in (warning.rule, warning.reason) for _, name, _, _ in Formatter().parse(text) if name
        }
        assert placeholders == {*warning.values, *warning.words}
        assert warning.reason


@given(st.lists(st.tuples(st.sampled_from(KEYS), DAYS), min_size=2))
def test_the_order_in_which_meetings_are_stored_does_not_matter(planned: list[tuple[str, date]]) -> None:
    meetings = [a_meeting(phase, day, ident=number) for number, (phase, day) in enumerate(planned)]

    assert warnings_of(GOOD, meetings) == warnings_of(GOOD, meetings[::-1])


@given(st.dates(), st.integers(1, 24))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_after(day, months)

    assert later > day or later == date.max
    assert later == date.max or later.day == day.day or (later + timedelta(days=1)).day == 1
