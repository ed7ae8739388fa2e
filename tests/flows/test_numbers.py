"""A number in words, as answer to what may be answered with a number."""

from importlib.resources import files

import pytest

from flows.lexicon import rows
from flows.numbers import UNSURE, arranged, known_words, number_in, spelled
from flows.words import load
from tests.conversations import catalogues

TABLE = list(rows(files("locales").joinpath("lexicon"), "numbers.tsv"))
SURE = [row for row in TABLE if row["number"] != "?"]
HERE = [(row["language"], int(row["number"]), word) for row in SURE for word in row["words"].split("|")]
KINDS = frozenset({"yes_no", "skip", "scale"})


@pytest.mark.parametrize(("language", "number", "word"), HERE)
def test_each_word_is_its_number_for_who_speaks_the_language(language: str, number: int, word: str) -> None:
    assert {number_in(one, language) for one in (word, word.upper(), f"{word}.", f" {word}! ")} == {number}


def test_each_language_of_brug_has_all_numbers_to_ten_but_the_one_that_is_written_like_no() -> None:
    missing = [
        (language, number)
        for language in catalogues().languages
        for number in range(11)
        if (language, number) not in {(one, of) for one, of, _ in HERE}
    ]

    assert missing == [("fa_AF", 9)]
    assert number_in("نه", "fa_AF") == UNSURE


@pytest.mark.parametrize(("language", "_number", "word"), HERE)
def test_no_number_is_a_word_that_always_works(language: str, _number: int, word: str) -> None:
    assert load().hear(word, language, KINDS) is None


def test_a_word_counts_in_every_language_unless_it_is_something_else_there() -> None:
    assert (number_in("cinq", "ar"), number_in("خمسة", ""), number_in("six", "nl")) == (5, 5, 6)
    assert (number_in("on", "tr"), number_in("on", "en"), number_in("on", "")) == (10, None, None)


def test_of_two_numbers_it_is_that_of_her_language() -> None:
    table = [{"language": one, "number": of, "words": "set", "note": ""} for one, of in (("da", "2"), ("sv", "7"))]
    known = arranged(table)

    assert [spelled("set", language, known) for language in ("da", "sv", "fr", "")] == [2, 7, None, None]


@pytest.mark.parametrize("text", ["", "five!!! or six", "fivefold", "number", "eleven", "-", "5five", "ten ten"])
def test_all_else_is_no_number(text: str) -> None:
    assert number_in(text, "en") is None


def test_digits_of_every_script_are_numbers() -> None:
    assert [number_in(word) for word in ("5", "٥", "۵", "፭", "፲", "10")] == [5, 5, 5, 5, 10, 10]


def test_a_digit_on_a_key_is_that_digit() -> None:
    """As phones offer it among their pictures: with the sign that makes a picture of it, or without."""
    assert [number_in(word) for word in ("5️⃣", "5\u20e3", " 0️⃣ ", "1️⃣0️⃣", "🔟", "٥\u20e3")] == [5, 5, 0, 10, 10, 5]
    assert [number_in(word) for word in ("#️⃣", "*️⃣", "\u20e3", "\ufe0f", "5️⃣5️⃣5️⃣5️⃣5️⃣")] == [None] * 5


def test_the_table_is_read_once() -> None:
    assert known_words() is known_words()
