"""Words that mean danger: what alarms, what asks back, what never does, and what is said then."""

from dataclasses import replace
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.around_a_meeting import THANKS as NOBODY_SEES
from flows.check_up import GLAD
from flows.contributing import RECEIVED
from flows.danger import CALLING, DANGER, NUMBERS, TOLD, UNSURE, Alarm
from flows.effects import Danger, Translate, Unkept
from flows.lexicon import rows
from flows.mediation import SURE
from flows.model import Flow, Question, Say, Step, Task
from flows.registry import all_flows
from flows.signup import ASK_NAME
from tests.conversations import Talk, dangers, member, newcomer
from tests.flows.test_transcripts import FOLDER

HELP = "112, or 1712"
RECEIVED_UNSPOKEN = Task("message", promise=True)
Row = dict[str, str]


@cache
def phrases() -> list[Row]:
    return list(rows(files("locales").joinpath("lexicon"), "danger.tsv"))


def of_kind(kind: str) -> list[Row]:
    return [row for row in phrases() if row["kind"] == kind and not is_idiom(row)]


def is_idiom(row: Row) -> bool:
    return row["note"].startswith("[never-alarm]")


def listening(language: str = "en", **scene: object) -> Talk:
    return member(language, help_numbers=HELP, **scene)


def test_every_clear_phrase_alarms_with_its_topic_whatever_language_she_chose() -> None:
    missed = [row["phrase"] for row in of_kind("clear") if dangers().hear(row["phrase"], "nl") is None]
    unsure = [row["phrase"] for row in of_kind("clear") if dangers().hear(row["phrase"]) != Alarm(row["topic"], True)]

    assert missed == []
    assert unsure == []


def test_every_ambiguous_phrase_asks_back() -> None:
    wrong = [row["phrase"] for row in of_kind("ambiguous") if (a := dangers().hear(row["phrase"])) is None or a.certain]

    assert wrong == ["me quiero morir"], "it holds a clear one, and those go first"


def test_nobody_is_asked_about_danger_who_cannot_come_to_a_meeting() -> None:
    """“I can't go on” is despair, “I can't go on Saturday” is not; and danger beside it is still heard."""
    everyday = [row["phrase"] for row in rows(files("locales").joinpath("lexicon"), "no_danger.tsv")]

    assert [phrase for phrase in everyday if dangers().hear(phrase)] == []
    assert [phrase for phrase in everyday if not dangers().hear(f"{phrase}. he hits me")] == []
    assert dangers().hear("I can't go on Saturday, sorry") is None
    assert dangers().hear("Ik kan niet meer komen zaterdag") is None
    assert dangers().hear("I can't go on") == dangers().hear("ik kan niet meer") == Alarm("self_harm", False)


def test_no_idiom_alarms() -> None:
    idioms = [row["phrase"] for row in phrases() if is_idiom(row)]

    assert len(idioms) > 20
    assert [idiom for idiom in idioms if dangers().hear(idiom) is not None] == []


@pytest.mark.parametrize(
    ("said", "alarm"),
    [
        ("Please, HE HITS ME!! every day", Alarm("violence", True)),
        ("I’m dying to see it, but he has a knife", Alarm("violence", True)),
        ("he hits me and it is urgent", Alarm("violence", True)),
        ("It is an emergency: my bus is late", Alarm("emergency", False)),
        ("My number is 0470 11 112 112", None),
        ("112", Alarm("emergency", False)),
        ("he", None),
        ("hits me he", None),
        ("", None),
        ("😀", None),
        ("pasaportumu aldım", None),
    ],
)
def test_whole_words_anywhere_in_a_message(said: str, alarm: Alarm | None) -> None:
    assert dangers().hear(said) == alarm


def test_words_on_both_sides_of_an_idiom_make_no_phrase() -> None:
    assert dangers().hear("he hits i'm dying to me") is None


