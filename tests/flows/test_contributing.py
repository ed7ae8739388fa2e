"""What a person brings in at any time, and says with one tap what it is."""

import pytest

from flows import conversation as rules
from flows.around_a_meeting import HEARD
from flows.contributing import NO_ANSWER, RECEIVED
from flows.effects import Rsvp, Sort
from tests.conversations import member


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
