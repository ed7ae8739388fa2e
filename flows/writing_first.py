"""We write first: what lay open, and what is asked now. Pure."""

from collections.abc import Sequence

from flows import engine
from flows.model import Answers, Effect, Frame, Scene, State
from flows.open_questions import OpenQuestions
from flows.own_words import in_own_words
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
            frames, question = (*frames, moved.frame), moved.effects
        else:
            said = (*moved.effects, *said)
    older = _stay_open(questions, state.frames, frames)
    return State((*older, *frames) if frames else state.frames, asked), (*said, *question)


def _stay_open(questions: OpenQuestions, older: tuple[Frame, ...], newer: tuple[Frame, ...]) -> tuple[Frame, ...]:
    again = any((question := questions.of(one)) and question.anonymous for one in newer)
    stay = (f for f in older if not questions.is_fleeting(f) or (not again and questions.is_anonymous(State((f,)))))
    return tuple(stay)[1 - MAX_DEPTH :]
