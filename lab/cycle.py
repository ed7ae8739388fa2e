"""The timing rules of a lab's cycle as spans of time: where each of them applies, and whether it holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lab.meetings import CANCELLED, Meeting
from lab.phases import CO_CREATION, DESIGN, EXPLORATION, KEYS, Phase, first_day_in, last_day_in, warnings_of
from lab.plan_warnings import PlanWarning
from locales import N_

RULES = {
    "month": N_("From exploration to co-creation: a month at most"),
    "reflection": N_("From co-creation to design: about two months to think"),
    "design": N_("Design and experiment: three to six months"),
    "gap": N_("Between two meetings: six weeks at most"),
}
"""By the beginning of the codes of their warnings."""
_GAPS = ("gap", "check_ins")


@dataclass(frozen=True, slots=True)
class Rule:
    """`warning`: what breaks it here, and why it is one; None where it holds."""

    text: str
    starts: date
    ends: date
    warning: PlanWarning | None = None


def rules_of(phases: Iterable[Phase], meetings: Iterable[Meeting]) -> tuple[list[Rule], list[PlanWarning]]:
    """The rules that have dates, in their order in time; and the warnings about something else than a span."""
    known, held = list(phases), [one for one in meetings if one.state != CANCELLED]
    found = warnings_of(known, held)
    rules = [*_between(known, held, found), *_gaps(found)]
    told = [rule.warning for rule in rules]
    return sorted(rules, key=lambda rule: (rule.starts, rule.ends)), [one for one in found if one not in told]


def _between(phases: list[Phase], held: list[Meeting], found: list[PlanWarning]) -> Iterator[Rule]:
    dated = {phase.key: phase for phase in phases if phase.key in KEYS}
    design = dated.get(DESIGN)
    spans = {
        "month": (last_day_in(EXPLORATION, dated, held), first_day_in(CO_CREATION, dated, held)),
        "reflection": (last_day_in(CO_CREATION, dated, held), first_day_in(DESIGN, dated, held)),
        "design": (design.starts_on, design.ends_on) if design else (None, None),
    }
    for key, (starts, ends) in spans.items():
        if starts and ends and starts <= ends:
            broken = next((one for one in found if one.code.partition("_")[0] == key), None)
            yield Rule(RULES[key], starts, ends, broken)


def _gaps(found: list[PlanWarning]) -> Iterator[Rule]:
    for one in found:
        starts, ends = one.values.get("ends"), one.values.get("starts")
        if one.code in _GAPS and isinstance(starts, date) and isinstance(ends, date):
            yield Rule(RULES["gap"], starts, ends, one)
