"""Counts ballots. Exact numbers: `lab.disclosure` says what of them may be shown."""

from collections import Counter
from collections.abc import Iterable, Sequence

from flows.techniques.model import DOTS, RANKING, WORDS, Ballot, Band, Part, Tally, Technique


def tally(technique: Technique, part: str, ballots: Iterable[Ballot], option_ids: Sequence[str]) -> Tally:
    """`option_ids`: the coordinator's own, where the part has none of its own. Every option is counted, with 0 too.

    A ballot that names no option of these counts for nothing. Words are not counted, only who wrote some. Ballots of
    several rounds are told apart by the caller.
    """
    asked = technique.part(part)
    if asked is None:
        raise KeyError(part)
    mine = [ballot for ballot in ballots if ballot.part == part]
    known = counted_options(asked, option_ids)
    if not known:
        return Tally(part, len(mine), {}, {})
    given = [chosen for ballot in mine if (chosen := _given(asked, asked.bands, ballot, set(known)))]
    voters = Counter(option for chosen in given for option in set(chosen))
    points: Counter[str] = Counter()
    for chosen in given:
        points.update(_points(asked, chosen))
    return Tally(
        part, len(given), {o: voters[o] for o in known}, {o: points[o] for o in known}, _otherwise(asked, mine)
    )


def counted_options(part: Part, option_ids: Sequence[str]) -> tuple[str, ...]:
    """What has a number of its own in the result, in the order in which it is asked. None for words."""
    if part.kind == WORDS:
        return ()
    ours = [band.option for band in part.bands] or part.options
    return tuple(option.id for option in ours) or tuple(option_ids)


def mean(counts: Iterable[tuple[int, int]]) -> float | None:
    """Of a scale, from its steps with how many people stand there. None: nobody."""
    steps = list(counts)
    people = sum(number for _, number in steps)
    return sum(step * number for step, number in steps) / people if people else None


def _otherwise(part: Part, ballots: Iterable[Ballot]) -> dict[str, int]:
    known = [band.option.id for band in part.otherwise]
    given = (_given(part, part.otherwise, ballot, set(known)) for ballot in ballots)
    voters = Counter(option for chosen in given for option in chosen)
    return {option: voters[option] for option in known}


def _given(part: Part, bands: Sequence[Band], ballot: Ballot, known: set[str]) -> tuple[str, ...]:
    """What counts of a ballot. An option is given once, except for dots."""
    banded = {step: band.option.id for band in bands for step in band.steps}
    valid = [banded.get(option, option) for option in ballot.options]
    valid = [option for option in valid if option in known]
    return tuple((valid if part.kind == DOTS else list(dict.fromkeys(valid)))[: part.most])


def _points(part: Part, chosen: tuple[str, ...]) -> Counter[str]:
    if part.kind == RANKING:
        return Counter({option: part.most - place for place, option in enumerate(chosen)})
    return Counter(chosen)
