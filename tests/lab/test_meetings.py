"""A meeting that cannot be planned is refused with a sentence that says what to change."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.lab import in_english
from lab.meetings import CANCELLED, Meeting, Place, Session, faults_of, with_its_agenda
from tests.scheduler.test_cadence_cases import ZONES

at = datetime.fromisoformat
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
HALL = Place("De Brug", "Kaai 1", 51.05, 3.72)
SPRING = Meeting(
    id=1,
    lab_id=1,
    phase="exploration",
    starts=at("2027-05-08 10:00"),
    ends=at("2027-05-08 17:00"),
    timezone="Europe/Brussels",
    place=HALL,
    capacity=25,
    sessions=(Session(time(10), "welcome"), Session(time(12, 30), "meal")),
)
SUMMER = replace(SPRING, id=2, starts=at("2027-06-05 18:00"), ends=at("2027-06-05 21:00"), sessions=())


def test_a_meeting_that_fits_is_planned_as_it_is() -> None:
    assert faults_of(SPRING, [SUMMER], NOW) == []
    assert (SPRING.starts_at, SPRING.ends_at) == (
        datetime(2027, 5, 8, 8, tzinfo=UTC),
        datetime(2027, 5, 8, 15, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"ends": at("2027-05-08 09:00")},
            "The meeting ends before it starts. Change the start or the end.",
        ),
        ({"ends": SPRING.starts}, "The meeting ends before it starts. Change the start or the end."),
        (
            {"ends": at("2027-05-11 10:01")},
            "The meeting takes longer than three days. Plan one meeting for each part.",
        ),
        (
            {"starts": at("2027-03-01 13:00"), "ends": at("2027-03-01 15:00")},
            "This moment lies in the past. Choose a later one.",
        ),
        (
            {"starts": at("2027-03-28 02:30"), "ends": at("2027-03-28 09:00")},
            "Sunday 28 March 02:30 does not exist: the clocks jump over it that night. Choose another time.",
        ),
        (
            {"starts": at("2027-03-27 20:00"), "ends": at("2027-03-28 02:00")},
            "Sunday 28 March 02:00 does not exist: the clocks jump over it that night. Choose another time.",
        ),
        (
            {"starts": at("9999-12-31 23:00"), "ends": at("9999-12-31 23:30")},
            "The meeting is more than ten years away. Correct the year.",
        ),
        (
            {"ends": at("0001-01-01 00:00"), "timezone": "Asia/Tokyo"},
            "The meeting is more than ten years away. Correct the year.",
        ),
        (
            {"starts": SPRING.starts.replace(tzinfo=UTC)},
            "Write start and end as the clocks at the place show them, without a time zone.",
        ),
        ({"place": Place(" ")}, "The meeting has no place. Say where it is."),
        (
            {"place": replace(HALL, latitude=151.05)},
            "No map has this place. Write latitude (-90 to 90) and longitude (-180 to 180), or leave both empty.",
        ),
        (
            {"capacity": -1},
            "Write how many people fit in: 1000 at most. Or leave it empty.",
        ),
        (
            {"capacity": 10**12},
            "Write how many people fit in: 1000 at most. Or leave it empty.",
        ),
        (
            {"sessions": (Session(time(10), "dance"),)},
            "There is no line of the agenda of the kind “dance”. Choose one of: welcome, check_in, introduction, "
            "plenary, small_groups, presentation, vote, play, break, meal, prayer, check_out, end.",
        ),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_with_what_to_change(change: dict[str, object], fault: str) -> None:
    faults = faults_of(replace(SPRING, **change), [SUMMER], NOW)  # type: ignore[arg-type]

    assert in_english(faults)[:1] == [fault]


@pytest.mark.parametrize("zone", ["", "Europe/Nowhere", "../etc/passwd", "Europe", "UTC+2", "\0", "x" * 5000])
def test_a_zone_that_does_not_exist_is_refused_by_its_name(zone: str) -> None:
    assert in_english(faults_of(replace(SPRING, timezone=zone), [SUMMER], NOW)) == [
        f"There is no time zone “{zone[:40]}”. Write it like Europe/Brussels."
    ]


def test_a_map_position_has_both_numbers_or_none() -> None:
    for latitude, longitude, faults in ((None, None, 0), (51.0, None, 1), (None, 3.7, 1), (float("nan"), 3.7, 1)):
        place = replace(HALL, latitude=latitude, longitude=longitude)
        assert len(faults_of(replace(SPRING, place=place), [], NOW)) == faults


def test_a_meeting_on_top_of_another_is_refused_and_says_which() -> None:
    clash = replace(SUMMER, id=1, starts=at("2027-06-05 20:00"), ends=at("2027-06-05 22:00"))
    weekend = replace(SUMMER, ends=at("2027-06-06 12:00"), place=Place(""))

    assert in_english(faults_of(clash, [SUMMER], NOW)) == [
        "From Saturday 5 June 18:00 to 21:00 the lab meets already: De Brug. Choose another time."
    ]
    assert in_english(faults_of(clash, [weekend], NOW)) == [
        "From Saturday 5 June 18:00 to Sunday 6 June 12:00 the lab meets already. Choose another time."
    ]


def test_meetings_that_touch_or_are_cancelled_or_are_the_same_do_not_clash() -> None:
    after = replace(SUMMER, id=1, starts=at("2027-06-05 21:00"), ends=at("2027-06-05 22:00"))
    clash = replace(SUMMER, id=1)

    assert faults_of(after, [SUMMER], NOW) == []
    assert faults_of(clash, [replace(SUMMER, state=CANCELLED)], NOW) == []
    assert faults_of(replace(SUMMER, capacity=20), [SUMMER], NOW) == []


def test_a_meeting_may_take_three_days() -> None:
    assert faults_of(replace(SPRING, ends=at("2027-05-11 10:00")), [], NOW) == []


def test_a_line_of_the_agenda_lies_between_start_and_end() -> None:
    lines = tuple(Session(time(hour), "plenary") for hour in (9, 10, 17, 18))

    assert in_english(faults_of(replace(SPRING, sessions=lines), [], NOW)) == [
        "The agenda has a line at 09:00, but the meeting is from Saturday 8 May 10:00 to 17:00. Change one of them.",
        "The agenda has a line at 18:00, but the meeting is from Saturday 8 May 10:00 to 17:00. Change one of them.",
    ]


def test_in_a_night_or_in_days_that_follow_a_line_lies_on_one_of_them() -> None:
    lines = tuple(Session(time(hour), "plenary") for hour in (1, 9, 22))
    night = replace(SPRING, starts=at("2027-05-08 21:00"), ends=at("2027-05-09 02:00"), sessions=lines)
    weekend = replace(night, ends=at("2027-05-09 12:00"))

    assert [fault.values["time"] for fault in faults_of(night, [], NOW)] == ["09:00"]
    assert faults_of(weekend, [], NOW) == []


@pytest.mark.parametrize(
    ("starts", "ends", "lines"),
    [
        ("2027-05-08 12:15", "2027-05-08 19:00", [time(12, 15), time(14, 45)]),
        ("2027-05-09 09:00", "2027-05-09 12:15", [time(9), time(11, 30)]),
        ("2027-05-08 22:30", "2027-05-09 02:00", [time(22, 30), time(1)]),
        ("2027-05-09 10:00", "2027-05-09 17:00", [time(10), time(12, 30)]),
        ("2027-05-08 12:15", "2027-05-08 14:00", [time(10), time(12, 30)]),
    ],
    ids=["later", "earlier", "into the night", "fits as it is", "too short then too"],
)
def test_the_agenda_moves_along_where_it_would_lie_outside(starts: str, ends: str, lines: list[time]) -> None:
    moved = with_its_agenda(replace(SPRING, starts=at(starts), ends=at(ends)), SPRING)

    assert [one.starts for one in moved.sessions] == lines


def test_an_agenda_that_somebody_wrote_anew_stays_as_it_was_written() -> None:
    anew = (Session(time(10), "welcome"), Session(time(15), "meal"))
    moved = replace(SPRING, starts=at("2027-05-08 12:15"), sessions=anew)

    assert with_its_agenda(moved, SPRING) == moved


def test_one_hour_of_wall_time_can_be_two_in_the_night_when_clocks_go_back() -> None:
    night = replace(SUMMER, starts=at("2027-10-31 02:30"), ends=at("2027-10-31 03:30"))

    assert faults_of(night, [], NOW) == []
    assert night.ends_at - night.starts_at == timedelta(hours=2)


@settings(max_examples=100, deadline=None)
@given(
    st.datetimes(timezones=st.none() | st.just(UTC)),
    st.datetimes(),
    st.sampled_from(ZONES) | st.text(max_size=40),
    st.integers(),
    st.floats() | st.none(),
)
def test_whatever_is_written_down_gets_sentences_and_no_error(
    starts: datetime, ends: datetime, zone: str, capacity: int, latitude: float | None
) -> None:
    odd = replace(
        SPRING, starts=starts, ends=ends, timezone=zone, capacity=capacity, place=replace(HALL, latitude=latitude)
    )

    assert all(fault.endswith(".") for fault in in_english(faults_of(odd, [SUMMER], NOW)))
