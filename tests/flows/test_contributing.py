"""What a person brings in at any time, and says with one tap what it is."""

from dataclasses import replace

import pytest

from flows import conversation as rules
from flows.around_a_meeting import HEARD
from flows.contributing import NO_ANSWER, RECEIVED
from flows.effects import Rsvp, Sort, Vote
from tests.conversations import Talk, member


def test_it_is_received_before_she_says_what_it_is() -> None:
    talk = member().says("The bus did not come")

    assert talk.texts == [RECEIVED]
    assert [(task.words, task.promise) for task in talk.tasks()] == [("The bus did not come", True)]


@pytest.mark.parametrize(
    ("option", "sort", "reply"),
    [
        ("yes", "question", HEARD),
        ("idea", "idea", HEARD),
        ("signal", "signal", HEARD),
        ("no", "never_mind", NO_ANSWER),
    ],
)
def test_one_tap_says_what_it_is(option: str, sort: str, reply: str) -> None:
    talk = member().says("The bus did not come").taps(option)

    assert talk.done[-1] == Sort(sort)
    assert talk.last.text == reply


@pytest.mark.parametrize(("said", "sort"), [("ja", "question"), ("nee", "never_mind"), ("3", "signal")])
def test_it_can_be_said_too_in_any_language(said: str, sort: str) -> None:
    assert member().says("The bus did not come").says(said).done[-1] == Sort(sort)


def test_more_words_are_received_in_silence_and_the_buttons_stay() -> None:
    talk = member().says("The bus did not come").says("So I was late")
    assert talk.texts == [RECEIVED]

    assert talk.taps("signal").done[-1] == Sort("signal")


def test_the_question_that_lies_below_can_still_be_answered() -> None:
    talk = member().is_written_to("invitation")
    number = talk.last.number

    talk.says("Is there a bus?").taps_old(number, "yes")

    assert Rsvp("meeting:1", "yes") in talk.done
    assert rules.CLOSED not in talk.texts


def test_afterwards_the_question_below_is_asked_again() -> None:
    talk = member().is_written_to("invitation")
    invited = talk.last.text

    assert talk.says("Is there a bus?").taps("yes").last.text == invited


def asked_without_a_name() -> Talk:
    talk = member()
    talk.scene = replace(talk.scene, about={"poll:1": {"question": "What helps?"}})
    return talk.is_written_to("poll_open", about="poll:1")


def test_what_only_tells_leaves_an_older_question_open() -> None:
    talk = asked_without_a_name().is_written_to("poll_result", about="poll:2").says("A bench")

    assert [effect.text for effect in talk.done if isinstance(effect, Vote)] == ["A bench"]
    assert talk.tasks() == []


@pytest.mark.parametrize("nothing", ["", "  \n "])
def test_who_says_nothing_is_asked_the_open_question_again(nothing: str) -> None:
    talk = asked_without_a_name()
    asked = talk.last

    talk.says(nothing)

    assert talk.said == [asked, asked]
    assert talk.tasks() == []


def test_a_newer_question_takes_the_place_of_one_that_nobody_had_to_answer() -> None:
    talk = asked_without_a_name().is_written_to("check_up_0", about="").says("A bench")

    assert not any(isinstance(effect, Vote) for effect in talk.done)
