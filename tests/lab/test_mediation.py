"""Who is asked to translate what, how often at most, and that no name travels along."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lab.mediation import A_DAY, A_WEEK, GIVEN, LONGEST, Mediator, Text, nameless, next_for, whom_to_ask

NOW = datetime(2026, 5, 11, 9, tzinfo=UTC)
TEXT = Text(1, 1, "answer:1", "nl", "ti", "Donderdag om zes uur")
BOTH = frozenset({"nl", "ti", "en"})


def test_the_one_who_was_asked_least_is_asked() -> None:
    tired, fresh = Mediator(1, BOTH, (NOW - timedelta(days=2),)), Mediator(2, BOTH)

    assert whom_to_ask(TEXT, [tired, fresh], NOW) == fresh


def test_nobody_is_asked_for_a_language_that_she_does_not_speak() -> None:
    assert whom_to_ask(TEXT, [Mediator(1, frozenset({"nl", "ar"})), Mediator(2, frozenset())], NOW) is None


@pytest.mark.parametrize(("times", "apart"), [(A_DAY, timedelta(hours=1)), (A_WEEK, timedelta(hours=14))])
def test_a_mediator_has_a_ceiling(times: int, apart: timedelta) -> None:
    asked = tuple(NOW - apart * n for n in range(1, times + 1))

    assert whom_to_ask(TEXT, [Mediator(1, BOTH, asked)], NOW) is None
    assert whom_to_ask(TEXT, [Mediator(1, BOTH, asked[1:])], NOW) is not None


def test_she_gets_one_text_at_a_time_and_none_that_she_passed_over() -> None:
    assert whom_to_ask(TEXT, [Mediator(1, BOTH, busy=True)], NOW) is None
    assert whom_to_ask(replace(TEXT, skipped=(1,)), [Mediator(1, BOTH)], NOW) is None


def test_nobody_judges_her_own_words() -> None:
    given = replace(TEXT, state=GIVEN, words="...", mediator_id=1)

    assert next_for(Mediator(1, BOTH), [given]) is None
    assert next_for(Mediator(2, BOTH), [given]) == given


def test_what_is_with_her_already_comes_before_anything_new() -> None:
    hers = replace(TEXT, id=2, mediator_id=1, asked_at=NOW)

    assert next_for(Mediator(1, BOTH), [TEXT, hers]) == hers


def test_a_long_text_is_for_the_desk() -> None:
    long = replace(TEXT, source="x" * (LONGEST + 1))

    assert long.is_for_desk()
    assert next_for(Mediator(1, BOTH), [long]) is None


@pytest.mark.parametrize(
    ("words", "author", "others", "expected"),
    [
        ("I am Amina, amina@home", "Amina", (), "I am …, …@home"),
        ("ሰላም አሚና።", "አሚና", (), "ሰላም …።"),
        ("وأمينة هنا", "أمينة", (), "و… هنا"),
        ("Al is also here", "Al", (), "… is also here"),
        ("Ask Bilal or the bilal", "Amina", ("Bilal", ""), "Ask … or the bilal"),
        ("Nothing", "", (), "Nothing"),
        ("Amina Tesfay came, Tesfay left", "Amina Tesfay", (), "… came, … left"),
    ],
)
def test_no_name_travels_along(words: str, author: str, others: tuple[str, ...], expected: str) -> None:
    assert nameless(words, author, others) == expected
