"""What a poll publishes when a round ends and when it closes."""

from dataclasses import replace

import pytest

from flows.registry import all_techniques
from flows.techniques.model import Ballot
from lab.poll_results import groups_in, people_in, shift_of, table_of, tables_of
from lab.polls import Choice, Poll

PLACES = (Choice("o1", {"en": "Library"}), Choice("o2", {"en": "School"}))
SINGLE = Poll(1, 1, "single", "between", {"en": "Where?"}, PLACES)
TEMPERATURE = Poll(2, 1, "temperature", "between", {"en": "Cars out?"})


def ballots(part: str, *options: str, number: int = 1, group: str = "") -> list[Ballot]:
    return [Ballot(part, (option,), round=number, group=group) for option in options]


def published(poll: Poll, given: list[Ballot], answered: int, *, final: bool = True) -> Poll:
    table = table_of(all_techniques()[poll.technique], poll, given, answered, final=final)
    return replace(poll, results=(*poll.results, table))


def test_fewer_than_five_people_are_not_even_counted() -> None:
    poll = published(SINGLE, ballots("choice", *["o1"] * 4), 4)

    assert people_in(poll) == 0
    assert tables_of(poll, "choice")[0].counts == {}


def test_numbers_are_published_with_what_hides_small_ones() -> None:
    poll = published(SINGLE, ballots("choice", *["o1"] * 9, *["o2"] * 6), 15)

    [told] = tables_of(poll, "choice")
    assert (people_in(poll), dict(told.counts)) == (15, {"o1": 9, "o2": 6})


SURVEY = Poll(4, 1, "meeting_survey", "survey", {"en": "The meeting"})
CONTENT = ["5"] * 11 + ["4"] * 8 + ["3"] * 3 + ["2"] + ["1"]
VERY_CONTENT = ["5"] * 12 + ["4"] * 9 + ["3"] * 2 + ["2"]
MIXED = ["5"] * 4 + ["4"] * 7 + ["3"] * 6 + ["2"] * 4 + ["1"] * 3


@pytest.mark.parametrize(
    ("faces", "shown"),
    [
        (CONTENT, {"good": 19, "so_so": None, "bad": None}),
        (VERY_CONTENT, {"best": 12, "rest": 12}),
        (MIXED, {"good": 11, "so_so": 6, "bad": 7}),
    ],
)
def test_a_lab_of_24_sees_something_of_a_survey(faces: list[str], shown: dict[str, int | None]) -> None:
    [told] = tables_of(published(SURVEY, ballots("safe", *faces), 24), "safe")

    assert told.counts == shown


def test_groups_are_told_apart_only_where_no_cell_is_small() -> None:
    migrants = ballots("choice", *["o1"] * 6, *["o2"] * 5, group="migrant")
    partners = ballots("choice", *["o1"] * 5, *["o2"] * 7, group="partner")

    large = published(SINGLE, migrants + partners, 23)
    small = published(SINGLE, migrants + partners[:7], 18)

    assert groups_in(large, "choice") == {"migrant": {"o1": 6, "o2": 5}, "partner": {"o1": 5, "o2": 7}}
    assert groups_in(small, "choice") == {}


def test_a_second_round_stands_beside_the_first() -> None:
    first = published(TEMPERATURE, ballots("place", *["5"] * 20), 20, final=False)
    second = ballots("place", *["5"] * 20) + ballots("place", *["5"] * 20, number=2)
    poll = published(replace(first, round=2), second, 20)

    assert [table.answered for table in tables_of(poll, "place")] == [20, 20]
    assert isinstance(shift_of(poll), str)
    assert poll.results[0] == first.results[0]


def test_words_have_no_numbers() -> None:
    poll = published(Poll(3, 1, "open", "between", {"en": "Why?"}), [Ballot("words", text="because")] * 6, 6)

    assert poll.results[0]["parts"] == {}
