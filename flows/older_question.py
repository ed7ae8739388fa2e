"""A newer question came while one lay open of which nothing is kept beside her: whose are the words that she writes?

They may be for the poll or for the team. Nothing of them may wait beside her until she says so, and to show them with
her name could not be undone: they are taken as the answer, and she is asked whether that is right.
"""

from dataclasses import replace

from flows.around_a_meeting import HEARD
from flows.effects import TakeBack, Vote
from flows.model import (
    ABOUT,
    Answer,
    Answers,
    Effect,
    Event,
    Flow,
    Frame,
    Question,
    Replied,
    Scene,
    State,
    Step,
    Task,
    answer_of,
    kept,
)
from flows.open_questions import OpenQuestions
from flows.rights import HUMAN, KEPT, YES_NO
from flows.words import Words
from locales import N_

NAME = "older_question"
"""The flow below."""
PART, PLACE = "part", "place"
"""Among its answers: which of her answers to the poll it is about."""
TOLD = "told"
WRITE_AGAIN = N_(
    "We took what you wrote before as an answer without your name. Was it for the team? Then please write it again."
)
TAKEN = N_("This is now your answer to: “{question}”. Your name is not kept with it. Did you mean it for the team?")


def below(questions: OpenQuestions, words: Words, state: State, event: Event, scene: Scene, meant: str) -> State | None:
    """With the anonymous question on top that lies below a newer one and that these words may answer, if any.

    The newer one is such that nobody has to answer it, and keeps her name. A mere "thank you" is for that.
    """
    if not isinstance(event, Replied) or not questions.is_fleeting(state.frames[-1]) or questions.is_anonymous(state):
        return None
    if words.is_courtesy(event.text):
        return None
    older = [one for one in state.frames if questions.is_anonymous(State((one,)))][-1:]
    if not older or not questions.fits(older[0], event, scene, state.asked, meant):
        return None
    return State((*(one for one in state.frames if one not in older), *older), state.asked)


def is_unanswered(frame: Frame) -> bool:
    """She has not said yet whose her words were, nor heard how to say them again."""
    return frame.flow == NAME and frame.step == "whose" and TOLD not in frame.answers


def told(frame: Frame) -> Frame:
    """She has heard how to say them again. The buttons stay open."""
    return replace(frame, answers={**frame.answers, TOLD: kept(Answer(text=TOLD))})


def beginning(taken: Vote) -> Answers:
    """The answers with which the flow begins. No word of hers is among them."""
    return {
        ABOUT: kept(Answer(text=taken.poll)),
        PART: kept(Answer(text=taken.part)),
        PLACE: kept(Answer(text=str(taken.place))),
    }


def _take_back(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    if answer.option != "yes":
        return ()
    poll, part, place = (answer_of(answers, name).text for name in (ABOUT, PART, PLACE))
    return (TakeBack(poll, part, int(place) if place.isdecimal() else 1),)


def _for_the_team(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Task("message", answer.text, answer.media, promise=True),)


FLOW = Flow(
    NAME,
    (
        Step("whose", (TAKEN,), Question(YES_NO, fleeting=True), {"yes": "again", "*": "kept"}, _take_back),
        Step("again", (HUMAN,), Question(words=True, fleeting=True), "heard", _for_the_team),
        Step("heard", (HEARD,)),
        Step("kept", (KEPT,)),
    ),
    N_("An answer to an older question"),
)
