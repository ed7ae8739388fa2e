"""While somebody of the team talks with her: her words go there, and what always works still works."""

from typing import Any

import pytest

from flows.danger import NUMBERS, TOLD
from flows.meeting import INVITE
from flows.model import Flow, Question, Step
from flows.registry import all_flows
from flows.rights import DELETED, STOPPED
from flows.wishes import ASK_DAYS, ASK_HOURS
from flows.with_a_human import spoken_to
from tests.conversations import Talk, member, newcomer
from tests.flows.test_danger import HELP


def with_els(**scene: Any) -> Talk:
    return member(with_human=True, **scene)


def test_what_she_writes_goes_to_the_team_and_no_flow_answers() -> None:
    talk = with_els().says("Yes, I can come at six").says("or half past")

    assert talk.said == []
    assert [(task.kind, task.words, task.promise) for task in talk.tasks()] == [
        ("reply", "Yes, I can come at six", False),
        ("reply", "or half past", False),
    ]


def test_a_voice_note_goes_there_too() -> None:
    assert with_els().says("", media="voice:7").tasks()[0].media == "voice:7"


def test_nothing_is_misunderstood_where_a_question_is_open_and_its_buttons_still_work() -> None:
    talk = with_els().is_written_to("invitation").says("Wait, what about my son?")
    assert talk.texts == [INVITE]

    talk.taps("yes")

    assert len(talk.said) > 1
    assert len(talk.tasks()) == 1


def test_rights_always_work() -> None:
    assert with_els().says("stop").said[0].text == STOPPED
    assert with_els().says("help").said
    assert with_els().says("/start").said


@pytest.mark.parametrize(
    ("language", "asked", "yes", "done"), [("en", "delete", "yes", DELETED), ("ar", "بس", "نعم", STOPPED)]
)
def test_a_right_that_asks_back_hears_the_answer_in_words(language: str, asked: str, yes: str, done: str) -> None:
    talk = with_els(language=language).says(asked).says(yes)

    assert done in talk.texts
    assert talk.tasks() == []


def test_what_she_began_herself_goes_on() -> None:
    talk = with_els().says("/hours").says("mornings")

    assert talk.texts == [ASK_HOURS, ASK_DAYS]
    assert talk.tasks() == []


def test_what_does_not_answer_it_is_for_the_team_all_the_same() -> None:
    talk = with_els().says("/hours").says("Yes, I can come at six")

    assert talk.texts == [ASK_HOURS]
    assert [task.words for task in talk.tasks()] == ["Yes, I can come at six"]


def test_what_she_began_before_the_human_wrote_waits_for_its_buttons() -> None:
    talk = with_els().says("/hours")
    talk.state = spoken_to(talk.state)

    talk.says("mornings")

    assert [task.words for task in talk.tasks()] == ["mornings"]
    assert talk.taps("mornings", "_done").texts == [ASK_HOURS, ASK_DAYS]


def test_words_of_danger_are_heard() -> None:
    assert with_els(help_numbers=HELP).says("I want to kill myself").texts[:2] == [NUMBERS, TOLD]


def test_an_anonymous_answer_is_never_shown_beside_a_name() -> None:
    asking = Flow("poll", (Step("what", ("What is bad here?",), Question(words=True, fleeting=True, anonymous=True)),))
    talk = with_els()
    talk.flows = {**all_flows(), "poll": asking}

    talk.is_written_to("poll").says("Nobody listens to us")

    assert talk.tasks() == []


def test_who_has_not_said_yes_yet_goes_on_signing_up() -> None:
    talk = newcomer(language="en", with_human=True).hello()

    assert talk.taps("yes").says("Amina").said
    assert all(task.kind != "reply" for task in talk.tasks())
