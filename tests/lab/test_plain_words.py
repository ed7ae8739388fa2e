"""What could be said more simply, and what is simple enough."""

import pytest

from lab.plain_words import (
    BETTER,
    DAYS,
    HARD,
    LEAVE_OUT,
    LINKS,
    LONG_SENTENCE,
    PASSIVE,
    QUESTIONS,
    hints_of,
    offices,
)

BAD = "You are hereby cordially invited to participate in the second co-creation session."
GOOD = "Hi {name}. We meet on Thursday at 18:00 in the library. Can you come?"


def texts(text: str, language: str = "en") -> list[str]:
    return [hint.text for hint in hints_of(text, language)]


def test_plain_words_get_no_hint() -> None:
    assert hints_of(GOOD, "en") == []
    assert hints_of("Hallo. We zien elkaar donderdag om 18 uur in de bib. Kom je?", "nl") == []
    assert hints_of("مرحبا. نلتقي يوم الخميس في المكتبة. هل تأتي؟", "ar") == []


def test_the_words_of_offices_are_named_with_what_people_say() -> None:
    found = {hint.values["word"]: hint.values.get("better") for hint in hints_of(BAD, "en") if "word" in hint.values}

    assert found["participate"] == "take part"
    assert found["session"] == "meeting"
    assert found["hereby"] is None
    assert {BETTER, LEAVE_OUT} <= set(texts(BAD))


@pytest.mark.parametrize(
    "word", ["stakeholder", "target group", "policy cycle", "deliberation", "AMIF", "third-country national"]
)
def test_what_the_house_never_says_is_found(word: str) -> None:
    assert LEAVE_OUT in texts(f"This is for every {word} of the city.")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("We " + "walk and " * 8 + "talk.", LONG_SENTENCE),
        ("Can you come? Do you eat meat?", QUESTIONS),
        ("We meet on Monday or on Friday.", DAYS),
        ("We meet on 12/5 and on 19/5.", DAYS),
        ("Look: https://a.example and https://b.example", LINKS),
        ("Unquestionably good.", HARD),
        ("The room was chosen by nobody.", PASSIVE),
    ],
)
def test_each_hint_names_one_thing(text: str, hint: str) -> None:
    assert texts(text) == [hint]


@pytest.mark.parametrize(
    "text",
    ["We meet on Thursday 14/5 at 18:00.", "We are tired and interested.", "See https://a.example/?a=1&b=2", "", "…"],
)
def test_no_hint_where_nothing_is_wrong(text: str) -> None:
    assert texts(text) == []


def test_a_word_that_brug_says_itself_is_not_hard() -> None:
    assert hints_of("Unquestionably good.", "en", {"unquestionably"}) == []


def test_dutch_and_french_passives_are_heard() -> None:
    assert PASSIVE in texts("De zaal wordt morgen door ons gekozen.", "nl")
    assert PASSIVE in texts("La salle est réservée.", "fr")


def test_a_language_without_a_list_still_gets_the_other_hints() -> None:
    assert offices("so") == offices("../en") == {}
    assert texts("Ma imanaysaa? Hilib ma cuntaa?", "so") == [QUESTIONS]


@pytest.mark.parametrize(
    ("language", "most"),
    [("en", 120), ("nl", 90), ("fr", 60), ("ar", 80), ("tr", 80), ("uk", 80), ("fa_AF", 60), ("ti", 40)],
)
def test_the_lists_are_in_small_letters_and_say_something(language: str, most: int) -> None:
    assert len(offices(language)) >= most
    assert all(word == word.casefold().strip() and word for word in offices(language))
