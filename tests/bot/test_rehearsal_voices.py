"""The rules on polls, pilots and what people bring in see what they are there for, in books written by hand."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.rehearsal.book import COORDINATOR, Answer, Beside, Book, Delivery, Fact, PollSeen, Request, TaskSeen
from bot.rehearsal.checks import violations
from tests.bot.test_rehearsal_checks import DAY, MONDAY, message, rules_broken, written

ASKED = datetime(2027, 1, 4, tzinfo=MONDAY.tzinfo)


def about(kind: str, reference: str, at: datetime = MONDAY, contact: int = 1) -> Delivery:
    return replace(message(at, kind, contact), abouts=(reference,))


def brought_in(**given: object) -> Book:
    """A question of a week before the book's first Monday, that was promised for that Monday."""
    book = written(message())
    known = TaskSeen(1, 1, "message", MONDAY - 7 * DAY, MONDAY, None, sort="question")
    book.tasks[1] = replace(known, **given)  # type: ignore[arg-type]
    return book


def test_what_somebody_brought_in_is_answered_or_listed_in_the_end() -> None:
    silent, listed, closed = brought_in(), brought_in(listed=True), brought_in(done_at=MONDAY)

    assert [rules_broken(book) for book in (silent, listed, closed)] == [{"contribution"}, set(), {"contribution"}]


def test_it_may_wait_for_as_long_as_it_is_not_broken() -> None:
    assert rules_broken(brought_in(answer_by=MONDAY + 12 * DAY)) == set()


@pytest.mark.parametrize(("came", "rules"), [(True, set()), (False, {"contribution"})])
def test_an_answer_is_one_that_came(came: bool, rules: set[str]) -> None:
    book = brought_in(done_at=MONDAY, answered_at=MONDAY)
    if came:
        book.deliveries.append(message(MONDAY + timedelta(hours=1), COORDINATOR))

    assert rules_broken(book) == rules


def test_an_answer_to_somebody_who_left_meanwhile_need_not_come() -> None:
    book = brought_in(done_at=MONDAY + DAY, answered_at=MONDAY + DAY)
    book.facts.append(Fact(MONDAY + DAY, 1, "stopped"))

    assert rules_broken(book) == set()


def test_what_somebody_had_deleted_with_her_needs_no_answer() -> None:
    book = brought_in()
    book.facts.append(Fact(MONDAY + DAY, 1, "erased"))

    assert rules_broken(book) == set()


def test_who_asked_the_same_gets_the_same_answer() -> None:
    alone, told = (brought_in(merged=7, listed=True, worded=worded) for worded in (False, True))
    for book in (alone, told):
        book.tasks[7] = TaskSeen(7, 0, "message", MONDAY - 8 * DAY, MONDAY, MONDAY, "question", MONDAY + 40 * DAY)

    assert [rules_broken(book) for book in (alone, told)] == [{"together"}, set()]


def test_a_photo_that_nobody_passed_is_seen() -> None:
    kept, shown = (written(replace(message(), picture="photo 1.1")) for _ in range(2))
    shown.facts.append(Fact(MONDAY - DAY, 0, "shown", "photo 1.1"))

    assert [rules_broken(book) for book in (kept, shown)] == [{"picture"}, set()]


def test_a_translation_that_nobody_looked_at_is_seen() -> None:
    early, right = (written(message(text="Thursday [m4]")) for _ in range(2))
    right.facts.append(Fact(MONDAY - DAY, 0, "approved", "[m4]"))

    assert [rules_broken(book) for book in (early, right)] == [{"unapproved"}, set()]


@pytest.mark.parametrize(("many", "hours", "rules"), [(3, 1, set()), (4, 1, {"overasked"}), (4, 24, set())])
def test_a_mediator_is_not_overasked(many: int, hours: int, rules: set[str]) -> None:
    book = written(message())
    book.requests += [Request(MONDAY + timedelta(hours=n * hours), "mediator1", "A bench") for n in range(many)]

    assert rules_broken(book) == rules


