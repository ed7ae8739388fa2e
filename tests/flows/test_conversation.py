"""The rules that hold in every conversation."""

from dataclasses import replace

import pytest

from flows import at_any_time, walk
from flows import conversation as rules
from flows.contributing import RECEIVED
from flows.effects import Unkept
from flows.leaving import WHY
from flows.model import (
    END,
    Answer,
    Answers,
    Become,
    Effect,
    Flow,
    Frame,
    Option,
    Pause,
    Question,
    Record,
    SetLanguage,
    State,
    Step,
    Task,
    Tell,
)
from flows.preparation import LATER
from flows.registry import all_flows, all_techniques
from flows.rights import DELETED, HELP, HUMAN, STOPPED
from flows.signup import ASK_AGE, ASK_NAME
from flows.trying import IT_IS_A_TEST, MOST_WORDS, TEST, tried
from tests.conversations import Talk, member, newcomer


def at_the_name() -> Talk:
    return newcomer().hello().taps("en").taps("yes")


@pytest.mark.parametrize(
    "word", ["stop", "STOP!", "توقف", "стоп", "durdur", "arrêtez", "ደው በል", "jooji", "ndalo", "بند کرو"]
)
def test_stop_works_in_any_language_whatever_the_profile_says(word: str) -> None:
    talk = member("nl").says(word)

    assert talk.texts == [STOPPED, WHY]
    assert Become("stopped") in talk.done


def test_stop_before_a_language_was_chosen_is_confirmed_in_the_likely_ones() -> None:
    talk = newcomer().hello().says("stop")

    assert talk.last.text == STOPPED
    assert talk.last.lang == "*"


def test_when_it_is_not_sure_it_asks_with_two_buttons() -> None:
    talk = member("ar").says("بس")
    assert talk.options == ["yes", "no"]
    assert Become("stopped") not in talk.done

    assert talk.taps("yes").texts[-2:] == [STOPPED, WHY]


def test_not_meant_as_stop_goes_on_where_it_was() -> None:
    talk = at_the_name().says("don't stop sending me messages").taps("no")

    assert talk.last.text == ASK_NAME
    assert Become("stopped") not in talk.done


@pytest.mark.parametrize(("tap", "tasks"), [("no", ["stop writing on the door"]), ("yes", [])])
def test_words_that_were_no_stop_after_all_are_for_the_team(tap: str, tasks: list[str]) -> None:
    talk = member().says("stop writing on the door").taps(tap)

    assert [task.words for task in talk.done if isinstance(task, Task)] == tasks
    assert talk.said[-1].text


def test_words_that_may_be_a_stop_become_nobodys_name() -> None:
    talk = at_the_name().says("no, stop writing").taps("no")

    assert talk.last.text == ASK_NAME
    assert [task for task in talk.done if isinstance(task, Task)] == []


def test_a_button_of_a_test_says_that_it_is_one_and_changes_nothing() -> None:
    talk = at_the_name()
    before = talk.state

    talk.taps_old(TEST, "o1")

    assert talk.last.text == IT_IS_A_TEST
    assert talk.state == before
    assert talk.done[-1] == Unkept()


def test_words_that_answer_a_test_are_nothing_but_that() -> None:
    talk = member()
    talk.state = tried(talk.state, 1)

    talk.says("That we stay")

    assert talk.texts == [IT_IS_A_TEST]
    assert (talk.done, talk.state.frames) == ([Unkept()], ())
    assert talk.says("Where is the key?").tasks()[0].words == "Where is the key?"


def test_who_tries_something_out_finds_her_own_question_where_it_was() -> None:
    talk = at_the_name()
    number = talk.state.frames[-1].number
    talk.state = tried(talk.state, 2)
    talk.taps_old(TEST, "o1")
    assert len(talk.state.frames) == 2

    talk.hello()
    assert talk.last.text == ASK_NAME
    talk.state = tried(talk.state, 0)

    assert [frame.number for frame in talk.state.frames] == [number]


def test_a_test_has_room_for_the_words_of_every_poll() -> None:
    asked = [sum(bool(step.ask and step.ask.words) for step in one.flow.steps) for one in all_techniques().values()]

    assert max(asked) <= MOST_WORDS


