"""What is suggested as the same question. Suggested, never done."""

import pytest

from lab.merging import MOST, Said, alike


def pairs(*words: str, language: str = "en") -> list[tuple[int, int]]:
    return [(pair.first, pair.second) for pair in alike([Said(n, language, one) for n, one in enumerate(words, 1)])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Is there childcare at the meeting?", "is there child care at the meeting"),
        ("When is the next meeting?", "The next meeting, when is it?"),
        ("Can I bring my sister on Thursday?", "can i bring my sister on thursday"),
        ("هل توجد رعاية للأطفال في الاجتماع؟", "هل توجد رعاية للاطفال في الاجتماع"),
        ("ኣብቲ ኣኼባ መተርጎሚ ኣሎ ዶ?", "ኣብቲ ኣኼባ መተርጎሚ ኣሎ ድዩ?"),
    ],
)
def test_the_same_in_other_words_order_or_spelling_is_found(one: str, other: str) -> None:
    assert pairs(one, other) == [(1, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Is there childcare at the meeting?", "Is the library open on Sunday?"),
        ("I have an idea for the park.", "May I bring my sister?"),
        ("Thank you", "Thank you"),
        ("", ""),
    ],
)
def test_what_is_not_the_same_or_no_question_is_left_alone(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_two_languages_are_never_compared() -> None:
    same = "Radio 2 festival Samen Sterk"

    assert alike([Said(1, "nl", same), Said(2, "en", same)]) == []


def test_the_most_similar_come_first_and_the_older_one_leads() -> None:
    found = pairs("When is the next meeting?", "When is the next big meeting?", "when is the next meeting")

    assert found[0] == (1, 3)
    assert all(first < second for first, second in found)


def test_of_very_many_only_the_newest_are_compared() -> None:
    many = [Said(n, "en", f"{n} " + "x" * 30) for n in range(MOST + 50)]

    assert min(pair.first for pair in alike(many)) >= 50