def test_a_name_in_what_a_mediator_reads_is_seen() -> None:
    book = written(message())
    book.requests.append(Request(MONDAY, "mediator1", f"{book.people[0].name}, we asked."))

    assert rules_broken(book) == {"named"}


def test_a_result_is_for_who_took_part() -> None:
    others, hers = (written(about("poll_result", "poll:3")) for _ in range(2))
    hers.facts.append(Fact(MONDAY - DAY, 1, "voted", "poll:3"))

    assert [rules_broken(book) for book in (others, hers)] == [{"result"}, set()]


def test_a_result_that_came_along_with_something_else_is_one_too() -> None:
    beside = replace(message(), joined=("poll_result",), abouts=("meeting:5", "poll:3"))

    assert rules_broken(written(beside)) == {"result"}


@pytest.mark.parametrize(("answer", "rules"), [("yes", set()), ("no", {"audience"}), ("", {"audience"})])
def test_a_question_before_a_meeting_is_for_who_comes(answer: str, rules: set[str]) -> None:
    book = written(about("check_in", "poll:3"))
    book.polls["poll:3"] = PollSeen(ASKED, "poll:3", "mood_barometer", 5)
    book.answers += [Answer(ASKED, 5, 1, answer)] if answer else []

    assert rules_broken(book) == rules


def test_a_question_after_a_meeting_is_for_who_was_there() -> None:
    absent, present = (written(about("check_out", "poll:3")) for _ in range(2))
    for book, what in ((absent, "absent"), (present, "present")):
        book.polls["poll:3"] = PollSeen(ASKED, "poll:3", "key_takeaway", 5)
        book.answers.append(Answer(ASKED, 5, 1, "yes"))
        book.facts.append(Fact(MONDAY - timedelta(hours=1), 1, what, "5"))

    assert [rules_broken(book) for book in (absent, present)] == [{"audience"}, set()]


def test_words_without_a_name_that_stand_beside_somebody_are_seen() -> None:
    book = written(message())
    book.beside.append(Beside(MONDAY, 1, "inbox.body", "A bench"))

    assert [one.rule for one in violations(book)] == ["anonymous"]
    assert "A bench" not in violations(book)[0].sentence


def asked_twice() -> Book:
    """Two questions to a team lie two weeks apart, so the book begins earlier than others."""
    checks = [about("pilot_check", "pilot:1", MONDAY + days * DAY, n) for n, days in enumerate((-12, 2), start=1)]
    book = written(*(replace(one, slot=str(one.contact)) for one in checks))
    before = (Fact(MONDAY - 20 * DAY, 1, "joined", "active"), Fact(MONDAY - 20 * DAY, 1, "language", "nl"))
    book.facts = [*before, *book.facts]
    return book


def looked_at(number: int, made: datetime, done: datetime | None = None) -> TaskSeen:
    return TaskSeen(number, 0, "pilot_silent", made, None, done, about="pilot:1")


def test_a_team_that_is_silent_twice_is_looked_after_once() -> None:
    alone, seen, double = asked_twice(), asked_twice(), asked_twice()
    seen.tasks[7] = looked_at(7, MONDAY + 9 * DAY)
    double.tasks |= {7: looked_at(7, MONDAY + 8 * DAY), 8: looked_at(8, MONDAY + 9 * DAY)}

    assert [rules_broken(book) for book in (alone, seen, double)] == [{"silent_team"}, set(), {"silent_team"}]


@pytest.mark.parametrize("what", ["reported", "pilot_over"])
def test_a_team_that_told_something_is_not_silent(what: str) -> None:
    book = asked_twice()
    book.facts.append(Fact(MONDAY, 2, what, "pilot:1"))

    assert rules_broken(book) == set()


def test_words_of_another_language_in_the_news_are_seen() -> None:
    hers, foreign = (written(message(kind="pilot_news", text=f"• Keuken ⟨{code}⟩")) for code in ("nl", "fa_AF"))

    assert [rules_broken(book) for book in (hers, foreign)] == [set(), {"news"}]
