"""What of a poll is published, once, when a round ends or the poll closes: numbers that hide who gave them. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.techniques.model import WORDS, Ballot, Part, Published, Tally, Technique
from flows.techniques.tally import tally
from lab.disclosure import K, by_group, published, shift
from lab.polls import Poll


def table_of(
    technique: Technique, poll: Poll, ballots: Sequence[Ballot], answered: int, *, final: bool
) -> dict[str, Any]:
    """As JSON-able data: one table of `poll.round`. `answered`: how many people took part in all.

    A part that is asked in each round has numbers in each; the others are counted when it closes (`final`).
    """
    parts = [part for part in technique.parts if part.kind != WORDS and (final or part.both_rounds)]
    return {
        "round": poll.round,
        "answered": answered if answered >= K else 0,
        "parts": {part.name: _part(technique, part, poll, ballots) for part in parts},
        "shift": next((_shift(technique, part, poll, ballots) for part in parts if part.both_rounds), ""),
    }


def _part(technique: Technique, part: Part, poll: Poll, ballots: Sequence[Ballot]) -> dict[str, Any]:
    ours = _of_round(part, poll.round, ballots)
    told = published(part, _counted(technique, part, poll, ours), first_of(poll, part.name))
    table = {"answered": told.answered, "counts": dict(told.counts)}
    return table if part.both_rounds else table | {"groups": _groups(technique, part, poll, ours, told)}


def _groups(
    technique: Technique, part: Part, poll: Poll, ours: Sequence[Ballot], told: Published
) -> dict[str, dict[str, int]] | None:
    names = sorted({one.group for one in ours})
    split = {name: _counted(technique, part, poll, [one for one in ours if one.group == name]) for name in names}
    found = by_group(part, split, told)
    return {name: dict(counts) for name, counts in found.items()} if found else None


def _shift(technique: Technique, part: Part, poll: Poll, ballots: Sequence[Ballot]) -> str:
    first = first_of(poll, part.name)
    return shift(first, _counted(technique, part, poll, _of_round(part, poll.round, ballots))) if first else ""


def _of_round(part: Part, number: int, ballots: Sequence[Ballot]) -> list[Ballot]:
    return [one for one in ballots if one.part == part.name and (not part.both_rounds or one.round == number)]


def _counted(technique: Technique, part: Part, poll: Poll, ballots: Sequence[Ballot]) -> Tally:
    return tally(technique, part.name, ballots, [option.id for option in poll.options])


def first_of(poll: Poll, part: str) -> Published | None:
    """What was told of this part a round ago."""
    return _published_in(poll.results[-1], part) if poll.results else None


def _published_in(table: Mapping[str, Any], part: str) -> Published | None:
    found = table["parts"].get(part)
    return Published(part, found["answered"], found["counts"]) if found else None


def tables_of(poll: Poll, part: str) -> list[Published]:
    """What was told of a part, round after round."""
    return [found for table in poll.results if (found := _published_in(table, part))]


def groups_in(poll: Poll, part: str) -> Mapping[str, Mapping[str, int]]:
    """The numbers of a part by group, where they were published."""
    found = poll.results[-1]["parts"].get(part, {}).get("groups") if poll.results else None
    return found or {}


def shift_of(poll: Poll) -> str:
    """Where the group moved between the rounds; "" where there is only one."""
    return str(poll.results[-1]["shift"]) if poll.results else ""


def people_in(poll: Poll) -> int:
    """How many took part, as it was published; 0: fewer than five, or not published yet."""
    return int(poll.results[-1]["answered"]) if poll.results else 0
