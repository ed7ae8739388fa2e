"""The five phases of a lab and the timing rules of its cycle (domain.md). What breaks one is a warning, not a ban."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from lab.meetings import CANCELLED, Meeting
from lab.plan_warnings import PlanWarning
from locales import N_

PREPARATION, EXPLORATION, CO_CREATION = "preparation", "exploration", "co_creation"
DESIGN, RECOMMENDATION = "design", "recommendation"
KEYS = (PREPARATION, EXPLORATION, CO_CREATION, DESIGN, RECOMMENDATION)
"""In their order."""

NAMES: Mapping[str, str] = {
    PREPARATION: N_("Preparation"),
    EXPLORATION: N_("Exploration"),
    CO_CREATION: N_("Co-creation"),
    DESIGN: N_("Design and experiment"),
    RECOMMENDATION: N_("Recommendation"),
}

MOST_MONTHS_TO_CO_CREATION = 1
LEAST_REFLECTION = timedelta(weeks=6)
MOST_REFLECTION = timedelta(weeks=10)
LEAST_DESIGN_MONTHS = 3
MOST_DESIGN_MONTHS = 6
LAST_YEAR = 9990
LONGEST_GAP = timedelta(weeks=6)
WITH_RULES_OF_THEIR_OWN = {(EXPLORATION, CO_CREATION), (CO_CREATION, DESIGN)}
"""What lies between these phases is no gap: one may be shorter, the other is long on purpose."""


@dataclass(frozen=True, slots=True)
class Phase:
    """`key` of `KEYS`. Both days belong to it."""

    key: str
    starts_on: date
    ends_on: date


_LOST = N_("If you do not see people for too long, you lose them.")


def warnings_of(phases: Iterable[Phase], meetings: Iterable[Meeting]) -> list[PlanWarning]:
    """What these dates break. Phases that have no dates yet, and cancelled meetings, break nothing."""
    dated = {phase.key: phase for phase in phases if phase.key in KEYS}
    held = sorted((one for one in meetings if one.state != CANCELLED), key=lambda one: (one.starts, one.id))
    return [
        *_order(dated),
        *_month(dated, held),
        *_reflection(dated, held),
        *_design(dated),
        *_outside(dated, held),
        *_gaps(held),
    ]


def _order(dated: Mapping[str, Phase]) -> Iterator[PlanWarning]:
    """Phases that share one day touch: that is no overlap."""
    in_order = [dated[key] for key in KEYS if key in dated]
    yield from (_backwards(phase) for phase in in_order if phase.ends_on < phase.starts_on)
    for earlier, later in pairwise(in_order):
        if later.starts_on < earlier.starts_on:
            yield _swapped(earlier, later)
        elif later.starts_on < earlier.ends_on:
            yield _overlap(earlier, later)


def _backwards(phase: Phase) -> PlanWarning:
    return PlanWarning(
        "backwards",
        N_("The phase “{phase}” ends on {ends}, before it starts on {starts}."),
        N_("Change one of the two dates."),
        {"starts": phase.starts_on, "ends": phase.ends_on},
        {"phase": NAMES[phase.key]},
    )


def _swapped(earlier: Phase, later: Phase) -> PlanWarning:
    return PlanWarning(
        "order",
        N_("The phase “{later}” starts on {later_starts}, before the phase “{earlier}”, which starts on {starts}."),
        N_("Each phase works with what the phase before it found."),
        {"starts": earlier.starts_on, "later_starts": later.starts_on},
        {"earlier": NAMES[earlier.key], "later": NAMES[later.key]},
    )


def _overlap(earlier: Phase, later: Phase) -> PlanWarning:
    return PlanWarning(
        "overlap",
        N_("The phase “{later}” starts on {starts}, but the phase “{earlier}” lasts until {ends}."),
        N_("Two phases at the same time ask too much of people."),
        {"starts": later.starts_on, "ends": earlier.ends_on},
        {"earlier": NAMES[earlier.key], "later": NAMES[later.key]},
    )


def _month(dated: Mapping[str, Phase], held: Sequence[Meeting]) -> Iterator[PlanWarning]:
    ends, starts = last_day_in(EXPLORATION, dated, held), first_day_in(CO_CREATION, dated, held)
    if ends and starts and starts > months_after(ends, MOST_MONTHS_TO_CO_CREATION):
        yield PlanWarning(
            "month",
            N_("From exploration ({ends}) to co-creation ({starts}) is more than a month. Plan at most one month."),
            _LOST,
            {"ends": ends, "starts": starts},
        )


def _reflection(dated: Mapping[str, Phase], held: Sequence[Meeting]) -> Iterator[PlanWarning]:
    ends, starts = last_day_in(CO_CREATION, dated, held), first_day_in(DESIGN, dated, held)
    if ends is None or starts is None or starts < ends:
        return
    days = {"ends": ends, "starts": starts}
    if starts - ends < LEAST_REFLECTION:
        rule = N_("From co-creation ({ends}) to design ({starts}) is less than six weeks. Plan about two months.")
        reason = N_("People need time to think about the ideas and to talk about them with others.")
        yield PlanWarning("reflection_short", rule, reason, days)
    elif starts - ends > MOST_REFLECTION:
        rule = N_("From co-creation ({ends}) to design ({starts}) is more than ten weeks. Plan about two months.")
        yield PlanWarning("reflection_long", rule, _LOST, days)


def _design(dated: Mapping[str, Phase]) -> Iterator[PlanWarning]:
    phase = dated.get(DESIGN)
    if phase is None or phase.ends_on < phase.starts_on:
        return
    over = phase.ends_on + timedelta(days=1)
    days = {"starts": phase.starts_on, "ends": phase.ends_on}
    if over < months_after(phase.starts_on, LEAST_DESIGN_MONTHS):
        rule = N_("Design and experiment ({starts} to {ends}) is less than three months. Plan three to six months.")
        reason = N_("An experiment needs time before you can see what works.")
        yield PlanWarning("design_short", rule, reason, days)
    elif over > months_after(phase.starts_on, MOST_DESIGN_MONTHS):
        rule = N_("Design and experiment ({starts} to {ends}) is more than six months. Plan three to six months.")
        reason = N_("When people see no result for a long time, they stop coming.")
        yield PlanWarning("design_long", rule, reason, days)


def _outside(dated: Mapping[str, Phase], held: Sequence[Meeting]) -> Iterator[PlanWarning]:
    for meeting in held:
        phase = dated.get(meeting.phase)
        if phase and not phase.starts_on <= meeting.starts.date() <= last_day_of(meeting) <= phase.ends_on:
            yield PlanWarning(
                "outside",
                N_("The meeting of {day} is outside its phase “{phase}”, which is from {starts} to {ends}."),
                N_("People plan with the dates of the phases. Move the meeting, or change the phase."),
                {"day": meeting.starts, "starts": phase.starts_on, "ends": phase.ends_on},
                {"phase": NAMES[phase.key]},
            )


def _gaps(held: Sequence[Meeting]) -> Iterator[PlanWarning]:
    for before, after in pairwise(held):
        ends, starts = last_day_of(before), after.starts.date()
        if starts - ends <= LONGEST_GAP or (before.phase, after.phase) in WITH_RULES_OF_THEIR_OWN:
            continue
        days = {"ends": ends, "starts": starts}
        if before.phase == DESIGN:
            rule = N_("In design and experiment, nothing happens from {ends} to {starts}. Plan regular check-ins.")
            yield PlanWarning("check_ins", rule, _LOST, days)
        else:
            rule = N_("Nothing happens from {ends} to {starts}: more than six weeks. Plan something small in between.")
            yield PlanWarning("gap", rule, _LOST, days)


def last_day_in(key: str, dated: Mapping[str, Phase], held: Sequence[Meeting]) -> date | None:
    """When people last met in that phase; before meetings are planned: its last day."""
    days = [last_day_of(meeting) for meeting in held if meeting.phase == key]
    return max(days) if days else dated[key].ends_on if key in dated else None


def first_day_in(key: str, dated: Mapping[str, Phase], held: Sequence[Meeting]) -> date | None:
    days = [meeting.starts.date() for meeting in held if meeting.phase == key]
    return min(days) if days else dated[key].starts_on if key in dated else None


def last_day_of(meeting: Meeting) -> date:
    """A meeting until midnight does not reach into the next day."""
    return max(meeting.starts, meeting.ends - datetime.resolution).date()


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day: 31 January and a month is 28 February."""
    if day.year > LAST_YEAR:
        return date.max  # a slip of the pen: `date` has no later years
    first = date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
