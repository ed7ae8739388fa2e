"""A group is called in the language of whoever looks."""

from admin.group_names import called
from store.groups import Group
from tests.conversations import catalogues


def group(key: str, name: str, **names: str) -> Group:
    return Group(1, key, name, 5, names, 1)


def test_a_usual_group_is_called_in_the_language_of_whoever_looks() -> None:
    assert called(catalogues(), "nl", group("migrant", "Newcomers")) == "Nieuwkomers"
    assert called(catalogues(), "en", group("migrant", "Nieuwkomers")) == "Newcomers"


def test_a_usual_group_that_was_given_another_name_keeps_it() -> None:
    assert called(catalogues(), "nl", group("partner", "Our friends")) == "Our friends"


def test_a_group_of_our_own_has_the_names_it_was_given() -> None:
    own = group("own-1", "Young people", nl="Jongeren")

    assert called(catalogues(), "nl", own) == "Jongeren"
    assert called(catalogues(), "ar", own) == "Young people"
