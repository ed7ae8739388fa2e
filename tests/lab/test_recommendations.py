"""What can be saved of a recommendation, and who does not hear of it."""

import pytest

from lab.recommendations import (
    STATES,
    Recommendation,
    can_hear,
    faults_of,
    faults_of_change,
    left_out,
    next_of,
    sources_in,
)

CLASSES = Recommendation(1, 1, {"en": "Language classes in the evening"}, "proposed", ("task:1",))


def test_a_recommendation_needs_words_and_known_kinds_of_sources() -> None:
    assert faults_of(CLASSES.words, CLASSES.sources) == []
    assert [one.code for one in faults_of({"en": ""}, ["task:1", "meeting:3"])] == ["no_words", "source"]
    assert [one.code for one in faults_of({"en": "x" * 601}, [])] == ["long"]
    assert [one.code for one in faults_of(CLASSES.words, [f"task:{n}" for n in range(1, 102)])] == ["many"]


@pytest.mark.parametrize(
    ("written", "known", "strange"),
    [
        ("task:12, poll:3 pilot:2", ("task:12", "poll:3", "pilot:2"), ()),
        ("Task 12; POLL: 3", ("task:12", "poll:3"), ()),
        ("task:1 task:1", ("task:1",), ()),
        ("idea twelve", (), ("idea", "twelve")),
        ("meeting:4", (), ("meeting:4",)),
        ("task:0", (), ("task:0",)),
        ("", (), ()),
    ],
)
def test_sources_are_read_as_people_write_them(written: str, known: tuple[str, ...], strange: tuple[str, ...]) -> None:
    assert sources_in(written) == (known, strange)


def test_a_change_needs_another_state_and_a_reason() -> None:
    assert faults_of_change(CLASSES, "agreed", {"en": "We voted"}) == []
    assert [one.code for one in faults_of_change(CLASSES, "proposed", {"en": "?"})] == ["same"]
    assert [one.code for one in faults_of_change(CLASSES, "lost", {})] == ["state", "no_reason"]
    assert [one.code for one in faults_of_change(CLASSES, "agreed", {"en": "x" * 501})] == ["long"]


@pytest.mark.parametrize("state", sorted(set(STATES) - {"proposed"}))
def test_every_other_state_may_follow(state: str) -> None:
    assert faults_of_change(CLASSES, state, {"en": "Because"}) == []


def test_what_mostly_follows_is_offered_first() -> None:
    assert [next_of(state) for state in ("proposed", "in_progress", "done", "declined", "lost")] == [
        *("agreed", "done", "done", "done", "proposed"),
    ]


def test_who_is_left_out_is_counted_by_language() -> None:
    audience = {1: "en", 2: "nl", 3: "nl", 4: "ti"}

    assert left_out(audience, {"en": "a", "nl": "b"}, {"en": "c"}) == {"nl": 2, "ti": 1}
    assert left_out({1: "en"}, {"en": "a"}, {"en": "c"}) == {}
    assert not can_hear("nl", {"nl": "b"}, {})
