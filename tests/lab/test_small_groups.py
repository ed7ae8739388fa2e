"""Small groups: their sizes, who sits with whom, and that chance is the same for the same seed."""

from functools import cache
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lab.small_groups import ALONE, LARGE, SMALL, UNMIXED, Sitter, amiss, can_be_right, propose, sizes_of

Kinds = tuple[int, int, int, int]
"""How many: young newcomers, other young people, grown-up newcomers, other grown-ups."""
PAIRS = ((True, True), (False, True), (True, False), (False, False))
people = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30).map(
    lambda kinds: [Sitter(number, *kind) for number, kind in enumerate(kinds)]
)


def of(*kinds: int) -> list[Sitter]:
    in_order = [pair for pair, many in zip(PAIRS, kinds, strict=True) for _ in range(many)]
    return [Sitter(number, newcomer, young) for number, (newcomer, young) in enumerate(in_order)]


def lacks(groups: tuple[tuple[int, ...], ...], sitters: list[Sitter]) -> tuple[int, int]:
    """Young people who are alone; groups of newcomers only, or of others only."""
    who = {one.id: one for one in sitters}
    alone = sum(sum(who[one].young for one in group) == 1 for group in groups)
    return alone, sum(len({who[one].newcomer for one in group}) == 1 for group in groups)


@cache
def best(sizes: tuple[int, ...], left: Kinds) -> tuple[int, int]:
    """The fewest that can be, by trying everything."""
    if not sizes:
        return 0, 0
    found = (99, 99)
    for taken in product(*(range(min(many, sizes[0]) + 1) for many in left)):
        if sum(taken) == sizes[0]:
            a, b, c, d = (many - some for many, some in zip(left, taken, strict=True))
            alone, unmixed = best(sizes[1:], (a, b, c, d))
            newcomers = taken[0] + taken[2]
            here = (taken[0] + taken[1] == 1, newcomers in (0, sizes[0]))
            found = min(found, (alone + here[0], unmixed + here[1]))
    return found


def test_groups_have_four_or_five_but_where_that_cannot_be() -> None:
    exceptions = {many: sizes_of(many) for many in range(1, 200) if not {4, 5}.issuperset(sizes_of(many))}

    assert exceptions == {1: (1,), 2: (2,), 3: (3,), 6: (3, 3), 7: (4, 3), 11: (4, 4, 3)}
    assert sizes_of(0) == ()
    assert [many for many in range(200) if not can_be_right(many)] == list(exceptions)


@given(people, st.integers())
def test_everybody_sits_once_in_a_group_of_the_right_size_and_a_seed_tells_all(
    everybody: list[Sitter], seed: int
) -> None:
    groups = propose(everybody, seed)

    assert sorted(one for group in groups for one in group) == [one.id for one in everybody]
    assert sorted(map(len, groups), reverse=True) == list(sizes_of(len(everybody)))
    assert propose(reversed(everybody), seed) == groups


def test_nobody_young_is_alone_and_groups_mix_wherever_that_can_be() -> None:
    for newcomers, others, young, more in product(range(1, 8), range(8), range(6), range(6)):
        kinds = (min(young, newcomers), min(more, others))
        counts: Kinds = (*kinds, newcomers - kinds[0], others - kinds[1])
        everybody = of(*counts)

        assert lacks(propose(everybody, 1), everybody) == best(sizes_of(len(everybody)), counts), counts


def test_another_seed_seats_people_otherwise() -> None:
    everybody = of(2, 2, 8, 8)

    assert len({propose(everybody, seed) for seed in range(20)}) > 10


def test_two_hundred_people_are_seated() -> None:
    everybody = of(20, 20, 60, 100)

    assert lacks(propose(everybody, 7), everybody) == (0, 0)


def test_a_thousand_people_are_seated() -> None:
    everybody = of(100, 100, 300, 500)

    assert lacks(propose(everybody, 7), everybody) == (0, 0)


def test_what_somebody_changed_by_hand_is_judged() -> None:
    everybody = of(1, 1, 6, 6)
    young, other, *newcomers = everybody[:8]

    assert amiss([young, *newcomers[:3]], everybody) == (ALONE, UNMIXED)
    assert amiss(everybody, everybody) == (LARGE,)
    assert amiss([young, other], everybody) == (SMALL,)
    assert amiss(newcomers[:4], newcomers) == (), "where all are newcomers nobody can mix"