def test_the_end_of_a_long_message_is_read_too() -> None:
    assert dangers().hear("word " * 3_000 + "he hits me") == Alarm("violence", True)


@given(st.text(max_size=300))
def test_whatever_is_written_is_read_without_a_fault(text: str) -> None:
    dangers().hear(text, "en")


def test_ordinary_sentences_never_alarm_clearly() -> None:
    """All that people and Brug say to each other in the golden conversations, in eight languages."""
    ordinary = [path for path in FOLDER.glob("*.txt") if not path.name.startswith("danger.")]
    lines = {line for path in ordinary for line in path.read_text("utf-8").splitlines()}

    assert [line for line in lines if (alarm := dangers().hear(line)) and alarm.certain] == []


def test_a_clear_word_brings_the_help_numbers_and_a_human_at_once() -> None:
    talk = listening().says("My husband beats me")

    assert talk.texts == [NUMBERS, TOLD]
    assert talk.said[0].values == {"help_numbers": HELP}
    assert talk.options == ["call", "safe"]
    assert Danger("violence") in talk.done
    assert talk.tasks() == [RECEIVED_UNSPOKEN], "what she wrote stands in her conversation and on no list"


def test_the_question_below_is_asked_again_only_when_she_says_that_she_is_safe() -> None:
    talk = newcomer(help_numbers=HELP).hello().taps("en").taps("yes").says("he has a knife")
    assert talk.last.text == TOLD
    assert "name" not in talk.facts()

    assert talk.taps("safe").texts[-2:] == [GLAD, ASK_NAME]


def test_what_she_adds_goes_to_the_team_and_she_is_not_asked_again() -> None:
    talk = listening().says("he hits me").says("I am in the bathroom").says("with my son")

    assert talk.texts == [NUMBERS, TOLD]
    assert talk.tasks() == [RECEIVED_UNSPOKEN] * 3, "on no list, also what she adds"
    assert talk.taps("call").last.text == CALLING


@pytest.mark.parametrize(("option", "way_on"), [("", TOLD), ("call", CALLING)])
def test_what_she_adds_some_minutes_later_does_not_meet_silence(option: str, way_on: str) -> None:
    talk = listening().says("he hits me")
    talk = talk.taps(option) if option else talk

    talk.after_some_minutes().says("I am in the bathroom").says("with my son")
    talk.after_some_minutes().says("", media="voice:1")

    assert talk.texts[-3:] == [way_on] * 3, "and once in some minutes only"
    assert talk.tasks()[-3:] == [RECEIVED_UNSPOKEN, RECEIVED_UNSPOKEN, replace(RECEIVED_UNSPOKEN, media="voice:1")]
    assert {one.number for one in talk.said if one.question} == {talk.last.number} or option, "older buttons work"
    assert talk.taps("safe").last.text == GLAD


@pytest.mark.parametrize(
    ("said", "more"), [("he has a knife", [NUMBERS, TOLD]), ("I can't go on", [TOLD])], ids=["clear", "unsure"]
)
def test_new_words_of_danger_bring_the_way_on_again(said: str, more: list[str]) -> None:
    talk = listening().says("he hits me").says("I am in the bathroom").says(said)

    assert talk.texts == [NUMBERS, TOLD, *more]
    assert talk.options == ["call", "safe"]
    assert {one.number for one in talk.said if one.question} == {talk.last.number}, "also the older buttons work"


def test_new_words_of_danger_alarm_the_team_again_and_who_waits_for_a_call_is_not_asked_whether() -> None:
    """A colleague may have closed the first alarm by now."""
    talk = listening().says("he hits me").taps("call").says("I want to die")

    assert talk.done[-2:] == [Danger("self_harm"), Danger("self_harm", call=True)]
    assert talk.texts[-2:] == [NUMBERS, CALLING]


def test_what_she_answers_to_something_else_does_not_bring_the_question_again() -> None:
    talk = listening().says("he hits me").is_written_to("check_up_0").taps("good")
    number = next(frame.number for frame in talk.state.frames)

    assert talk.texts.count(TOLD) == 1
    assert talk.taps_old(number, "call").last.text == CALLING, "its buttons still work"


