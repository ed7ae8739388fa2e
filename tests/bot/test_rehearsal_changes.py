"""The rules on meetings that change see who heard of it, in which order, and who was left before a closed door."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rehearsal.book import Answer, Book, Delivery, Fact, Verdict
from bot.rehearsal.checks import violations
from tests.bot.test_rehearsal_checks import DAY, MEETING_AT, MONDAY, meeting, message, rules_broken, written


def told_and_moved(*after: Delivery) -> Book:
    """She was invited to a meeting that is moved a day later."""
    book = written(message(meeting=5), *after)
    book.meetings += [meeting(), meeting(MONDAY + DAY, 1, MEETING_AT + DAY)]
    return book


def test_who_was_told_hears_of_a_change_before_anything_else_about_it() -> None:
    moved = message(MONDAY + 2 * DAY, "moved", 2, meeting=5)
    reminder = message(MONDAY + 3 * DAY, "reminder_week", 3, meeting=5)

    assert violations(told_and_moved(moved, reminder)) == []
    assert rules_broken(told_and_moved(reminder)) == {"correction"}


def test_who_was_told_hears_of_a_change_at_all_and_once() -> None:
    twice = (message(MONDAY + 2 * DAY, "moved", 2, meeting=5), message(MONDAY + 4 * DAY, "moved", 3, meeting=5))

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


@pytest.mark.parametrize(("answer", "rules"), [("maybe", set()), ("yes", {"correction"})])
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
    book.meetings += [meeting(), meeting(MONDAY + DAY, 1, cancelled=True)]

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
