"""Ballots are counted as they were given: whatever their order, nothing twice and nothing lost."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.registry import all_techniques
from flows.techniques.model import Ballot, Part, Tally, Technique
from flows.techniques.tally import counted_options, mean, tally

OWN = ("o1", "o2", "o3", "o4")
COUNTED = [
    (technique, part) for technique in all_techniques().values() for part in technique.parts if part.kind != "words"
]


def count(key: str, part: str, *given: str) -> Tally:
    """Each of `given` is one ballot: options with a space between them."""
    ballots = [Ballot(part, tuple(options.split())) for options in given]
    return tally(all_techniques()[key], part, ballots, OWN)


def test_people_are_counted_by_option_also_where_nobody_chose_it() -> None:
    assert count("single", "choice", "o1", "o1", "o3") == Tally(
        "choice", 3, {"o1": 2, "o2": 0, "o3": 1, "o4": 0}, {"o1": 2, "o2": 0, "o3": 1, "o4": 0}
    )


def test_several_dots_on_one_option_are_one_voter() -> None:
    found = count("dot_voting", "dot", "o1 o1 o2", "o1")

    assert found.voters == {"o1": 2, "o2": 1, "o3": 0, "o4": 0}
    assert found.points == {"o1": 3, "o2": 1, "o3": 0, "o4": 0}


def test_the_same_priority_twice_counts_once() -> None:
    assert count("two_priorities", "priority", "o1 o1").points["o1"] == 1


def test_a_first_place_has_three_points_and_a_third_one() -> None:
    assert count("ranking", "place", "o1 o2 o3", "o2").points == {"o1": 3, "o2": 5, "o3": 1, "o4": 0}


def test_a_thermometer_is_counted_in_bands() -> None:
    assert count("participation_thermometer", "degree", "0", "7", "10").voters == {"7-10": 2, "4-6": 0, "0-3": 1}


@pytest.mark.parametrize(("key", "part"), [("meeting_survey", "safe"), ("mood_barometer", "face")])
def test_faces_are_counted_in_bands_and_the_best_one_beside_all_others(key: str, part: str) -> None:
    found = count(key, part, "5", "5", "4", "3", "2", "1")

    assert found.voters == {"good": 3, "so_so": 1, "bad": 2}
    assert found.otherwise == {"best": 2, "rest": 4}


def test_a_scale_is_counted_in_bands_and_its_upper_end_beside_all_others() -> None:
    found = count("scale", "degree", "1", "2", "3", "4", "5")

    assert found.voters == {"1-2": 2, "3": 1, "4-5": 2}
    assert found.otherwise == {"1-4": 4, "5": 1}


def test_an_option_that_is_not_there_counts_for_nothing() -> None:
    assert count("single", "choice", "o9", "o1").answered == 1


def test_words_are_only_counted_by_how_many_there_are() -> None:
    ballots = [Ballot("words", text="yes"), Ballot("words"), Ballot("other", text="no")]

    assert tally(all_techniques()["open"], "words", ballots, ()) == Tally("words", 2, {}, {})


def test_a_part_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        count("single", "nothing")


def test_the_mean_of_a_scale() -> None:
    assert mean([(1, 1), (5, 3)]) == 4
    assert mean([]) is None


@st.composite
def polls(draw: st.DrawFn) -> tuple[Technique, Part, list[Ballot]]:
    technique, part = draw(st.sampled_from(COUNTED))
    known: Sequence[str] = [option.id for option in part.options] or OWN
    options = st.lists(st.sampled_from([*known, "unknown"]), max_size=part.most).map(tuple)
    return technique, part, [Ballot(part.name, given) for given in draw(st.lists(options, max_size=30))]


@settings(deadline=None)
@given(polls(), st.randoms())
def test_no_vote_is_lost_or_counted_twice_in_whatever_order(
    poll: tuple[Technique, Part, list[Ballot]], chance: random.Random
) -> None:
    technique, part, ballots = poll
    shuffled = chance.sample(ballots, len(ballots))

    found = tally(technique, part.name, ballots, OWN)

    assert found == tally(technique, part.name, shuffled, OWN)
    assert list(found.voters) == list(counted_options(part, OWN))
    assert found.answered == sum(any(o != "unknown" for o in ballot.options) for ballot in ballots)
    assert all(0 <= number <= found.answered for number in found.voters.values())
    assert all(voters <= found.points[o] <= voters * part.most for o, voters in found.voters.items())
    if part.one_each:
        assert sum(found.voters.values()) == found.answered
        assert sum(found.otherwise.values()) in (0, found.answered)