def test_whether_she_is_in_danger_is_not_asked_for_ever_beside_other_things() -> None:
    talk = listening().says("sos")

    for _ in range(4):
        talk.is_written_to("check_up_0").taps("good")

    assert talk.texts.count(UNSURE) == 3
    assert DANGER in [frame.flow for frame in talk.state.frames]


def test_words_of_another_hour_are_answered_as_always_and_the_buttons_still_work() -> None:
    talk = listening().says("he hits me").after_an_hour().says("When do we meet?")
    number = next(frame.number for frame in talk.state.frames if frame.flow == DANGER)

    assert talk.texts == [NUMBERS, TOLD, RECEIVED]
    assert talk.tasks()[-1].words == "When do we meet?"
    assert talk.taps("yes").texts.count(TOLD) == 1
    assert talk.taps_old(number, "call").last.text == CALLING


def past_danger() -> Talk:
    """She never said that she is safe, and asked something else since."""
    return listening().says("he hits me").after_an_hour().says("When do we meet?").taps("yes")


def test_what_follows_words_of_another_hour_stands_among_the_questions_too() -> None:
    talk = past_danger().after_some_minutes().says("And where?")

    assert talk.tasks()[-1].words == "And where?"
    assert talk.texts.count(TOLD) == 1


@pytest.mark.parametrize(
    ("said", "more"), [("he has a knife", [NUMBERS, TOLD]), ("I can't go on", [UNSURE])], ids=["clear", "unsure"]
)
def test_new_words_of_danger_are_heard_after_words_of_another_hour(said: str, more: list[str]) -> None:
    assert past_danger().says("And where?").says(said).texts[-len(more) :] == more


def test_who_asks_for_the_call_later_tells_of_danger_again() -> None:
    talk = past_danger()

    talk.taps("call").after_some_minutes().says("he is at the door")

    assert (talk.last.text, talk.tasks()[-1]) == (CALLING, RECEIVED_UNSPOKEN)


def test_the_question_that_lay_below_is_answered_in_another_hour() -> None:
    talk = newcomer(help_numbers=HELP).hello().taps("en").taps("yes").says("he has a knife")

    assert talk.after_an_hour().says("Amina").facts()["name"] == "Amina"
    assert talk.texts.count(TOLD) == 1


def test_unsure_words_of_another_day_are_asked_about_anew() -> None:
    talk = listening().says("he hits me").after_an_hour().says("I can't go on")

    assert talk.texts == [NUMBERS, TOLD, UNSURE]
    assert [frame.flow for frame in talk.state.frames].count(DANGER) == 1


@pytest.mark.parametrize(("option", "reply"), [("call", CALLING), ("safe", GLAD)])
def test_the_buttons_of_an_earlier_warning_still_work_after_another_one(option: str, reply: str) -> None:
    talk = listening().says("he hits me")
    first = talk.state.frames[-1].number
    talk.says("he has a knife").says("he hits me again")

    assert talk.taps_old(first, option).last.text == reply


def test_who_wants_a_call_is_told_not_to_wait_for_it() -> None:
    talk = listening().says("he hits me").taps("call")

    assert talk.last.text == CALLING
    assert talk.done[-1] == Danger("violence", call=True)


def test_an_ambiguous_word_is_received_as_usual_and_asked_about() -> None:
    talk = listening().says("It is urgent: where is the letter?")

    assert talk.texts == [UNSURE]
    assert talk.options == ["yes", "no", "call"]
    assert [task.words for task in talk.tasks()] == ["It is urgent: where is the letter?"]
    assert not any(isinstance(effect, Danger) for effect in talk.done)


def test_no_danger_leads_back_to_what_was_asked() -> None:
    assert listening().says("It is urgent").taps("no").texts == [UNSURE, GLAD, RECEIVED]


