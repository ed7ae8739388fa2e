"""The result of a poll by group, where that was published: all groups or none (docs/anonymity.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

from admin.visit import Visit
from bot.poll_words import words_in
from flows.techniques.model import Part, Technique
from flows.techniques.telling import label_of, options_shown
from lab.poll_results import groups_in
from lab.polls import Poll


@dataclass(frozen=True, slots=True)
class Grouped:
    """One part: a line for each option, with its numbers in the order of `groups`.

    `wholes`: of how many people of each group; 0 where somebody gave several answers, because that is not told.
    """

    heading: str
    groups: tuple[str, ...]
    wholes: tuple[int, ...]
    lines: tuple[tuple[str, tuple[int, ...]], ...]


def by_groups(visit: Visit, poll: Poll, technique: Technique, language: str, named: Mapping[str, str]) -> list[Grouped]:
    """`language`: of the coordinator's options. `named`: what each group is called; "" is everybody else."""
    found = [(part, groups_in(poll, part.name)) for part in technique.parts]
    return [_grouped(visit, poll, technique, part, groups, language, named) for part, groups in found if groups]


def _grouped(
    visit: Visit,
    poll: Poll,
    technique: Technique,
    part: Part,
    groups: Mapping[str, Mapping[str, int]],
    language: str,
    named: Mapping[str, str],
) -> Grouped:
    own = words_in(visit.desk.catalogues, poll, technique, language).options
    keys = sorted(groups)
    lines = tuple(
        (
            f"{one.icon} {label_of(one, lambda text, values: visit.say(text, **values))}".strip(),
            tuple(groups[key].get(one.id, 0) for key in keys),
        )
        for one in options_shown(part, groups[keys[0]], own)
    )
    wholes = tuple(sum(groups[key].values()) if part.one_each else 0 for key in keys)
    return Grouped(part.heading, tuple(named.get(key, key) for key in keys), wholes, lines)
