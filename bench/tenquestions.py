"""The ten questions as a flow of Brug's. Their English is final: the measurement needs no translations."""

from bench.conversation import QUESTIONS, THANKS
from flows.model import END, Flow, Question, Step

_WORDS = Question(words=True)


def _step(number: int) -> Step:
    after = f"question_{number + 1}" if number < len(QUESTIONS) else "thanks"
    return Step(f"question_{number}", say=(QUESTIONS[number - 1],), ask=_WORDS, then=after)


FLOW = Flow(
    "tenquestions",
    (*(_step(number) for number in range(1, len(QUESTIONS) + 1)), Step("thanks", say=(THANKS,), then=END)),
)
