"""What stands in the way of opening a poll."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flows.registry import all_techniques
from lab.polls import Choice, Poll, faults_of, group_of, is_alike, load_poll, may_keep_groups
from lab.touchpoints import PRIORITIES

WORDS = {"en": "Where?", "nl": "Waar?"}
PLACES = (Choice("o1", {"en": "Library", "nl": "Bib"}), Choice("o2", {"en": "School", "nl": "School"}))
POLL = Poll(1, 1, "single", "between", WORDS, PLACES)
BOTH = {"en": 3, "nl": 2}


def codes(poll: Poll, languages: dict[str, int] | None = None) -> list[str]:
    technique = all_techniques().get(poll.technique)
    return [fault.code for fault in faults_of(poll, technique, BOTH if languages is None else languages)]


def test_a_poll_with_all_its_words_can_be_opened() -> None:
    assert codes(POLL) == []


def test_a_missing_language_says_which_and_for_how_many_people() -> None:
    [fault] = faults_of(POLL, all_techniques()["single"], BOTH | {"ti": 4}, {"ti": "ትግርኛ"})

    assert fault.values["language"] == "ትግርኛ"
    assert fault.values["people"] == "4"
    assert "“Library”" in str(fault.values["missing"])


def test_without_a_question_nothing_else_is_said_to_be_missing() -> None:
    assert codes(replace(POLL, words={}), BOTH | {"ti": 4}) == ["no_question"]
    assert codes(replace(POLL, words={"en": " "})) == ["no_question"]


@pytest.mark.parametrize(("reader", "named"), [("nl", "“Bib”"), ("en", "“Library”"), ("fr", "“Library”")])
def test_what_is_missing_is_named_in_the_language_of_who_reads_it(reader: str, named: str) -> None:
    only = replace(POLL, options=(Choice("o1", {"en": "Library", "nl": "Bib"}), *POLL.options[1:]))

    [fault] = faults_of(only, all_techniques()["single"], {"ti": 1}, reader=reader)

    assert named in str(fault.values["missing"])


def test_a_language_that_nobody_reads_is_not_missing() -> None:
    assert codes(POLL, {"en": 1, "ti": 0}) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bus", "bus "), ("ΟΚ", "OK"), ("Вода", "вода"), ("٢", "2"), ("Ａ", "a"), ("کتاب", "كتاب"), ("C++", "c")],
)
def test_options_that_look_the_same_are_refused_with_the_pair(one: str, other: str) -> None:
    twins = replace(POLL, options=(Choice("o1", {"en": one}), Choice("o2", {"en": other})))

    [fault] = faults_of(twins, all_techniques()["single"], {"en": 1})

    assert (fault.code, fault.values["one"], fault.values["other"]) == ("alike", one, other)


def test_two_ends_of_a_scale_that_look_the_same_are_refused_with_the_pair() -> None:
    ends = {"low": {"en": "Not safe", "nl": "niet veilig"}, "high": {"en": "Very safe", "nl": "Niet  VEILIG"}}

    [fault] = faults_of(replace(POLL, technique="scale", options=(), settings=ends), all_techniques()["scale"], BOTH)

    assert (fault.code, fault.values["one"], fault.values["other"]) == ("alike", "Niet  VEILIG", "niet veilig")


@pytest.mark.parametrize(("one", "other"), [("🚌", "🚲"), ("Bus", "Bud"), ("1", "2"), ("сир", "сирі")])
def test_options_that_differ_are_welcome(one: str, other: str) -> None:
    assert not is_alike(one, other)


def test_twelve_options_are_welcome_and_thirteen_are_not() -> None:
    many = tuple(Choice(f"o{n}", {"en": f"Place {n}"}) for n in range(1, 14))

    assert codes(replace(POLL, options=many[:12]), {"en": 1}) == []
    assert codes(replace(POLL, options=many), {"en": 1}) == ["options"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"technique": "guessing"}, "technique"),
        ({"moment": "yesterday"}, "moment"),
        ({"moment": "check_in"}, "no_meeting"),
        ({"words": {}}, "no_question"),
        ({"options": PLACES[:1]}, "options"),
        ({"settings": {"minutes": 0}}, "setting"),
        ({"settings": {"minutes": "ten"}}, "setting"),
        ({"settings": {"colour": {"en": "red", "nl": "rood"}}}, "setting"),
        ({"words": {"en": "x" * 601, "nl": "y"}}, "long_question"),
        ({"options": (PLACES[0], Choice("o2", {"en": "x" * 61, "nl": "y"}))}, "long_option"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(changes: dict[str, Any], code: str) -> None:
    assert code in codes(replace(POLL, **changes))


def test_without_own_words_the_question_of_the_technique_is_asked() -> None:
    ours = next(technique for technique in all_techniques().values() if technique.prompt)

    assert codes(Poll(1, 1, ours.key, "between", {})) == []


def test_more_dots_than_the_technique_has_are_refused() -> None:
    assert codes(replace(POLL, technique="dot_voting", settings={"dots": 40})) == ["setting"]


def test_an_answer_is_counted_by_a_group_that_is_no_name() -> None:
    sizes = {"migrant": 9, "youth": 6, "policymaker": 2}

    assert group_of({"youth", "migrant"}, sizes) == "migrant"
    assert group_of({"youth", "policymaker"}, sizes) == "youth"
    assert group_of({"policymaker"}, sizes) == ""


def test_groups_stay_beside_answers_only_where_none_of_them_is_small() -> None:
    assert may_keep_groups({"migrant": 5, "": 6})
    assert not may_keep_groups({"migrant": 12, "": 1})


def test_a_file_becomes_a_draft_with_stable_ids() -> None:
    said = {"technique": "single", "words": {"nl": " Waar? "}, "options": [{"nl": "Bib"}, {"words": {"nl": "Park"}}]}

    drafted = load_poll(said, 7)

    assert (drafted.lab_id, drafted.words) == (7, {"nl": "Waar?"})
    assert [one.id for one in drafted.options] == ["o1", "o2"]


@pytest.mark.parametrize("value", [[], {}, {"technique": "single", "words": 3}, {"technique": "x", "meeting": "two"}])
def test_what_is_no_poll_is_refused(value: Any) -> None:
    with pytest.raises((TypeError, ValueError, KeyError, AttributeError)):
        load_poll(value, 1)


def test_every_kind_of_contact_about_polls_has_a_priority() -> None:
    assert {"poll", "poll_round", "poll_result"} <= set(PRIORITIES)


def test_asked_now_of_people_who_do_not_sit_together_a_round_has_days_and_not_minutes() -> None:
    alone = replace(POLL, technique="temperature", moment="now")

    assert (alone.pace, alone.round_life) == ("between", timedelta(days=2))
    assert replace(alone, meeting_id=3).round_life == timedelta(minutes=10)
    assert replace(alone, settings={"minutes": 15}).round_life == timedelta(minutes=15)
