"""What each week was for somebody."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from lab.silence import (
    AHEAD,
    AWAY,
    BACK,
    OPEN,
    PAUSED,
    PLANNED,
    QUIET,
    SILENT,
    TALKED,
    TOLD,
    WROTE,
    Life,
    mondays,
    week_of,
    weeks_of,
)

ZONE = ZoneInfo("Europe/Brussels")
WEDNESDAY = datetime(2026, 5, 13, 10, 0, tzinfo=UTC)


def ago(**time: float) -> datetime:
    return WEDNESDAY - timedelta(**time)


def states(life: Life, floor: int = 14) -> list[str]:
    return [week.state for week in weeks_of(life, floor, WEDNESDAY, ZONE)]


def test_eight_weeks_before_this_one_and_three_after_it() -> None:
    assert mondays(date(2026, 5, 13))[BACK] == date(2026, 5, 11)
    assert len(mondays(date(2026, 5, 13))) == BACK + 1 + AHEAD


def test_a_week_begins_at_midnight_where_the_lab_is() -> None:
    assert week_of(datetime(2026, 5, 10, 21, 59, tzinfo=UTC), ZONE) == date(2026, 5, 4)
    assert week_of(datetime(2026, 5, 10, 22, 0, tzinfo=UTC), ZONE) == date(2026, 5, 11)


def test_who_wrote_and_who_did_not_is_told_apart() -> None:
    life = Life(ago(weeks=20), told=[ago(weeks=2), ago(weeks=1)], wrote=[ago(weeks=2), ago(hours=1)])

    assert states(life)[BACK - 2 : BACK + 1] == [TALKED, TOLD, WROTE]


def test_nothing_for_longer_than_the_floor_is_silence() -> None:
    life = Life(ago(weeks=20), told=[ago(weeks=6)])

    assert states(life)[BACK - 6 : BACK + 1] == [TOLD, QUIET, SILENT, SILENT, SILENT, SILENT, SILENT]


def test_before_she_came_there_is_nothing_to_say() -> None:
    life = Life(ago(weeks=1), told=[ago(days=1)])

    assert states(life)[: BACK + 1] == [AWAY] * (BACK - 1) + [QUIET, TOLD]


def test_what_is_planned_and_a_pause_are_ahead() -> None:
    life = Life(ago(weeks=20), planned=[ago(weeks=-1)], paused_until=ago(weeks=-3))

    assert states(life)[BACK + 1 :] == [PLANNED, PAUSED, OPEN]
