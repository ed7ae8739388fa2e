"""Codes that somebody types, hears or scans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.codes import SPOKEN_LENGTH, SPOKEN_LETTERS, as_spoken, is_token, new_code

SPOKEN = st.text(SPOKEN_LETTERS, min_size=SPOKEN_LENGTH, max_size=SPOKEN_LENGTH)


def test_a_new_code_fits_a_link_of_telegram_and_is_known_again_when_said() -> None:
    made = new_code()

    assert is_token(made.token)
    assert len(made.token) <= 64
    assert as_spoken(made.aloud) == made.spoken


def test_no_two_codes_are_the_same() -> None:
    made = [new_code() for _ in range(1000)]

    assert len({code.token for code in made}) == 1000
    assert len({code.spoken for code in made}) == 1000


def test_a_token_carries_128_random_bits() -> None:
    alphabet = 64

    assert alphabet ** len(new_code().token) >= 2**128


@given(SPOKEN, st.sampled_from(["", " ", "-", ".", " – ", "  "]), st.booleans())
def test_a_spoken_code_is_understood_however_it_was_written_down(spoken: str, between: str, small: bool) -> None:
    written = between.join(spoken.lower() if small else spoken)

    assert as_spoken(f" {written}\n") == spoken


@pytest.mark.parametrize(
    ("heard", "meant"), [("OOOO-OOOO", "00000000"), ("ilIL 1234", "11111234"), ("abcd efgh", "ABCDEFGH")]
)
def test_letters_that_sound_or_look_alike_are_one(heard: str, meant: str) -> None:
    assert as_spoken(heard) == meant


@pytest.mark.parametrize("text", ["", "ABCD-EFG", "ABCD-EFGHJ", "ABCD-EFGU", "ሰላም ነው ያለ", "abcd efg!", "Ａ" * 8])
def test_what_cannot_be_a_spoken_code_is_none(text: str) -> None:
    assert as_spoken(text) == ""


@pytest.mark.parametrize("text", ["", "short", "a" * 15, "a" * 65, "a" * 16 + "\n", "../" * 8, "é" * 20, "a b" * 8])
def test_what_cannot_be_a_token_is_none(text: str) -> None:
    assert not is_token(text)
