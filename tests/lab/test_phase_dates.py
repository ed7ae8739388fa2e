"""Suggested dates of a lab's year."""

from datetime import date, timedelta

from lab.phase_dates import suggested
from lab.phases import KEYS, warnings_of


def test_what_is_suggested_breaks_no_rule_whenever_a_lab_begins() -> None:
    for day in range(0, 366, 7):
        phases = suggested(date(2026, 1, 1) + timedelta(days=day))

        assert [one.key for one in phases] == list(KEYS)
        assert warnings_of(phases, []) == []
        assert timedelta(days=270) < phases[-1].ends_on - phases[0].starts_on < timedelta(days=366)
