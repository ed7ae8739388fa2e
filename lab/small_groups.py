"""Small groups of four or five for a meeting. Pure: the same people and the same seed give the same groups.

The rule, the first lines before the later ones:

1. Sizes differ by one at most. There are as few groups of at most five as everybody fits into: then each has four or
   five, but for 6, 7 and 11 people, where one has three, and for fewer than four people, who are one group.
2. Nobody young sits alone among adults. Young is who is under 26 (`YOUNG`), as everybody said when signing up.
3. In each group there are newcomers and others, as even as it gets. Newcomers are who is in a group of the lab with the
   key "migrant" (`NEWCOMERS`); partner organisations, policy makers, groups of the lab's own and who is in no group are
   the others.

Chance decides who of those that are alike goes where. People are dealt out, and then two tables exchange people as long
as that brings them nearer to the rule; tests/lab/test_small_groups.py compares that with the best there is.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice, product

LEAST, MOST = 4, 5
YOUNG = frozenset({"under_16", "16-17", "18-25"})
"""Age bands (flows/signup.py)."""
NEWCOMERS = "migrant"
"""The key of the quota."""

ALONE, UNMIXED, LARGE, SMALL = "alone", "unmixed", "large", "small"
"""What may be amiss with a group."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who needs a place."""

    id: int
    newcomer: bool = False
    young: bool = False


Some = tuple[Sitter, ...]
Kinds = tuple[tuple[bool, bool], ...]
"""Whether each is young, and a newcomer; sorted, so that people who are alike make the same."""
Tables = list[list[Sitter]]


def sizes_of(many: int) -> tuple[int, ...]:
    """Of the groups for so many people, the largest first."""
    if not many:
        return ()
    groups = -(-many // MOST)
    small, larger = divmod(many, groups)
    return tuple(small + (place < larger) for place in range(groups))


def can_be_right(many: int) -> bool:
    """Whether so many people can all sit in groups of four or five."""
    return all(LEAST <= size <= MOST for size in sizes_of(many))


def propose(people: Iterable[Sitter], seed: int) -> tuple[tuple[int, ...], ...]:
    """Ids, by group."""
    everybody = sorted(people, key=lambda one: one.id)
    random.Random(seed).shuffle(everybody)
    tables = min((_settled(beginning) for beginning in _beginnings(everybody)), key=_lack)
    return tuple(tuple(sorted(one.id for one in table)) for table in tables)


def _beginnings(everybody: Sequence[Sitter]) -> Iterator[Tables]:
    """Those that are alike one after the other, a table each in turn: the young first, or the newcomers first."""
    sizes = sizes_of(len(everybody))
    for order in (lambda one: (not one.young, not one.newcomer), lambda one: (not one.newcomer, not one.young)):
        in_order = sorted(everybody, key=order)
        yield [in_order[place :: len(sizes)] for place in range(len(sizes))]


def _settled(tables: Tables) -> Tables:
    """Two tables exchange one or two people each, as long as that is better for the two of them."""
    kinds = [_kinds(table) for table in tables]
    while pair := _first_pair(kinds):
        here, there = pair
        mine, yours = next(_better(tables[here], tables[there]))
        tables[here], tables[there] = _with(tables[here], mine, yours), _with(tables[there], yours, mine)
        kinds[here], kinds[there] = _kinds(tables[here]), _kinds(tables[there])
    return tables


def _first_pair(kinds: Sequence[Kinds]) -> tuple[int, int] | None:
    """Places of the first two tables that gain by an exchange.

    Tables where the same kinds sit are alike, and there are few sorts: thousands of people take no long search.
    """
    alike: dict[Kinds, list[int]] = {}
    for place, table in enumerate(kinds):
        alike.setdefault(table, []).append(place)
    gaining = [
        (ones[0], others) for (one, ones), (other, others) in product(alike.items(), repeat=2) if _gain(one, other)
    ]
    pairs = [(first, place) for first, others in gaining for place in islice((o for o in others if o > first), 1)]
    return min(pairs, default=None)


@lru_cache(maxsize=4096)
def _gain(here: Kinds, there: Kinds) -> bool:
    """Whether two tables of such people are better for an exchange."""
    return any(_better(_of_kinds(here), _of_kinds(there, first=len(here))))


def _of_kinds(kinds: Kinds, first: int = 0) -> list[Sitter]:
    return [Sitter(number, newcomer, young) for number, (young, newcomer) in enumerate(kinds, first)]


def _better(here: Sequence[Sitter], there: Sequence[Sitter]) -> Iterator[tuple[Some, Some]]:
    """What they may exchange. Nothing where both are good already."""
    if _is_good(here, there):
        return
    now = _lack([list(here), list(there)])
    for mine, yours in _exchanges(here, there):
        if _lack([_with(here, mine, yours), _with(there, yours, mine)]) < now:
            yield mine, yours


def _is_good(*pair: Sequence[Sitter]) -> bool:
    """Nobody is alone, both are mixed, and neither has two newcomers more than the other."""
    alone, unmixed, _ = _lack([list(table) for table in pair])
    here, there = (sum(one.newcomer for one in table) for table in pair)
    return alone == unmixed == 0 and abs(here - there) < 2


def _exchanges(here: Sequence[Sitter], there: Sequence[Sitter]) -> Iterator[tuple[Some, Some]]:
    """Each kind of exchange once: who is alike is as good as another."""
    tried = set()
    for many in (1, 2):
        for mine, yours in product(combinations(here, many), combinations(there, many)):
            kinds = (_kinds(mine), _kinds(yours))
            if kinds[0] != kinds[1] and kinds not in tried:
                tried.add(kinds)
                yield mine, yours


def _kinds(some: Iterable[Sitter]) -> Kinds:
    return tuple(sorted((one.young, one.newcomer) for one in some))


def _with(table: Sequence[Sitter], gone: Some, come: Some) -> list[Sitter]:
    return [*(one for one in table if one not in gone), *come]


def _lack(tables: Tables) -> tuple[int, int, int]:
    """The lower, the better: how many are alone, how many tables are not mixed, how uneven they are."""
    alone = sum(sum(one.young for one in table) == 1 for table in tables)
    newcomers = [sum(one.newcomer for one in table) for table in tables]
    unmixed = sum(many in (0, len(table)) for many, table in zip(newcomers, tables, strict=True))
    return alone, unmixed, sum(many * many for many in newcomers)


def amiss(group: Iterable[Sitter], everybody: Iterable[Sitter]) -> tuple[str, ...]:
    """What a group that somebody changed by hand lacks. `everybody`: who sits in any; what all are is no lack."""
    ours, all_of_us = list(group), list(everybody)
    kinds, there_are = {one.newcomer for one in ours}, {one.newcomer for one in all_of_us}
    checks = (
        (ALONE, sum(one.young for one in ours) == 1 < sum(one.young for one in all_of_us)),
        (UNMIXED, len(ours) > 1 and len(kinds) < len(there_are)),
        (LARGE, len(ours) > MOST),
        (SMALL, 0 < len(ours) < min(sizes_of(len(all_of_us)))),
    )
    return tuple(what for what, is_so in checks if is_so)
