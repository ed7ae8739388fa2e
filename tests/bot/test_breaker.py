"""When a channel's rest begins, how long it is, and what ends it."""

from datetime import datetime, timedelta

from bot.breaker import ASK_AGAIN, FAILURES, FIRST_REST, LONGEST_REST, LONGEST_TRY, Breaker
from tests.house import MONDAY


def ill() -> Breaker:
    """A channel that failed so often that it rests, from MONDAY on."""
    breaker = Breaker()
    for _ in range(FAILURES):
        breaker.failed(MONDAY)
    return breaker


def tries(breaker: Breaker, now: datetime) -> datetime | None:
    """As a sender asks it: None, and the message is on its way."""
    until = breaker.rests_until(now)
    if until is None:
        breaker.let_through(now)
    return until


def test_a_few_failures_between_answers_change_nothing() -> None:
    breaker = Breaker()

    for _ in range(9):
        for _ in range(FAILURES - 1):
            assert not breaker.failed(MONDAY)
        breaker.answered()

    assert breaker.rests_until(MONDAY) is None


def test_failures_in_a_row_begin_a_rest_and_that_is_told_once() -> None:
    breaker = Breaker()

    told = [breaker.failed(MONDAY) for _ in range(FAILURES + 3)]

    assert told == [*[False] * (FAILURES - 1), True, False, False, False]
    assert breaker.rests_until(MONDAY) == MONDAY + FIRST_REST


def test_after_the_rest_one_is_let_through_and_the_others_wait_for_what_becomes_of_it() -> None:
    breaker, later = ill(), MONDAY + FIRST_REST

    asked = [tries(breaker, later) for _ in range(3)]

    assert asked == [None, later + ASK_AGAIN, later + ASK_AGAIN]


def test_an_answer_ends_it_for_all() -> None:
    breaker, later = ill(), MONDAY + FIRST_REST
    tries(breaker, later)

    breaker.answered()

    assert [tries(breaker, later) for _ in range(3)] == [None] * 3
    assert not breaker.failed(later)


def test_rests_grow_up_to_the_longest() -> None:
    breaker, now, rests = ill(), MONDAY, []

    for _ in range(8):
        until = tries(breaker, now)
        assert until
        rests.append(until - now)
        now = until
        assert tries(breaker, now) is None
        assert breaker.failed(now)

    assert rests[:4] == [FIRST_REST * 2**n for n in range(4)]
    assert max(rests) == LONGEST_REST


def test_one_of_which_nothing_is_heard_does_not_hold_up_the_others_for_ever() -> None:
    breaker, later = ill(), MONDAY + FIRST_REST
    tries(breaker, later)

    assert breaker.rests_until(later + LONGEST_TRY) is None


def test_what_never_left_is_no_failure_of_theirs_unless_it_was_to_find_out() -> None:
    breaker = Breaker()
    for _ in range(3 * FAILURES):
        assert not breaker.failed(MONDAY, left=False)
    assert breaker.rests_until(MONDAY) is None

    breaker, later = ill(), MONDAY + FIRST_REST
    tries(breaker, later)
    assert breaker.failed(later, left=False)
    assert breaker.rests_until(later) == later + 2 * FIRST_REST


def test_what_was_sent_before_the_rest_does_not_make_it_longer() -> None:
    breaker = ill()

    for _ in range(50):
        breaker.failed(MONDAY + timedelta(milliseconds=10))

    assert breaker.rests_until(MONDAY) == MONDAY + FIRST_REST
