"""Nobody can work out how few gave an answer: not from one table, not from all of them, not who knows the rules."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.model import Option
from flows.techniques.model import DOWN, STILL, UP, Band, Part, Published, Tally
from lab.disclosure import K, Shown, by_group, publish, publish_again, published, shift

Table = tuple[int, ...]
FEW = set(range(1, K))
World = TypeVar("World")


def named(numbers: Iterable[int]) -> dict[str, int]:
    return {f"o{place}": number for place, number in enumerate(numbers)}


@cache
def one_each(table: Table) -> Mapping[str, int | None]:
    return publish(named(table), sum(table), one_each=True)


def tables(people: int, options: int) -> Iterator[Table]:
    """All ways in which so many people choose one option each."""
    if options == 1:
        yield (people,)
        return
    for first in range(people + 1):
        yield from ((first, *rest) for rest in tables(people - first, options - 1))


def assert_nothing_can_be_worked_out(
    worlds: Iterable[World],
    shown: Callable[[World], object],
    cells: Callable[[World], Mapping[str, int]],
    hidden: Callable[[World], Iterable[str]],
) -> None:
    """Among all worlds that look the same from outside, a hidden number is never certain, nor certainly 1 to 4."""
    alike: dict[object, list[World]] = defaultdict(list)
    for world in worlds:
        alike[shown(world)].append(world)
    for same in alike.values():
        for cell in hidden(same[0]):
            possible = {cells(world)[cell] for world in same}
            assert len(possible) > 1, (same[0], cell)
            assert not possible <= FEW, (same[0], cell, possible)


def holes(shown: Mapping[str, int | None]) -> list[str]:
    return [option for option, number in shown.items() if number is None]


def test_nothing_is_shown_where_fewer_than_five_answered() -> None:
    assert publish({"a": 4, "b": 0}, 4, one_each=True) == {}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ((10, 8, 6), (10, 8, 6)),
        ((12, 7, 5), (12, 7, 5)),
        ((20, 4), (None, None)),
        ((24, 0), (None, None)),
        ((20, 4, 0), (None, None, None)),
        ((10, 8, 4, 2), (10, None, None, None)),
        ((12, 7, 2, 2, 1), (12, 7, None, None, None)),
        ((8, 8, 4), (None, None, None)),
        ((24,), (24,)),
    ],
)
def test_small_numbers_are_hidden_with_what_would_tell_them(given: Table, shown: tuple[int | None, ...]) -> None:
    assert tuple(one_each(given).values()) == shown


@pytest.mark.parametrize(("people", "options"), [(24, 2), (24, 3), (14, 4), (10, 5), (5, 3), (6, 3), (13, 3)])
def test_a_hidden_number_cannot_be_worked_out_of_one_table(people: int, options: int) -> None:
    assert_nothing_can_be_worked_out(
        tables(people, options),
        shown=lambda table: tuple(one_each(table).items()),
        cells=named,
        hidden=lambda table: holes(one_each(table)),
    )


FACES = ("f5", "f4", "f3", "f2", "f1")
BANDS = {"good": ("f5", "f4"), "so_so": ("f3",), "bad": ("f2", "f1")}
OTHERWISE = {"best": ("f5",), "rest": ("f4", "f3", "f2", "f1")}


FACE = Part("face", "scale", bands=tuple(Band(Option(band, band), steps) for band, steps in BANDS.items()))


def added(faces: Mapping[str, int], bands: Mapping[str, Sequence[str]]) -> dict[str, int]:
    return {band: sum(faces[face] for face in steps) for band, steps in bands.items()}


@cache
def of_faces(table: Table) -> Published:
    faces = dict(zip(FACES, table, strict=True))
    return published(FACE, Tally("face", sum(table), added(faces, BANDS), {}, added(faces, OTHERWISE)))


@pytest.mark.parametrize(
    ("faces", "shown"),
    [
        ((9, 7, 6, 1, 1), {"good": 16, "so_so": None, "bad": None}),
        ((6, 4, 7, 4, 3), {"good": 10, "so_so": 7, "bad": 7}),
        ((12, 8, 2, 1, 1), {"best": 12, "rest": 12}),
        ((1, 2, 2, 9, 10), {"good": None, "so_so": None, "bad": 19}),
        ((2, 3, 4, 1, 0), {"good": None, "so_so": None, "bad": None}),
        ((4, 18, 1, 1, 0), {"good": None, "so_so": None, "bad": None}),
        ((24, 0, 0, 0, 0), {"good": None, "so_so": None, "bad": None}),
        ((1, 1, 1, 1, 0), {}),
    ],
)
def test_faces_are_told_in_bands_or_the_best_one_beside_all_others(faces: Table, shown: Shown) -> None:
    assert of_faces(faces).counts == shown


@pytest.mark.parametrize("people", [5, 6, 9, 10, 12, 15, 24])
def test_no_face_and_no_band_can_be_worked_out_of_what_is_told_of_faces(people: int) -> None:
    """Also not by whoever knows that the second way is taken only where the first shows nothing."""

    def cells(table: Table) -> dict[str, int]:
        faces = dict(zip(FACES, table, strict=True))
        told = {**faces, **added(faces, BANDS), **added(faces, OTHERWISE)}
        return told | {f"not {cell}": people - number for cell, number in told.items()}

    def hidden(table: Table) -> list[str]:
        shown = of_faces(table).counts
        known = {cell for cell, number in shown.items() if number is not None}
        if "best" in known:
            known |= {"f5"}
        if "so_so" in known:
            known |= {"f3"}
        return [cell for cell in cells(table) if cell.removeprefix("not ") not in known]

    assert_nothing_can_be_worked_out(
        tables(people, len(FACES)),
        shown=lambda table: tuple(of_faces(table).counts.items()),
        cells=cells,
        hidden=hidden,
    )


@pytest.mark.parametrize(("people", "options", "most"), [(10, 3, 2), (12, 3, 2), (11, 3, 3), (6, 4, 2), (10, 4, 3)])
def test_nor_where_everybody_may_choose_several(people: int, options: int, most: int) -> None:
    """Any numbers can be, as long as each person chose one at least and `most` at most."""

    def shown(table: Table) -> dict[str, int | None]:
        return publish(named(table), people, one_each=False)

    possible = (t for t in product(range(people + 1), repeat=options) if people <= sum(t) <= most * people)

    assert_nothing_can_be_worked_out(
        possible,
        shown=lambda table: tuple(shown(table).items()),
        cells=named,
        hidden=lambda table: holes(shown(table)),
    )


@settings(deadline=None)
@given(st.lists(st.integers(0, 24), min_size=2, max_size=12), st.integers(24, 30))
def test_of_several_also_that_hardly_anybody_did_not_choose_it_is_hidden(numbers: list[int], people: int) -> None:
    for number in publish(named(numbers), people, one_each=False).values():
        assert number is None or K <= number <= people - K


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 24), st.integers(1, 3)), min_size=2, max_size=12),
    st.randoms(use_true_random=False),
)
def test_hidden_dots_may_be_anybodys(given: list[tuple[int, int]], chance: object) -> None:
    """Where some are hidden, a few and many are hidden together: exchanged, what is shown stays the same."""
    voters = named(number for number, _ in given)
    dots = named(number * each for number, each in given)

    shown = publish(voters, 24, one_each=False, points=dots)

    hidden = holes(shown)
    for one, other in pairwise(hidden):
        swap = {one: other, other: one}
        exchanged = publish(
            {option: voters[swap.get(option, option)] for option in voters},
            24,
            one_each=False,
            points={option: dots[swap.get(option, option)] for option in dots},
        )
        assert exchanged == shown
    is_small = [voters[option] < K or 24 - voters[option] < K for option in hidden]
    assert not hidden or any(is_small)
    assert not hidden or not all(is_small) or len(hidden) == len(shown)
    assert all(number == dots[option] for option, number in shown.items() if number is not None)


@pytest.mark.parametrize(
    ("people", "later", "options"), [(12, 12, 3), (20, 20, 3), (12, 13, 3), (6, 6, 4), (24, 24, 2), (30, 31, 2)]
)
def test_nor_of_a_second_round_beside_the_first(people: int, later: int, options: int) -> None:
    """Also not with the sentence that says where the group moved."""

    afterwards = {table: Tally("place", later, named(table), {}) for table in tables(later, options)}

    @cache
    def second(world: tuple[Table, Table]) -> Mapping[str, int | None]:
        return publish_again(one_each(world[0]), afterwards[world[1]].voters, later)

    def seen(world: tuple[Table, Table]) -> object:
        first = one_each(world[0])
        moved = shift(Published("place", people, first), afterwards[world[1]])
        return tuple(first.values()), tuple(second(world).values()), moved

    def cells(world: tuple[Table, Table]) -> dict[str, int]:
        return named((*world[0], *world[1]))

    def hidden(world: tuple[Table, Table]) -> list[str]:
        both = (*one_each(world[0]).values(), *second(world).values())
        return [f"o{place}" for place, number in enumerate(both) if number is None]

    worlds = product(tables(people, options), afterwards)

    assert_nothing_can_be_worked_out(worlds, seen, cells, hidden)


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ((10, 8, 6), (10, 8, 6), (10, 8, 6)),
        ((15, 8, 6), (10, 13, 6), (10, 13, 6)),
        ((10, 8, 6), (11, 7, 6), (None, None, None)),
        ((12, 7, 2, 2, 1), (12, 7, 5, 0, 0), (12, 7, None, None, None)),
        ((12, 7, 2, 2, 1), (17, 7, 0, 0, 0), (None,) * 5),
    ],
)
def test_a_later_result_minus_an_earlier_one_is_nothing_or_five(
    first: Table, second: Table, shown: tuple[int | None, ...]
) -> None:
    assert tuple(publish_again(one_each(first), named(second), sum(second)).values()) == shown


def test_a_second_round_of_a_first_one_that_showed_nothing_is_a_first_one() -> None:
    assert publish_again({}, {"a": 9, "b": 6}, 15) == {"a": 9, "b": 6}
    assert publish_again({"a": None, "b": None}, {"a": 9, "b": 6}, 15) == {"a": 9, "b": 6}


@pytest.mark.parametrize(
    ("first", "second", "moved"),
    [
        ((10, 8, 6), (15, 8, 1), UP),
        ((11, 7, 6), (4, 8, 12), DOWN),
        ((10, 8, 6), (12, 8, 4), STILL),
        ((10, 8, 6), (15, 8, 6), STILL),
        ((2, 1, 1), (4, 0, 0), ""),
        ((5, 9, 6), (15, 4, 1), ""),
        ((20, 4, 0), (5, 19, 0), ""),
        ((10, 20, 10), (20, 0, 20), ""),
    ],
)
def test_where_the_group_moved_is_said_of_five_people_or_more(first: Table, second: Table, moved: str) -> None:
    before = Published("place", sum(first), one_each(first))

    assert shift(before, Tally("place", sum(second), named(second), {})) == moved


CHOICE = Part("choice", "choice")


def in_groups(*groups: Table) -> dict[str, Tally]:
    return {f"g{place}": Tally("choice", sum(t), named(t), named(t)) for place, t in enumerate(groups)}


def whole(*groups: Table) -> Published:
    total = named(map(sum, zip(*groups, strict=True)))
    return published(CHOICE, Tally("choice", sum(total.values()), total, total))


def test_by_group_all_is_shown_where_every_number_is_five_or_more() -> None:
    groups = ((5, 6), (7, 5))

    assert by_group(CHOICE, in_groups(*groups), whole(*groups)) == {"g0": named((5, 6)), "g1": named((7, 5))}


@pytest.mark.parametrize("groups", [((5, 4), (7, 8)), ((5, 6),), ((10, 0), (5, 9)), ((1, 1), (1, 0))])
def test_or_nothing_is_shown(groups: tuple[Table, ...]) -> None:
    assert by_group(CHOICE, in_groups(*groups), whole(*groups)) is None


def test_those_of_no_group_count_too_or_they_were_what_remains() -> None:
    groups = ((5, 6), (7, 5), (1, 0))
    tallies = in_groups(*groups)

    assert by_group(CHOICE, {**tallies, "": tallies.pop("g2")}, whole(*groups)) is None


def test_what_is_published_of_dots_are_the_dots() -> None:
    dots = Part("dot", "dots", most=3)
    told = published(dots, Tally("dot", 20, {"a": 9, "b": 8}, {"a": 20, "b": 12}))

    assert told == Published("dot", 20, {"a": 20, "b": 12})
    assert published(dots, Tally("dot", 4, {"a": 4}, {"a": 9})) == Published("dot", 0, {})
