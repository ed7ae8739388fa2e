"""The sign-up, from hello to done."""

import re

import pytest

from flows import signup
from flows.model import Become, Consent, Forget, Say, SetLanguage
from flows.rights import STOPPED
from tests.conversations import Talk, catalogues, newcomer, words


def signed_up_to(step: str) -> Talk:
    """A newcomer who stands at `step`, in English."""
    talk = newcomer().hello()
    for name, answer in {"language": "en", "consent": "yes", "name": "Amina", "age": "26-59"}.items():
        if name == step:
            break
        talk = talk.says(answer) if name == "name" else talk.taps(answer)
    assert talk.state.frames[-1].step == step
    return talk


def test_takes_seven_messages_from_hello_to_done() -> None:
    talk = signed_up_to("times").taps("mornings", "evenings", "_done")

    assert talk.texts == [
        signup.ASK_LANGUAGE,
        signup.INTRO,
        signup.CONSENT,
        signup.ASK_NAME,
        signup.ASK_AGE,
        signup.ASK_TIMES,
        signup.WELCOME,
    ]


def test_keeps_what_she_said_and_makes_her_active() -> None:
    talk = signed_up_to("times").taps("mornings", "evenings", "_done")

    assert talk.facts() == {"name": "Amina", "age_band": "26-59", "times": ["mornings", "evenings"], "interests": None}
    assert SetLanguage("en") in talk.done
    assert Consent("participation", True, signup.CONSENT, "tapped") in talk.done
    assert Become("active") in talk.done
    assert talk.state.frames == ()


def test_a_no_to_consent_keeps_nothing_but_a_count() -> None:
    talk = signed_up_to("consent").taps("no")

    assert talk.last.text == signup.DECLINED
    assert talk.done[-1] == Forget("declined")
    assert talk.facts() == {}
    assert not any(isinstance(effect, Consent) for effect in talk.done)


def test_a_question_about_consent_goes_to_a_human_and_the_choice_stays_hers() -> None:
    talk = signed_up_to("consent").taps("question").says("Who is the team?")

    assert [(task.kind, task.words, task.promise) for task in talk.tasks()] == [("question", "Who is the team?", True)]
    assert talk.texts[-2:] == [signup.QUESTION_NOTED, signup.ASK_CONSENT_AGAIN]
    assert talk.taps("yes").last.text == signup.ASK_NAME


def test_somebody_under_16_waits_for_a_guardian() -> None:
    talk = signed_up_to("age").taps("under_16").taps("weekends", "_done")
    assert talk.last.text == signup.ASK_GUARDIAN

    talk.says("My mother, 0470 12 34 56")

    assert talk.last.text == signup.WELCOME_YOUNG
    assert Become("waiting_guardian") in talk.done
    assert Become("active") not in talk.done
    assert [(task.kind, task.words) for task in talk.tasks()] == [("guardian", "My mother, 0470 12 34 56")]


def test_the_guardian_question_may_be_skipped_and_still_reaches_a_human() -> None:
    talk = signed_up_to("age").taps("under_16").taps("weekends", "_done").taps("_skip")

    assert talk.last.text == signup.WELCOME_YOUNG
    assert [task.kind for task in talk.tasks()] == ["guardian"]


@pytest.mark.parametrize(
    ("typed", "band"), [("4", "26-59"), ("34", "26-59"), ("٣", "18-25"), ("፪", "16-17"), ("۱۷", "16-17"), ("77", "60+")]
)
def test_an_age_may_be_typed_in_any_digits_as_a_place_in_the_list_or_as_years(typed: str, band: str) -> None:
    talk = signed_up_to("age").says(typed)

    assert talk.facts()["age_band"] == band


def test_interests_are_kept_beside_the_times() -> None:
    talk = signed_up_to("times").says("I cook and I sing")

    assert talk.last.text == signup.TIMES_NOTED
    assert talk.options == ["mornings", "afternoons", "evenings", "weekends"]

    talk.taps("evenings", "_done")

    assert talk.facts()["interests"] == "I cook and I sing"
    assert talk.facts()["times"] == ["evenings"]
    assert talk.last.text == signup.WELCOME


def test_words_after_a_choice_of_times_end_the_question() -> None:
    talk = signed_up_to("times").taps("evenings").says("football")

    assert talk.facts()["times"] == ["evenings"]
    assert talk.facts()["interests"] == "football"
    assert talk.last.text == signup.WELCOME


def test_a_voice_note_is_an_answer_about_interests() -> None:
    talk = signed_up_to("times").says("", media="voice:42").taps("evenings", "_done")

    assert talk.facts()["interests"] == {"text": "", "voice": "voice:42"}


def test_times_may_be_typed_all_at_once() -> None:
    talk = signed_up_to("times").says("1, 3")

    assert talk.facts()["times"] == ["mornings", "evenings"]


def test_a_tap_on_a_time_only_changes_the_buttons_and_a_second_tap_takes_it_back() -> None:
    talk = signed_up_to("times").taps("mornings")
    assert talk.last.refresh
    assert "mornings" in talk.last.selected

    talk.taps("mornings")

    assert "mornings" not in talk.last.selected


def test_a_name_that_is_a_yes_in_another_language_is_a_name() -> None:
    assert signed_up_to("name").says("Maya").facts() == {"name": "Maya"}


def test_what_a_worker_wrote_down_is_not_asked_again() -> None:
    talk = newcomer(standing="registered", known={"name": {"text": "Bilal"}, "age": {"options": ["26-59"]}}).hello()

    talk.taps("ar").taps("yes")

    assert talk.last.text == signup.ASK_TIMES


def test_stop_in_the_middle_of_it_is_stop() -> None:
    talk = signed_up_to("name").says("stop")

    assert talk.last.text == STOPPED
    assert Become("stopped") in talk.done
    assert talk.state.frames == ()


@pytest.mark.parametrize("language", sorted(catalogues().languages))
def test_the_words_that_are_promised_to_work_do_work(language: str) -> None:
    promised = re.split("[:፦]", catalogues()(language, signup.WELCOME))[-1]
    listed = [word.strip(" .።") for word in re.split("[,،፣]", promised)]

    heard = [newcomer_hears(word, language) for word in listed]

    assert heard == ["stop", "pause", "help", "language", "human", "my_data", "delete"]


def newcomer_hears(word: str, language: str) -> str | None:
    heard = words().hear(word, language)
    return heard.intent if heard and heard.certain else None


def test_every_message_has_a_text_in_every_language() -> None:
    said: list[Say] = signed_up_to("times").taps("mornings", "_done").said

    for language in catalogues().languages:
        for say in said:
            assert catalogues().render(language, say.text, say.values)
