"""Counts beside what they are a part of: nobody can work out a number that is hidden, also not who knows the rules."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.voices import Cell, composition, is_small, reached, share, shares, small_together, together

Numbers = tuple[int, ...]
Told = tuple[int | None, ...]


def rows(values: Numbers, wholes: Numbers) -> list[Cell]:
    """People who are each counted once."""
    return [Cell(str(key), whole, value, whole) for key, (value, whole) in enumerate(zip(values, wholes, strict=True))]


def told(values: Numbers, wholes: Numbers) -> Told:
    """All that is published: each row, and the sum."""
    cells = rows(values, wholes)
    return (*(one.value for one in shares(cells)), share("", cells).value)


@settings(max_examples=25, deadline=None)
@given(st.data(), st.lists(st.integers(1, 13), min_size=1, max_size=3).map(tuple))
def test_a_hidden_row_may_always_be_more_than_one_number(data: st.DataObject, wholes: Numbers) -> None:
    """The attacker knows every whole, what is shown, the sum, and how we hide."""
    values = tuple(data.draw(st.integers(0, whole)) for whole in wholes)

    shown = told(values, wholes)
    possible = [one for one in product(*(range(whole + 1) for whole in wholes)) if told(one, wholes) == shown]

    for place in range(len(wholes)):
        if shown[place] is None:
            assert len({one[place] for one in possible}) > 1


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_what_is_shown_tells_of_five_people_at_least_on_both_sides(pairs: list[tuple[int, int]]) -> None:
    cells = [Cell(str(key), value + rest, value, value + rest) for key, (value, rest) in enumerate(pairs)]

    for one in shares(cells):
        if one.value is not None and one.whole is not None:
            assert min(one.value, one.whole - one.value) >= 5


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), st.integers(0, 30), max_size=6))
def test_in_a_composition_no_single_row_is_hidden_beside_the_sum(people: dict[str, int]) -> None:
    shown = composition(people)

    hidden = [key for key, number in shown.items() if number is None]
    assert all(number is None or number >= 5 for number in shown.values())
    assert len(hidden) != 1 or len(shown) == 1


def test_much_of_much_is_shown() -> None:
    assert [one.value for one in shares(rows((9, 15), (20, 30)))] == [9, 15]
    assert share("", rows((9, 15), (20, 30))).value == 24


def test_one_small_row_takes_the_smallest_other_with_it() -> None:
    assert [one.value for one in shares(rows((9, 3, 15), (20, 20, 30)))] == [None, None, 15]


def test_the_sum_is_hidden_where_it_would_tell_the_only_row() -> None:
    assert share("", rows((3,), (20,))).value is None


def test_few_people_who_came_to_many_meetings_are_hidden_all_the_same() -> None:
    assert is_small(Cell("ti", 3, 12, 24))


def test_small_rows_stand_together_where_that_hides_them() -> None:
    assert small_together({"en": 20, "ar": 3, "ti": 4}, "rest") == {"ar": "rest", "ti": "rest"}
    assert small_together({"en": 20, "ar": 4}, "rest") == {}
    assert small_together({"en": 20, "ar": 1, "ti": 2}, "rest") == {}
    assert together([Cell("ar", 3, 1, 3), Cell("ti", 4, 2, 4)], {"ar": "x", "ti": "x"}) == [Cell("x", 7, 3, 7)]


def test_a_place_where_few_were_met_stands_with_the_others() -> None:
    found = reached({"School": (15, 15, 7), "Station": (3, 3, 0), "Market": (4, 2, 2)}, "rest")

    assert [(one.key, one.registered, one.confirmed, one.came) for one in found] == [
        ("School", 15, 15, None),
        ("rest", 7, 5, None),
    ]
