"""What has to be true before a message to many goes out, and who has to look at it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lab.broadcasts import (
    DONE,
    MISSING,
    NO_REASON,
    NO_WORDS,
    NOBODY,
    PAST,
    PAUSED,
    RUNNING,
    SCHEDULED,
    SECOND_LOOK,
    SECOND_PERSON,
    Broadcast,
    faults_of,
    needs_look,
    needs_person,
    state_at,
)
from lab.segments import Segment, Who, reach_of

NOW = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
READY = Broadcast(7, 1, {"en": "We meet"}, staff_id=3)
AMINA, BILAL = Who(1, "ti"), Who(2, "en")


def faults(one: Broadcast, *people: Who) -> list[str]:
    return faults_of(one, reach_of(one.segment, people, one.words), NOW)


@pytest.mark.parametrize(
    ("one", "people", "found"),
    [
        (READY, (BILAL,), []),
        (replace(READY, words={}), (BILAL,), [NO_WORDS]),
        (READY, (), [NOBODY]),
        (READY, (AMINA, BILAL), [MISSING]),
        (replace(READY, segment=Segment(without=("ti",))), (AMINA, BILAL), []),
        (replace(READY, segment=Segment(without=("ti",))), (AMINA,), [NOBODY]),
        (replace(READY, urgent=True), (BILAL,), [NO_REASON]),
        (replace(READY, wakes=True), (BILAL,), [NO_REASON]),
        (replace(READY, urgent=True, reason="The room is closed"), (BILAL,), []),
        (replace(READY, due_at=NOW), (BILAL,), [PAST]),
        (replace(READY, due_at=LATER), (BILAL,), []),
    ],
)
def test_what_stands_in_the_way_is_said(one: Broadcast, people: tuple[Who, ...], found: list[str]) -> None:
    assert faults(one, *people) == found


def test_many_people_need_a_second_look_and_very_many_a_second_person() -> None:
    assert [needs_look(READY, many) for many in (SECOND_LOOK, SECOND_LOOK + 1)] == [False, True]
    seen = replace(READY, seen_people=SECOND_PERSON + 1)
    assert not needs_look(seen, SECOND_PERSON + 1)
    assert needs_look(seen, SECOND_PERSON + 2)
    assert [needs_person(seen, many) for many in (SECOND_PERSON, SECOND_PERSON + 1)] == [False, True]


def test_nobody_is_her_own_second_person() -> None:
    assert needs_person(replace(READY, second_id=3), 1000)
    assert not needs_person(replace(READY, second_id=4), 1000)


def test_the_clock_begins_and_ends_it() -> None:
    planned = replace(READY, state=SCHEDULED, due_at=LATER)

    assert state_at(planned, NOW, left=True) == SCHEDULED
    assert state_at(planned, LATER, left=True) == RUNNING
    assert state_at(replace(planned, state=RUNNING), LATER, left=False) == DONE
    assert state_at(replace(planned, state=PAUSED), LATER, left=True) == PAUSED