def test_danger_after_all_brings_numbers_and_a_human() -> None:
    talk = listening().says("sos").says("yes")

    assert talk.texts[-2:] == [NUMBERS, TOLD]
    assert Danger("emergency") in talk.done


def test_a_call_asked_for_at_once_is_not_offered_again() -> None:
    talk = listening().says("sos").taps("call")

    assert talk.texts[-2:] == [NUMBERS, CALLING]
    assert talk.done[-2:] == [Danger("emergency"), Danger("emergency", call=True)]


def test_an_ambiguous_answer_to_a_question_counts_as_that_answer() -> None:
    talk = newcomer(help_numbers=HELP).hello().taps("en").taps("yes").says("Suicide")

    assert talk.facts()["name"] == "Suicide"
    assert talk.last.text == UNSURE


def test_words_beside_the_question_are_received_and_it_is_not_asked_for_ever() -> None:
    talk = listening().says("sos").says("The bus is late").says("Again").says("And again")

    assert [task.words for task in talk.tasks()] == ["sos", "The bus is late", "Again", "And again"]
    assert [say.text for say in talk.said].count(UNSURE) == 3


def test_its_buttons_work_when_we_wrote_something_else_meanwhile() -> None:
    talk = listening().says("he hits me")
    number = talk.last.number

    talk.is_written_to("check_up_0").taps_old(number, "call")

    assert talk.last.text == CALLING


def test_stop_still_works() -> None:
    assert listening().says("he hits me").says("stop").state.frames[0].flow == "leaving"


@pytest.mark.parametrize("said", ["he hits me", "sos"])
def test_nothing_of_it_where_the_lab_has_not_switched_it_on(said: str) -> None:
    talk = member().says(said)

    assert talk.texts == [RECEIVED]


def secret_question(said: str) -> Talk:
    """She is asked something of which nothing is kept, and says it."""
    ask = Step("ask", ("Say it.",), Question(words=True, fleeting=True, anonymous=True), "thanks")
    flow = Flow("secret", (ask, Step("thanks", (NOBODY_SEES,))))
    talk = listening()
    talk = replace(talk, flows={**all_flows(), "secret": flow})
    return talk.is_written_to("secret").says(said)


def test_a_clear_word_in_an_anonymous_answer_is_kept_nowhere() -> None:
    talk = secret_question("he hits me")

    assert Unkept() in talk.done
    assert talk.tasks() == []
    assert Danger("violence") in talk.done


def test_of_an_ambiguous_word_in_an_anonymous_answer_not_even_the_topic_is_kept() -> None:
    talk = secret_question("suicide")

    assert talk.texts[-2:] == [NOBODY_SEES, UNSURE]
    assert talk.taps("yes").done[-1] == Danger("")
    assert "suicide" not in repr(talk.state) + repr([say for say in talk.said if isinstance(say, Say)])


def translating(source: str) -> Talk:
    """She is asked to say words of somebody else in English."""
    words = {"source_words": source, "source_code": "nl", "source_language": "Nederlands", "target": "English"}
    talk = listening()
    talk.scene = replace(talk.scene, about={"translation:1": words})
    return talk.is_written_to("translation", about="translation:1")


def test_danger_in_a_translation_is_somebody_elses() -> None:
    talk = translating("mijn man slaat mij").says("My husband beats me")

    assert talk.done == [Unkept(), Translate("translation:1", "My husband beats me")]
    assert talk.texts[1:] == [SURE]


def test_where_the_source_says_nothing_of_danger_she_is_asked_and_her_words_are_not_lost() -> None:
    talk = translating("De bus is laat").says("My husband beats me")

    assert Translate("translation:1", "My husband beats me") in talk.done
    assert talk.texts[1:] == [UNSURE]
    assert talk.taps("no").last.text == SURE


def test_the_flow_is_one_of_ours() -> None:
    assert DANGER in all_flows()
