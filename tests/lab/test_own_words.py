"""A coordinator's own words: what can be filled in is taken, everything else is refused with a sentence."""

import pytest

from bot.commands.lab import in_english
from lab.own_words import faults_of, sound
from lab.plan_faults import faults_of as plan_faults
from lab.policy import Policy
from lab.touchpoints import DEFAULT_PLAN, Touchpoint


@pytest.mark.parametrize("words", ["Come!", "{name}: {when}, {place}. {lab}", "{{with us}}", "Kom, {name}. 🍲"])
def test_these_words_are_taken(words: str) -> None:
    assert list(faults_of("invitation", {"en": words})) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Come, {nmae}!", "cannot go out in these words (nl). Nothing can be filled in for {nmae}."),
        ("Come, {}!", "Nothing can be filled in for {}. Use {name}, {lab}, {when}, {place}, or leave it out."),
        ("{decided}", "Nothing can be filled in for {decided}."),
        ("{name.__class__}", "Nothing can be filled in for {name.__class__}."),
        ("{name[0]}", "Nothing can be filled in"),
        ("{name:>999999999}", "Nothing can be filled in"),
        ("{name!r}", "Nothing can be filled in"),
        ("Come {name", "A brace stands alone."),
        ("Come }", "A brace stands alone."),
    ],
)
def test_these_are_refused(words: str, sentence: str) -> None:
    [fault] = faults_of("invitation", {"nl": words})

    assert sentence in fault.in_words(lambda text, values: text.format_map({"message": "", **values}))


def test_what_was_decided_must_stand_in_the_words_about_it() -> None:
    [fault] = faults_of("decided", {"en": "Thank you, {name}!"})

    assert (fault.code, fault.values["needed"]) == ("needed", "{decided}")
    assert list(faults_of("decided", {"en": "We said: {decided}"})) == []


def test_only_the_languages_whose_words_are_sound_are_used() -> None:
    assert sound("invitation", {"en": "Come, {name}!", "nl": "Kom, {naam}!"}) == {"en": "Come, {name}!"}


def test_a_plan_with_such_words_cannot_be_saved() -> None:
    plan = [Touchpoint("invitation", "all", days=-21, texts={"en": "Come, {naam}!"}), *DEFAULT_PLAN[1:]]

    [fault] = in_english(plan_faults(plan, Policy()))

    assert fault.startswith("“Invitation to a meeting” cannot go out in these words (en).")
