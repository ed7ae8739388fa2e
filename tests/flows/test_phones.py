"""Who is writing on a phone that several people use, as far as that can be told without asking."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.phones import SURE_FOR, Choice, Sharer, choice_in, is_still_she, label, token, written

NOON = datetime(2026, 5, 11, 12, tzinfo=UTC)
BOTH = (Sharer(5, "Amina"), Sharer(9, "Bilal"))


@pytest.mark.parametrize(
    ("minutes", "another_heard", "still"), [(0, False, True), (30, False, True), (31, False, False), (1, True, False)]
)
def test_it_is_still_she_for_half_an_hour_unless_another_heard_something(
    minutes: int, another_heard: bool, still: bool
) -> None:
    assert is_still_she(NOON, NOON + timedelta(minutes=minutes), another_heard=another_heard) is still


def test_who_never_spoke_is_not_taken_for_granted() -> None:
    assert not is_still_she(None, NOON, another_heard=False)
    assert timedelta(minutes=30) == SURE_FOR


@pytest.mark.parametrize("choice", [Choice(17), Choice(0), Choice(17, later=True)])
def test_a_button_says_what_it_was_made_for(choice: Choice) -> None:
    assert choice_in((token(choice.address_id, later=choice.later),)) == choice


@pytest.mark.parametrize("tap", ["q7:yes", "who:", "who:-1", "who:1:2", "who:" + "9" * 30, ""])
def test_any_other_button_says_nothing_of_that(tap: str) -> None:
    assert choice_in((tap,)) is None
    assert choice_in(()) is None


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        *(("Amina", Choice(5)), ("  bilal!", Choice(9)), ("1", Choice(5)), ("٢", Choice(9)), ("፪", Choice(9))),
        *(("two", Choice(9)), ("deux", Choice(9)), ("three", Choice(0))),
        *(("3", Choice(0)), ("4", None), ("0", None), ("Is there childcare?", None), ("", None)),
    ],
)
def test_a_name_or_the_number_of_a_button_chooses_too(text: str, chosen: Choice | None) -> None:
    assert written(text, BOTH) == chosen


def test_two_of_one_name_are_not_told_apart_by_it() -> None:
    assert written("amina", (Sharer(5, "Amina"), Sharer(9, "Amina"))) is None


def test_a_name_fits_the_narrowest_button() -> None:
    assert label("Amina") == "Amina"
    assert len(label("Maria de la Concepción Fernández")) <= 20
