"""Whom a message is for, who gets nothing and why."""

import pytest

from lab.people import REGISTERED, STOPPED, WAITING_GUARDIAN
from lab.segments import (
    ABSENT,
    CAME,
    COMING,
    NOT_COMING,
    SILENT,
    UNGROUPED,
    Segment,
    Who,
    dump,
    left_out,
    load,
    reach_of,
)

AMINA = Who(1, "ti", groups=frozenset({"family", "youth"}), answer="yes", present=True, phases=frozenset({"design"}))
BILAL = Who(2, "ar", answer="", answered=True)
CELINE = Who(3, "en", groups=frozenset({"city"}), answer="no", present=False)
DENIZ = Who(4, "en")
ALL = (AMINA, BILAL, CELINE, DENIZ)


def ids(segment: Segment) -> list[int]:
    return [who.id for who in ALL if segment.fits(who)]


@pytest.mark.parametrize(
    ("segment", "fit"),
    [
        (Segment(), [1, 2, 3, 4]),
        (Segment(groups=("family", "city")), [1, 3]),
        (Segment(groups=(UNGROUPED,)), [2, 4]),
        (Segment(languages=("ar", "en")), [2, 3, 4]),
        (Segment(phases=("design",)), [1]),
        (Segment(meeting=9, attendance=COMING), [1]),
        (Segment(meeting=9, attendance=NOT_COMING), [3]),
        (Segment(meeting=9, attendance=SILENT), [2]),
        (Segment(meeting=9, attendance=CAME), [1]),
        (Segment(meeting=9, attendance=ABSENT), [3]),
        (Segment(about="poll:7"), [2]),
        (Segment(about="poll:7", answered=False), [1, 3, 4]),
        (Segment(groups=("family",), languages=("en",)), []),
    ],
)
def test_all_that_is_said_must_be_true_of_her(segment: Segment, fit: list[int]) -> None:
    assert ids(segment) == fit


def test_who_was_never_asked_to_a_meeting_has_not_been_silent_about_it() -> None:
    assert not Segment(meeting=9, attendance=SILENT).fits(DENIZ)


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (Who(1, "en"), ""),
        (Who(1, "ti"), "no_words"),
        (Who(1, ""), "no_words"),
        (Who(1, "en", reachable=False), "no_address"),
        (Who(1, "ti", STOPPED, reachable=False), "stopped"),
        (Who(1, "en", WAITING_GUARDIAN), "guardian"),
        (Who(1, "en", REGISTERED), "inactive"),
    ],
)
def test_each_who_gets_nothing_has_one_reason(who: Who, reason: str) -> None:
    assert left_out(who, {"en", "ar"}) == reason


def test_everybody_meant_is_counted_once_and_who_is_not_meant_is_no_loss() -> None:
    reached = reach_of(Segment(groups=("family", "youth", UNGROUPED)), ALL, {"en", "ar"})

    assert [who.id for who in reached.gets] == [2, 4]
    assert {code: [who.id for who in ones] for code, ones in reached.out.items()} == {"no_words": [1]}
    assert (reached.by_language(), reached.lacking()) == ({"ar": 1, "en": 1}, {"ti": 1})


@pytest.mark.parametrize(
    "segment",
    [Segment(), Segment(("a",), ("en", "ti"), ("design",), 9, CAME, "poll:7", answered=False, without=("ti",))],
)
def test_a_segment_is_stored_and_comes_back(segment: Segment) -> None:
    assert load(dump(segment)) == segment
    assert load(dump(segment) | {"of a newer Brug": 1}) == segment
