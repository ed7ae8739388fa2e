"""What somebody of the team sends to her own chat to try it out. Nothing answers it, and that is said."""

from flows.effects import Unkept
from flows.matching import parse_token, token
from flows.model import Answer, Answers, Effect, Flow, Frame, Question, State, Step
from flows.stack import without
from locales import N_

IT_IS_A_TEST = N_("This is a test. Only you see it, and nothing is counted.")
TEST = 0
"""The number of its questions. Those that are asked are numbered from one."""
NAME = "trying"
"""The flow below. It stands where a test has questions that one answers in words."""
MOST_WORDS = 4
"""So many of these a poll has at most."""


def token_of_test(button: str) -> str:
    return token(TEST, parse_token(button)[1])


def tried(state: State, words: int) -> State:
    """With a test on top that so many messages of hers answer, in place of an older one."""
    others = without(state, NAME)
    if not words:
        return others
    step = FLOW.steps[-1 - min(words, MOST_WORDS)]
    return State((*others.frames, Frame(NAME, step.name, others.asked + 1)), others.asked + 1)


def over(state: State) -> State:
    """She taps or says hello: what she is really asked counts again."""
    return without(state, NAME)


def _nothing_is_kept(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Unkept(),)


def _takes_words(place: int) -> Step:
    onward = f"words_{place + 1}" if place < MOST_WORDS else "said"
    return Step(f"words_{place}", (IT_IS_A_TEST,), Question(words=True, fleeting=True), onward, _nothing_is_kept)


FLOW = Flow(
    NAME,
    (*(_takes_words(place) for place in range(1, MOST_WORDS + 1)), Step("said", (IT_IS_A_TEST,))),
    N_("Try it yourself"),
)
