"""Progress markers (outcome mapping): what we expect, like or love to see an actor do, and when it was seen. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lab.phases import months_after
from lab.plan_warnings import PlanWarning
from locales import N_

LEVELS: Mapping[str, str] = {
    "expect": N_("We expect to see"),
    "like": N_("We like to see"),
    "love": N_("We love to see"),
}
"""In their order: from what is likely to what would be a great change."""
CYCLE_MONTHS = 4
LONGEST_ACTOR = 100
LONGEST_MARKER = 500
LONGEST_OBSERVATION = 2000
MOST_CYCLES = 70
LONGEST_AGO = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Marker:
    """`actor`: who changes (the council, a school). `words`: what we would see."""

    id: int
    lab_id: int
    actor: str
    level: str
    words: str


@dataclass(frozen=True, slots=True)
class Observation:
    """What somebody of the team saw on a day; `by` is her number."""

    id: int
    marker_id: int
    on: date
    words: str
    by: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """Four months; both days belong to it. The first has the number 1."""

    number: int
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def cycles(begins: date, until: date) -> list[Cycle]:
    """From the first day of the lab until today, the last one as a whole."""
    found: list[Cycle] = []
    while len(found) < MOST_CYCLES and (not found or found[-1].last < until):
        number = len(found)
        first = months_after(begins, number * CYCLE_MONTHS)
        last = months_after(begins, (number + 1) * CYCLE_MONTHS) - timedelta(days=1)
        found.append(Cycle(number + 1, first, last))
    return found


def cycle_of(day: date, known: Iterable[Cycle]) -> Cycle | None:
    return next((one for one in known if one.holds(day)), None)


def faults_of_marker(actor: str, level: str, words: str) -> list[PlanWarning]:
    """Why it cannot be saved like this."""
    checks = (
        (bool(actor), PlanWarning("actor", N_("Write who it is about: a school, the council, an organisation."))),
        (level in LEVELS, PlanWarning("level", N_("Choose how likely it is: expect, like or love to see."))),
        (bool(words), PlanWarning("words", N_("Write what you would see."))),
        (len(actor) <= LONGEST_ACTOR and len(words) <= LONGEST_MARKER, _too_long(LONGEST_MARKER)),
    )
    return [fault for fine, fault in checks if not fine]


def faults_of_observation(on: date | None, words: str, today: date) -> list[PlanWarning]:
    checks = (
        (on is not None and on > today - LONGEST_AGO, PlanWarning("day", N_("Write the day on which it was seen."))),
        (
            on is None or on <= today,
            PlanWarning("ahead", N_("That day has not come yet. Write the day on which it was seen.")),
        ),
        (bool(words), PlanWarning("seen", N_("Write what was seen."))),
        (len(words) <= LONGEST_OBSERVATION, _too_long(LONGEST_OBSERVATION)),
    )
    return [fault for fine, fault in checks if not fine]


def _too_long(most: int) -> PlanWarning:
    return PlanWarning("long", N_("The text is too long. Write {most} letters at most."), values={"most": str(most)})