@pytest.mark.parametrize("command", ["/wishes", "/Agenda", "/aide@our_bot"])
def test_a_command_that_does_not_exist_is_no_answer_but_gets_help(command: str) -> None:
    talk = at_the_name().says(command)

    assert talk.texts[-2:] == at_the_name().says("help").texts[-2:]


@pytest.mark.parametrize("command", ["/hours", " /hours", "/HOURS@our_bot\n", "/hours please", "\n/Hours\u00a0!"])
def test_a_command_is_one_however_it_is_written(command: str) -> None:
    assert member().says(command).texts == member().says("/hours").texts != member().says("/help").texts


@pytest.mark.parametrize("words", ["/", "1/2", "and/or", "/ no", "/etc/hosts"])
def test_a_stroke_is_no_command(words: str) -> None:
    assert at_the_name().says(words).last.text == ASK_AGE


def test_help_in_the_middle_of_a_question_comes_back_to_it() -> None:
    talk = at_the_name().says("help")

    assert talk.texts[-2:] == [HELP, ASK_NAME]
    assert talk.says("Amina").last.text == ASK_AGE


def test_a_human_is_called_with_a_date_of_answer() -> None:
    talk = member().says("I want to talk to a person")

    assert talk.last.text == HUMAN
    assert [(task.kind, task.promise) for task in talk.tasks()] == [("human", True)]


def test_a_switch_of_language_asks_the_open_question_again_in_the_new_one() -> None:
    talk = at_the_name().says("/language").taps("ar")

    assert SetLanguage("ar") in talk.done
    assert talk.last.text == ASK_NAME
    assert talk.scene.language == "ar"
    assert talk.says("أمينة").facts() == {"name": "أمينة"}


def test_my_data_is_told_at_any_point() -> None:
    assert Tell("my_data") in member().says("what do you know about me?").done


def test_delete_asks_once_and_then_everything_is_gone() -> None:
    talk = member().says("delete my data")
    assert talk.options == ["yes", "no"]

    assert talk.taps("yes").last.text == DELETED


def test_a_pause_has_an_end() -> None:
    talk = member().says("pause").taps("14")

    assert Pause(14) in talk.done


def test_somebody_who_stopped_is_asked_before_she_hears_from_us_again() -> None:
    talk = member().says("stop").says("hello")
    assert talk.options == ["yes", "no"]

    assert Become("active") in talk.taps("yes").done


def test_words_outside_a_question_go_to_a_human_and_are_thanked_for_once() -> None:
    talk = member().says("The bus did not come").says("So I was late")

    assert talk.texts == [RECEIVED]
    assert [task.words for task in talk.tasks()] == ["The bus did not come", "So I was late"]


def test_a_button_of_a_closed_question_says_so_and_shows_where_we_are() -> None:
    talk = at_the_name()
    consent = talk.said[-2]

    talk.taps_old(consent.number, "no")

    assert talk.texts[-2:] == [rules.CLOSED, ASK_NAME]
    assert talk.facts() == {}


def test_what_is_not_understood_is_asked_once_more_and_then_a_human_is_offered() -> None:
    talk = at_the_name().says("Amina").says("what?")
    assert talk.last.text == walk.AGAIN
    assert "under_16" in talk.options

    talk.says("hm")
    assert talk.options == ["yes", "no"]

    talk.taps("yes")
    assert [task.kind for task in talk.tasks()] == ["human"]
    assert talk.last.text == ASK_AGE


def test_only_outreach_workers_register_others() -> None:
    assert member().says("/register").last.text == at_any_time.NOT_ALLOWED
    assert member(role="outreach_worker").says("/register").options == ["yes", "no"]


def test_yes_is_a_yes_in_any_language_while_it_is_asked_for() -> None:
    talk = newcomer().hello().taps("ti")

    assert talk.says("እወ").last.text == ASK_NAME


def _edited(name: str) -> Flow:
    """Today's version of a flow in which the step `old` no longer exists."""
    return Flow(
        name,
        (
            Step("first", ("First?",), Question(words=True), "second"),
            Step("second", ("Second?",), Question(words=True), END, _note),
        ),
    )


def _note(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Record("second", answer.text),)


