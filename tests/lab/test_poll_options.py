"""Ideas become options of a later poll."""

from lab.poll_options import merged, options_of


def test_similar_ideas_become_one_option_that_leads_back_to_all_of_them() -> None:
    options = options_of([("a", {"en": "A garden"}), ("b", {"en": "More trees"}), ("c", {"en": "Gardens"})])

    joined = merged(options, "o1", {"o3"})

    assert [(one.id, one.words["en"], one.sources) for one in joined] == [
        ("o1", "A garden", ("a", "c")),
        ("o2", "More trees", ("b",)),
    ]


def test_an_option_gets_the_words_of_the_others_in_languages_in_which_it_has_none() -> None:
    options = options_of(
        [("a", {"en": "A garden"}), ("b", {"nl": "Een tuin", "en": "Gardens"}), ("c", {"nl": "Groen"})]
    )

    [joined] = merged(options, "o1", {"o2", "o3"})

    assert joined.words == {"en": "A garden", "nl": "Een tuin"}


def test_an_option_is_not_merged_with_itself_or_with_what_is_not_there() -> None:
    options = options_of([("a", {"en": "A garden"})])

    assert merged(options, "o1", {"o1", "o9"}) == options
