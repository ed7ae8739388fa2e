"""Several questions about one meeting: none is asked twice, and none that her answer made needless."""

from dataclasses import replace

import pytest

from flows.around_a_meeting import CHECK_IN
from flows.effects import Rsvp
from flows.meeting import INVITE, MINE, NEEDS, NOT_COMING, SEE_YOU, WEEK, WHY_NOT
from tests.conversations import Talk, member


def somebody() -> Talk:
    talk = member("en")
    talk.scene = replace(talk.scene, next_meeting="meeting:1", needs_known=True)
    return talk


def test_an_older_reminder_of_the_meeting_that_she_answered_about_is_gone() -> None:
    talk = somebody().is_written_to("reminder_week", needs_known=True)

    talk.says("/meeting").taps("yes")

    assert talk.texts == [WEEK, MINE, SEE_YOU]
    assert talk.state.frames == ()


def test_also_where_the_reminder_went_on_to_another_question() -> None:
    talk = somebody()
    talk.scene = replace(talk.scene, needs_known=False)
    talk.is_written_to("reminder_week").taps("yes")

    talk.says("/meeting").taps("no").taps("work")

    assert talk.texts == [WEEK, NEEDS, MINE, talk.texts[3], NOT_COMING]


@pytest.mark.parametrize("also", ["reminder_week", "reminder_day"])
def test_what_came_in_beside_an_invitation_does_not_ask_the_same_again(also: str) -> None:
    talk = somebody().is_written_to("invitation", also, needs_known=True).taps("yes")

    assert talk.texts == [INVITE, SEE_YOU]
    assert talk.state.frames == ()


def test_a_reminder_of_another_meeting_stays() -> None:
    talk = somebody().is_written_to("reminder_week", about="meeting:2", needs_known=True)

    talk.says("/meeting").taps("yes")

    assert talk.texts == [WEEK, MINE, SEE_YOU, WEEK]


@pytest.mark.parametrize("answer", ["no", "maybe"])
def test_who_does_not_come_is_not_asked_how_she_comes(answer: str) -> None:
    talk = somebody().is_written_to("reminder_hours", "check_in", needs_known=True)

    talk.taps(answer)
    if answer == "no":
        talk.taps("work")

    assert CHECK_IN not in talk.texts
    assert talk.state.frames == ()


def test_who_comes_is_asked() -> None:
    talk = somebody().is_written_to("reminder_hours", "check_in", needs_known=True).taps("yes")

    assert talk.texts[-1] == CHECK_IN


def test_who_does_not_come_to_one_meeting_is_asked_about_another() -> None:
    talk = somebody().is_written_to("check_in", about="meeting:2")

    talk.says("/meeting").taps("no").taps("work")

    assert talk.texts[-1] == CHECK_IN


@pytest.mark.parametrize(
    ("language", "words"), [("en", "I can't come!"), ("nl", "Ik kan niet komen."), ("ar", "لا يمكنني الحضور")]
)
def test_who_said_yes_takes_it_back_in_words_though_the_buttons_are_gone(language: str, words: str) -> None:
    talk = member(language, next_meeting="meeting:1", needs_known=True)
    talk.is_written_to("invitation", needs_known=True).taps("yes")

    talk.says(words).taps("ill")

    assert talk.texts[1:4] == [SEE_YOU, WHY_NOT, NOT_COMING]
    assert [one.answer for one in talk.done if isinstance(one, Rsvp)][:3] == ["yes", "no", "no"]
    assert talk.tasks() == []


def test_also_in_the_middle_of_the_questions_that_follow_a_yes() -> None:
    talk = member("en", next_meeting="meeting:1").is_written_to("invitation").taps("yes")

    talk.says("I cannot come")

    assert talk.texts == [INVITE, NEEDS, WHY_NOT]


def test_a_bare_yes_or_no_is_no_answer_to_a_meeting_and_without_a_meeting_nothing_is() -> None:
    assert member("en", next_meeting="meeting:1").says("no").tasks()
    assert member("en").says("I cannot come").tasks()
