"""The cycle of a lab drawn along time: phases, meetings, and the rules between them. All months are equally wide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date

from admin.meeting_words import said, title_of
from admin.visit import Visit
from lab.cycle import Rule, rules_of
from lab.meetings import CANCELLED, Meeting
from lab.phases import NAMES, Phase, last_day_of
from store.labs import Lab

WIDE = 1000
"""The drawing is so wide; what is around it stretches it."""
FEW_MONTHS = 9
"""So many have room for their names on a small phone."""
PHASE, FINE, BROKEN = "phase", "fine", "broken"


@dataclass(frozen=True, slots=True)
class Row:
    """`x` and `width` of `WIDE`; `marks`: where its meetings are. `warning`: what is wrong with it, and why."""

    kind: str
    name: str
    when: str
    x: float
    width: float
    marks: tuple[float, ...] = ()
    meetings: tuple[tuple[int, str, str], ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """`now`: where today is; None where it lies outside. `others`: warnings about no span of time."""

    months: tuple[str, ...]
    rows: tuple[Row, ...]
    now: float | None
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    first: date
    many: int

    def place(self, day: date) -> float:
        """Of its morning."""
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        inside = (day.day - 1) / (following - day.replace(day=1)).days
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        return round((months + inside) * WIDE / self.many, 1)

    def span(self, starts: date, ends: date) -> tuple[float, float]:
        """Where it begins and how wide it is: never too narrow to be seen."""
        x = self.place(starts)
        return x, max(round(self.place(ends) - x, 1), 4)


def timeline(visit: Visit, lab: Lab, phases: Sequence[Phase], meetings: Sequence[Meeting]) -> Timeline | None:
    """None where no phase has dates: then there is nothing to draw."""
    rules, others = rules_of(phases, meetings)
    told = tuple(said(visit, one) for one in others)
    held = [one for one in meetings if one.state != CANCELLED]
    days = [day for phase in phases for day in (phase.starts_on, phase.ends_on)]
    if not days:
        return None
    days += [day for one in held for day in (one.starts.date(), last_day_of(one))]
    scale = _scale(min(days), max(days))
    dates = visit.dates()
    rows = [_phase(visit, lab, scale, one, held) for one in phases] + [_rule(visit, scale, one) for one in rules]
    inside = min(days) <= dates.today <= max(days)
    return Timeline(
        tuple(_months(visit, scale)),
        tuple(sorted(rows, key=lambda row: (row.x, row.kind != PHASE))),
        scale.place(dates.today) if inside else None,
        told,
    )


def _scale(first: date, last: date) -> Scale:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return Scale(first.replace(day=1), months)


def _months(visit: Visit, scale: Scale) -> Iterable[str]:
    locale = Locale.parse(visit.language)
    for number in range(scale.many):
        month = scale.first.month - 1 + number
        day = date(scale.first.year + month // 12, month % 12 + 1, 1)
        yield format_date(day, "LLL" if scale.many <= FEW_MONTHS else "LLLLL", locale=locale)


def _phase(visit: Visit, lab: Lab, scale: Scale, phase: Phase, held: Iterable[Meeting]) -> Row:
    dates, ours = visit.dates(), [one for one in held if one.phase == phase.key]
    return Row(
        PHASE,
        visit.say(NAMES[phase.key]),
        _when(visit, phase.starts_on, phase.ends_on),
        *scale.span(phase.starts_on, max(phase.starts_on, phase.ends_on)),
        marks=tuple(scale.place(one.starts.date()) for one in ours),
        meetings=tuple((one.id, dates.day(one.starts.date()), title_of(visit, one, lab)) for one in ours),
    )


def _rule(visit: Visit, scale: Scale, rule: Rule) -> Row:
    return Row(
        BROKEN if rule.warning else FINE,
        visit.say(rule.text),
        _when(visit, rule.starts, rule.ends),
        *scale.span(rule.starts, rule.ends),
        warning=said(visit, rule.warning) if rule.warning else "",
    )


def _when(visit: Visit, starts: date, ends: date) -> str:
    dates = visit.dates()
    return f"{dates.day(starts)} – {dates.day(ends)}"
