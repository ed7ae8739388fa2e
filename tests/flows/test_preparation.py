"""One to one, before the first meeting: no question of hers stays without a date."""

from dataclasses import replace

import pytest

from bot.turn import CALL_LABEL
from flows.effects import TakeTalk
from flows.model import Option
from flows.preparation import (
    CALL,
    DAY,
    DAY_YOUNG,
    END_OF_IT,
    GOALS,
    PLACE_KNOWN,
    PLACES,
    RULE,
    SLOT,
    WHO,
    WORRY,
    WORRY_NOTED,
)
from tests.conversations import ABOUT_WHAT, member


def test_who_asks_something_hears_by_when_it_is_answered_and_the_talk_goes_on() -> None:
    talk = member("en").is_written_to("preparation").taps("now").taps("question")

    talk.says("May I bring my son?")

    assert talk.texts[1:] == [GOALS, WORRY, WORRY_NOTED, PLACE_KNOWN]
    assert [(task.kind, task.words, task.promise) for task in talk.tasks()] == [
        ("question", "May I bring my son?", True)
    ]


def test_who_has_no_question_after_all_is_promised_nothing() -> None:
    talk = member("en").is_written_to("preparation").taps("now").taps("question").says("skip")

    assert talk.texts[1:] == [GOALS, WORRY, PLACE_KNOWN]
    assert talk.tasks() == []


def test_a_worry_at_the_end_gets_a_date_too() -> None:
    talk = member("en").is_written_to("preparation").taps("now")
    for answer in ("on", "on", "on", "on", "on", "family"):
        talk.taps(answer)

    talk.says("I do not speak well")

    assert talk.texts[-3:] == [WORRY, WORRY_NOTED, END_OF_IT]


@pytest.mark.parametrize(
    ("flow", "then"), [("preparation", DAY), ("preparation_young", DAY_YOUNG), ("preparation_official", DAY)]
)
def test_everybody_is_told_when_and_where_the_meeting_is_before_how_the_day_goes(flow: str, then: str) -> None:
    talk = member("en").is_written_to(flow).taps("now").taps("on")

    assert (talk.last.text, talk.last.values["place"]) == (PLACE_KNOWN, "De Krook, Gent")
    assert talk.taps("on").last.text == then


@pytest.mark.parametrize("about", ["meeting:1", "meeting:2", ""])
def test_where_the_meeting_was_cancelled_or_is_unknown_nothing_is_said_of_its_place(about: str) -> None:
    talk = member("en")
    cancelled = {**ABOUT_WHAT["meeting:1"], "ahead": ""}
    talk.scene = replace(talk.scene, about={"meeting:1": cancelled})

    talk.is_written_to("preparation", about=about).taps("now").taps("on")

    assert talk.texts[-2:] == [GOALS, DAY]


def test_it_ends_with_thanks_after_the_next_talk_is_fixed() -> None:
    talk = member("en")
    slots = (Option("7", "18:00", literal=True), Option("call", CALL_LABEL))
    talk.scene = replace(talk.scene, lists={**talk.scene.lists, "talks": slots})

    talk.is_written_to("preparation").taps("now")
    for answer in ("on", "on", "on", "on", "on", "family", "_skip", "7"):
        talk.taps(answer)

    assert talk.texts[-2:] == [SLOT, END_OF_IT]
    assert TakeTalk("7") in talk.done


@pytest.mark.parametrize("flow", ["preparation", "preparation_young", "preparation_official"])
def test_who_else_will_be_there_is_told_by_group_and_with_numbers_only_where_they_are_known(flow: str) -> None:
    plain, counted = member("en"), member("en")
    counted.scene = replace(counted.scene, about={"meeting:1": {**ABOUT_WHAT["meeting:1"], "newcomers": "12"}})

    for talk in (plain, counted):
        talk.is_written_to(flow).taps("now").taps("on").taps("on").taps("on")
        assert talk.last.text == RULE
        talk.taps("on")

    assert plain.texts[-2:] == [RULE, WHO]
    assert (counted.texts[-3:], counted.said[-2].values["newcomers"]) == ([RULE, PLACES, WHO], "12")


@pytest.mark.parametrize("says", ["Can my mother come along?", "Only on Saturdays, please"])
def test_what_she_writes_instead_of_choosing_a_moment_is_read_by_a_person_with_a_date(says: str) -> None:
    talk = member("en")
    slots = (Option("7", "18:00", literal=True), Option("call", CALL_LABEL))
    talk.scene = replace(talk.scene, lists={**talk.scene.lists, "talks": slots})
    talk.is_written_to("preparation").taps("now")
    for answer in ("on", "on", "on", "on", "on", "family"):
        talk.taps(answer)

    talk.says("skip").says(says)

    assert talk.texts[-3:] == [SLOT, CALL, END_OF_IT]
    assert [(task.kind, task.words, task.promise) for task in talk.tasks()] == [("call", says, True)]
