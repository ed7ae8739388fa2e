"""Who else will be there, by group: what of it may be said."""

import pytest

from lab.places import told_of

ENOUGH = (("migrant", 12), ("partner", 6), ("policymaker", 5))


def test_the_places_of_each_group_are_told_where_all_are_large_enough() -> None:
    assert told_of(ENOUGH) == {"newcomers": "12", "partners": "6", "officials": "5"}


@pytest.mark.parametrize(
    "groups",
    [
        (("migrant", 15), ("partner", 5), ("policymaker", 4)),
        (*ENOUGH, ("young", 3)),
        ENOUGH[:2],
        (*ENOUGH[:2], ("policymaker", 0)),
        (("young", 12), ("women", 12)),
        (),
    ],
    ids=["four from the city", "three of another group", "one is missing", "one has no seats", "others only", "none"],
)
def test_no_number_is_told_where_one_of_a_small_group_could_be_worked_out(groups: tuple[tuple[str, int], ...]) -> None:
    assert told_of(groups) == {}


def test_a_group_without_seats_of_its_own_does_not_count() -> None:
    assert told_of((*ENOUGH, ("young", 0))) == told_of(ENOUGH)
