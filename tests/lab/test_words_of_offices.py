"""Words of offices: who says them."""

import pytest

from lab.plain_words import BETTER, LEAVE_OUT, hints_of, offices, words_in
from tests.conversations import catalogues

NAMES = {
    "en": {"co-creation", "facilitator", "feedback", "participants", "participation", "policy maker", "request"},
    "nl": {"beleidsmaker", "co-creatie", "deelnemers"},
    "fr": {"ci-dessous", "co-création"},
}
"""What the desk calls phases, roles and ways of asking, and what it still says. No new ones."""


def found(text: str, language: str) -> dict[str, str]:
    """The words of offices, as they stand in the text, with what is better."""
    hints = [hint for hint in hints_of(text, language) if hint.text in (BETTER, LEAVE_OUT)]
    return {hint.values["word"]: hint.values.get("better", "") for hint in hints}


def test_vowel_signs_do_not_cut_a_word_in_two() -> None:
    assert words_in("أُلغيَ اللقاءُ يومَ ٤.") == ["ألغي", "اللقاء", "يوم"]


@pytest.mark.parametrize("language", sorted(catalogues().languages))
def test_no_text_of_brug_has_a_word_of_offices(language: str) -> None:
    """Who writes or translates a text says it plainly; or the word is one that people say, and leaves the list."""
    texts = catalogues().languages[language].texts.values()

    said = {word.casefold(): text for text in texts for word in found(text, language)}

    assert {word: text for word, text in said.items() if word not in NAMES.get(language, set())} == {}


@pytest.mark.parametrize("language", sorted(catalogues().languages))
def test_each_phrase_of_a_list_gets_its_own_better_word(language: str) -> None:
    """Two that are written alike, or one inside another, would hide the better word of one."""
    given = {phrase: [*found(phrase.replace("*", "xx"), language).values()] for phrase in offices(language)}

    assert given == {phrase: [better] for phrase, better in offices(language).items()}


@pytest.mark.parametrize("language", sorted(catalogues().languages))
def test_what_is_better_is_no_word_of_offices_itself(language: str) -> None:
    assert [better for better in offices(language).values() if found(better, language)] == []
