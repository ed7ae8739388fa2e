"""The rules on meetings that change see who heard of it, in which order, and who was left before a closed door."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rehearsal.book import Answer, Book, Delivery, Fact, Verdict
from bot.rehearsal.checks import violations
from flows.check_up import GLAD
from tests.bot.test_rehearsal_checks import DAY, MEETING_AT, MONDAY, meeting, message, rules_broken, written

HOUR = timedelta(hours=1)
CHANGED = MONDAY + 2 * DAY - HOUR


def told_and_moved(*after: Delivery) -> Book:
    """She was invited to a meeting that is moved a day later."""
    book = written(message(meeting=5), *after)
    book.meetings += [meeting(), meeting(CHANGED, 1, MEETING_AT + DAY)]
    return book


def test_who_was_told_hears_of_a_change_before_anything_else_about_it() -> None:
    moved = message(MONDAY + 2 * DAY, "moved", 2, meeting=5)
    reminder = message(MONDAY + 3 * DAY, "reminder_week", 3, meeting=5)

    assert violations(told_and_moved(moved, reminder)) == []
    assert rules_broken(told_and_moved(reminder)) == {"correction"}


def test_who_was_told_hears_of_a_change_at_all_and_once() -> None:
    twice = (message(MONDAY + 2 * DAY, "moved", 2, meeting=5), message(MONDAY + 2 * DAY + HOUR, "moved", 3, meeting=5))

    assert rules_broken(told_and_moved()) == {"correction"}
    assert rules_broken(told_and_moved(*twice)) == {"correction", "once"}


def test_who_said_no_is_invited_to_the_new_date_instead() -> None:
    book = told_and_moved(replace(message(MONDAY + 2 * DAY, "invitation", 2, meeting=5), slot="1"))
    book.answers.append(Answer(MONDAY + timedelta(hours=1), 5, 1, "no"))

    assert violations(book) == []


@pytest.mark.parametrize(("answer", "rules"), [("maybe", set()), ("yes", {"correction"})])
def test_a_pause_is_no_reason_to_let_her_stand_before_a_closed_door(answer: str, rules: set[str]) -> None:
    book = told_and_moved()
    book.answers.append(Answer(MONDAY, 5, 1, answer))
    book.verdicts.append(Verdict(MONDAY + DAY, 1, 2, "moved", 5, "1", "dropped", "paused", None))

    assert rules_broken(book) == rules


@pytest.mark.parametrize(("answer", "rules"), [("maybe", {"at_once"}), ("yes", {"at_once", "correction"})])
def test_who_said_yes_hears_of_a_change_before_the_meeting_would_have_begun(answer: str, rules: set[str]) -> None:
    book = told_and_moved(message(MEETING_AT + timedelta(hours=1), "moved", 2, meeting=5))
    book.answers.append(Answer(MONDAY, 5, 1, answer))

    assert rules_broken(book) == rules


def test_a_correction_may_stay_unsaid_where_the_gate_says_why() -> None:
    book = told_and_moved()
    book.verdicts.append(Verdict(MONDAY + DAY, 1, 2, "moved", 5, "1", "called", "unreachable", None))

    assert violations(book) == []


def test_nothing_comes_about_a_cancelled_meeting_but_that() -> None:
    told, decided = message(MONDAY + 2 * DAY, "cancelled", 2, 5), message(MEETING_AT, "decided", 3, 5)
    book = written(message(meeting=5), told, decided)
    book.meetings += [meeting(), meeting(CHANGED, 1, cancelled=True)]

    assert rules_broken(book) == {"correction"}


@pytest.mark.parametrize(
    ("answer", "starts", "rules"), [("yes", 2, set()), ("maybe", 2, {"consent"}), ("yes", 9, {"consent"})]
)
def test_in_a_pause_comes_only_what_keeps_her_from_a_closed_door(answer: str, starts: int, rules: set[str]) -> None:
    news = message(MONDAY + DAY + timedelta(minutes=1), "moved", 2, meeting=5)
    book = written(message(meeting=5), news)
    book.facts.append(Fact(MONDAY + timedelta(hours=1), 1, "paused", "7"))
    book.answers.append(Answer(MONDAY, 5, 1, answer))
    book.meetings += [meeting(starts=MONDAY + starts * DAY), meeting(MONDAY + DAY, 1, MONDAY + (starts + 1) * DAY)]

    assert rules_broken(book) == rules


def test_a_change_that_could_have_been_told_the_day_before_came_too_late() -> None:
    """It was changed in the morning. A talk may hold it up, the ceiling of the week may not."""
    soon, next_day = (told_and_moved(message(CHANGED + n * HOUR, "moved", 2, meeting=5)) for n in (5, 24))

    assert [rules_broken(book) for book in (soon, next_day)] == [set(), {"at_once"}]


def test_the_night_a_day_of_rest_a_pause_and_an_outage_may_hold_a_change_up() -> None:
    moved = message(CHANGED + DAY, "moved", 2, meeting=5)
    night, rest, paused, down = (told_and_moved(moved) for _ in range(4))
    night.meetings[1] = replace(night.meetings[1], at=CHANGED + 9 * HOUR)
    rest.facts.append(Fact(MONDAY - DAY, 1, "rest_days", "2"))
    paused.facts.append(Fact(MONDAY + HOUR, 1, "paused", "2"))
    down.down.append((CHANGED, CHANGED + 20 * HOUR))

    assert [rules_broken(book) - {"consent"} for book in (night, rest, paused, down)] == [set()] * 4


def test_a_correction_comes_on_top_of_the_ceiling_and_what_follows_it_does_not() -> None:
    """It counts for the seven days after it."""
    moved = message(MONDAY + 2 * DAY, "moved", 2, meeting=5)
    others = [message(MONDAY + n * DAY, "decided", 10 + n, text=f"{GLAD} {n}") for n in (1, 3)]
    full = [message(MONDAY + HOUR, "decided", 20, text=f"{GLAD}!")]

    assert "a_week" not in rules_broken(told_and_moved(moved, *others[:1]))
    assert "a_week" in rules_broken(told_and_moved(moved, *others))
    assert "a_day" in rules_broken(told_and_moved(moved, *full))
