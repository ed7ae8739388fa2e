"""A text that is too long for one message of Telegram, in parts."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.long_texts import parts, units

CHARACTERS = (
    *("a", "ß", "ሰ", "و", "ً", "é", "한", "漢"),
    "e\u0301",  # a letter and its accent
    "o\u0302\u0323",
    "ሕ\u135f",
    "بِّ",
    "क्ष",
    "ᄒ\u1161\u11ab",  # one syllable of three letters
    "👍🏽",
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "❤️",
    "1️⃣",
    "🇧🇪",
    "🇪🇷",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\r\n",
)
WITHOUT_SPACES = st.lists(st.sampled_from([c for c in CHARACTERS if c not in ("ً", "\r\n")]), max_size=80)


@given(st.text(max_size=200), st.integers(min_value=2, max_value=60))
def test_the_parts_are_the_text_and_each_is_short_enough(text: str, most: int) -> None:
    found = parts(text, most)

    assert "".join(found) == text
    assert all(0 < units(part) <= most for part in found) or not text
    assert len(found) <= 1 or units(text) > most


@given(WITHOUT_SPACES, st.integers(min_value=20, max_value=60))
def test_no_character_that_people_see_is_cut(characters: list[str], most: int) -> None:
    whole = {0, *accumulate(len(character) for character in characters)}

    cuts = accumulate(len(part) for part in parts("".join(characters), most))

    assert {*cuts} <= whole


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=40), st.sampled_from([" ", "\n", "\n\n"]))
def test_no_word_line_or_paragraph_that_fits_is_cut(words: list[str], between: str) -> None:
    assert [word for part in parts(between.join(words), 20) for word in part.split()] == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short.", ["Short."]),
        ("One two.\n\nThree\nfour five.", ["One two.\n\n", "Three\nfour five."]),
        ("One two three\nfour five.", ["One two three\n", "four five."]),
        ("One two three four five", ["One two three four ", "five"]),
        ("x" * 45, ["x" * 20, "x" * 20, "x" * 5]),
        ("😀" * 11, ["😀" * 10, "😀"]),
        ("a" + "\u0301" * 25, ["a" + "\u0301" * 19, "\u0301" * 6]),
        ("", [""]),
    ],
    ids=["fits", "paragraph", "line", "word", "no boundary", "pairs of units", "a character beyond measure", "nothing"],
)
def test_the_best_boundary_is_taken(text: str, expected: list[str]) -> None:
    assert parts(text, 20) == expected


@pytest.mark.parametrize(("text", "length"), [("abc", 3), ("é", 1), ("😀", 2), ("ሰላም", 3), ("e\u0301", 2), ("", 0)])
def test_length_is_counted_as_telegram_counts(text: str, length: int) -> None:
    assert units(text) == length