def test_a_flow_edited_under_a_person_starts_over_politely_with_her_answers() -> None:
    frame = Frame("edited", "old", number=3, answers={"first": {"text": "mine"}})
    talk = member()
    talk.flows = {**all_flows(), "edited": _edited("edited")}
    talk.state = State((frame,), 3)

    talk.says("my answer to the old question")

    assert talk.texts == [walk.START_OVER, "Second?"]
    assert talk.says("two").facts() == {"second": "two"}


def test_a_flow_that_was_removed_under_a_person_lets_her_go_on() -> None:
    talk = member()
    talk.state = State((Frame("removed", "somewhere", number=1),), 1)

    talk.says("hello?")

    assert talk.state.frames == ()
    assert talk.said


def test_a_flow_edited_elsewhere_goes_on_at_the_same_step() -> None:
    talk = at_the_name()
    signup = all_flows()["signup"]
    steps = tuple(replace(step, ask=replace(step.ask, again="Shorter?")) if step.ask else step for step in signup.steps)
    talk.flows = {**all_flows(), "signup": Flow("signup", steps)}

    assert talk.says("Amina").last.text == ASK_AGE


def test_nobody_chooses_from_a_list_of_one() -> None:
    only = (Option("en", "English", literal=True),)
    talk = newcomer(lists={"languages": only})
    talk.scene = replace(talk.scene, lists={"languages": only})

    talk.hello()

    assert talk.options == ["yes", "no", "question"]


def test_a_task_never_carries_what_a_button_said() -> None:
    assert all(task == Task(task.kind, promise=task.promise) for task in member().says("human").tasks())


def lost_at_her_age() -> Talk:
    return at_the_name().says("Amina").says("old").says("very old")


def test_who_was_lost_and_then_answers_goes_on() -> None:
    talk = lost_at_her_age().says("30")

    assert talk.facts()["age_band"] == "26-59"
    assert talk.state.frames[-1].step == "times"


def test_who_was_lost_may_still_tap_the_button_of_her_question() -> None:
    talk = lost_at_her_age()
    question = talk.state.frames[-2].number

    talk.taps_old(question, "26-59")

    assert talk.facts()["age_band"] == "26-59"


def test_who_was_lost_and_asks_for_a_human_is_not_asked_again_whether_she_wants_one() -> None:
    talk = lost_at_her_age().says("human")

    assert talk.texts[-2:] == [HUMAN, ASK_AGE]


def test_who_stays_lost_gets_a_human_in_the_end() -> None:
    talk = lost_at_her_age().says("xyz").says("xyz")

    assert [task.kind for task in talk.tasks()] == ["human"]


def test_an_album_of_photos_is_answered_once() -> None:
    talk = newcomer().hello()
    for number in range(10):
        talk.says("", media=f"photo:{number}")

    assert len(talk.said) == 2


def test_who_cannot_write_and_speaks_instead_of_choosing_is_offered_a_human() -> None:
    talk = lost_at_her_age().says("", media="voice:1").says("", media="voice:2")

    assert [task.kind for task in talk.tasks()] == ["human"]


def test_a_worker_who_said_stop_may_come_back() -> None:
    talk = member(role="outreach_worker").says("stop").says("hello")

    assert Become("active") in talk.taps("yes").done


def test_a_worker_says_where_she_stands_when_she_registers() -> None:
    talk = member(role="outreach_worker").says("/register Market square")

    assert talk.facts() == {"place": "Market square"}


def test_a_name_that_is_a_letter_is_asked_for_again() -> None:
    talk = at_the_name().says("I am called " + "a" * 100)

    assert talk.facts() == {}
    assert talk.says("Amina").facts() == {"name": "Amina"}


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Later"), ("nl", "later"), ("fr", "plus tard"), ("ar", "لاحقاً"), ("tr", "Sonra")]
)
def test_what_stands_on_a_button_is_that_button_when_it_is_typed(language: str, label: str) -> None:
    talk = member(language).is_written_to("preparation").says(label)

    assert talk.last.text == LATER
    assert talk.options == ["now"]


def test_the_words_of_the_button_that_deletes_delete() -> None:
    talk = member("nl").says("wis alles").says("Ja, wis alles")

    assert talk.last.text == DELETED
