"""What a person brings in at any time, and says with one tap what it is."""

from dataclasses import replace

import pytest

from flows import conversation as rules
from flows.around_a_meeting import DECIDED, HEARD
from flows.contributing import NO_ANSWER, RECEIVED
from flows.effects import Rsvp, Sort, TakeBack, Vote
from flows.everyday import HELLO_AGAIN
from flows.meeting import ASK_AGAIN, TOMORROW
from flows.older_question import TAKEN, WRITE_AGAIN
from flows.rights import KEPT
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
    talk.scene = replace(talk.scene, about={**talk.scene.about, "poll:1": {"question": "What helps?"}})
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


def reminded_meanwhile() -> Talk:
    return asked_without_a_name().is_written_to("reminder_day")


def test_words_that_may_be_for_an_older_anonymous_question_are_never_shown_beside_her_name() -> None:
    talk = reminded_meanwhile().says("Nobody listens to us")

    assert [effect.text for effect in talk.done if isinstance(effect, Vote)] == ["Nobody listens to us"]
    assert talk.tasks() == []
    assert (talk.last.text, talk.last.values) == (TAKEN, {"question": "What helps?"})


@pytest.mark.parametrize("courtesy", ["Thank you!", "ok, thanks", "merci beaucoup", "شكرا"])
def test_a_thank_you_for_the_reminder_is_no_answer_to_the_older_question(courtesy: str) -> None:
    talk = reminded_meanwhile().says(courtesy)

    assert not any(isinstance(effect, Vote) for effect in talk.done)
    assert talk.tasks() == []
    assert talk.last.text == ASK_AGAIN


@pytest.mark.parametrize("courtesy", ["hallo", "ok, thanks", "شكراً جزيلاً", "የቐንየለይ", "🙏🏾 ❤️", "Bonjour !"])
def test_what_is_nothing_but_kind_is_no_question_for_the_team(courtesy: str) -> None:
    talk = member().says(courtesy)

    assert talk.texts == [HELLO_AGAIN]
    assert talk.tasks() == []


def test_a_thank_you_after_words_for_the_team_is_not_answered() -> None:
    talk = member().says("The bus did not come").says("thank you")

    assert talk.texts == [RECEIVED]
    assert [task.words for task in talk.tasks()] == ["The bus did not come"]


def test_kind_words_with_a_question_in_them_go_to_the_team() -> None:
    assert [task.words for task in member().says("hello, is it free?").tasks()] == ["hello, is it free?"]


def test_words_that_were_for_the_team_are_taken_back_and_written_to_the_team() -> None:
    talk = reminded_meanwhile().says("My son is ill").taps("yes").says("My son is ill")

    assert TakeBack("poll:1", "words") in talk.done
    assert [(task.words, task.promise) for task in talk.tasks()] == [("My son is ill", True)]
    assert talk.texts[-2:] == [HEARD, TOMORROW]


def test_who_does_not_say_whose_her_words_were_hears_once_how_to_say_them_again() -> None:
    talk = reminded_meanwhile().says("My son is ill").is_written_to("decided")
    assert talk.texts[-2:] == [DECIDED, WRITE_AGAIN]
    assert not any(isinstance(effect, TakeBack) for effect in talk.done)

    talk.is_written_to("decided")
    assert talk.texts.count(WRITE_AGAIN) == 1

    talk.says("My son is ill")
    assert [task.words for task in talk.tasks()] == ["My son is ill"]


def test_the_buttons_say_whose_they_were_after_that_too() -> None:
    talk = reminded_meanwhile().says("My son is ill").is_written_to("decided").taps("yes").says("My son is ill")

    assert TakeBack("poll:1", "words") in talk.done
    assert [task.words for task in talk.tasks()] == ["My son is ill"]


def test_a_question_that_comes_then_is_asked_last() -> None:
    talk = reminded_meanwhile().says("My son is ill").is_written_to("reminder_day")

    assert talk.texts[-2:] == [WRITE_AGAIN, TOMORROW]
    assert talk.says("My son is ill").tasks()[-1].words == "My son is ill"


def test_while_her_words_would_be_an_answer_again_nobody_is_told_to_write_them_again() -> None:
    talk = reminded_meanwhile().says("My son is ill")
    talk.scene = replace(talk.scene, about={**talk.scene.about, "poll:2": {"question": "What else?"}})

    talk.is_written_to("poll_open", about="poll:2")
    assert WRITE_AGAIN not in talk.texts

    talk.says("A bench").is_written_to("decided")
    assert WRITE_AGAIN in talk.texts


def test_words_that_were_meant_as_an_answer_stay_one_and_the_reminder_is_asked_again() -> None:
    talk = reminded_meanwhile().says("A bench").says("nee")

    assert not any(isinstance(effect, TakeBack) for effect in talk.done)
    assert talk.texts[-2:] == [KEPT, TOMORROW]


def test_who_answers_the_reminder_is_asked_the_older_question_again() -> None:
    talk = reminded_meanwhile()
    asked = talk.said[0]

    assert talk.taps("maybe").last == asked
    assert any(isinstance(effect, Vote) for effect in talk.says("A bench").done)


def test_the_buttons_of_the_reminder_stay_open_while_she_is_asked_whom_her_words_are_for() -> None:
    talk = reminded_meanwhile()
    number = talk.last.number

    talk.says("My son is ill").taps_old(number, "no")

    assert Rsvp("meeting:1", "no") in talk.done
    assert rules.CLOSED not in talk.texts


def test_a_newer_anonymous_question_takes_the_place_of_the_older_one() -> None:
    talk = reminded_meanwhile().is_written_to("poll_key_takeaway", about="poll:1").says("A bench")

    assert [(effect.part, effect.text) for effect in talk.done if isinstance(effect, Vote)] == [("takeaway", "A bench")]
    assert [frame.flow for frame in talk.state.frames] == []


def test_a_newer_question_takes_the_place_of_one_that_has_a_name() -> None:
    talk = member().is_written_to("reminder_week").is_written_to("check_up_0", about="")

    assert [frame.flow for frame in talk.state.frames] == ["check_up_0"]
