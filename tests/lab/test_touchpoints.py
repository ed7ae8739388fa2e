"""What follows from a meeting, when, and which plans are refused."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.lab import in_english
from lab.meetings import Meeting, Place
from lab.meetings import faults_of as faults_of_meeting
from lab.plan_faults import faults_of, warnings_of
from lab.policy import Policy
from lab.touchpoints import (
    AUDIENCES,
    DEFAULT_PLAN,
    NAMES,
    PRIORITIES,
    REMINDER,
    Contact,
    Touchpoint,
    due_at,
    dump_plan,
    expires_at,
    load_plan,
    reminder_of,
    without_older_reminders,
)
from tests.scheduler.test_cadence_cases import ZONES

at = datetime.fromisoformat
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
USUAL = Policy()
DAY_BEFORE = Touchpoint("reminder_day", "not_declined", days=-1, at=time(10, 30))
HOURS_BEFORE = Touchpoint("reminder_hours", "coming", minutes=-120)
CHECK_OUT = Touchpoint("check_out", "came", anchor="end", minutes=10, life_hours=48)


def meeting(starts: str = "2027-05-08 14:00", ends: str = "2027-05-08 17:00", zone: str = "Europe/Paris") -> Meeting:
    return Meeting(1, 1, "design", at(starts), at(ends), zone, Place("De Brug"))


def utc(text: str) -> datetime:
    return at(text).replace(tzinfo=UTC)


def test_the_usual_plan_holds_and_every_contact_has_a_priority_and_a_name() -> None:
    assert faults_of(DEFAULT_PLAN, USUAL) == []
    assert warnings_of(DEFAULT_PLAN, meeting(), USUAL) == []
    assert {one.kind for one in DEFAULT_PLAN} == set(NAMES) <= set(PRIORITIES)
    assert {one.audience for one in DEFAULT_PLAN} == set(AUDIENCES)


def test_days_before_and_after_are_local_days_at_a_local_hour() -> None:
    autumn = meeting("2027-10-31 14:00", "2027-10-31 17:00")  # clocks went back that night

    assert due_at(DAY_BEFORE, autumn) == utc("2027-10-30 08:30")
    assert due_at(replace(DAY_BEFORE, at=None), autumn) == utc("2027-10-30 12:00")
    assert due_at(replace(DAY_BEFORE, days=1, anchor="end"), autumn) == utc("2027-11-01 09:30")


def test_minutes_are_counted_from_the_start_or_the_end_itself() -> None:
    night = meeting("2027-03-28 03:30", "2027-03-28 09:00")  # clocks jump from 2:00 to 3:00

    assert due_at(HOURS_BEFORE, meeting()) == utc("2027-05-08 10:00")
    assert due_at(HOURS_BEFORE, night) == utc("2027-03-27 23:30")
    assert due_at(CHECK_OUT, meeting()) == utc("2027-05-08 15:10")


def test_an_hour_that_the_clocks_skip_moves_forward_and_one_that_comes_twice_comes_once() -> None:
    early = replace(DAY_BEFORE, days=0, at=time(2, 30))

    assert due_at(early, meeting("2027-03-28 14:00")) == utc("2027-03-28 01:30")
    assert due_at(early, meeting("2026-10-25 14:00")) == utc("2026-10-25 00:30")


def test_a_reminder_dies_when_its_meeting_starts_whatever_the_plan_says() -> None:
    assert expires_at(DAY_BEFORE, meeting()) == utc("2027-05-08 12:00")
    assert expires_at(replace(DAY_BEFORE, life_hours=3), meeting()) == utc("2027-05-07 11:30")
    assert expires_at(replace(DAY_BEFORE, life_hours=99), meeting()) == utc("2027-05-08 12:00")


def test_what_comes_after_a_meeting_lives_for_its_hours() -> None:
    assert expires_at(CHECK_OUT, meeting()) == utc("2027-05-10 15:10")


@pytest.mark.parametrize(
    ("touchpoint", "fault"),
    [
        (
            Touchpoint("party", "all"),
            "There is no message of the kind “party”. Choose one of: invitation, preparation, reminder_week, "
            "reminder_day, reminder_hours, check_in, check_out, missed, decided.",
        ),
        (
            replace(DAY_BEFORE, at=time(0)),
            "“Reminder a day before” would wake people: 00:00 is within the quiet hours (20:30 to 08:30). "
            "Choose another hour.",
        ),
        (
            replace(DAY_BEFORE, audience="everybody"),
            "“Reminder a day before” does not say for whom it is, or from when it counts. Take the default.",
        ),
        (
            replace(DAY_BEFORE, anchor="noon"),
            "“Reminder a day before” does not say for whom it is, or from when it counts. Take the default.",
        ),
        (
            replace(HOURS_BEFORE, minutes=0),
            "“Reminder two hours before” would come after the meeting has begun. Choose an earlier time.",
        ),
        (
            replace(HOURS_BEFORE, days=-1, minutes=1500),
            "“Reminder two hours before” would come after the meeting has begun. Choose an earlier time.",
        ),
        (
            replace(DAY_BEFORE, days=1, life_hours=48),
            "“Reminder a day before” would come after the meeting has begun. Choose an earlier time.",
        ),
        (
            replace(DAY_BEFORE, days=0, at=None, anchor="end", life_hours=48),
            "“Reminder a day before” would come after the meeting has begun. Choose an earlier time.",
        ),
        (
            replace(CHECK_OUT, life_hours=0),
            "“Question after a meeting” does not say for how long it is of use. Give it some hours.",
        ),
        (
            replace(HOURS_BEFORE, life_hours=-1),
            "“Reminder two hours before” must be of use for some hours, and for 120 days at most. Change the hours.",
        ),
        (
            replace(CHECK_OUT, life_hours=10**12),
            "“Question after a meeting” must be of use for some hours, and for 120 days at most. Change the hours.",
        ),
        (
            replace(HOURS_BEFORE, minutes=-(10**12)),
            "“Reminder two hours before” is more than 120 days away from its meeting. Choose a nearer day.",
        ),
        (
            replace(HOURS_BEFORE, days=-(10**9), minutes=1440 * 10**9 - 60),
            "“Reminder two hours before” counts days forth and minutes back. Write its distance from the meeting in "
            "one of both.",
        ),
    ],
)
def test_a_plan_that_cannot_hold_is_refused_with_what_to_change(touchpoint: Touchpoint, fault: str) -> None:
    assert in_english(faults_of([touchpoint], USUAL)) == [fault]


def test_a_fault_is_said_in_the_readers_language_with_the_name_of_the_message_in_it() -> None:
    dutch = {
        "Question after a meeting": "Vraag na een bijeenkomst",
        "“{message}” is in the plan twice. Keep one.": "“{message}” staat twee keer in het plan.",
    }
    [fault] = faults_of([CHECK_OUT, CHECK_OUT], USUAL)

    said = fault.in_words(lambda text, values: dutch[text].format_map({**values}))

    assert (fault.code, said) == ("twice", "“Vraag na een bijeenkomst” staat twee keer in het plan.")


def test_the_same_contact_twice_is_refused() -> None:
    assert in_english(faults_of([CHECK_OUT, CHECK_OUT], USUAL)) == [
        "“Question after a meeting” is in the plan twice. Keep one."
    ]


def test_a_contact_that_is_switched_off_wakes_nobody() -> None:
    night = replace(DAY_BEFORE, at=time(23), on=False)

    assert faults_of([night], USUAL) == []
    assert warnings_of([night, replace(HOURS_BEFORE, on=False)], meeting("2027-05-08 09:00"), USUAL) == []


@pytest.mark.parametrize(
    ("touchpoint", "held", "warning"),
    [
        (
            HOURS_BEFORE,
            meeting("2027-05-08 09:00"),
            "“Reminder two hours before” would fall in the quiet hours, at 07:00. It waits until Saturday 8 May 08:30.",
        ),
        (
            HOURS_BEFORE,
            meeting("2027-05-08 08:30"),
            "“Reminder two hours before” would fall in the quiet hours, at 06:30. The next moment is Saturday 8 May "
            "08:30. That is too late: nobody gets it.",
        ),
        (
            CHECK_OUT,
            meeting(ends="2027-05-08 21:00"),
            "“Question after a meeting” would fall in the quiet hours, at 21:10. It waits until Monday 10 May 08:30.",
        ),
        (
            DAY_BEFORE,
            meeting("2027-05-10 14:00", "2027-05-10 17:00"),
            "“Reminder a day before” would fall on a day without messages: Sunday 9 May. It waits until Monday 10 May "
            "08:30.",
        ),
        (
            replace(DAY_BEFORE, days=0),
            meeting("2027-05-08 09:00"),
            "“Reminder a day before” would come after the meeting has begun: nobody gets it.",
        ),
    ],
)
def test_a_coordinator_is_told_what_a_meeting_at_this_hour_means(
    touchpoint: Touchpoint, held: Meeting, warning: str
) -> None:
    assert in_english(warnings_of([touchpoint], held, Policy(rest_days=(6,)))) == [warning]


numbers = st.integers(-130, 130) | st.integers(-(2**60), 2**60)
anything = st.builds(
    Touchpoint,
    st.sampled_from([*NAMES, "party"]),
    st.sampled_from([*AUDIENCES, "nobody"]),
    numbers,
    numbers | st.integers(-3000, 3000),
    st.none() | st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    st.sampled_from(["start", "end", ""]),
    numbers | st.integers(0, 200),
    st.booleans(),
    st.dictionaries(st.sampled_from(["nl", "ar"]), st.text(max_size=9)),
)
hours = st.integers(0, 24 * 3000)


@settings(max_examples=150, deadline=None)
@given(anything, hours, st.integers(1, 72), st.sampled_from(ZONES))
def test_a_plan_is_refused_with_sentences_or_gives_moments_for_every_meeting(
    touchpoint: Touchpoint, begins: int, takes: int, zone: str
) -> None:
    starts = at("2027-03-03") + timedelta(hours=begins)
    held = replace(meeting(zone=zone), starts=starts, ends=starts + timedelta(hours=takes))

    faults = faults_of([touchpoint], USUAL)

    assert all(fault.endswith(".") for fault in in_english(faults))
    if not faults and not faults_of_meeting(held, [], NOW):
        dies = expires_at(touchpoint, held)
        assert PRIORITIES[touchpoint.kind] != REMINDER or dies <= held.starts_at
        assert due_at(touchpoint, held) < dies or not touchpoint.on or warnings_of([touchpoint], held, USUAL)


@settings(deadline=None)
@given(st.lists(anything, max_size=3))
def test_a_plan_is_read_back_as_it_was_stored(plan: list[Touchpoint]) -> None:
    assert load_plan(json.loads(json.dumps(dump_plan(plan)))) == tuple(plan)


def test_a_lab_without_a_plan_has_ours_and_an_empty_one_is_a_plan_too() -> None:
    assert load_plan(None) == DEFAULT_PLAN
    assert load_plan([]) == ()


def test_what_a_newer_brug_wrote_into_a_plan_is_passed_over() -> None:
    (stored,) = dump_plan([DAY_BEFORE])

    assert load_plan([stored | {"sound": "bell"}, {"kind": "missed", "audience": "absent"}]) == (
        DAY_BEFORE,
        Touchpoint("missed", "absent"),
    )


def a_reminder(number: int, kind: str, meeting: int = 1, **more: object) -> Contact:
    made = Contact(number, kind, PRIORITIES[kind], NOW, NOW + timedelta(days=1), meeting)
    return replace(made, **more)  # type: ignore[arg-type]


def test_of_several_reminders_of_one_meeting_the_newest_says_it_all() -> None:
    due = [a_reminder(1, "reminder_hours"), a_reminder(2, "reminder_day"), a_reminder(3, "reminder_day", meeting=2)]

    assert [one.needless for one in without_older_reminders(due)] == ["", "superseded", ""]


def test_what_she_does_not_get_takes_the_place_of_nothing() -> None:
    due = [a_reminder(1, "reminder_hours", needless="not_coming"), a_reminder(2, "reminder_day")]

    assert without_older_reminders(due) == due


def test_a_reminder_says_how_far_its_meeting_is() -> None:
    said = [reminder_of(timedelta(days=days)) for days in (0, 1, 2, 7, 14)]

    assert said == ["reminder_hours", "reminder_day", "invitation", "reminder_week", "invitation"]
