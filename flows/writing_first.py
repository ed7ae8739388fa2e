"""We write first: what lay open, and what is asked now. Pure."""

from collections.abc import Sequence

from flows import engine, older_question
from flows.model import ABOUT, Answers, Effect, Frame, Say, Scene, State, answer_of
from flows.open_questions import OpenQuestions
from flows.own_words import in_own_words
from flows.stack import without_same_question
from flows.walk import MAX_DEPTH


def contact(
    questions: OpenQuestions, state: State, openings: Sequence[tuple[str, Answers]], scene: Scene
) -> tuple[State, tuple[Effect, ...]]:
    """We write first. `openings` are flows with the answers they begin with, the most urgent first.

    The others lie below it and are asked when it is answered. Older questions that nobody had to answer are gone
    then, but not one that she answers in words and without her name: only another such question takes its place.
    What only tells leaves them open: her words still answer what she was asked, perhaps without her name.
    """
    asked = state.asked
    frames: tuple[Frame, ...] = ()
    said: tuple[Effect, ...] = ()
    question: tuple[Effect, ...] = ()
    for name, answers in reversed(openings):
        moved = engine.start(in_own_words(questions.flows[name], scene), scene, asked, answers)
        asked = moved.asked
        if moved.frame:
            below = without_same_question(State(frames), name, answer_of(answers, ABOUT).text, questions.flows)
            frames, question = (*below.frames, moved.frame), moved.effects
        else:
            said = (*moved.effects, *said)
    older = _stay_open(questions, state.frames, frames) if frames else state.frames
    older, reminder = _whose_words(questions, state.frames, older, frames)
    return State((*older, *frames), asked), (*said, *reminder, *question)


def _whose_words(
    questions: OpenQuestions, before: tuple[Frame, ...], older: tuple[Frame, ...], newer: tuple[Frame, ...]
) -> tuple[tuple[Frame, ...], tuple[Effect, ...]]:
    """Her words were taken as an answer, and she did not say whether that is right: once she hears how to say it again.

    Not while what she writes would be taken as an answer again: until then that question waits below.
    """
    waiting = [one for one in before if older_question.is_unanswered(one)]
    if not waiting:
        return older, ()
    if any(questions.is_anonymous(State((one,))) for one in (*older, *newer)):
        return ((*older, *waiting)[1 - MAX_DEPTH :] if newer else older), ()
    told = tuple(older_question.told(one) if one in waiting else one for one in older)
    return told, (Say(older_question.WRITE_AGAIN),)


def _stay_open(questions: OpenQuestions, older: tuple[Frame, ...], newer: tuple[Frame, ...]) -> tuple[Frame, ...]:
    again = any((question := questions.of(one)) and question.anonymous for one in newer)
    stay = (f for f in older if not questions.is_fleeting(f) or (not again and questions.is_anonymous(State((f,)))))
    return tuple(stay)[1 - MAX_DEPTH :]
