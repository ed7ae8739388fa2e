"""What holds of every technique, also of one that is added tomorrow."""

import json
from dataclasses import asdict
from itertools import permutations

import pytest

from flows.checks import LIST_LABEL, SHORT_LABEL, TEXT_LENGTH, problems_of
from flows.engine import placeholders
from flows.model import Question, Step
from flows.registry import all_techniques
from flows.techniques.asking import FEWER_WORDS, LONGEST, THANKS
from flows.techniques.model import KINDS, OWN_OPTIONS, SCALE, WORDS, Technique
from tests.flows.techniques.player import VALUES, Player

TECHNIQUES = [pytest.param(one, id=key) for key, one in sorted(all_techniques().items())]
ROUNDS = [
    pytest.param(one, number, id=f"{key}-{number}")
    for key, one in sorted(all_techniques().items())
    for number in range(1, one.rounds + 1)
]
EXPECTED = {
    *("mood_barometer", "hopes_and_fears", "key_takeaway", "roses_and_thorns", "temperature", "dot_voting"),
    *("two_priorities", "brainwriting", "what_if", "feedback_matrix", "participation_thermometer", "meeting_survey"),
    *("single", "multiple", "open", "scale", "ranking", "yes_no"),
}


def questions_of(technique: Technique) -> list[tuple[Step, Question]]:
    return [(step, step.ask) for step in technique.flow.steps if step.ask is not None]


def test_all_techniques_of_the_labs_are_here() -> None:
    assert set(all_techniques()) >= EXPECTED


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_its_flow_can_work(technique: Technique) -> None:
    assert list(problems_of(technique.flow)) == []


@pytest.mark.parametrize(("technique", "number"), ROUNDS)
def test_who_answers_everything_gives_each_answer_to_the_poll_and_is_thanked(technique: Technique, number: int) -> None:
    player = Player(technique, round=number).begins().answers_everything()

    assert player.texts[-1] == THANKS
    assert player.votes
    assert {vote.poll for vote in player.votes} == {"poll:12"}
    assert {vote.part for vote in player.votes} <= {part.name for part in technique.parts}
    assert player.unkept == sum(say.question is not None for say in player.said)


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_all_its_parts_are_asked_in_one_of_its_rounds(technique: Technique) -> None:
    rounds = range(1, technique.rounds + 1)

    asked = {vote.part for n in rounds for vote in Player(technique, n).begins().answers_everything().votes}

    assert asked == {part.name for part in technique.parts}


@pytest.mark.parametrize(("technique", "number"), ROUNDS)
def test_who_skips_what_she_can_is_thanked_too(technique: Technique, number: int) -> None:
    player = Player(technique, round=number).begins().skips_what_she_can()

    assert player.texts[-1] == THANKS
    assert len(player.votes) <= 1


@pytest.mark.parametrize(("technique", "number"), ROUNDS)
def test_nothing_of_an_answer_is_kept_where_she_stands(technique: Technique, number: int) -> None:
    player = Player(technique, round=number).begins()

    while player.frame is not None:
        question = player.said[-1].question
        assert question is not None
        player.taps(question.options[-1].id) if question.options else player.says("secret words", media="voice:7")
        kept = json.dumps(asdict(player.frame)) if player.frame else ""
        assert "secret" not in kept
        assert "voice:7" not in kept
        answers = player.frame.answers if player.frame else {}
        assert not any(answers[step.name]["options"] for step in technique.flow.steps if step.name in answers)


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_nobody_has_to_answer_and_nothing_is_ticked(technique: Technique) -> None:
    for _, question in questions_of(technique):
        assert question.fleeting
        assert question.anonymous
        assert not question.several


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_words_may_be_spoken_and_long_ones_are_asked_for_again(technique: Technique) -> None:
    for _, question in questions_of(technique):
        if question.words:
            assert question.longest == LONGEST
            assert question.again == FEWER_WORDS


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_its_texts_and_labels_fit_the_narrowest_channel(technique: Technique) -> None:
    for step in technique.flow.steps:
        assert all(len(text) <= TEXT_LENGTH / 2 for text in step.say)
        for option in step.ask.options if step.ask else ():
            many = step.ask is not None and len(step.ask.options) + step.ask.skippable > 3
            assert len(f"{option.icon} {option.label}".strip()) <= (LIST_LABEL if many else SHORT_LABEL)


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_its_texts_ask_only_for_values_that_a_poll_has(technique: Technique) -> None:
    known = set(VALUES) | {setting.key for setting in technique.settings}

    for step in technique.flow.steps:
        for text in step.say:
            assert placeholders(text) <= known


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_no_step_is_called_as_a_setting_or_it_would_seem_answered(technique: Technique) -> None:
    assert not {step.name for step in technique.flow.steps} & {"round", *(one.key for one in technique.settings)}


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_its_parts_are_well_formed(technique: Technique) -> None:
    own = any(question.listed == OWN_OPTIONS for _, question in questions_of(technique))

    assert own == (technique.options != (0, 0))
    for part in technique.parts:
        assert part.kind in KINDS
        assert part.kind == WORDS or part.options or own
        steps = [option.id for option in part.options]
        for bands in (part.bands, part.otherwise):
            assert not bands or sorted(step for band in bands for step in band.steps) == sorted(steps)
            assert not bands or (part.kind == SCALE and part.one_each)
        assert not part.otherwise or (part.bands and not part.both_rounds)
        ways = [{band.option.id for band in part.bands}, {band.option.id for band in part.otherwise}, set(steps)]
        assert not any(one and one <= other for one, other in permutations(ways, 2)), "a result says how it was counted"


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_a_coordinator_who_writes_no_question_has_one_or_must(technique: Technique) -> None:
    first = technique.flow.steps[0]

    assert technique.moments
    assert technique.name
    assert technique.about
    assert technique.prompt == "" or any("{question}" in text for text in first.say)


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_every_number_that_she_may_set_is_asked_as_often(technique: Technique) -> None:
    for setting in technique.settings:
        if setting.kind == "number" and setting.key in ("dots", "most"):
            for number in range(setting.least, setting.most + 1):
                player = Player(technique, settings={setting.key: number}).begins().answers_everything()
                assert [vote.place for vote in player.votes] == list(range(1, number + 1))
