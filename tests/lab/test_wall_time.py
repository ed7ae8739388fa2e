"""Wall time, in every zone and on the nights when clocks change (faults.md, F20)."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.wall_time import is_skipped, is_within, is_zone, moment_of, next_at, zone_of
from tests.scheduler.test_cadence_cases import ZONES, a_moment, chances, transitions

PARIS, CASABLANCA, NUUK = ZoneInfo("Europe/Paris"), ZoneInfo("Africa/Casablanca"), ZoneInfo("America/Nuuk")
DAY = timedelta(days=1)
local = datetime.fromisoformat
MINUTE = timedelta(minutes=1)

clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
widely = settings(max_examples=300, deadline=None)


def near_a_change(chance: Random) -> tuple[datetime, ZoneInfo]:
    """A wall time somewhere, mostly within hours of a change of clocks: it may be skipped, or come twice."""
    zone = ZoneInfo(chance.choice(ZONES))
    changes = transitions(zone.key)
    moment = chance.choice(changes) if changes and chance.random() < 0.8 else a_moment(chance, zone.key)
    return moment.astimezone(zone).replace(tzinfo=None, fold=0) + chance.randint(-120, 180) * MINUTE, zone


nights = chances.map(near_a_change)


def test_a_time_that_summer_time_skips_moves_forward_by_the_gap() -> None:
    skipped = local("2027-03-28 02:30")

    assert is_skipped(skipped, PARIS)
    assert moment_of(skipped, PARIS) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert moment_of(skipped, PARIS).astimezone(PARIS).time() == time(3, 30)


def test_a_time_that_comes_twice_means_the_first_one_and_comes_once() -> None:
    twice = local("2026-10-25 02:30")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert not is_skipped(twice, PARIS)
    assert moment_of(twice, PARIS) == moment_of(twice.replace(fold=1), PARIS) == first
    assert next_at(first + MINUTE, twice.time(), PARIS) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shows", "expected"),
    [
        (local("2027-02-06 20:30"), datetime(2027, 2, 6, 19, 30, tzinfo=UTC)),  # the day before Ramadan
        (local("2027-02-07 20:30"), datetime(2027, 2, 7, 20, 30, tzinfo=UTC)),
        (local("2027-03-13 20:30"), datetime(2027, 3, 13, 20, 30, tzinfo=UTC)),
        (local("2027-03-14 20:30"), datetime(2027, 3, 14, 19, 30, tzinfo=UTC)),  # the day after it
    ],
)
def test_in_morocco_clocks_go_back_for_ramadan(shows: datetime, expected: datetime) -> None:
    assert moment_of(shows, CASABLANCA) == expected


def test_in_the_hours_when_moroccan_clocks_change_one_is_skipped_and_one_comes_twice() -> None:
    assert is_skipped(local("2027-03-14 02:30"), CASABLANCA)
    assert moment_of(local("2027-02-07 02:30"), CASABLANCA) == datetime(2027, 2, 7, 1, 30, tzinfo=UTC)


def test_a_gap_before_midnight_moves_an_hour_into_the_next_day() -> None:
    """In Nuuk, summer time begins on Saturday at 23:00: that hour is skipped."""
    after_midnight = datetime(2027, 3, 28, 1, 10, tzinfo=UTC)

    found = next_at(after_midnight, time(23, 30), NUUK)

    assert found == moment_of(local("2027-03-27 23:30"), NUUK) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


@widely
@given(nights)
def test_the_moment_of_a_time_shows_that_time_or_the_time_after_the_gap(night: tuple[datetime, ZoneInfo]) -> None:
    clock, zone = night
    shown = moment_of(clock, zone).astimezone(zone).replace(tzinfo=None, fold=0)

    assert (shown != clock) is is_skipped(clock, zone)
    assert clock <= shown <= clock + timedelta(hours=3)


@widely
@given(nights)
def test_no_earlier_moment_shows_the_same_time(night: tuple[datetime, ZoneInfo]) -> None:
    clock, zone = night
    earlier = [moment_of(clock, zone) - minutes * MINUTE for minutes in (30, 60, 120)]

    assert all(one.astimezone(zone).replace(tzinfo=None) != clock for one in earlier)


@widely
@given(nights, st.integers(-1440, 1440))
def test_the_next_time_is_that_of_some_day_and_none_lies_between(night: tuple[datetime, ZoneInfo], off: int) -> None:
    clock, zone = night
    moment = moment_of(clock, zone) + off * MINUTE

    found = next_at(moment, clock.time(), zone)

    of_days = [moment_of(clock + n * DAY, zone) for n in range(-4, 5)]
    assert found == min(at for at in of_days if at >= moment)


@given(clocks, clocks, clocks)
def test_a_span_and_the_rest_of_the_day_share_no_minute_and_leave_none(clock: time, begin: time, end: time) -> None:
    inside, outside = is_within(clock, begin, end), is_within(clock, end, begin)

    assert inside is not outside if begin != end else not (inside or outside)


@given(clocks, clocks)
def test_a_span_has_its_begin_and_not_its_end(begin: time, end: time) -> None:
    assert is_within(begin, begin, end) is (begin != end)
    assert not is_within(end, begin, end)


@pytest.mark.parametrize("name", ["Europe/Brussels", "Africa/Asmara", "America/Argentina/Buenos_Aires", "UTC"])
def test_a_zone_is_known_by_its_name(name: str) -> None:
    assert is_zone(name)
    assert zone_of(name).key == name


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "Europe", "Europe/Nowhere", "europe brussels", "../etc/passwd", "/etc/passwd", "Europe/../UTC"),
        *("localtime", "zone.tab", "right/Europe/Brussels", "\0", "Europe/Brussels\0", "\ud800", "x" * 5000, "UTC+2"),
    ],
)
def test_what_is_no_zone_is_refused_and_never_opens_another_file(name: str) -> None:
    assert not is_zone(name)


@given(st.text(), st.text())
def test_an_unknown_zone_is_the_labs_and_an_unknown_lab_is_in_utc(name: str, otherwise: str) -> None:
    assert zone_of(f"?{name}", "Europe/Brussels").key == "Europe/Brussels"
    assert zone_of(f"?{name}", f"?{otherwise}").key == "UTC"
