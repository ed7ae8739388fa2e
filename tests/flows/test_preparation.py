"""One to one, before the first meeting: no question of hers stays without a date."""

from flows.preparation import DAY, GOALS, WORRY, WORRY_NOTED
from tests.conversations import member


def test_who_asks_something_hears_by_when_it_is_answered_and_the_talk_goes_on() -> None:
    talk = member("en").is_written_to("preparation").taps("now").taps("question")

    talk.says("May I bring my son?")

    assert talk.texts[1:] == [GOALS, WORRY, WORRY_NOTED, DAY]
    assert [(task.kind, task.words, task.promise) for task in talk.tasks()] == [
        ("question", "May I bring my son?", True)
    ]


def test_who_has_no_question_after_all_is_promised_nothing() -> None:
    talk = member("en").is_written_to("preparation").taps("now").taps("question").says("skip")

    assert talk.texts[1:] == [GOALS, WORRY, DAY]
    assert talk.tasks() == []


def test_a_worry_at_the_end_gets_a_date_too() -> None:
    talk = member("en").is_written_to("preparation").taps("now")
    for answer in ("on", "on", "on", "on", "family"):
        talk.taps(answer)

    talk.says("I do not speak well")

    assert talk.texts[-2:] == [WORRY, WORRY_NOTED]
