"""Dates for the five phases, from the day on which a lab begins. A suggestion that breaks none of the rules. Pure."""

from datetime import date, timedelta

from lab.phases import CO_CREATION, DESIGN, EXPLORATION, PREPARATION, RECOMMENDATION, Phase

LENGTHS = (
    (PREPARATION, timedelta(weeks=8)),
    (EXPLORATION, timedelta(weeks=5)),
    (CO_CREATION, timedelta(weeks=5)),
    ("", timedelta(weeks=8)),
    (DESIGN, timedelta(weeks=17)),
    (RECOMMENDATION, timedelta(weeks=9)),
)
"""A year in all (domain.md: 9 to 12 months). The one without a name is the time to think after co-creation."""


def suggested(start: date) -> list[Phase]:
    """One after the other, the first from `start` on. `start` lies a year before the last day of the calendar."""
    found: list[Phase] = []
    for key, length in LENGTHS:
        if key:
            found.append(Phase(key, start, start + length - timedelta(days=1)))
        start += length
    return found
