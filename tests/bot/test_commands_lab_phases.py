"""`brug lab phases`: dates are set, changed and taken away, and what they break is said."""

from pathlib import Path

import pytest

from bot.clock import SystemClock
from tests.bot.test_commands import Brug
from tests.bot.test_commands_lab_year import said

NEXT_YEAR = SystemClock().now().year + 1
PHASES = ("lab", "phases", "--lab", "1")


@pytest.fixture
def brug(tmp_path: Path) -> Brug:
    return Brug(tmp_path / "data")


def days(key: str, first: str, last: str) -> tuple[str, str]:
    return "--set", f"{key}={NEXT_YEAR}-{first}..{NEXT_YEAR}-{last}"


def test_phases_get_their_dates_and_what_these_break_is_said(brug: Brug) -> None:
    empty, done, changed, shown = said(
        brug,
        PHASES,
        (*PHASES, *days("co_creation", "09-01", "09-30"), *days("exploration", "05-01", "05-31")),
        (*PHASES, *days("co_creation", "06-15", "07-15"), "--set", "exploration=", "--json"),
        (*PHASES, "--json"),
    )

    assert empty.out.splitlines()[1] == "exploration  no dates yet"
    assert f"exploration  {NEXT_YEAR}-05-01 to {NEXT_YEAR}-05-31" in done.out
    assert "Look at this: From exploration" in done.out
    assert "is more than a month. Plan at most one month." in done.out
    there = {"key": "co_creation", "starts_on": f"{NEXT_YEAR}-06-15", "ends_on": f"{NEXT_YEAR}-07-15"}
    assert changed.data == shown.data == {"lab": 1, "phases": [there], "warnings": []}


def test_dates_that_cannot_be_are_refused_and_nothing_is_stored(brug: Brug) -> None:
    lines = {
        "party=2027-01-01..2027-02-01": "There is no phase party.",
        "design=soon": "soon is not a first and a last day.",
        "design=2027-01-01": "2027-01-01 is not a first and a last day.",
        f"design={NEXT_YEAR}-03-01..{NEXT_YEAR}-02-01": "ends before it starts",
        f"design={NEXT_YEAR}-03-01..9999-02-01": "Correct the year.",
    }

    *refused, no_lab, shown = said(
        brug,
        *((*PHASES, *days("exploration", "05-01", "05-31"), "--set", line) for line in lines),
        ("lab", "phases", "--lab", "9"),
        (*PHASES, "--json"),
    )

    for one, sentence in zip(refused, lines.values(), strict=True):
        assert (one.code, one.out) == (2, "")
        assert sentence in one.err
    assert "There is no lab 9." in no_lab.err
    assert shown.data["phases"] == []
