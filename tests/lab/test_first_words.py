"""Which words of a text in several languages the team sees."""

import pytest

from lab.first_words import first_words

ALL = {"ar": "مقهى", "uk": "Кафе", "en": "Café in the park", "nl": "Koffie", "fr": "Le café"}


@pytest.mark.parametrize(
    ("reader", "languages", "there", "seen"),
    [
        ("nl", ("fr", "ar"), "ar uk en nl fr", "nl"),
        ("ti", ("fr", "ar"), "ar uk en nl fr", "fr"),
        ("ti", ("fr", "ar"), "ar uk en nl", "ar"),
        ("ti", ("fr",), "ar uk en nl", "en"),
        ("ti", ("fr",), "ar uk", "ar"),
        ("ti", (), "uk ar", "uk"),
    ],
)
def test_the_readers_language_then_those_of_the_lab_then_english_then_any(
    reader: str, languages: tuple[str, ...], there: str, seen: str
) -> None:
    assert first_words({code: ALL[code] for code in there.split()}, reader, languages) == (seen, ALL[seen])


def test_a_blank_text_is_no_text() -> None:
    assert first_words({"nl": " ", "fr": "Le café"}, "nl", ("nl", "fr")) == ("fr", "Le café")
    assert first_words({"nl": ""}, "nl", ("nl",)) == ("", "")
