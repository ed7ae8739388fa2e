"""What of a count everybody may know. Pure. Nobody can work out a number under five, also not who knows these rules.

The rules, for one part of one poll:

1. Fewer than five answered: nothing is shown.
2. A number under five is hidden; zero too. Where a person may give several, so is one that leaves fewer than five.
3. Where a number is hidden, the smallest of the others is hidden too, with all that are as small. So a hidden number
   may be a small one or a large one: exchange two hidden options, and what is shown stays the same.
4. The third rule is not needed where everybody is counted once, and the hidden numbers together are at least five and
   at most four times one less than there are of them: then each of them may be zero, and may be four.
5. A second round shows the same options as the first, if that showed any, or none: none where one of these numbers is
   under five, or differs from the first one by one to four, or where the hidden ones together are under five.
6. By group, everything is shown or nothing.
7. In bands that are asked once, where these rules would leave nothing to show: the third rule is not needed if the
   hidden numbers together are at least five and fewer than every other. Then each of them may be zero, and may be all
   of them, because one as large as that would be hidden by the third rule. Where that shows nothing either, what is
   counted in the other way (`Part.otherwise`) is shown by the first rules.
8. Where a group moved is said only of a move of five people or more, where ten or more stood on both sides.

How many skipped a question is not a number of its own. Numbers are published once: see docs/anonymity.md.
"""

from collections.abc import Mapping
from itertools import accumulate

from flows.techniques.model import DOTS, DOWN, RANKING, STILL, UP, Part, Published, Tally

K = 5
Counts = Mapping[str, int]
Shown = Mapping[str, int | None]
"""None: hidden."""


def published(part: Part, tally: Tally, first: Published | None = None) -> Published:
    """What is told of `tally`. `first`: what was told of the same part one round ago."""
    if first is not None:
        return Published(tally.part, _told(tally.answered), publish_again(first.counts, tally.voters, tally.answered))
    counts = publish(tally.voters, tally.answered, one_each=part.one_each, points=_numbers(part, tally))
    if part.bands and not part.both_rounds and not _shows_any(counts):
        counts = next((way for way in (_spared(tally), _counted_otherwise(tally)) if _shows_any(way)), counts)
    return Published(tally.part, _told(tally.answered), counts)


def _spared(tally: Tally) -> dict[str, int | None]:
    """The seventh rule: the small numbers are hidden, and no other with them. All options are known, with zero too."""
    large = [number for number in tally.voters.values() if number >= K]
    together = tally.answered - sum(large)
    if not K <= together < min(large, default=0):
        return {}
    return {option: number if number >= K else None for option, number in tally.voters.items()}


def _counted_otherwise(tally: Tally) -> dict[str, int | None]:
    return publish(tally.otherwise, tally.answered, one_each=True)


def _shows_any(counts: Shown) -> bool:
    return any(number is not None for number in counts.values())


def _told(answered: int) -> int:
    return answered if answered >= K else 0


def publish(voters: Counts, answered: int, *, one_each: bool, points: Counts | None = None) -> dict[str, int | None]:
    """By option; empty where fewer than five answered. `points` are shown in place of people, where these count."""
    if answered < K:
        return {}
    small = {option for option, number in voters.items() if _is_small(number, answered, one_each)}
    shown = voters if points is None else points
    hidden = small
    if small and not (one_each and _is_uncertain([voters[option] for option in small])):
        hidden = small | _smallest({option: shown[option] for option in voters if option not in small})
    return {option: None if option in hidden else shown[option] for option in voters}


def publish_again(first: Shown, voters: Counts, answered: int) -> dict[str, int | None]:
    """The second table of a question where everybody is counted once. `first`: the published first one; where it
    showed nothing, this one is the first."""
    again = {option: voters[option] for option, number in first.items() if number is not None and option in voters}
    if answered < K or not again:
        return publish(voters, answered, one_each=True)
    hidden = [number for option, number in voters.items() if option not in again]
    tells_of_few = any(number < K or 0 < abs(number - (first[option] or 0)) < K for option, number in again.items())
    if tells_of_few or (hidden and sum(hidden) < K):
        again = {}
    return {option: again.get(option) for option in voters}


def shift(first: Published, second: Tally) -> str:
    """Where a group moved on a scale: `UP` (to the end that is asked first), `DOWN` or `STILL`; "": nothing is said.

    Said where the first table shows every number, and of steps that had ten people or more on both sides: then who
    reads that five or more crossed cannot tell how few are left. People who came later are no move.
    """
    before = [number for number in first.counts.values() if number is not None]
    if len(before) < 2 or len(before) < len(first.counts) or second.answered < first.answered:
        return ""
    sides = zip(accumulate(before), accumulate(second.voters[option] for option in first.counts), strict=True)
    crossed = [now - was for was, now in sides if 2 * K <= was <= first.answered - 2 * K]
    needed = K + second.answered - first.answered
    up, down = any(move >= needed for move in crossed), any(move <= -needed for move in crossed)
    if not crossed or (up and down):
        return ""
    return UP if up else DOWN if down else STILL


def by_group(part: Part, groups: Mapping[str, Tally], whole: Published) -> dict[str, Counts] | None:
    """The numbers of each group. `groups`: of everybody who answered, also of those of no group (""). None: hidden.

    All or nothing: a table with holes could be filled from the whole.
    """
    told = {group: tally for group, tally in groups.items() if tally.answered}
    has_holes = not whole.counts or None in whole.counts.values()
    if has_holes or len(told) < 2 or not all(_is_all_large(tally, part.one_each) for tally in told.values()):
        return None
    return {group: dict(_numbers(part, tally)) for group, tally in told.items()}


def _is_all_large(tally: Tally, one_each: bool) -> bool:
    return not any(_is_small(number, tally.answered, one_each) for number in tally.voters.values())


def _numbers(part: Part, tally: Tally) -> Counts:
    """What is shown of an option: people, or points where these are counted."""
    return tally.points if part.kind in (DOTS, RANKING) else tally.voters


def _is_small(number: int, answered: int, one_each: bool) -> bool:
    """Also where those who did not choose it would be few. Where one is counted once, these are the other options."""
    return number < K or (not one_each and answered - number < K)


def _is_uncertain(numbers: list[int]) -> bool:
    """Numbers under five of which only the sum is known: whether each of them may still be zero, or four."""
    return K <= sum(numbers) <= (K - 1) * (len(numbers) - 1)


def _smallest(numbers: Counts) -> set[str]:
    least = min(numbers.values(), default=0)
    return {option for option, number in numbers.items() if number == least}
