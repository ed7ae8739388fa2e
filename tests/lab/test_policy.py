"""What a lab may choose about how often and when it writes, and when people can be written to."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.lab import in_english
from lab.policy import Opening, Policy, Wishes, dump_policy, faults_of, load_policy, longest_rest, longest_wait

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = datetime(2027, 5, 3, 12, tzinfo=UTC)
MINUTES = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))

odd = st.integers(-(2**40), 2**40) | st.integers(-3, 30)
anything = st.builds(
    Policy, odd, odd, odd, odd, st.times(), st.times(), st.lists(odd | st.integers(0, 6)).map(tuple), odd, odd
)


def test_the_usual_policy_holds() -> None:
    assert faults_of(Policy()) == []


@pytest.mark.parametrize(
    ("policy", "fault"),
    [
        (Policy(a_day=0), "These rules allow no message at all. Allow at least one a day and one a week."),
        (Policy(a_week=22), "More than 5 messages a day or 21 a week floods people. Choose fewer."),
        (Policy(floor_days=0), "Choose 1 to 365 days that somebody may hear nothing."),
        (
            Policy(floor_days=5),
            "Somebody may have to wait longer for a message (days: 6) than you allow (days: 5). "
            "Allow more days, allow more messages a week, or choose fewer days without messages.",
        ),
        (
            Policy(floor_days=1, a_day=3, a_week=21),
            "Somebody may have to wait longer for a message (days: 2) than you allow (days: 1). "
            "Allow more days, allow more messages a week, or choose fewer days without messages.",
        ),
        (
            Policy(silence_days=13),
            "The call would come before our message. Choose more days before the call.",
        ),
        (
            Policy(silence_days=10**12),
            "A call that comes after more than 365 days of silence is too late. Choose fewer days.",
        ),
        (
            Policy(quiet_from=time(9), quiet_to=time(8)),
            "The quiet hours leave less than two hours a day to write in. Make them shorter.",
        ),
        (
            Policy(rest_days=(0, 1, 2, 3, 4, 5)),
            "There are fewer than two days a week left to write on. Choose fewer days without messages.",
        ),
        (Policy(rest_days=(7,)), "A day without messages is a number from 0 (Monday) to 6 (Sunday)."),
        (
            Policy(nudges=0),
            "A call comes after 1 to 10 messages without an answer, an answer within 1 to 365 working days.",
        ),
    ],
)
def test_a_policy_that_cannot_hold_is_refused_with_what_to_change(policy: Policy, fault: str) -> None:
    assert in_english(faults_of(policy)) == [fault]


@given(anything)
def test_whatever_is_written_down_gets_sentences_and_no_error(policy: Policy) -> None:
    assert all(fault.endswith(".") for fault in in_english(faults_of(policy)))


@pytest.mark.parametrize(
    ("policy", "days"),
    [
        (Policy(), 6),  # three messages on three days, then nothing until the first is a week old
        (Policy(a_week=1), 8),
        (Policy(a_week=1, rest_days=(5, 6)), 10),
        (Policy(a_week=8), 1),  # more than seven days have: never full
        (Policy(a_week=21, rest_days=(4, 5, 6)), 4),
        (Policy(a_week=8, quiet_from=time(1)), 2),  # open over midnight
    ],
)
def test_the_ceiling_and_the_days_of_rest_say_how_long_people_may_wait(policy: Policy, days: int) -> None:
    assert longest_wait(policy, policy.rest_days) == days


@pytest.mark.parametrize(
    ("rest", "days"), [((), 0), ((3,), 1), ((5, 6), 2), ((6, 0), 2), ((0, 2, 4), 1), (tuple(range(7)), 7)]
)
def test_days_of_rest_follow_each_other_over_the_end_of_the_week(rest: tuple[int, ...], days: int) -> None:
    assert longest_rest(rest) == days


def test_the_labs_days_of_rest_give_way_where_hers_and_theirs_leave_none() -> None:
    weekend = Policy(rest_days=(5, 6))

    assert Wishes(rest_days=(4, 9)).rest(weekend) == {4, 5, 6}
    assert Wishes(rest_days=(0, 1, 2, 3, 4)).rest(weekend) == {0, 1, 2, 3, 4}


def test_a_time_for_messages_begins_after_the_night_after_rest_and_after_a_feast() -> None:
    always = Opening(Policy(), BRUSSELS)
    weekend = replace(always, rest=frozenset({1, 2}))
    feast = replace(weekend, feasts=frozenset({date(2027, 5, 6)}))
    morning = datetime(2027, 5, 4, 6, 30, tzinfo=UTC)

    assert always.after(MONDAY) == morning
    assert always.after(morning) == morning + timedelta(days=1)
    assert weekend.after(MONDAY) == morning + timedelta(days=2)
    assert feast.after(MONDAY) == morning + timedelta(days=3)
    assert always.before(morning + timedelta(hours=1)) == morning
    assert feast.before(morning + timedelta(days=2)) == morning - timedelta(days=1)


def test_a_good_moment_is_taken_and_another_one_waits() -> None:
    always = Opening(Policy(), BRUSSELS)

    assert always.since(MONDAY) == MONDAY
    assert always.since(MONDAY + timedelta(hours=9)) == datetime(2027, 5, 4, 6, 30, tzinfo=UTC)


def test_the_floor_is_so_many_local_days_later() -> None:
    before_summer_time = datetime(2027, 3, 20, 12, tzinfo=UTC)

    assert Opening(Policy(), BRUSSELS).floor(before_summer_time) == datetime(2027, 4, 3, 11, tzinfo=UTC)


def test_where_all_days_are_closed_there_is_a_later_look_and_no_earlier_time() -> None:
    never = Opening(Policy(), BRUSSELS, frozenset(range(7)))
    morning = datetime(2027, 5, 4, 6, 30, tzinfo=UTC)

    assert (never.after(MONDAY), never.after(morning)) == (morning, morning + timedelta(days=1))
    assert never.before(MONDAY) is None
    assert never.by(MONDAY) is None


def test_only_what_differs_from_the_usual_is_stored() -> None:
    assert dump_policy(Policy()) == {}
    assert dump_policy(Policy(a_week=2, quiet_to=time(9), rest_days=(5, 6))) == {
        "a_week": 2,
        "quiet_to": "09:00",
        "rest_days": [5, 6],
    }
    assert load_policy(None) == load_policy({"from a newer Brug": 1}) == Policy()


@given(anything, MINUTES, MINUTES)
def test_a_policy_is_read_back_as_it_was_stored(policy: Policy, quiet_from: time, quiet_to: time) -> None:
    policy = replace(policy, quiet_from=quiet_from, quiet_to=quiet_to)

    assert load_policy(json.loads(json.dumps(dump_policy(policy)))) == policy
