"""Help numbers of a lab."""

from datetime import date

from lab.safety import EVERYWHERE, Safety, dump_safety, load_safety

BOTH = Safety(True, {"en": "112, or 1712", "nl": "112 of 1712"}, 4, date(2026, 5, 11))


def test_a_lab_that_never_said_anything_does_not_listen() -> None:
    assert load_safety(None) == Safety()
    assert Safety().help_numbers("en") == ""


def test_it_comes_back_as_it_was_stored() -> None:
    assert load_safety(dump_safety(BOTH)) == BOTH
    assert load_safety(dump_safety(Safety())) == Safety()


def test_each_gets_the_numbers_in_her_language() -> None:
    assert BOTH.help_numbers("nl") == "112 of 1712"


def test_a_language_that_came_later_gets_the_number_that_works_everywhere() -> None:
    assert BOTH.help_numbers("ti") == EVERYWHERE


def test_who_has_no_language_yet_is_not_answered_in_one() -> None:
    assert BOTH.help_numbers("") == ""


def test_it_knows_in_which_languages_nobody_would_know_whom_to_call() -> None:
    assert BOTH.missing(("en", "ar", "ti")) == ("ar", "ti")
