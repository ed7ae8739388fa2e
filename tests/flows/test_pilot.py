"""What a member of a team is asked, and what follows from each answer."""

from dataclasses import replace

from flows.check_up import SORRY_NOTED
from flows.conversation import Conversation
from flows.effects import Open, React, Report
from flows.engine import start
from flows.meeting import INVITE
from flows.model import ABOUT, Answer, Option, Say, Tell, kept
from flows.pilot import (
    HOW_GOES,
    NEED,
    NEWS,
    NO_PILOT,
    REACTIONS,
    REPORTED,
    SIGN,
    SIGNED,
    WHAT_HAPPENED,
    WHICH_NEWS,
)
from tests.conversations import Talk, member, words


def reported(talk: Talk) -> list[Report]:
    return [effect for effect in talk.done if isinstance(effect, Report)]


def asked() -> Talk:
    talk = member("en")
    talk.scene = replace(talk.scene, about={"pilot:3": {"pilot": "Café"}})
    return talk.is_written_to("pilot_report", about="pilot:3")


def test_one_tap_is_a_report_and_the_rest_can_be_skipped() -> None:
    talk = asked().taps("on_track").taps("_skip").taps("_skip")

    assert talk.texts == [HOW_GOES, WHAT_HAPPENED, NEED, REPORTED]
    assert reported(talk) == [Report("pilot:3", how="on_track")]


def test_words_a_photo_and_a_need_are_kept_as_they_come() -> None:
    talk = asked().taps("slow").says("Ten came", "photo:7").says("", "voice:8")

    assert talk.last.text == SORRY_NOTED
    assert reported(talk) == [
        Report("pilot:3", how="slow"),
        Report("pilot:3", words="Ten came", media="photo:7"),
        Report("pilot:3", media="voice:8", need="🎤"),
    ]


def test_who_is_stuck_hears_when_a_person_answers() -> None:
    assert asked().taps("stuck").says("skip").says("skip").last.text == SORRY_NOTED


def test_other_words_are_for_the_team_and_the_question_stays_open() -> None:
    talk = asked().says("When is the next meeting?")

    assert reported(talk) == []
    assert talk.tasks()[0].words == "When is the next meeting?"
    assert reported(talk.taps_old(1, "on_track")) == [Report("pilot:3", how="on_track")]


def test_the_command_asks_the_service_which_pilot_is_meant() -> None:
    talk = member("en").says("/pilot")

    assert talk.done == [Open("pilot")]


def test_a_chosen_pilot_is_what_follows() -> None:
    talk = member("en")
    options = (Option("3", "Café", literal=True), Option("4", "Garden", literal=True))
    talk.scene = replace(talk.scene, lists={**talk.scene.lists, "pilot:0/pilots": options})

    talk.is_written_to("pilot_choice", about="pilot:0").says("Garden")

    assert talk.done == [Open("pilot", "4")]


def test_what_led_elsewhere_does_not_take_away_the_question_below() -> None:
    """/pilot while an invitation is open: that one is asked again afterwards."""
    talk = member("en").is_written_to("invitation")
    before = talk.state
    talk.says("/pilot")
    conversation = Conversation(talk.flows, words())

    after, _ = conversation.instead(
        before, talk.state, "pilot_report", talk.scene, {ABOUT: kept(Answer(text="pilot:3"))}
    )

    assert [frame.flow for frame in after.frames] == ["invitation", "pilot_report"]
    assert talk.texts[0] == INVITE


def test_who_is_in_no_pilot_gets_a_kind_sentence() -> None:
    assert member("en").is_written_to("no_pilot", about="").texts == [NO_PILOT]


def test_signs_of_others_are_told_before_the_question() -> None:
    talk = member("en")
    begins = {ABOUT: kept(Answer(text="pilot:3")), "signs": kept(Answer(text="👍 3"))}
    moved = start(talk.flows["pilot_report"], talk.scene, 0, begins)

    said = [effect for effect in moved.effects if isinstance(effect, Say)]
    assert [say.text for say in said] == [REACTIONS, HOW_GOES]
    assert said[0].values["signs"] == "👍 3"


def about_news(*pilots: str) -> Talk:
    talk = member("en")
    options = tuple(Option(str(place), name, literal=True) for place, name in enumerate(pilots, 8))
    talk.scene = replace(
        talk.scene,
        about={"update:8": {"news": "Café: on track"}},
        lists={**talk.scene.lists, "update:8/updates": options},
    )
    return talk.is_written_to("pilot_news", about="update:8")


def test_news_of_one_pilot_takes_one_tap() -> None:
    talk = about_news("Café").taps("heart")

    assert talk.texts == [NEWS, SIGN, SIGNED]
    assert talk.done == [Tell("pilot_files", {"update": "update:8"}), React("update:8", "heart")]


def test_news_of_several_pilots_takes_two() -> None:
    talk = about_news("Café", "Garden").taps("9").taps("up")

    assert talk.texts == [NEWS, WHICH_NEWS, SIGN, SIGNED]
    assert talk.done[-1] == React("update:9", "up")
