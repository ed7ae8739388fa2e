"""When the code at a door works."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lab.door import is_open
from lab.meetings import CANCELLED, Meeting, Place

EVENING = Meeting(
    id=1,
    lab_id=1,
    phase="co_creation",
    starts=datetime.fromisoformat("2026-06-04T18:00"),
    ends=datetime.fromisoformat("2026-06-04T20:00"),
    timezone="Europe/Brussels",
    place=Place("De Krook"),
)


@pytest.mark.parametrize(
    ("clock", "works"), [("13:59", False), ("14:00", True), ("18:00", True), ("21:59", True), ("22:00", False)]
)
def test_it_works_from_two_hours_before_until_midnight_at_the_place(clock: str, works: bool) -> None:
    now = datetime.fromisoformat(f"2026-06-04T{clock}").replace(tzinfo=UTC)

    assert is_open(EVENING, now) is works
    assert not is_open(replace(EVENING, state=CANCELLED), now)
