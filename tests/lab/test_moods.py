"""How people are at a meeting: told from one table, whoever tells of it."""

import pytest

from lab.moods import good_faces, good_in, told_of
from lab.voices import Cell, is_small


def test_good_faces_are_counted_of_all_faces() -> None:
    assert good_faces({"5": 6, "4": 2, "1": 5}) == Cell("", 13, 8, 13)


@pytest.mark.parametrize(
    "faces", [{"5": 12, "4": 12}, {"5": 3, "4": 3, "3": 9, "1": 6}, {"5": 10, "3": 12, "2": 2}, {"5": 4}]
)
def test_nothing_is_said_of_good_faces_that_the_table_does_not_say(faces: dict[str, int]) -> None:
    says_so = good_in(told_of(faces).counts) is not None

    assert is_small(good_faces(faces)) != says_so


def test_a_table_of_before_there_were_bands_says_it_in_two_faces() -> None:
    assert good_in({"5": 9, "4": 5, "3": 6, "2": None, "1": None}) == 14
    assert good_in({"5": 9, "4": None, "3": None, "2": None, "1": None}) is None
    assert good_in({"best": 12, "rest": 12}) is None
